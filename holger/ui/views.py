"""The command palette and the pickers: both ask the searches that rooms have registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext

from holger.core.actor import Actor
from holger.core.errors import NotAllowed
from holger.core.registry import Hit, registry
from holger.core.requests import Request
from holger.ui.http import MEMBER, is_partial, link, needs

PER_KIND = 6
PICKED = 30


@dataclass(frozen=True)
class Place:
    """A page to go to from the palette."""

    title: str
    icon: str
    url: str
    keywords: str = ""


@needs(MEMBER)
def find(request: Request) -> HttpResponse:
    """Everything that fits the words: objects by kind, things to do, places to go. A fragment, or a page of its own."""
    text = request.GET.get("q", "").strip()[:100]
    palette = is_partial(request)
    hits = groups(request.actor, text) if text else []
    to_do = (gettext("Do"), [place for place in actions(request) if _fits(place, text)])
    to_go = (gettext("Go to"), [place for place in places(request) if _fits(place, text)])
    context = {
        "text": text,
        "palette": palette,
        "groups": hits,
        "lists": [to_do, to_go] if text else [to_go, to_do],
        "nothing": not (hits or to_do[1] or to_go[1]),
    }
    return render(request, "ui/find.html#hits" if palette else "ui/find.html", context)


@needs(MEMBER)
def badge(request: Request, line: str) -> HttpResponse:
    """A number of the menu that the page did not wait for; nothing where nothing waits."""
    item = next((item for item in registry.menu if item.url_name == line and item.badge), None)
    if item is None or item.badge is None or not request.actor.may(item.permission):
        raise Http404
    return HttpResponse(
        format_html('<span class="h-count">{}</span>', count) if (count := item.badge(request.actor)) else ""
    )


def groups(actor: Actor, text: str) -> list[tuple[Any, Sequence[Hit]]]:
    """Hits by kind, as far as the actor may see."""
    searches = sorted(registry.searches, key=lambda search: search.order)
    found = [(s.title, s.find(actor, text, PER_KIND)) for s in searches if actor.may(s.permission)]
    return [(title, hits) for title, hits in found if any(hit.path for hit in hits)]


def actions(request: Request) -> list[Place]:
    allowed = [action for action in registry.actions if request.actor.may(action.permission)]
    found = [Place(str(a.title), a.icon, link(request, a.url_name), str(a.keywords)) for a in allowed]
    return sorted(found, key=lambda place: place.title)


def places(request: Request) -> list[Place]:
    allowed = [item for item in sorted(registry.menu, key=lambda i: i.order) if request.actor.may(item.permission)]
    return [Place(str(item.title), item.icon, link(request, item.url_name)) for item in allowed]


def _fits(place: Place, text: str) -> bool:
    said = f"{place.title} {place.keywords}".casefold()
    return all(word in said for word in text.casefold().split())


@needs(MEMBER)
def pick(request: Request, key: str) -> JsonResponse:
    """What a picker offers for the words typed. Asks for the permission of that search."""
    search = registry.search(key)
    if search is None or search.rows is None:
        raise Http404
    if not request.actor.may(search.permission):
        raise NotAllowed(search.permission)
    hits = search.find(request.actor, request.GET.get("q", "").strip()[:100], PICKED)
    answer = [{"id": h.id, "text": h.title, "note": " · ".join(filter(None, (h.reference, h.note)))} for h in hits]
    return JsonResponse(answer, safe=False)
