"""Small words for views: who may open a page, where a link leads, what to say after a save."""

import sys
from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext

from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, RuleBroken
from holger.core.registry import registry
from holger.core.requests import Request

OPEN = "open"
"""For pages that anybody may see, such as the sign-in page."""
SIGNED_IN = "signed in"
"""For pages of the user's own, outside any organisation."""
MEMBER = "member"
"""For pages that every member of the organisation may see, whatever the roles."""

ANY_SIZE = sys.maxsize
"""For ``takes_files``: files as large as the installation lets them be."""

LONGEST_WAY = 4_000
"""Letters of an address that a form may lead back to."""

View = Callable[..., HttpResponseBase]


def check(request: Request, permission: str) -> None:
    """Raise unless the one who asks holds ``permission`` at least somewhere in the organisation."""
    if permission == OPEN:
        return
    if permission == SIGNED_IN:
        if not request.user.is_authenticated:
            raise PermissionDenied
        return
    if permission != MEMBER and not request.actor.may(permission):
        raise NotAllowed(permission)


def may_open(request: Request, url: str) -> bool:
    """May the one who asks open the page at this address, as far as it is told by the permission that it declares?"""
    view = resolve(urlsplit(url).path).func
    try:
        check(request, getattr(view, "permission", OPEN))
    except (NotAllowed, PermissionDenied):
        return False
    return True


def needs(permission: str) -> Callable[[View], View]:
    """Declare and check what a function view asks for."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            check(request, permission)
            return view(request, *args, **kwargs)

        checked.permission = permission  # type: ignore[attr-defined]
        return checked

    return decorate


def sudo(view: View) -> View:
    """Mark a function view: whoever opens it must have shown within ten minutes who they are (SudoMiddleware)."""
    view.sudo = True  # type: ignore[attr-defined]
    return view


def takes_files(most: int = ANY_SIZE, *, knows: Callable[[HttpRequest], bool] | None = None) -> Callable[[View], View]:
    """Declare that a function view takes a file, and how large; any other view's files are refused unread.

    Files come from whoever is signed in, and from guests whom ``knows`` lets bring some.
    """

    def decorate(view: View) -> View:
        view.takes_files = most  # type: ignore[attr-defined]
        view.takes_files_from = knows  # type: ignore[attr-defined]
        return view

    return decorate


def way_back(request: HttpRequest, wanted: str, otherwise: str) -> str:
    """``wanted``, which the browser says it came from, as an address on this site; never anywhere else.

    Every redirect to what was sent goes through here. Only path and query are kept, so that whatever a browser might
    make of the rest does not matter.
    """
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if not ours or len(wanted) > LONGEST_WAY or not wanted.isprintable():
        return otherwise
    _scheme, _host, path, query, _fragment = urlsplit(wanted)
    return escape_leading_slashes(urlunsplit(("", "", path, query, ""))) if path.startswith("/") else otherwise


def link(request: Request, name: str, **kwargs: Any) -> str:
    """The address of a page in the organisation at hand."""
    if "url" in request.__dict__:
        return request.url(name, **kwargs)
    return address(name, **kwargs)


@lru_cache(maxsize=4096)
def address(name: str, **kwargs: Hashable) -> str:
    """``reverse``, remembered: a page asks for some seventy, mostly for the same ones each time it is drawn."""
    return reverse(name, kwargs=kwargs)


def written(request: Request) -> int:
    """How much has been written in the organisation at hand, asked once per request."""
    return once(request, "written", request.actor.organisation_id, lambda: registry.written(request.actor))


def once[T](request: Request, what: str, about: Hashable, find: Callable[[], T]) -> T:
    """What a page asks once, whichever of its parts wants it first. ``about``: what it is asked of."""
    known: dict[Hashable, T] = request.__dict__.setdefault(f"_once_{what}", {})
    if about not in known:
        known[about] = find()
    return known[about]


def moment(request: Request) -> tuple[Hashable, ...]:
    """What anything drawn for this reader in this organisation holds for."""
    actor = request.actor
    return (*once(request, "moment", actor.organisation_id, lambda: _moment(request)), get_language())


def _moment(request: Request) -> tuple[Hashable, ...]:
    actor, today = request.actor, timezone.localdate(dates.now())
    return (actor.organisation_id, actor.person_id, actor.grants, written(request), today)


def tell(request: Request, text: Any, *, undo: str = "", level: int = messages.SUCCESS) -> None:
    """Say ``text`` on the next page; with ``undo`` (an address that takes a POST) beside a button to take it back."""
    messages.add_message(request, level, text, extra_tags=undo, fail_silently=True)


def act[T](request: Request, done: str | Callable[[T], str], to: str, run: Callable[[], T]) -> HttpResponse:
    """What every page that acts by one click does: run a service, say how it went, go ``to``.

    ``done`` is what to say, or makes it of what the service returns; where a rule says no, its reason is said instead, and where
    somebody was quicker (or one has clicked twice), that.
    """
    try:
        result = run()
    except RuleBroken as broken:
        tell(request, broken.message, level=messages.ERROR)
    except Conflict:
        tell(
            request, gettext("It has just been changed. Look at it as it is now, and try again."), level=messages.ERROR
        )
    else:
        tell(request, done(result) if callable(done) else done)
    return redirect(to)


def is_partial(request: Request) -> bool:
    """Does htmx ask for a part of the page, to be put into the one that is open?"""
    return request.headers.get("HX-Request-Type") == "partial"
