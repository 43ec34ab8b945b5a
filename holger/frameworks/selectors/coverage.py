"""What one framework's answers let one claim about another, as far as the actor sees those answers."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from holger.core.actor import Actor
from holger.frameworks.models import Scope
from holger.frameworks.rules.coverage import Claim, Pair, claims
from holger.frameworks.selectors.rows import mappings_for, standings_for

Claims = dict[UUID, Claim[UUID]]
"""By requirement."""


def claims_in(actor: Actor, scope: Scope) -> Claims:
    """The claims about every requirement of a scope's framework, by answers that hold where the scope does."""
    rows = mappings_for(actor).filter(Q(source__framework=scope.framework_id) | Q(target__framework=scope.framework_id))
    return _claims(actor, scope, rows)


def claims_on(actor: Actor, scope: Scope, requirements: Collection[UUID]) -> Claims:
    """The claims about some requirements of a scope's framework."""
    rows = mappings_for(actor).filter(Q(source__in=requirements) | Q(target__in=requirements))
    return _claims(actor, scope, rows)


def _claims(actor: Actor, scope: Scope, rows: object) -> Claims:
    pairs = [Pair(*values) for values in rows.values_list("pk", "source_id", "target_id", "relation")]  # type: ignore[attr-defined]
    if not pairs:
        return {}
    ends = {end for pair in pairs for end in (pair.source, pair.target)}
    return claims(ends, pairs, _answers(actor, scope))


def _answers(actor: Actor, scope: Scope) -> dict[UUID, str]:
    """What is answered of other frameworks for the same unit, else for the whole organisation."""
    rows = standings_for(actor).exclude(answer="").filter(applicable=True).exclude(scope__framework=scope.framework_id)
    here = Q(scope__unit=None) if scope.unit_id is None else Q(scope__unit=None) | Q(scope__unit=scope.unit_id)
    found = rows.filter(here).values_list("requirement_id", "answer", "scope__unit_id")
    whole = {requirement: answer for requirement, answer, unit in found if unit is None}
    return whole | {requirement: answer for requirement, answer, unit in found if unit is not None}
