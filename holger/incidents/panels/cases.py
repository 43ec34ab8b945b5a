"""What the cases show elsewhere: in the menu, in search, on the overview, on whatever they hit."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from holger.core.actor import Actor
from holger.core.hanging import there
from holger.core.registry import Hit
from holger.core.requests import Request
from holger.incidents.models import Affected, Incident
from holger.incidents.selectors import cases as selectors
from holger.incidents.selectors.severity import method_of
from holger.incidents.tables.asked import law_on
from holger.incidents.tables.cases import clock_badge, severity_badge, status_badge
from holger.ui import http

ICON = "urgent"
SHOWN, ON_PAGE = 5, 8


def badge(actor: Actor) -> int:
    """What waits for somebody: the worst that is open, and reports that nobody has taken on."""
    return selectors.needing(actor)


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    words = text.split()[:6]
    if not words:
        return []
    kind = gettext("Incident")
    rows = selectors.search(actor, words, text)[:limit]
    return [Hit(row.reference, row.title, row.path, kind, ICON, row.get_status_display(), str(row.pk)) for row in rows]


def card(request: Request) -> dict[str, Any] | None:
    """The open incidents, the most severe first; nothing where none is open."""
    found = selectors.open_for(request.actor)
    count = found.order_by().count()
    if not count:
        return None
    rows = list(found.select_related("owner").order_by("-severity_rank", "-detected_at")[:SHOWN])
    pressing = selectors.pressing(request.organisation, rows, law_on(request))
    method, zone = method_of(request.actor.organisation_id), request.organisation.zone
    shown = [
        (row, severity_badge(method, row), status_badge(row), clock_badge(pressing.get(row.pk), zone)) for row in rows
    ]
    return {"rows": shown, "count": count, "url": http.link(request, "incidents:incident-list")}


def hit_by(request: Request, subject: Any) -> dict[str, Any] | None:
    """The incidents that hit an object, the newest first; nothing where none did."""
    if isinstance(subject, Incident) or not there(subject, Affected):
        return None
    rows = list(selectors.hitting(request.actor, subject.pk).order_by("-detected_at", "-number")[: ON_PAGE + 1])
    if not rows:
        return None
    count = len(rows) if len(rows) <= ON_PAGE else selectors.hitting(request.actor, subject.pk).order_by().count()
    method = method_of(request.actor.organisation_id)
    return {
        "rows": [(row, severity_badge(method, row), status_badge(row)) for row in rows[:ON_PAGE]],
        "count": count,
        "more": count > ON_PAGE,
        "all_url": f"{http.link(request, 'incidents:incident-list')}?of={subject.pk}",
    }
