"""Roles given and taken."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction

from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.permissions import Role
from holger.history import services as history
from holger.organisation import permissions, rules, selectors
from holger.organisation.models import Person, RoleGrant, Unit
from holger.organisation.services import guards
from holger.organisation.services.security import sign_out

type Key = tuple[str, UUID | None]
"""A role, and the unit that it is held in."""


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


def roles_follow(
    *, actor: Actor, person: Person, wanted: Collection[Key], given: Mapping[Key, RoleGrant]
) -> list[RoleGrant]:
    """Let the roles that somebody else's groups have ``given`` come and go with what these say now: give what is ``wanted``
    and not held, take what no longer is. Those given by hand stay, and the last owner stays owner. Returns the new ones.
    """
    held = {(grant.role, grant.unit_id) for grant in selectors.held_by(person)}
    new = [_give(actor, person, *key) for key in sorted(set(wanted) - held, key=str)]
    for key in given.keys() - set(wanted):
        _take(actor, given[key])
    return new


def _give(actor: Actor, person: Person, role: str, unit_id: UUID | None) -> RoleGrant:
    unit = Unit.objects.get(organisation_id=actor.organisation_id, pk=unit_id) if unit_id else None
    return role_give(actor=actor, person=person, role=role, unit=unit)


def _take(actor: Actor, grant: RoleGrant) -> None:
    try:
        role_take(actor=actor, grant=grant)
    except RuleBroken as broken:
        if broken.text != rules.LAST_OWNER.text:
            raise


def _said(grant: RoleGrant) -> str:
    """The role's key, so that every reader of the trail reads it in their own language; and the unit's name."""
    return f"{grant.role} ({grant.unit})" if grant.unit_id else grant.role
