"""Roles that follow the groups at a provider. Those given by hand stay; those the groups gave come and go with them."""

from collections.abc import Iterable
from uuid import UUID

from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.organisation import services as organisation
from holger.organisation.models import Person, Unit
from holger.sso.models import GivenRole, Identity

type Wanted = set[tuple[str, UUID | None]]


def follow(*, actor: Actor, identity: Identity, groups: Iterable[str]) -> None:
    """Give and take, as the provider (``actor``) now tells it. Call inside a transaction."""
    person, wanted = identity.person, _wanted(identity, groups)
    given = {(row.grant.role, row.grant.unit_id): row for row in identity.given.select_related("grant__unit")}
    held = {(grant.role, grant.unit_id) for grant in person.grants.all()}
    for role, unit_id in sorted(wanted - held, key=str):
        _give(actor, identity, person, role, unit_id)
    for key in given.keys() - wanted:
        _take(actor, given[key])


def take_back(*, actor: Actor, identity: Identity) -> None:
    """Everything that the groups gave through this link."""
    for row in identity.given.select_related("grant__unit", "grant__person"):
        _take(actor, row)


def _wanted(identity: Identity, groups: Iterable[str]) -> Wanted:
    """The roles of the groups; without any, those who became members by coming get the role of new members."""
    rows = identity.provider.groups.filter(group__in=list(groups))
    wanted: Wanted = {(row.role, row.unit_id) for row in rows}
    default = identity.provider.default_role
    return {(default, None)} if not wanted and identity.joined and default else wanted


def _give(actor: Actor, identity: Identity, person: Person, role: str, unit_id: UUID | None) -> None:
    unit = Unit.objects.get(organisation_id=actor.organisation_id, pk=unit_id) if unit_id else None
    grant = organisation.role_give(actor=actor, person=person, role=role, unit=unit)
    GivenRole.objects.create(organisation_id=actor.organisation_id, identity=identity, grant=grant)


def _take(actor: Actor, row: GivenRole) -> None:
    """The last owner keeps the role, whatever the groups say."""
    try:
        organisation.role_take(actor=actor, grant=row.grant)
    except RuleBroken:
        return
