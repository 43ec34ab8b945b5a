"""Roles follow groups: given by them, taken by them."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from holger.core.actor import Actor
from holger.organisation.services.role import Key, roles_follow
from holger.scim.models import FeedGrant, FeedMember, FeedRole, FeedUser

type Given = dict[Key, FeedGrant]


def follow(*, actor: Actor, users: Collection[FeedUser]) -> None:
    """Let the roles of these come and go with the groups that they are in now. Nobody gives a role above their own: neither
    the program that tells of the groups, nor the owner who says what a group gives."""
    wanted, given = _wanted(actor.organisation_id, users), _given(actor.organisation_id, users)
    for user in users:
        had = given[user.pk]
        if wanted[user.pk] == had.keys():
            continue
        grants = {key: row.grant for key, row in had.items()}
        for grant in roles_follow(actor=actor, person=user.person, wanted=wanted[user.pk], given=grants):
            FeedGrant.objects.create(organisation_id=actor.organisation_id, user=user, grant=grant)


def _wanted(organisation_id: UUID, users: Collection[FeedUser]) -> defaultdict[UUID, set[Key]]:
    roles: defaultdict[UUID, list[Key]] = defaultdict(list)
    for row in FeedRole.objects.filter(organisation_id=organisation_id):
        roles[row.group_id].append((row.role, row.unit_id))
    found: defaultdict[UUID, set[Key]] = defaultdict(set)
    if roles:
        members = FeedMember.objects.filter(
            organisation_id=organisation_id, group__in=list(roles), user__in=[user.pk for user in users]
        )
        for user_id, group_id in members.values_list("user", "group"):
            found[user_id].update(roles[group_id])
    return found


def _given(organisation_id: UUID, users: Collection[FeedUser]) -> defaultdict[UUID, Given]:
    found: defaultdict[UUID, Given] = defaultdict(dict)
    rows = FeedGrant.objects.filter(organisation_id=organisation_id, user__in=[user.pk for user in users])
    for row in rows.select_related("grant__unit", "grant__person"):
        found[row.user_id][row.grant.role, row.grant.unit_id] = row
    return found
