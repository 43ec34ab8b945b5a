"""When something goes wrong that nobody foresaw: our own mistake (500), or a machine that is full (507) or busy (503)."""

import logging
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext_lazy as _

from holger.core.failures import Failure, failure_of

log = logging.getLogger(__name__)

AGAIN_AFTER = {Failure.FULL: "60", Failure.BUSY: "5"}
CODES = {Failure.FULL: "storage_full", Failure.BUSY: "busy", None: "failed"}
MESSAGES = {
    Failure.FULL: _("The server has no room left. Nothing was saved; you can still read. Tell whoever runs it."),
    Failure.BUSY: _("The server is busy just now. Nothing was saved. Try again in a moment."),
    None: _("Something went wrong on our side. Nothing was saved."),
}


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """Django's handler of errors nobody caught; called while the error is still at hand."""
    failure = failure_of(sys.exception())
    status = failure.value if failure else 500
    if failure:
        log.error("The machine refuses: %s", failure.name.lower())
    response = SHAPES.get(request.path.split("/")[1], as_page)(failure, status)
    response["Cache-Control"] = "no-store"
    if failure:
        response["Retry-After"] = AGAIN_AFTER[failure]
    return response


def as_json(failure: Failure | None, status: int) -> HttpResponse:
    """The shape that all errors of the API have."""
    body = {"error": {"code": CODES[failure], "message": str(MESSAGES[failure]), "fields": {}}}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def as_scim(failure: Failure | None, status: int) -> HttpResponse:
    """The shape that directories read."""
    schema = "urn:ietf:params:scim:api:messages:2.0:Error"
    body = {"schemas": [schema], "status": str(status), "detail": str(MESSAGES[failure])}
    media = "application/scim+json"
    return JsonResponse(body, status=status, content_type=media, json_dumps_params={"ensure_ascii": False})


def as_page(failure: Failure | None, status: int) -> HttpResponse:
    """Without a request: nothing on the page may ask the database, which may be what fails."""
    return HttpResponse(loader.get_template(f"{status}.html").render(), status=status)


SHAPES = {"api": as_json, "scim": as_scim}
"""By the first word of the address; people get a page."""
