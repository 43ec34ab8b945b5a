"""Questions about the case itself: what wants somebody now, what hit an object, which deadline presses most."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from holger.core.actor import Actor
from holger.core.searching import words_in
from holger.incidents.models import UNFINISHED, Affected, Incident
from holger.incidents.rules.clocks import Clock, State
from holger.incidents.selectors.clocks import cases_among, cases_in, ticking
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.selectors.law import Law
from holger.incidents.selectors.severity import method_of
from holger.organisation.models import Organisation

STANDS_OUT = (State.OVERDUE, State.DUE_SOON, State.RUNNING)
CONDITIONS = {"overdue": (State.OVERDUE,), "soon": (State.OVERDUE, State.DUE_SOON), "running": STANDS_OUT}
"""What a list can be narrowed by: at least one of its clocks stands so."""


def live(actor: Actor) -> QuerySet[Incident]:
    """What counts as an incident and is not put away: no exercises."""
    return incidents_for(actor).filter(drill=False, archived_at=None)


def open_for(actor: Actor) -> QuerySet[Incident]:
    return live(actor).filter(status__in=UNFINISHED)


def needing(actor: Actor) -> int:
    """How many wait for somebody: the open ones of the highest severity, and reports that nobody has taken on."""
    highest = len(method_of(actor.organisation_id).severities) - 1
    rows = open_for(actor).filter(Q(severity_rank__gte=highest) | Q(status="reported"))
    return rows.order_by().count()


def pressing(organisation: Organisation, rows: Sequence[Incident], law: Law) -> dict[UUID, Clock]:
    """By incident, the open clock that presses most, one with a date before those to which the law gives no hours; asked for a
    whole page at once, whose rows the reader has found."""
    cases = cases_among(organisation, rows, law)
    return {
        case.incident.pk: next((clock for clock in case.open if clock.due is not None), case.open[0])
        for case in cases
        if case.open
    }


def with_clocks(actor: Actor, rows: QuerySet[Incident], states: Collection[str]) -> set[UUID]:
    """Those of which a clock stands in one of these states. Clocks are worked out, not kept, so this asks for all."""
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    wanted = {state for key in states for state in CONDITIONS[key]}
    cases = cases_in(organisation, ticking(rows).order_by("pk"))
    return {case.incident.pk for case in cases if any(clock.state in wanted for clock in case.clocks)}


def hitting(actor: Actor, subject_id: UUID) -> QuerySet[Incident]:
    """The incidents that hit an object of a register, as far as the actor may know of them; exercises hit nothing."""
    hit = Affected.objects.filter(organisation_id=actor.organisation_id, subject_id=subject_id)
    return live(actor).filter(pk__in=hit.order_by().values("incident")).exclude(status__in=("rejected", "merged"))


def search(actor: Actor, words: list[str], text: str) -> QuerySet[Incident]:
    """Exercises too: people look for them by their number. The one with just this reference comes first."""
    first = Case(When(reference__iexact=text, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = incidents_for(actor).filter(words_in(words, ("title", "reference")), archived_at=None)
    return rows.annotate(first=first).order_by("first", "-detected_at", "-number")


def pickable(actor: Actor) -> QuerySet[Incident]:
    return incidents_for(actor).filter(archived_at=None)
