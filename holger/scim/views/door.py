"""Who calls, with what, and every error in SCIM's own shape."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from holger.api.v1.auth import Bearer
from holger.api.v1.call import Call
from holger.api.v1.errors import Refused
from holger.core import strict_json, tenancy
from holger.core.errors import Conflict, RuleBroken
from holger.organisation.permissions import EDIT_PEOPLE, VIEW_PEOPLE
from holger.organisation.services import refusal_note
from holger.scim.rules.faults import Wrong

ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
MEDIA = "application/scim+json"
ROOM = "scim"

type Handler = Callable[..., HttpResponse]


def endpoint(**handlers: Handler) -> Callable[..., HttpResponse]:
    """A view that answers each method by its handler (``get=…, post=…``) for whoever brings a token that opens it."""

    def answer(request: Call, organisation: str, **parts: Any) -> HttpResponse:
        try:
            handler = handlers.get((request.method or "").lower())
            if handler is None:
                raise Wrong(405, "This cannot be done here.")
            _let_in(request)
            return handler(request, **parts)
        except Exception as problem:
            tenancy.undo()
            told = told_of(problem, request)
            if told is None:
                raise
            if told.status_code == 405:
                told["Allow"] = ", ".join(sorted(handlers)).upper()
            return told

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # nobody is known by a cookie here
    answer.permission = EDIT_PEOPLE  # type: ignore[attr-defined]
    return answer


def body_of(request: HttpRequest) -> Any:
    try:
        return strict_json.read(request.body)
    except ValueError as error:
        raise Wrong(400, "The body is no JSON that can be read.", "invalidSyntax") from error


def answer_with(content: Mapping[str, Any] | None, status: int = 200, **headers: str) -> HttpResponse:
    if content is None:
        return HttpResponse(status=status, headers={"Cache-Control": "no-store"})
    headers = {"Cache-Control": "private, no-store", **headers}
    return JsonResponse(
        content, status=status, content_type=MEDIA, headers=headers, json_dumps_params={"ensure_ascii": False}
    )


def error(status: int, detail: object, kind: str = "", **headers: str) -> HttpResponse:
    content = {"schemas": [ERROR], "status": str(status), "detail": str(detail)}
    return answer_with(content | ({"scimType": kind} if kind else {}), status, **headers)


def told_of(problem: Exception, request: HttpRequest) -> HttpResponse | None:
    """What went wrong, as an answer; None for what nobody foresaw."""
    match problem:
        case Wrong():
            return error(problem.status, problem.detail, problem.kind)
        case Refused():
            _note(request, problem.status, problem.code)
            return error(problem.status, problem.message, **problem.headers)
        case PermissionDenied():
            _note(request, 403, getattr(problem, "permission", ""))
            return error(403, "The token may not do this.")
        case Http404():
            return error(404, "There is nothing here.")
        case ValidationError():
            return error(400, " ".join(problem.messages), "invalidValue")
        case RuleBroken():
            return error(403, problem.message)
        case Conflict():
            return error(409, "Somebody else has changed it meanwhile. Try again.")
        case IntegrityError():
            return error(409, "This collides with something else.", "uniqueness")
    return None


def _let_in(request: Call) -> None:
    reads = request.method == "GET"
    door = Bearer(VIEW_PEOPLE if reads else EDIT_PEOPLE, ROOM, "read" if reads else "write")
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    token = door.authenticate(request, secret.strip()) if kind.lower() == "bearer" and secret.strip() else None
    if token is None:
        raise Refused(401, "unauthorized", "Send a token that works.", WWW_Authenticate='Bearer realm="holger"')
    request.auth = token


def _note(request: HttpRequest, status: int, why: str) -> None:
    """A refusal is told in the history, as that of a page is."""
    actor = getattr(request, "actor", None)
    if status == 403 and actor is not None and request.resolver_match is not None:
        page = f"{request.method} {request.resolver_match.route}"
        tenancy.afterwards(partial(refusal_note, actor=actor, page=page, permission=why))
