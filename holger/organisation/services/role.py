"""Roles given and taken."""

from django.db import transaction

from holger.core.actor import Actor
from holger.core.permissions import Role
from holger.history import services as history
from holger.organisation import permissions
from holger.organisation.models import Person, RoleGrant, Unit
from holger.organisation.services import guards
from holger.organisation.services.security import sign_out


@transaction.atomic
def role_give(*, actor: Actor, person: Person, role: str, unit: Unit | None = None) -> RoleGrant:
    """Give a role, everywhere or only in a unit. Giving it twice changes nothing."""
    actor.require(permissions.INVITE, person)
    guards.own(actor, unit)
    guards.require_rank(actor, role, unit)
    grant, created = RoleGrant.objects.get_or_create(
        organisation_id=actor.organisation_id, person=person, role=Role(role), unit=unit
    )
    if created:
        sign_out(person)
        history.record(actor=actor, action="role.given", target=person, changes={"role": [None, _said(grant)]})
    return grant


@transaction.atomic
def role_take(*, actor: Actor, grant: RoleGrant) -> None:
    """Take a role back. The last owner keeps it."""
    guards.own(actor, grant)
    person = grant.person
    actor.require(permissions.INVITE, person)
    guards.hold(actor)
    guards.require_rank(actor, grant.role, grant.unit)
    if grant.role == Role.OWNER and grant.unit_id is None:
        guards.keep_an_owner(person)
    sign_out(person)
    history.record(actor=actor, action="role.taken", target=person, changes={"role": [_said(grant), None]})
    grant.delete()


def _said(grant: RoleGrant) -> str:
    """The role's key, so that every reader of the trail reads it in their own language; and the unit's name."""
    return f"{grant.role} ({grant.unit})" if grant.unit_id else grant.role
