"""What a request of a data subject shows on its page, on activities, in the menu and on the overview."""

from typing import Any

from django.utils.translation import get_language, gettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.requests import Request
from holger.core.words import say
from holger.privacy import library
from holger.privacy.models import Activity, Found, Identity, RequestStatus, SubjectRequest
from holger.privacy.permissions import ANSWER
from holger.privacy.selectors import requests as selectors
from holger.privacy.tables.requests import clock_badge, status_badge
from holger.privacy.words.requests import LOG, about_words
from holger.ui import http

SHOWN, LINES = 5, 50
RESULT_LOOKS = {
    Found.OPEN: ("line", "circle"),
    Found.ASKED: ("mid", "hourglass"),
    Found.DATA: ("accent", "database"),
    Found.NOTHING: ("none", "circle-off"),
}


def badge(actor: Actor) -> int:
    """Those past their last day."""
    return selectors.overdue_count(actor, dates.today())


def card(request: Request) -> dict[str, Any] | None:
    """The unanswered ones, the most pressing first; nothing where there are none."""
    found = selectors.unanswered_for(request.actor)
    count = found.order_by().count()
    if not count:
        return None
    today = dates.today(request.organisation.zone)
    rows = [(row, clock_badge(row.clock(today))) for row in found.select_related("owner")[:SHOWN]]
    return {"rows": rows, "count": count, "url": http.link(request, "privacy:request-list")}


def _may(request: Request, row: SubjectRequest) -> bool:
    open_still = row.archived_at is None and row.status != RequestStatus.CLOSED
    return open_still and request.actor.may(ANSWER, row)


def asker(request: Request, row: SubjectRequest) -> dict[str, Any] | None:
    """Who asks and how that was made sure, for those who answer."""
    if not selectors.may_read_asker(request.actor, row):
        return None
    settled = row.identity in (Identity.CONFIRMED, Identity.CLEAR)
    return {"row": row, "may": _may(request, row), "settled": settled, "asked": row.identity == Identity.ASKED}


def steps(request: Request, row: SubjectRequest) -> dict[str, Any]:
    found = selectors.steps_of(row)
    may = _may(request, row)
    done = sum(not step.is_open for step in found)
    url = http.link(request, "privacy:request-step-add", reference=row.reference)
    return {
        "steps": found,
        "row": row,
        "may": may,
        "notes": selectors.may_read_asker(request.actor, row),
        "done": done,
        "total": len(found),
        "percent": done * 100 // len(found) if found else 0,
        "action": {"url": url, "text": gettext("New step")} if may else None,
    }


def places(request: Request, row: SubjectRequest) -> dict[str, Any]:
    found = selectors.inquiries_of(row)
    may = _may(request, row)
    url = http.link(request, "privacy:request-place-add", reference=row.reference)
    return {
        "places": [(place, RESULT_LOOKS[Found(place.result)]) for place in found],
        "count": len(found),
        "row": row,
        "may": may,
        "notes": selectors.may_read_asker(request.actor, row),
        "from_activities": may and row.activities.exists(),
        "action": {"url": url, "text": gettext("Another place")} if may else None,
    }


def letters(request: Request, row: SubjectRequest) -> dict[str, Any] | None:
    """The way to the letters, while there is somebody to write to."""
    if row.erased_at is not None or not selectors.may_read_asker(request.actor, row):
        return None
    sent = set(selectors.entries_of(row).filter(what="letter_sent").values_list("about", flat=True))
    found = [
        (
            say(letter.title, get_language()),
            http.link(request, "privacy:request-letter", reference=row.reference, letter=key),
            key in sent,
        )
        for key, letter in library.letters().items()
    ]
    return {"letters": found}


def log(request: Request, row: SubjectRequest) -> dict[str, Any]:
    """The newest lines; what people wrote is for those who answer."""
    reads = selectors.may_read_asker(request.actor, row)
    entries = selectors.entries_of(row)
    shown = list(entries[:LINES])
    url = http.link(request, "privacy:request-note", reference=row.reference)
    may = reads and row.archived_at is None
    return {
        "lines": [(line, LOG.get(line.what, ""), about_words(line), line.text if reads else "") for line in shown],
        "count": entries.order_by().count() if len(shown) == LINES else len(shown),
        "action": {"url": url, "text": gettext("Write in the log")} if may else None,
    }


def of_activity(request: Request, activity: Activity) -> dict[str, Any] | None:
    """The requests about data of an activity, and the way to a new one."""
    found = selectors.of_activity(request.actor, activity.pk)
    rows = list(found[: SHOWN + 1])
    may = request.actor.reach(ANSWER).goes_beyond_own and activity.archived_at is None
    if not rows and not may:
        return None
    today = dates.today(request.organisation.zone)
    create = f"{http.link(request, 'privacy:request-create')}?activity={activity.reference}"
    return {
        "rows": [(row, status_badge(row), clock_badge(row.clock(today))) for row in rows[:SHOWN]],
        "count": found.order_by().count() if len(rows) > SHOWN else len(rows),
        "all_url": f"{http.link(request, 'privacy:request-list')}?activity={activity.pk}",
        "more": len(rows) > SHOWN,
        "action": {"url": create, "text": gettext("New request")} if may else None,
    }
