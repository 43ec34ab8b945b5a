"""What the room shows elsewhere: on the overview, on requirements, and on the employee's page."""

from typing import Any

from holger.core import dates
from holger.core.requests import Request
from holger.frameworks.models import Requirement
from holger.training import selectors
from holger.training.models import State
from holger.training.selectors import Counts
from holger.training.selectors.management import CODE, FRAMEWORK
from holger.training.tables import looks
from holger.ui import http


def _today(request: Request) -> Any:
    return dates.today(request.organisation.zone)


def card(request: Request) -> dict[str, Any] | None:
    """How many have passed what they are to take, and whether management has."""
    by_course = selectors.counts_by_course(request.actor, _today(request))
    counts = Counts(
        *(sum(getattr(each, name) for each in by_course.values()) for name in ("total", "done", "late", "failed"))
    )
    if not counts.total:
        return None
    people = selectors.trained(request.actor, _today(request))
    listed = http.link(request, "training:enrolment-list")
    return {
        "url": http.link(request, "training:course-list"),
        "bar": looks.completion(counts, thin=False),
        "late": counts.late,
        "late_url": f"{listed}?overdue=yes",
        "leaders": len(people),
        "leaders_done": sum(each.holds for each in people),
        "leaders_url": http.link(request, "training:management"),
    }


def requirement_panel(request: Request, requirement: Requirement) -> dict[str, Any] | None:
    """The courses that help to meet it."""
    courses = list(selectors.serving(request.actor, requirement))
    managers = requirement.code == CODE and requirement.framework.key == FRAMEWORK
    if not courses and not managers:
        return None
    counts = selectors.counts_by_course(request.actor, _today(request))
    return {
        "courses": [(course, looks.completion(counts.get(str(course.pk), Counts()))) for course in courses],
        "count": len(courses),
        "management": http.link(request, "training:management") if managers else "",
    }


def desk_part(request: Request) -> dict[str, Any] | None:
    """The reader's own courses, what is to be taken first."""
    rows = list(selectors.mine(request.actor))
    if not rows:
        return None
    today = _today(request)
    todo = [row for row in rows if row.state in (State.OPEN, State.FAILED)]
    return {
        "count": len(todo),
        "minutes": sum(row.course.minutes for row in todo if row.state == State.OPEN),
        "rows": [(row, looks.state_badge(row, today)) for row in todo],
        "passed": next((row for row in rows if row.state == State.PASSED), None),
    }
