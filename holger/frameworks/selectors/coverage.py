"""What one framework's answers let one claim about another, as far as the actor sees those answers."""

from uuid import UUID

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.frameworks.models import Requirement, Scope, Standing
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


def claim_about(actor: Actor, scope: Scope, requirement: Requirement) -> Claim[UUID] | None:
    """The claim about one requirement in one scope, without working out all the others."""
    about = mappings_for(actor).filter(Q(source=requirement) | Q(target=requirement))
    pairs = [Pair(*values) for values in about.values_list("pk", "source_id", "target_id", "relation")]
    if not pairs:
        return None
    ends = {end for pair in pairs for end in (pair.source, pair.target)}
    here = Q(scope__unit=None) | Q(scope__unit=scope.unit_id) if scope.unit_id else Q(scope__unit=None)
    rows = _answered(actor).filter(here, requirement__in=ends).values_list("requirement_id", "answer", "scope__unit_id")
    # Those of the unit come last and are the ones that count.
    answers = {key: answer for key, answer, _unit in sorted(rows, key=lambda row: row[2] is not None)}
    return claims([requirement.pk], pairs, answers).get(requirement.pk)


def _answered(actor: Actor) -> QuerySet[Standing]:
    return standings_for(actor).exclude(answer="").filter(applicable=True)
