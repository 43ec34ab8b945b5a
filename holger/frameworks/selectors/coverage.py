"""What one framework's answers let one claim about another, as far as the actor sees those answers."""

from uuid import UUID

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.frameworks.models import Standing
from holger.frameworks.rules.coverage import Claim, Pair, claims
from holger.frameworks.selectors.rows import mappings_for, scopes_for, standings_for

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
    answers: dict[UUID | None, dict[UUID, str]] = {}
    for requirement, answer, unit in _answered(actor).values_list("requirement_id", "answer", "scope__unit_id"):
        answers.setdefault(unit, {})[requirement] = answer
    whole = answers.get(None, {})
    units = {scope.unit_id for scope in scopes}
    found = {unit: claims(ends, pairs, whole | answers.get(unit, {})) for unit in units}
    return {scope.pk: found[scope.unit_id] for scope in scopes}


def _answered(actor: Actor) -> QuerySet[Standing]:
    return standings_for(actor).exclude(answer="").filter(applicable=True)
