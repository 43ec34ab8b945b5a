"""How far rounds are, part by part, who answers what, and where the worst gaps are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from holger.controls.models import GapAnswer, GapRound
from holger.controls.rules.gap import Alike, Sums, counted
from holger.controls.selectors.gap.rows import TO_DO, gap_answers_for, with_gaps
from holger.core.actor import Actor
from holger.frameworks.models import Requirement
from holger.organisation.models import Person

ALIKE = ("answer", "applicable", "sure", "count", "levels", "levelled", "aims")


@dataclass(frozen=True)
class Part:
    """A topmost requirement with what lies below it."""

    requirement: Requirement
    sums: Sums


def gap_sums(actor: Actor, rounds: Iterable[GapRound]) -> dict[UUID, Sums]:
    """How far each of the rounds is, as far as the actor sees its answers."""
    keys = [held.pk for held in rounds]
    found = _summed(gap_answers_for(actor).filter(round__in=keys), F("round_id"))
    return {key: found.get(key, Sums()) for key in keys}


def gap_parts(actor: Actor, held: GapRound) -> Sequence[Part]:
    """How far each part of the framework is, in its order."""
    part = Coalesce("requirement__section_id", "requirement_id")
    found = _summed(gap_answers_for(actor).filter(round=held), part)
    # Also those that were taken away since: a round that is closed stays about them.
    tops = Requirement.objects.filter(organisation_id=actor.organisation_id, pk__in=found).defer("guide", "groups")
    return [Part(top, found[top.pk]) for top in tops.order_by("place", "pk")]


def _summed(rows: QuerySet[GapAnswer], key: Any) -> dict[UUID, Sums]:
    sure = Case(When(origin="", then=Value(True)), default=Value(False), output_field=BooleanField())
    alike = rows.order_by().annotate(key=key, sure=sure).values("key", "answer", "applicable", "sure")
    sums = alike.annotate(
        count=Count("pk"), levels=Coalesce(Sum("maturity"), 0), levelled=Count("maturity"), aims=Sum("target")
    )
    found: dict[UUID, list[Alike]] = defaultdict(list)
    for one, *told in sums.values_list("key", *ALIKE):
        found[one].append(Alike(*told))
    return {one: counted(alike) for one, alike in found.items()}


# Who answers what


@dataclass(frozen=True)
class Workload:
    """What somebody is asked in a round, and how much of it waits; without a person, what nobody is asked."""

    person: Person | None
    total: int
    waiting: int

    @property
    def done(self) -> int:
        return self.total - self.waiting


def gap_workload(actor: Actor, held: GapRound) -> Sequence[Workload]:
    """Those that most waits for come first, and what nobody is asked last."""
    rows = gap_answers_for(actor).filter(round=held, applicable=True).order_by()
    counts = rows.values("asked").annotate(total=Count("pk"), waiting=Count("pk", filter=TO_DO))
    told: dict[UUID | None, tuple[int, int]] = {
        asked: (total, waiting) for asked, total, waiting in counts.values_list("asked", "total", "waiting")
    }
    people = Person.objects.filter(organisation_id=actor.organisation_id, pk__in=[key for key in told if key])
    loads = sorted((Workload(person, *told[person.pk]) for person in people), key=lambda load: -load.waiting)
    return [*loads, Workload(None, *told[None])] if None in told else loads


def worst_gaps(actor: Actor, held: GapRound, limit: int) -> QuerySet[Any]:
    """The largest gaps first; those that are alike as the framework has them."""
    rows = with_gaps(gap_answers_for(actor).filter(~Q(answer=""), round=held, applicable=True)).filter(gap__gt=0)
    rows = rows.select_related("requirement").defer("requirement__guide")
    return rows.order_by("-gap", "requirement__place", "pk")[:limit]
