"""The tree of units."""

from django.db import transaction

from holger.core import changes
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.history import services as history
from holger.organisation import permissions, rules
from holger.organisation.models import Unit
from holger.organisation.services import guards


@transaction.atomic
def unit_create(*, actor: Actor, name: str, parent: Unit | None = None) -> Unit:
    guards.require_in(actor, permissions.EDIT_PEOPLE, parent)
    unit = Unit(organisation_id=actor.organisation_id)
    told = changes.write(unit, {"name": name, "parent": parent})
    history.record(actor=actor, action="unit.created", target=unit, changes=told)
    return unit


@transaction.atomic
def unit_edit(*, actor: Actor, unit: Unit, name: str) -> Unit:
    actor.require(permissions.EDIT_PEOPLE, unit)
    told = changes.write(unit, {"name": name})
    if told:
        history.record(actor=actor, action="unit.changed", target=unit, changes=told)
    return unit


@transaction.atomic
def unit_move(*, actor: Actor, unit: Unit, parent: Unit | None) -> Unit:
    """Put a unit, with everything below it, under another (or at the top)."""
    guards.hold(actor)
    actor.require(permissions.EDIT_PEOPLE, unit)
    guards.require_in(actor, permissions.EDIT_PEOPLE, parent)
    parents = dict(Unit.objects.filter(organisation_id=actor.organisation_id).values_list("id", "parent_id"))
    if reason := rules.why_not_move(unit.id, parent.id if parent else None, parents):
        raise RuleBroken(reason)
    told = changes.write(unit, {"parent": parent})
    if told:
        history.record(actor=actor, action="unit.moved", target=unit, changes=told)
    return unit


@transaction.atomic
def unit_remove(*, actor: Actor, unit: Unit) -> None:
    guards.hold(actor)
    actor.require(permissions.EDIT_PEOPLE, unit)
    guards.require_unused(unit)
    history.record(actor=actor, action="unit.removed", target=unit)
    unit.delete()
