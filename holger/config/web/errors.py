"""Errors as people and programs meet them: in their language, with what to do, and with nothing about the inside."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from holger.api.v1 import errors as api
from holger.core.errors import Unacceptable
from holger.scim.views import door as scim
from holger.ui.failing import server_error

PLAIN = "Something went wrong on our side."


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") or is_scim(request)


def is_scim(request: HttpRequest) -> bool:
    return request.path_info.startswith("/scim/")


def told(request: HttpRequest, status: int, code: str, message: object) -> HttpResponse:
    """To programs, in the shape that they know."""
    return scim.error(status, message) if is_scim(request) else api.error(status, code, message)


def refused(request: HttpRequest, wrong: Unacceptable) -> HttpResponse:
    """The request cannot be taken, and why."""
    if is_api(request):
        answer = told(request, wrong.status, wrong.code, wrong.message)
    else:
        context = {"code": wrong.status, "message": wrong.message}
        answer = render(request, "ui/refused.html", context, status=wrong.status)
    if wrong.status == 405:
        answer["Allow"] = "GET, HEAD, POST"
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, Unacceptable):
        return refused(request, exception)
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return refused(request, Unacceptable(413, "too_large", _("That is too large to be sent here.")))
    if is_api(request):
        return told(request, 400, "unreadable", _("The request cannot be read."))
    return render(request, "400.html", status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """Our own mistake, or a machine that is full or busy. Says so even where the page that would say it is broken."""
    try:
        return server_error(request)
    except Exception:
        return HttpResponse(PLAIN, status=500, content_type="text/plain; charset=utf-8")


def missing(request: HttpRequest, exception: Any) -> HttpResponse:
    """Addresses that no page has. Below ``/api/v1/`` the interface answers for itself."""
    if is_scim(request):
        return scim.error(404, _("There is nothing here."))
    return api.missing(request) if is_api(request) else render(request, "404.html", status=404)
