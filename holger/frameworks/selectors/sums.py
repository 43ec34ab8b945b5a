"""How many requirements are met, partly, not, unanswered or claimed: for a scope, and for each part of its framework."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import Coalesce

from holger.core.actor import Actor
from holger.frameworks.models import Requirement, Scope
from holger.frameworks.rules.standing import Sums
from holger.frameworks.selectors.rows import requirements_for, standings_for

COUNTED = ("part", "applicable", "wanted", "answer", "number")
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
    return sums_by_scope(actor, {scope.pk: claimed}, scope).get(scope.pk, Sums())


def sums_by_scope(
    actor: Actor, claimed: Mapping[UUID, Collection[UUID]], only: Scope | None = None
) -> dict[UUID, Sums]:
    """Of every scope that the actor sees, or of one, by scope."""
    rows = standings_for(actor).filter(applicable=True, wanted=True)
    if only is not None:
        rows = rows.filter(scope=only)
    found: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for scope, answer, number in rows.values_list("scope", "answer").annotate(number=Count("pk")):
        found[scope][PARTS[answer]] += number
    open_ones = rows.filter(answer="", scope__in=[scope for scope, keys in claimed.items() if keys])
    for scope, requirement in open_ones.values_list("scope", "requirement") if any(claimed.values()) else ():
        if requirement in claimed[scope]:
            _claim(found[scope])
    return {scope: Sums(**counts) for scope, counts in found.items()}


def by_section(actor: Actor, scope: Scope, claimed: Collection[UUID] = ()) -> Sequence[Section]:
    rows = standings_for(actor).filter(scope=scope)
    parted = rows.annotate(part=Coalesce("requirement__section_id", "requirement_id"))
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    out: dict[UUID, int] = defaultdict(int)
    counted = parted.values("part", "applicable", "wanted", "answer").annotate(number=Count("pk"))
    for part, applicable, wanted, answer, number in counted.values_list(*COUNTED):
        if applicable and wanted:
            counts[part][PARTS[answer]] += number
        else:
            out[part] += number
    if claimed:
        # Looked up here: to name a thousand requirements in a question costs more than to hear of the open ones.
        unanswered = parted.filter(applicable=True, wanted=True, answer="")
        for part, requirement in unanswered.values_list("part", "requirement_id"):
            if requirement in claimed:
                _claim(counts[part])
    tops = requirements_for(actor).filter(framework=scope.framework_id, section=None).defer("guide", "groups")
    return [Section(top, Sums(**counts[top.pk]), out[top.pk]) for top in tops]


def _claim(counts: dict[str, int]) -> None:
    """One that nobody has answered counts as claimed."""
    counts["through"] += 1
    counts["unanswered"] -= 1
