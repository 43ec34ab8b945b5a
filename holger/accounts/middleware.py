"""The language of the answer, when a browser was last seen, and whether the user has lately shown who they are."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from holger.accounts import session
from holger.accounts.session import SEEN
from holger.core.failures import failure_of
from holger.ui import http

EVERY = 60
"""Seconds between two notes of a browser having been seen: allauth's own middleware would write on every click."""

View = Callable[..., HttpResponseBase]
log = logging.getLogger(__name__)


class LanguageMiddleware:
    """The user's own choice, else a cookie, else the browser (both by Django), else the organisation's language.

    ``language_is_chosen`` tells the organisation's door whether anybody has had a say.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.user.language if request.user.is_authenticated else ""
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        request.language_is_chosen = bool(chosen) or asked_for(request)
        return self.get_response(request)


def asked_for(request: HttpRequest) -> bool:
    """Did a cookie or the browser ask for one of our languages?"""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return True
    header = request.headers.get("Accept-Language", "").lower()
    return any(part.split(";")[0].split("-")[0].strip() in dict(settings.LANGUAGES) for part in header.split(","))


class LastSeenMiddleware:
    """Keeps the list of the user's open sessions, from which each can be ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        now = int(session.now())
        if request.user.is_authenticated and now - request.session.get(SEEN, 0) > EVERY:
            try:
                UserSession.objects.create_from_request(request)
                request.session[SEEN] = now
            except OperationalError as error:
                if failure_of(error) is None:
                    raise  # with a full disk people can still read
        return self.get_response(request)


class SudoMiddleware:
    """Before a page marked ``sudo``: has the user shown within ten minutes that it is still they? If not, ask.

    What was sent is kept meanwhile, and the user comes back to it. Whoever may not open the page is not asked, but told
    by the page itself. Stands below the organisation's door, which says who is asking.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not getattr(view, "sudo", False) or not request.user.is_authenticated or not may_open(request, view):
            return None
        if session.is_confirmed(request):
            session.let_go(request)
            return None
        return ask(request)


def may_open(request: HttpRequest, view: View) -> bool:
    try:
        http.check(request, view.permission)  # type: ignore[attr-defined]
    except PermissionDenied:
        return False
    return True


def ask(request: HttpRequest) -> HttpResponseBase:
    """To the page that asks, and from there back: to the page, or to what was sent to it."""
    back = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        session.hold(request)
        back = reverse("accounts:go-on")
    methods = get_adapter().get_reauthentication_methods(request.user)
    page = methods[0]["url"] if methods else reverse("accounts:sign-in-again")
    return HttpResponseRedirect(f"{page}?{urlencode({'next': back})}")


class AfterwardsMiddleware:
    """Does what a request has left for afterwards, when its answer has been sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for work in request.__dict__.get("afterwards", ()):
            response._resource_closers.append(lambda work=work: attempt(work))
        return response


def attempt(work: Callable[[], None]) -> None:
    """Nobody waits for the answer any more, so a failure can only be written down."""
    try:
        work()
    except Exception:
        log.exception("What was left for after the answer failed")
