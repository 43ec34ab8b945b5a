"""Every error in one shape, in the reader's language: ``{"error": {"code", "message", "fields"}}``."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
    ValidationError,
)
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as Unfit
from pydantic import Field

from holger.api.services import KeyReused
from holger.api.v1.shape import Shape
from holger.core import tenancy
from holger.core.errors import Conflict, RuleBroken, Unacceptable
from holger.organisation.services import refusal_note

Fields = Mapping[str, list[str]]


class Fault(Shape):
    code: str = Field(description="A word for programs; it does not change.")
    message: str = Field(description="A sentence for people, in the language of Accept-Language.")
    fields: dict[str, list[str]] = Field(description="What is wrong with which field or parameter; often empty.")


class Error(Shape):
    """The one shape of all errors."""

    error: Fault


class Refused(Exception):
    """The request cannot be taken as it is."""

    def __init__(self, status: int, code: str, message: object, fields: Fields | None = None, **headers: str):
        super().__init__(code)
        self.status, self.code, self.message, self.fields = status, code, message, fields or {}
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Invalid(Refused):
    """Some fields or parameters do not hold."""

    def __init__(self, fields: Fields):
        super().__init__(422, "invalid", _("Some of the answers are not valid."), fields)


def error(
    status: int, code: str, message: object, fields: Fields | None = None, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    body = {"error": {"code": code, "message": str(message), "fields": fields or {}}}
    headers = {"Cache-Control": "no-store", **(headers or {})}
    return JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})


@csrf_exempt  # nobody is known by a cookie here, and nothing is done
def missing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Not there, or not for this token to know of: the two look the same."""
    return error(404, "not_found", gettext("There is nothing here."))


def listen(api: NinjaAPI) -> None:
    """Turn everything that can go wrong into an answer."""
    handlers: dict[type[Exception], Any] = {
        Refused: _refused,
        Unacceptable: lambda _request, e: error(e.status, e.code, e.message),
        AuthenticationError: _unknown,
        PermissionDenied: _not_allowed,
        Http404: missing,
        Unfit: _unfit,
        ValidationError: lambda _request, e: error(422, "invalid", *_told(e)),
        RuleBroken: _rule_broken,
        Conflict: _conflict,
        IntegrityError: lambda _request, e: error(409, "conflict", gettext("This collides with something else.")),
        KeyReused: _key_reused,
        RequestDataTooBig: lambda _request, e: error(413, "too_large", gettext("The request is too large.")),
        TooManyFieldsSent: lambda _request, e: error(413, "too_large", gettext("The request is too large.")),
        TooManyFilesSent: lambda _request, e: error(413, "too_large", gettext("The request is too large.")),
        SuspiciousOperation: _unreadable,
        HttpError: _unreadable,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _unknown(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
    message = gettext("Send a token that works as “Authorization: Bearer holger_…”.")
    return error(401, "unauthorized", message, headers={"WWW-Authenticate": 'Bearer realm="holger"'})


def _refused(request: HttpRequest, exc: Refused) -> HttpResponse:
    if exc.status == 403:
        _note(request, exc.code)
    return error(exc.status, exc.code, exc.message, exc.fields, exc.headers)


def _not_allowed(request: HttpRequest, exc: PermissionDenied) -> HttpResponse:
    _note(request, getattr(exc, "permission", ""))
    return error(403, "not_allowed", gettext("You may not do this."))


def _note(request: HttpRequest, why: str) -> None:
    """A refusal is told in the history, as that of a page is: afterwards, for all else of the request is undone."""
    if (actor := getattr(request, "actor", None)) is not None:
        page = f"{request.method} {request.resolver_match.route}"
        tenancy.afterwards(partial(refusal_note, actor=actor, page=page, permission=why))


def _unreadable(request: HttpRequest, exc: Exception) -> HttpResponse:
    if isinstance(exc.__cause__, Refused):
        cause = exc.__cause__
        return error(cause.status, cause.code, cause.message, cause.fields)
    return error(400, "unreadable", gettext("The request cannot be read."))


def _rule_broken(request: HttpRequest, exc: RuleBroken) -> HttpResponse:
    return error(409, "rule", exc.message, {exc.field: [exc.message]} if exc.field else {})


def _conflict(request: HttpRequest, exc: Conflict) -> HttpResponse:
    message = gettext("Somebody else has changed it since you read it. Read it again.")
    if request.headers.get("If-Match"):
        return error(412, "changed", message)
    return error(409, "conflict", message)


def _key_reused(request: HttpRequest, exc: KeyReused) -> HttpResponse:
    message = gettext("This Idempotency-Key has been used for another request.")
    return error(422, "key_reused", message, {"Idempotency-Key": [message]})


def _told(exc: ValidationError) -> tuple[str, Fields]:
    """A model's own validation, with what concerns the whole object in the sentence."""
    if not hasattr(exc, "error_dict"):
        return " ".join(exc.messages), {}
    fields = dict(exc.message_dict)
    whole = fields.pop("__all__", [])
    return " ".join(whole) or gettext("Some of the answers are not valid."), fields


def _unfit(request: HttpRequest, exc: Unfit) -> HttpResponse:
    """What pydantic found, by field: ``owner``, ``measures.0.title``."""
    fields: dict[str, list[str]] = {}
    for found in exc.errors:
        place = [str(part) for part in found["loc"] if part not in ("query", "path", "form", "file")]
        if found["loc"][0] == "body":
            place = [str(part) for part in found["loc"][2:]]
        fields.setdefault(".".join(place) or "body", []).append(_said(found))
    return error(422, "invalid", gettext("Some of the answers are not valid."), fields)


SAID = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is no such field, or it cannot be written."),
    "string_type": _("This must be text."),
    "string_too_long": _("At most %(max_length)s characters."),
    "string_too_short": _("At least %(min_length)s characters."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "bool_type": _("This must be true or false."),
    "bool_parsing": _("This must be true or false."),
    "list_type": _("This must be a list."),
    "too_long": _("At most %(max_length)s."),
    "literal_error": _("Choose one of %(expected)s."),
    "greater_than_equal": _("At least %(ge)s."),
    "less_than_equal": _("At most %(le)s."),
    "date_from_datetime_parsing": _("Write a date as 2026-11-24."),
    "date_parsing": _("Write a date as 2026-11-24."),
    "date_type": _("Write a date as 2026-11-24."),
}


def _said(found: Mapping[str, Any]) -> str:
    said = SAID.get(found["type"], _("This is not valid."))
    context = found.get("ctx", {})
    if "expected" in context:
        context = {"expected": str(context["expected"]).replace(" or ", ", ")}
    return str(said) % context if "%(" in str(said) else str(said)
