"""Where pages that act by one click lead back to."""

from django.http import HttpRequest

from holger.ui import http


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page that a form says it was on, if that is one of ours."""
    return http.way_back(request, request.POST.get("next", ""), otherwise)
