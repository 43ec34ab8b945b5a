"""What one framework's answers let one claim about another, as far as the actor sees those answers."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.frameworks.models import Standing
from holger.frameworks.rules.coverage import Claim, Pair, claims, headings_answered
from holger.frameworks.rules.tree import parts_below
from holger.frameworks.selectors.rows import mappings_for, requirements_for, scopes_for, standings_for

Claims = dict[UUID, Claim[UUID]]
"""By requirement."""


def claims_everywhere(actor: Actor) -> dict[UUID, Claims]:
    """The claims about requirements in every scope that the actor sees, by scope.

    What claims is an answer for the same unit, else for the whole organisation.
    """
    scopes = list(scopes_for(actor).only("framework_id", "unit_id"))
    pairs = [Pair(*values) for values in mappings_for(actor).values_list("pk", "source_id", "target_id", "relation")]
    if not pairs:
        return {}
    ends = {end for pair in pairs for end in (pair.source, pair.target)}
    parts = headings(actor, ends)
    wanted = ends.union(*parts.values())
    answers: dict[UUID | None, dict[UUID, str]] = defaultdict(dict)
    out: dict[UUID | None, set[UUID]] = defaultdict(set)
    for requirement, answer, unit, applicable in _decided(actor):
        if applicable:
            answers[unit][requirement] = answer
        else:
            out[unit].add(requirement)
    found = {}
    for unit in {scope.unit_id for scope in scopes}:
        here = answers[None] | answers[unit]
        here |= headings_answered(parts, here, (out[None] - answers[unit].keys()) | out[unit])
        found[unit] = claims(wanted, pairs, here, parts)
    return {scope.pk: found[scope.unit_id] for scope in scopes}


def headings(actor: Actor, among: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The headings among some requirements, each with the requirements below it that can be answered."""
    tops = requirements_for(actor).filter(assessable=False).values_list("pk", "framework_id")
    mapped = {pk: framework for pk, framework in tops if pk in among}
    if not mapped:
        return {}
    rows = requirements_for(actor).filter(framework__in=set(mapped.values())).order_by("framework", "place")
    return parts_below(mapped, rows.values_list("pk", "parent_id", "assessable"))


def _decided(actor: Actor) -> QuerySet[Standing, tuple[UUID, str, UUID | None, bool]]:
    """Requirement, answer, unit, and whether it applies: of all that is answered or left out."""
    rows = standings_for(actor)
    rows = rows.exclude(answer="").filter(applicable=True) | rows.filter(applicable=False)
    return rows.values_list("requirement_id", "answer", "scope__unit_id", "applicable")
