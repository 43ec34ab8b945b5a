"""How many requirements are met, partly, not, unanswered or claimed: for a scope, and for each part of its framework."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from holger.core.actor import Actor
from holger.frameworks.models import Requirement, Scope, Standing
from holger.frameworks.rules.standing import Sums
from holger.frameworks.selectors.rows import requirements_for, standings_for

PARTS = {"met": "met", "partly": "partly", "not": "not_met", "": "unanswered"}


@dataclass(frozen=True)
class Section:
    """A topmost requirement with what lies below it."""

    requirement: Requirement
    sums: Sums
    out: int
    """How many of it do not apply, or are beyond the ambition."""


def sums_of(actor: Actor, scope: Scope, claimed: Collection[UUID] = ()) -> Sums:
    """Of all that applies and is wanted. ``claimed`` are the requirements that something is claimed about."""
    return sum(_by_section(_counting(actor, scope), claimed).values(), Sums())


def by_section(actor: Actor, scope: Scope, claimed: Collection[UUID] = ()) -> Sequence[Section]:
    rows = _counting(actor, scope)
    counted = _by_section(rows, claimed)
    out = standings_for(actor).filter(scope=scope).exclude(pk__in=rows.values("pk"))
    left = dict(_sections(out).annotate(number=Count("pk")).values_list("part", "number"))
    tops = requirements_for(actor).filter(framework=scope.framework_id, section=None).defer("guide")
    return [Section(top, counted.get(top.pk, Sums()), left.get(top.pk, 0)) for top in tops]


def _counting(actor: Actor, scope: Scope) -> QuerySet[Standing]:
    return standings_for(actor).filter(scope=scope, applicable=True, wanted=True)


def _sections(rows: QuerySet[Standing]) -> QuerySet[Standing, dict[str, object]]:
    return rows.values(part=Coalesce("requirement__section_id", "requirement_id"))


def _by_section(rows: QuerySet[Standing], claimed: Collection[UUID]) -> dict[UUID, Sums]:
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for part, answer, number in _sections(rows).annotate(number=Count("pk")).values_list("part", "answer", "number"):
        counts[part][PARTS[answer]] += number
    if claimed:
        open_ones = _sections(rows.filter(answer="", requirement__in=claimed)).annotate(number=Count("pk"))
        for part, number in open_ones.values_list("part", "number"):
            counts[part]["through"] += number
            counts[part]["unanswered"] -= number
    return {part: Sums(**found) for part, found in counts.items()}
