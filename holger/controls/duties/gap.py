"""What people are asked in gap rounds, and rounds that are ready to be closed."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.controls import permissions, services
from holger.controls.models import GapAnswer, GapRound
from holger.controls.selectors import gap as selectors
from holger.core.actor import Actor
from holger.core.handing import rows_naming
from holger.core.models import naming
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
    asked, rounds = _asked(organisation_id, people), _rounds(organisation_id)
    return [
        *(_answering(rounds[held], person, count) for held, person, count in asked if held in rounds),
        *(_closing(held, person) for held, person in _ready(organisation_id, rounds.values(), people)),
    ]


def _rounds(organisation_id: UUID) -> dict[UUID, GapRound]:
    """The open rounds; one that is ``ready`` has nothing left that waits for an answer."""
    answers = GapAnswer.objects.filter(round=OuterRef("pk"), applicable=True)
    ready = Exists(answers) & ~Exists(answers.filter(selectors.TO_DO))
    rows = GapRound.objects.filter(organisation_id=organisation_id, closed_at=None, scope__framework__archived_at=None)
    found: QuerySet[Any] = rows.select_related("scope__framework", "scope__unit").annotate(ready=ready)
    return found.in_bulk()


def _asked(organisation_id: UUID, people: People) -> Iterable[tuple[UUID, UUID, int]]:
    """Round, person, and how much waits for an answer of theirs."""
    rows = GapAnswer.objects.filter(
        selectors.TO_DO, organisation_id=organisation_id, applicable=True, round__closed_at=None
    )
    return naming(rows, people, "asked").order_by().values_list("round", "asked").annotate(number=Count("pk"))


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


def _ready(organisation_id: UUID, rounds: Iterable[GapRound], people: People) -> Iterable[tuple[GapRound, UUID]]:
    """Rounds in which everything is answered, for whoever answers for the scope; without such, for whoever may close them."""
    ready = [held for held in rounds if held.ready]  # type: ignore[attr-defined]
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
    asked = (
        [told for told in _asked(organisation_id, None) if told[0] in rounds and told[1] != person_id] if rounds else []
    )
    names = Person.objects.filter(organisation_id=organisation_id).in_bulk({person for _held, person, _count in asked})
    return [_answering(rounds[held], person, count, str(names[person])) for held, person, count in asked]


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
