"""The language of the answer, and when a browser was last seen."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from holger.core import dates
from holger.core.failures import failure_of

SEEN = "seen"
EVERY = 600
"""Seconds between two notes of a browser having been seen: allauth's own middleware would write on every click."""


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
        now = int(dates.now().timestamp())
        if request.user.is_authenticated and now - request.session.get(SEEN, 0) > EVERY:
            try:
                UserSession.objects.create_from_request(request)
                request.session[SEEN] = now
            except OperationalError as error:
                if failure_of(error) is None:
                    raise  # with a full disk people can still read
        return self.get_response(request)
