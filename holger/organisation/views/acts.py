"""What all pages that act by one click do: try, say how it went, go back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from holger.core.errors import RuleBroken
from holger.ui import http


def act(request: HttpRequest, done: str, to: str, run: Callable[[], object]) -> HttpResponse:
    """Run a service; where a rule says no, say so on the page that was left."""
    try:
        run()
    except RuleBroken as broken:
        http.tell(request, broken.message, level=messages.ERROR)
    else:
        http.tell(request, done)
    return redirect(to)


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page that a form says it was on, if that is one of ours."""
    return http.way_back(request, request.POST.get("next", ""), otherwise)
