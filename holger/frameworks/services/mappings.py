"""What requirements of two frameworks say about each other."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Framework, Mapping, Requirement, between
from holger.frameworks.rules.mapping import Pair
from holger.frameworks.services.shared import must_be_ours
from holger.history import services as history


@transaction.atomic
def mappings_bring(*, actor: Actor, source: Framework, target: Framework, pairs: Iterable[Pair]) -> int:
    """Keep what a table says between two frameworks, beside what people have said; returns how many pairs are new.

    What is said already between two requirements, from either end, stays as it is. A pair that names a requirement
    that is not there is passed over.
    """
    actor.require("frameworks.edit", source)
    must_be_ours(actor, target)
    here, there = _codes(source), _codes(target)
    said = Mapping.objects.filter(between(source, target))
    ends = {frozenset(pair) for pair in said.values_list("source_id", "target_id")}
    new = [
        Mapping(
            organisation_id=actor.organisation_id,
            source_id=here[pair.source],
            target_id=there[pair.target],
            relation=pair.relation,
            origin=pair.origin,
            rationale=pair.rationale,
        )
        for pair in pairs
        if pair.source in here and pair.target in there
        if frozenset((here[pair.source], there[pair.target])) not in ends
    ]
    Mapping.objects.bulk_create(new, batch_size=200)
    if new:
        changes = {"framework": [None, str(target)], "mappings": [None, len(new)]}
        history.record(actor=actor, action="framework.mapped", target=source, changes=changes)
    return len(new)


@transaction.atomic
def mapping_add(*, actor: Actor, source: Requirement, target: Requirement, **answers: Any) -> Mapping:
    """Say how a requirement relates to one of another framework."""
    actor.require("frameworks.edit", source)
    must_be_ours(actor, target)
    if source.framework_id == target.framework_id:
        raise RuleBroken(N_("Choose a requirement of another framework."), "target")
    if Mapping.objects.filter(source=target, target=source).exists():
        raise RuleBroken(N_("These two are mapped already."), "target")
    mapping = Mapping(organisation_id=actor.organisation_id, source=source, target=target, own=True)
    changes = {"mapping": [None, str(target)], **write(mapping, answers)}
    history.record(actor=actor, action="mapping.added", target=source, changes=changes)
    return mapping


@transaction.atomic
def mapping_remove(*, actor: Actor, mapping: Mapping) -> None:
    """Take back what was said, by people or by a table: a table says it again only with a newer edition."""
    actor.require("frameworks.edit", mapping)
    said = {"mapping": [str(mapping.target), None], "relation": [mapping.relation, None]}
    history.record(actor=actor, action="mapping.removed", target=mapping.source, changes=said)
    mapping.delete()


def _codes(framework: Framework) -> dict[str, Any]:
    rows = Requirement.objects.filter(framework=framework, archived_at=None)
    return dict(rows.values_list("code", "pk"))
