"""What one framework's answers let one claim about another, as far as the actor sees those answers."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.frameworks.models import Mapping, Requirement, Scope, Standing
from holger.frameworks.rules.coverage import Claim, Pair, Parts, claims, headings_answered
from holger.frameworks.rules.tree import parts_below
from holger.frameworks.selectors.rows import (
    headings_above,
    mappings_for,
    requirements_for,
    scopes_for,
    standings_for,
)

Claims = dict[UUID, Claim[UUID]]
"""By requirement."""
Decided = tuple[UUID, str, UUID | None, bool]
"""Requirement, answer, unit, and whether it applies."""


def claims_everywhere(actor: Actor) -> dict[UUID, Claims]:
    """The claims about requirements in every scope that the actor sees, by scope.

    What claims is an answer for the same unit, else for the whole organisation.
    """
    scopes = list(scopes_for(actor).only("framework_id", "unit_id"))
    pairs = _pairs(mappings_for(actor))
    if not pairs:
        return {}
    ends = _ends(pairs)
    parts = headings(actor, ends)
    units = {scope.unit_id for scope in scopes}
    found = _claimed(ends.union(*parts.values()), pairs, parts, _decided(standings_for(actor)), units)
    return {scope.pk: found[scope.unit_id] for scope in scopes}


def claim_about(actor: Actor, scope: Scope, requirement: Requirement) -> Claim[UUID] | None:
    """The claim about one requirement in one scope, without working out all the others."""
    mine = [requirement, *headings_above(actor, requirement)]
    pairs = _pairs(mappings_for(actor).filter(Q(source__in=mine) | Q(target__in=mine)))
    if not pairs:
        return None
    ends = _ends(pairs)
    parts = headings(actor, ends)
    rows = standings_for(actor).filter(requirement__in=ends.union(*parts.values()))
    rows = rows.filter(Q(scope__unit=None) | Q(scope__unit=scope.unit_id))
    found = _claimed([requirement.pk], pairs, parts, _decided(rows), [scope.unit_id])
    return found[scope.unit_id].get(requirement.pk)


def headings(actor: Actor, among: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The headings among some requirements, each with the requirements below it that can be answered."""
    tops = requirements_for(actor).filter(assessable=False).values_list("pk", "framework_id")
    mapped = {pk: framework for pk, framework in tops if pk in among}
    if not mapped:
        return {}
    rows = requirements_for(actor).filter(framework__in=set(mapped.values())).order_by("framework", "place")
    return parts_below(mapped, rows.values_list("pk", "parent_id", "assessable"))


def _pairs(rows: QuerySet[Mapping]) -> list[Pair[UUID]]:
    return [Pair(*values) for values in rows.values_list("pk", "source_id", "target_id", "relation")]


def _ends(pairs: Iterable[Pair[UUID]]) -> set[UUID]:
    return {end for pair in pairs for end in (pair.source, pair.target)}


def _claimed(
    wanted: Collection[UUID],
    pairs: Iterable[Pair[UUID]],
    parts: Parts[UUID],
    decided: Iterable[Decided],
    units: Iterable[UUID | None],
) -> dict[UUID | None, Claims]:
    """The claims by unit: an answer of the unit's own stands before one of the whole organisation."""
    answers: dict[UUID | None, dict[UUID, str]] = defaultdict(dict)
    out: dict[UUID | None, set[UUID]] = defaultdict(set)
    for requirement, answer, unit, applicable in decided:
        if applicable:
            answers[unit][requirement] = answer
        else:
            out[unit].add(requirement)
    found = {}
    for unit in units:
        here = answers[None] | answers[unit]
        here |= headings_answered(parts, here, (out[None] - answers[unit].keys()) | out[unit])
        found[unit] = claims(wanted, pairs, here, parts)
    return found


def _decided(rows: QuerySet[Standing]) -> QuerySet[Standing, Decided]:
    """Of all that is answered or left out."""
    rows = rows.filter(~Q(answer="") | Q(applicable=False))
    return rows.values_list("requirement_id", "answer", "scope__unit_id", "applicable")
