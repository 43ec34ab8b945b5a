"""How far rounds are, part by part, who answers what, and where the worst gaps are."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from holger.controls.models import GapAnswer, GapRound
from holger.controls.rules.gap import Alike, Sums
from holger.controls.selectors.gap.rows import answers_lined_up, gap_answers_for, with_gaps
from holger.core.actor import Actor
from holger.frameworks.models import Requirement
from holger.organisation.models import Person


def gap_sums(actor: Actor, rounds: Iterable[GapRound]) -> dict[UUID, Sums]:
    """How far each of the rounds is, as far as the actor sees its answers."""
    keys = [held.pk for held in rounds]
    found = _together(_alike(gap_answers_for(actor).filter(round__in=keys), "round_id"), lambda key: key[0])
    return {key: found.get(key, Sums()) for key in keys}


# One round


@dataclass(frozen=True)
class Tally:
    """What a round says, counted: for each topmost requirement, and for each person who is asked."""

    rows: Sequence[tuple[tuple[UUID, UUID | None], Sums]]

    @cached_property
    def by_part(self) -> dict[UUID, Sums]:
        return _together(self.rows, lambda key: key[0])

    @cached_property
    def by_person(self) -> dict[UUID | None, Sums]:
        return _together(self.rows, lambda key: key[1])

    @cached_property
    def whole(self) -> Sums:
        return sum((sums for _key, sums in self.rows), Sums())


def tally(actor: Actor, held: GapRound) -> Tally:
    """What a round says, as far as the actor sees it."""
    return Tally(_alike(answers_lined_up(actor, held), "part_id", "asked_id"))


def _alike(rows: QuerySet[GapAnswer], *keys: str) -> list[tuple[Any, Sums]]:
    """The sums of all answers that are alike, by the ``keys``, counted in one question."""
    sure = Case(When(origin="", then=Value(True)), default=Value(False), output_field=BooleanField())
    alike = rows.order_by().annotate(sure=sure).values(*keys, "answer", "applicable", "sure")
    sums = alike.annotate(
        count=Count("pk"), levels=Coalesce(Sum("maturity"), 0), levelled=Count("maturity"), aims=Sum("target")
    )
    names = ("answer", "applicable", "sure", "count", "levels", "levelled", "aims")
    some = len(keys)
    return [(row[:some], Alike(*row[some:]).sums) for row in sums.values_list(*keys, *names)]


def _together[K: Hashable](rows: Iterable[tuple[Any, Sums]], key: Callable[[Any], K]) -> dict[K, Sums]:
    found: dict[K, Sums] = defaultdict(Sums)
    for keys, sums in rows:
        found[key(keys)] += sums
    return dict(found)


@dataclass(frozen=True)
class Part:
    """A topmost requirement with what lies below it."""

    requirement: Requirement
    sums: Sums


def gap_parts(actor: Actor, counted: Tally) -> Sequence[Part]:
    """The parts that are counted, in the framework's order. A closed round is also about what was taken away since."""
    tops = Requirement.objects.filter(organisation_id=actor.organisation_id, pk__in=list(counted.by_part))
    tops = tops.only("code", "title_da", "title_en", "place").order_by("place", "pk")
    return [Part(top, counted.by_part[top.pk]) for top in tops]


@dataclass(frozen=True)
class Workload:
    """What somebody is asked in a round, and how much of it is done; without a person, what nobody is asked."""

    person: Person | None
    sums: Sums


def gap_workload(actor: Actor, counted: Tally) -> Sequence[Workload]:
    """Those that most waits for come first, and what nobody is asked last."""
    told = {key: sums for key, sums in counted.by_person.items() if sums.total}
    people = Person.objects.filter(organisation_id=actor.organisation_id, pk__in=[key for key in told if key])
    loads = sorted(
        (Workload(each, told[each.pk]) for each in people), key=lambda load: (-load.sums.waiting, load.person.name)
    )
    return [*loads, Workload(None, told[None])] if None in told else loads


def worst_gaps(actor: Actor, held: GapRound, limit: int) -> Sequence[Any]:
    """The largest gaps first; those that are alike as the framework has them."""
    rows = with_gaps(answers_lined_up(actor, held).filter(~Q(answer=""), applicable=True)).filter(gap__gt=0)
    sizes = dict(rows.order_by("-gap", "place", "pk").values_list("pk", "gap")[:limit])
    # Fetched afterwards: a database that sorts whole rows takes longer over it than over finding them.
    found = answers_lined_up(actor, held).select_related("requirement").defer("requirement__guide").in_bulk(list(sizes))
    for key, size in sizes.items():
        found[key].gap = size  # type: ignore[attr-defined]
    return [found[key] for key in sizes]
