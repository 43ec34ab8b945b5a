"""What the room asks of people: courses to take, and attempts to give. And what is handed over when somebody leaves."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core.handing import all_at_once, rows_naming
from holger.core.registry import Duty, DutySource, Holding
from holger.organisation.selectors import whoever_may
from holger.training import permissions, selectors, services
from holger.training.models import Enrolment, State, Status

ATTEMPTS_MINUTES = 5
People = Collection[UUID] | None


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    rows = Enrolment.objects.filter(
        organisation_id=organisation_id, current=True, state=State.OPEN, course__status=Status.PUBLISHED
    )
    if people is not None:
        rows = rows.filter(person__in=people)
    return [_to_take(row) for row in rows.select_related("course").order_by("due")]


def _to_take(row: Enrolment) -> Duty:
    return Duty(
        key=f"training.enrolment:{row.pk}:take",
        person_id=row.person_id,
        title=gettext("Take the course: %(title)s") % {"title": row.course.title},
        reason=str(row.get_why_display()),
        verb=gettext("Take it"),
        path=row.path,
        icon=selectors.ICON,
        permission=permissions.LEARN,
        due=row.due,
        minutes=row.course.minutes,
    )


def stuck(organisation_id: UUID, people: People) -> Sequence[Duty]:
    """Somebody has no attempts left: for whoever manages them, else for those who run courses."""
    rows = Enrolment.objects.filter(organisation_id=organisation_id, current=True, state=State.FAILED)
    found = list(rows.select_related("course", "person"))
    if not found:
        return []
    able = whoever_may(organisation_id, permissions.LEAD)
    duties = []
    for row in found:
        whom = [row.person.manager_id] if row.person.manager_id else sorted(able)
        duties += [_to_give(row, each) for each in whom if people is None or each in people]
    return duties


def _to_give(row: Enrolment, person: UUID) -> Duty:
    told = {"name": row.person.name, "title": row.course.title}
    return Duty(
        key=f"training.enrolment:{row.pk}:attempts",
        person_id=person,
        title=gettext("Help %(name)s with the course %(title)s") % told,
        reason=gettext("All attempts are used up. Talk about what was hard, and give more."),
        verb=gettext("Give attempts"),
        path=f"courses/enrolments/{row.pk}/attempts/",
        icon=selectors.ICON,
        permission=permissions.LEAD,
        unit_id=row.course.unit_id,
        awaited=True,
        minutes=ATTEMPTS_MINUTES,
    )


SOURCES = (
    DutySource("courses", _("Courses"), selectors.ICON, open_duties, done=("enrolment.passed",)),
    DutySource("attempts", _("Attempts to give"), selectors.ICON, stuck, done=("enrolment.attempts_given",)),
)

HOLDINGS = (
    Holding(
        "training.course",
        _("Courses"),
        selectors.ICON,
        rows_naming(selectors.courses_in_use, "owner"),
        permissions.VIEW,
        permissions.EDIT,
        all_at_once(services.courses_give_to, "courses", "owner"),
        37,
        owner_of="training.course",
    ),
)
