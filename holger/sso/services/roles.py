"""Roles that follow the groups at a provider. Those given by hand stay; those the groups gave come and go with them."""

from collections.abc import Iterable

from holger.core.actor import Actor
from holger.organisation.services.role import Key, roles_follow
from holger.sso.models import GivenRole, Identity


def follow(*, actor: Actor, identity: Identity, groups: Iterable[str]) -> None:
    """Give and take, as the provider (``actor``) now tells it. Call inside a transaction."""
    _follow(actor, identity, _wanted(identity, groups))


def take_back(*, actor: Actor, identity: Identity) -> None:
    """Everything that the groups gave through this link."""
    _follow(actor, identity, set())


def _follow(actor: Actor, identity: Identity, wanted: set[Key]) -> None:
    rows = identity.given.select_related("grant__unit", "grant__person")
    given = {(row.grant.role, row.grant.unit_id): row.grant for row in rows}
    for grant in roles_follow(actor=actor, person=identity.person, wanted=wanted, given=given):
        GivenRole.objects.create(organisation_id=actor.organisation_id, identity=identity, grant=grant)


def _wanted(identity: Identity, groups: Iterable[str]) -> set[Key]:
    """The roles of the groups; without any, those who became members by coming get the role of new members."""
    rows = identity.provider.groups.filter(group__in=list(groups))
    wanted: set[Key] = {(row.role, row.unit_id) for row in rows}
    default = identity.provider.default_role
    return {(default, None)} if not wanted and identity.joined and default else wanted
