"""Small words for views: who may open a page, where a link leads, what to say after a save."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from holger.core import dates
from holger.core.errors import NotAllowed
from holger.core.registry import registry
from holger.core.requests import Request

OPEN = "open"
"""For pages that anybody may see, such as the sign-in page."""
SIGNED_IN = "signed in"
"""For pages of the user's own, outside any organisation."""
MEMBER = "member"
"""For pages that every member of the organisation may see, whatever the roles."""

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


def link(request: Request, name: str, **kwargs: Any) -> str:
    """The address of a page in the organisation at hand."""
    if "url" in request.__dict__:
        return request.url(name, **kwargs)
    return reverse(name, kwargs=kwargs)


def written(request: Request) -> int:
    """How much has been written in the organisation at hand, asked once per request."""
    known = request.__dict__
    if "_written" not in known:
        known["_written"] = registry.written(request.actor)
    return known["_written"]


def moment(request: Request) -> tuple[Hashable, ...]:
    """What anything drawn for this reader in this organisation holds for."""
    actor = request.actor
    today = timezone.localdate(dates.now())
    return (actor.organisation_id, actor.person_id, actor.grants, written(request), today, get_language())


def tell(request: Request, text: Any, *, undo: str = "", level: int = messages.SUCCESS) -> None:
    """Say ``text`` on the next page; with ``undo`` (an address that takes a POST) beside a button to take it back."""
    messages.add_message(request, level, text, extra_tags=undo, fail_silently=True)


def is_partial(request: Request) -> bool:
    """Does htmx ask for a part of the page, to be put into the one that is open?"""
    return request.headers.get("HX-Request-Type") == "partial"
