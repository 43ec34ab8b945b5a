"""What the shell around every page shows: where we are, what the menu offers, who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.registry import MenuItem, registry
from holger.core.requests import Request
from holger.ui.http import link, written

SECTIONS = (
    ("", ""),
    ("map", pgettext_lazy("menu", "Map")),
    ("suppliers", pgettext_lazy("menu", "Supplier management")),
    ("privacy", pgettext_lazy("menu", "Data protection")),
    ("risk", _("Risk and compliance")),
    ("operation", _("Operation")),
    ("people", _("Policies and training")),
    ("bottom", ""),
)
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Line:
    title: Any
    icon: str
    url: str
    url_name: str
    badge: int | None
    ask: str = ""
    """Where the page asks for its badge, when that is not known yet."""


def shell(request: Request) -> dict[str, Any]:
    """The context processor of every page. Costly parts wait until a template asks for them."""
    found: dict[str, Any] = {"language": (get_language() or "en")[:2], "theme": theme(request)}
    if (actor := getattr(request, "actor", None)) is None:
        return found
    return found | {
        "organisation": request.organisation,
        "actor": actor,
        "me": request.person,
        "base": request.base,
        "menu": SimpleLazyObject(lambda: menu(request)),
        "menu_known": SimpleLazyObject(lambda: menu_known(request)),
        "bell": registry.bell,
        "unread": SimpleLazyObject(lambda: registry.bell.unread(actor) if registry.bell else 0),
        "memberships": SimpleLazyObject(lambda: memberships(request)),
        "houses": SimpleLazyObject(lambda: [(house.slug, house.name) for house in memberships(request)]),
    }


def theme(request: Request) -> str:
    """light or dark as chosen, or "" to follow the reader's system."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    chosen = getattr(user, "theme", "") if signed_in else request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    return chosen if chosen in THEMES else ""


def menu(request: Request) -> list[tuple[str, Any, list[Line]]]:
    """The sidebar: sections with the lines that the actor may open."""
    found = [(key, title, section(request, key)) for key, title in SECTIONS]
    return [group for group in found if group[2]]


def section(request: Request, key: str) -> list[Line]:
    """The lines of one section that the actor may open. "settings" is not in the sidebar but above its pages."""
    items = sorted((item for item in registry.menu if item.section == key), key=lambda item: item.order)
    return [_line(request, item) for item in items if request.actor.may(item.permission)]


def menu_known(request: Request) -> bool:
    """Are all of its badges known, also those that are dear to find? A menu that still asks is another one to draw."""
    return all(item.known(request.actor, written(request)) is not None for item in registry.menu if item.known)


def _line(request: Request, item: MenuItem) -> Line:
    url = link(request, item.url_name)
    if item.known is None:
        return Line(item.title, item.icon, url, item.url_name, item.badge(request.actor) if item.badge else None)
    badge = item.known(request.actor, written(request))
    ask = link(request, "ui:badge", line=item.url_name) if badge is None else ""
    return Line(item.title, item.icon, url, item.url_name, badge, ask)


def memberships(request: Request) -> Sequence[Any]:
    return registry.memberships(request) if registry.memberships else [request.organisation]
