"""The overview's own cards; the other rooms bring theirs through the registry."""

from typing import Any

from django.http import HttpRequest

from holger.core import dates
from holger.core.registry import registry
from holger.core.requests import Request
from holger.history import selectors as history
from holger.tasks.selectors import work
from holger.tasks.tables.work import told
from holger.ui import http

MOST_NEEDS = 7
LATEST = 6
COMING_AND_GOING = "person.sign"
"""Who signed in is in the history; here it would crowd out what was done."""


def needs(request: Request) -> dict[str, Any]:
    """What needs this person today, the most urgent first: the beginning of *My work*."""
    today = dates.today(request.organisation.zone)
    found = work.pressing(request.actor, today, http.written(request))
    return {
        "needs": [told(line, today) for line in found[:MOST_NEEDS]],
        "count": len(found),
        "url": request.url("tasks:my-work"),
    }


def recent(request: HttpRequest) -> dict[str, Any] | None:
    if not request.actor.reach("history.view").everything:
        return None
    events = history.events_for(request.actor).exclude(action__startswith=COMING_AND_GOING)[:LATEST]
    return {"lines": history.tell(request.actor, events)}


def journey(request: HttpRequest) -> dict[str, Any] | None:
    """How far the organisation is, step by step; gone when every step is done."""
    steps = [
        (step, step.progress(request.actor))
        for step in sorted(registry.steps, key=lambda step: step.order)
        if request.actor.reach(step.permission).goes_beyond_own
    ]
    if not steps or all(progress.percent == 100 for _step, progress in steps):
        return None
    nearest = next((step, progress) for step, progress in steps if progress.percent < 100)
    return {"steps": steps, "next": nearest}
