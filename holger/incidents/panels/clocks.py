"""Deadlines and assessments on an incident's page, and the running deadlines on the overview."""

from typing import Any

from django.utils.translation import gettext

from holger.core.requests import Request
from holger.incidents.models import Incident
from holger.incidents.models.moments import Point
from holger.incidents.permissions import DECIDE, NOTIFY
from holger.incidents.rules.assessing import Answer
from holger.incidents.rules.clock_entry import Start
from holger.incidents.selectors.clocks import Case
from holger.incidents.selectors.decisions import assessments_of
from holger.incidents.selectors.drills import real
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.tables.asked import case_on
from holger.incidents.tables.clocks import answer_badge, lines, moment, running_lines
from holger.ui import http

SHOWN = 5
"""Lines on the overview; the rest are behind the link."""


def clocks(request: Request, incident: Incident) -> dict[str, Any]:
    """The deadlines: those that are open or awaited stand in full, the settled ones are folded."""
    case = case_on(request, incident)
    found = lines(request, case, case.clocks)
    return {
        "lines": [each for each in found if each.stands],
        "settled": [each for each in found if not each.stands],
        "count": len(case.open),
        "moments": _points(request, case),
        "may": request.actor.may(DECIDE, incident),
        "incident": incident,
        "letters_url": http.link(request, "incidents:letters", reference=incident.reference),
    }


def _points(request: Request, case: Case) -> list[dict[str, Any]]:
    """Each moment that clocks start at: when, and where it is told or put right."""
    zone, reference = case.organisation.zone, case.incident.reference
    found = []
    for point in Point:
        entered = case.facts.moments.get(Start(point.value), ())
        found.append(
            {
                "label": point.label,
                "at": moment(entered[-1].at, zone) if entered else "",
                "corrected": len(entered) > 1,
                "url": http.link(request, "incidents:moment", reference=reference, point=point.value),
            }
        )
    return found


def assessments(request: Request, incident: Incident) -> dict[str, Any]:
    """The questions with what stands, why and by whom."""
    case, zone = case_on(request, incident), request.organisation.zone
    found = assessments_of(case)
    rows = [
        {
            "each": each,
            "text": gettext(each.question.text),
            "badge": answer_badge(each.answer),
            "at": moment(each.decision.at, zone) if each.decision else "",
            "url": http.link(request, "incidents:decide", reference=incident.reference, question=each.question.key),
        }
        for each in found
    ]
    undecided = sum(each.answer == Answer.UNDECIDED for each in found)
    return {"rows": rows, "undecided": undecided, "may": request.actor.may(DECIDE, incident), "incident": incident}


def sent(request: Request, incident: Incident) -> dict[str, Any]:
    """What was sent, the newest first."""
    case, zone = case_on(request, incident), request.organisation.zone
    rows = case.entered.notices
    return {
        "rows": [
            (row, moment(row.at, zone), http.link(request, "incidents:notice", reference=incident.reference, pk=row.pk))
            for row in reversed(rows)
        ],
        "count": len(rows),
        "may": request.actor.may(NOTIFY, incident),
    }


def card(request: Request) -> dict[str, Any] | None:
    """What runs in any incident that the reader sees, the ones that press most first; nothing where nothing runs."""
    shown, count = running_lines(request, real(incidents_for(request.actor)), SHOWN)
    return {"lines": shown, "count": count, "more": count - len(shown)} if count else None
