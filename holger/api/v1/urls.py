"""The addresses of version 1: every operation, the document that describes them, and a page for people."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext

from holger.api.v1 import document, errors
from holger.api.v1.operation import OPERATIONS, api
from holger.api.v1.pages import docs, openapi
from holger.ui.http import ANY_SIZE, OPEN

assert document  # importing it declares the operations
UPLOADS = {operation.path for operation in OPERATIONS.values() if operation.upload}


def _dressed(pattern: URLPattern) -> URLPattern:
    """Say on the view which permission is asked for, and refuse a wrong method in the shape of all our errors."""
    view = pattern.callback

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            told = gettext("This cannot be done here.")
            return errors.error(405, "method", told, headers={"Allow": response["Allow"]})
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # nobody is known by a cookie here
    answer.permission = OPERATIONS[pattern.name].permission  # type: ignore[attr-defined]
    answer.takes_files = ANY_SIZE if OPERATIONS[pattern.name].path in UPLOADS else 0  # type: ignore[attr-defined]
    return URLPattern(pattern.pattern, answer, pattern.default_args, pattern.name)


app_name = "api-1"
urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("docs", docs, name="docs"),
    *(_dressed(pattern) for pattern in api.urls[0] if pattern.name in OPERATIONS),
    re_path("", errors.missing, name="missing"),
]
errors.missing.permission = OPEN  # type: ignore[attr-defined]
