"""What deadlines and open questions ask of whoever leads an incident."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.registry import Duty, DutySource
from holger.core.words import say
from holger.incidents import permissions
from holger.incidents.models import Incident
from holger.incidents.rules.assessing import open_questions
from holger.incidents.rules.clocks import Clock, State
from holger.incidents.selectors.clocks import Case, cases_in, ticking
from holger.incidents.selectors.drills import marked
from holger.incidents.services.reminding import duty_of
from holger.organisation.models import Organisation

ICON = "clock-exclamation"
MINUTES, DECIDE_MINUTES = 30, 10


def open_duties(organisation_id: UUID, people: Collection[UUID] | None) -> Sequence[Duty]:
    rows = ticking(Incident.objects.filter(organisation_id=organisation_id, owner__isnull=False))
    if people is not None:
        rows = rows.filter(owner__in=people)
    if not rows.exists():
        return []
    organisation = Organisation.objects.get(pk=organisation_id)
    return [duty for case in cases_in(organisation, rows) for duty in _of(case)]


def _of(case: Case) -> Iterator[Duty]:
    person = case.incident.owner_id
    if person is None:
        return
    for clock in case.open:
        yield _clock(case, clock, person)
    count = len(open_questions(case.facts.decisions, case.law.place.kinds))
    if count:
        yield _questions(case, count, person)


def _clock(case: Case, clock: Clock, person: UUID) -> Duty:
    incident = case.incident
    told = {"title": say(clock.rule.title, get_language()), "reference": incident.reference}
    return Duty(
        key=duty_of(incident, clock.key),
        person_id=person,
        title=marked(incident, gettext("%(title)s (%(reference)s)") % told),
        reason=gettext("A deadline of the law. Undecided counts as yes.")
        if clock.undecided
        else gettext("A deadline of the law."),
        verb=gettext("Notify"),
        path=incident.path,
        icon=ICON,
        permission=permissions.VIEW,
        unit_id=incident.unit_id,
        due=due_day(case, clock),
        minutes=MINUTES,
        urgent=clock.state in (State.OVERDUE, State.DUE_SOON),
        awaited=True,
    )


def due_day(case: Case, clock: Clock) -> date | None:
    if clock.due is None:
        return None
    return clock.due.day or clock.due.at.astimezone(ZoneInfo(case.organisation.zone)).date()


def _questions(case: Case, count: int, person: UUID) -> Duty:
    incident = case.incident
    return Duty(
        key=duty_of(incident, "questions"),
        person_id=person,
        title=marked(
            incident,
            ngettext(
                "%(count)s question about %(reference)s is not decided",
                "%(count)s questions about %(reference)s are not decided",
                count,
            )
            % {"count": count, "reference": incident.reference},
        ),
        reason=gettext("Until you have answered no, the deadlines count."),
        verb=gettext("Decide"),
        path=incident.path,
        icon="help-circle",
        permission=permissions.VIEW,
        unit_id=incident.unit_id,
        minutes=DECIDE_MINUTES * count,
        awaited=True,
    )


SOURCE = DutySource(
    "incident-clocks",
    _("Deadlines of incidents"),
    ICON,
    open_duties,
    done=("incident.notice_sent", "incident.decided"),
)
