"""What people are asked in gap rounds, and rounds that are ready to be closed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.controls import permissions, services
from holger.controls.models import GapAnswer, GapRound
from holger.controls.selectors import gap as selectors
from holger.core.actor import Actor
from holger.core.handing import rows_naming
from holger.core.registry import Duty, DutySource, Holding
from holger.frameworks.permissions import ANSWER
from holger.frameworks.permissions import SCOPE as ASK
from holger.organisation.models import Person
from holger.organisation.selectors import whoever_may

QUESTION_MINUTES, CLOSE_MINUTES = 3, 15
"""What it usually takes to answer one requirement, and to write what a round has shown."""
ICON = "chart-radar"
People = Collection[UUID] | None


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    rounds = _rounds(organisation_id)
    if not rounds:
        return []
    counts = _counts(rounds)
    ready = [held for key, held in rounds.items() if counts.get(key) == {None: 0}]
    return [
        *(_answering(rounds[held], person, count) for held, person, count in _asked(counts, people)),
        *(_closing(held, person) for held, person in _closers(organisation_id, ready, people)),
    ]


def _rounds(organisation_id: UUID) -> dict[UUID, GapRound]:
    """The open rounds."""
    rows = GapRound.objects.filter(organisation_id=organisation_id, closed_at=None, scope__framework__archived_at=None)
    return rows.select_related("scope__framework", "scope__unit").in_bulk()


Counts = Mapping[UUID, Mapping[UUID | None, int]]


def _counts(rounds: Collection[UUID]) -> Counts:
    """Round → person → how much waits for an answer of theirs; {None: 0} for a round in which nothing waits any more."""
    rows = GapAnswer.objects.filter(round__in=rounds, applicable=True).order_by()
    waiting = Count("pk", filter=selectors.TO_DO)
    found: dict[UUID, dict[UUID | None, int]] = defaultdict(dict)
    for held, person, number in rows.values_list("round", "asked").annotate(number=waiting):
        found[held][person] = number
    return {held: people if any(people.values()) else {None: 0} for held, people in found.items()}


def _asked(counts: Counts, people: People) -> Iterable[tuple[UUID, UUID, int]]:
    for held, waiting in counts.items():
        for person, number in waiting.items():
            if person is not None and number and (people is None or person in people):
                yield held, person, number


def _answering(held: GapRound, person: UUID, count: int, waits_for: str = "") -> Duty:
    text = ngettext(
        "Answer %(count)s requirement in the gap round %(title)s",
        "Answer %(count)s requirements in the gap round %(title)s",
        count,
    )
    asked = gettext("You are asked how far they are met: %(name)s.")
    return Duty(
        key=f"controls.gapround:{held.pk}:{person}",
        person_id=person,
        title=text % {"count": count, "title": held.title},
        reason=(held.scope.framework.title if waits_for else asked % {"name": held.scope.framework.title}),
        verb=gettext("Answer"),
        path=held.path if waits_for else f"{held.path}answer/?show=mine",
        icon=ICON,
        permission=permissions.VIEW if waits_for else ANSWER,
        unit_id=held.unit_id,
        due=held.due,
        minutes=count * QUESTION_MINUTES,
        awaited=True,
        waits_for=waits_for,
    )


def _closers(organisation_id: UUID, ready: Collection[GapRound], people: People) -> Iterable[tuple[GapRound, UUID]]:
    """Rounds in which all is answered, for whoever answers for the scope; without such, for whoever may close them."""
    able = whoever_may(organisation_id, permissions.ROUNDS) if ready else {}
    for held in ready:
        here = [person for person, units in able.items() if units is None or held.unit_id in units]
        owner = held.scope.owner_id
        for person in [owner] if owner in here else here:
            if people is None or person in people:
                yield held, person


def _closing(held: GapRound, person: UUID) -> Duty:
    return Duty(
        key=f"controls.gapround:{held.pk}:close",
        person_id=person,
        title=gettext("Close the gap round %(title)s") % {"title": held.title},
        reason=gettext("All is answered: %(name)s.") % {"name": held.scope.framework.title},
        verb=pgettext("gap", "Close"),
        path=f"{held.path}close/",
        icon=ICON,
        permission=permissions.ROUNDS,
        unit_id=held.unit_id,
        minutes=CLOSE_MINUTES,
    )


def waiting(organisation_id: UUID, person_id: UUID) -> Sequence[Duty]:
    """The answers of others that whoever answers for a scope waits for."""
    rounds = {key: held for key, held in _rounds(organisation_id).items() if held.scope.owner_id == person_id}
    counts = _counts(rounds) if rounds else {}
    asked = [told for told in _asked(counts, None) if told[1] != person_id]
    rows = Person.objects.filter(organisation_id=organisation_id)
    names = rows.in_bulk({person for _held, person, _number in asked}) if asked else {}
    return [_answering(rounds[held], person, number, names[person].name) for held, person, number in asked]


SOURCE = DutySource(
    "gaps", _("Gap analysis"), ICON, open_duties, waiting, done=("gap_round.closed", "requirement.answered")
)


# Handing over


def _questions(actor: Actor) -> QuerySet[GapAnswer]:
    rows = selectors.gap_answers_for(actor).filter(selectors.TO_DO, applicable=True, round__closed_at=None)
    return rows.select_related("round__scope__framework", "requirement")


def _ask(*, actor: Actor, rows: Iterable[GapAnswer], giver: Person, taker: Person) -> None:
    services.gap_ask(actor=actor, rows=rows, person=taker)


_answers = rows_naming(_questions, "asked")
HOLDINGS = (
    Holding(
        "controls.gapanswer",
        _("Questions in gap rounds"),
        ICON,
        _answers,
        ANSWER,
        ASK,
        _ask,
        32,
        over=lambda row: row.round,
    ),
)
