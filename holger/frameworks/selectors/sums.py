"""How many requirements are met, partly, not, unanswered or claimed: for a scope, and for each part of its framework."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
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
    return sum(_by_section(_counting(actor).filter(scope=scope), claimed).values(), Sums())


def sums_by_scope(actor: Actor, claimed: Mapping[UUID, Collection[UUID]]) -> dict[UUID, Sums]:
    """Of every scope that the actor sees, by scope."""
    rows = _counting(actor)
    found: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for scope, answer, number in rows.values_list("scope", "answer").annotate(number=Count("pk")):
        found[scope][PARTS[answer]] += number
    for scope, requirement in rows.filter(answer="", scope__in=claimed).values_list("scope", "requirement"):
        if requirement in claimed[scope]:
            found[scope]["through"] += 1
            found[scope]["unanswered"] -= 1
    return {scope: Sums(**counts) for scope, counts in found.items()}


def by_section(actor: Actor, scope: Scope, claimed: Collection[UUID] = ()) -> Sequence[Section]:
    rows = _counting(actor).filter(scope=scope)
    counted = _by_section(rows, claimed)
    out = standings_for(actor).filter(scope=scope).exclude(pk__in=rows.values("pk"))
    left = dict(_sections(out).annotate(number=Count("pk")).values_list("part", "number"))
    tops = requirements_for(actor).filter(framework=scope.framework_id, section=None).defer("guide")
    return [Section(top, counted.get(top.pk, Sums()), left.get(top.pk, 0)) for top in tops]


def _counting(actor: Actor) -> QuerySet[Standing]:
    return standings_for(actor).filter(applicable=True, wanted=True)


def _sections(rows: QuerySet[Standing]) -> QuerySet[Standing, Any]:
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
