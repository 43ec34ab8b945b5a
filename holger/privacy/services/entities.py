"""Whose record it is, named as the record must name it."""

from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.history import services as history
from holger.organisation.models import Unit
from holger.organisation.services import guards
from holger.privacy.models import Activity, Entity
from holger.privacy.permissions import MANAGE
from holger.privacy.services.measuring import measure


@transaction.atomic
def entity_set(*, actor: Actor, unit: Unit | None = None, version: int | None = None, **answers: Any) -> Entity:
    """Say what the company or authority is called and how to reach it: a unit, or without one the whole organisation."""
    guards.require_in(actor, MANAGE, unit)
    found = Entity.objects.filter(organisation_id=actor.organisation_id, unit=unit).first()
    entity = found or Entity(organisation_id=actor.organisation_id, unit=unit)
    if changes := write(entity, answers, version=version if found else None):
        history.record(actor=actor, action="privacy.entity_set", target=entity, changes=changes)
        measure(list(Activity.objects.filter(organisation_id=actor.organisation_id, entity=unit)))
    return entity


@transaction.atomic
def entity_drop(*, actor: Actor, entity: Entity) -> None:
    """The unit is no company of its own after all. Activities keep naming it; nobody knows how to reach it."""
    guards.require_in(actor, MANAGE, entity.unit)
    guards.own(actor, entity)
    unit = entity.unit
    history.record(actor=actor, action="privacy.entity_dropped", target=entity)
    entity.delete()
    measure(list(Activity.objects.filter(organisation_id=actor.organisation_id, entity=unit)))
