"""Which groups at a provider mean which roles here."""

from django.db import transaction

from holger.core import changes
from holger.core.actor import Actor
from holger.history import services as history
from holger.organisation.models import Unit
from holger.organisation.services import guards
from holger.sso import permissions
from holger.sso.models import GroupRole, Provider


@transaction.atomic
def group_add(*, actor: Actor, provider: Provider, group: str, role: str, unit: Unit | None = None) -> GroupRole:
    """Let a group give a role: never one that the actor could not give by hand."""
    actor.require(permissions.MANAGE, provider)
    guards.own(actor, unit)
    guards.require_rank(actor, role, unit)
    mapping = GroupRole(organisation_id=actor.organisation_id, provider=provider)
    told = changes.write(mapping, {"group": group.strip(), "role": role, "unit": unit})
    history.record(actor=actor, action="provider.group_added", target=provider, changes=told)
    return mapping


@transaction.atomic
def group_remove(*, actor: Actor, mapping: GroupRole) -> None:
    """Whoever has the role from this group loses it the next time they come in."""
    guards.own(actor, mapping)
    actor.require(permissions.MANAGE, mapping.provider)
    told = {"group": [mapping.group, None], "role": [mapping.role, None]}
    history.record(actor=actor, action="provider.group_removed", target=mapping.provider, changes=told)
    mapping.delete()
