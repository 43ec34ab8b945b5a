"""Groups in the directory, who is in them, and which roles they give."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from holger.core import changes, dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Unit
from holger.organisation.permissions import EDIT_PEOPLE
from holger.organisation.selectors import actor_of
from holger.organisation.services import guards
from holger.scim import permissions, selectors
from holger.scim.models import FeedGroup, FeedMember, FeedRole, FeedUser
from holger.scim.rules.faults import bad_value, taken
from holger.scim.rules.groups import GroupTold
from holger.scim.services.following import follow

NOT_THE_FEED = N_("The feed acts as %(name)s, which may not give this role. Give it the role first.")


@transaction.atomic
def group_add(*, actor: Actor, told: GroupTold) -> FeedGroup:
    """A group gives nothing until an owner says which role it means."""
    guards.require_in(actor, EDIT_PEOPLE, None)
    guards.hold(actor)
    if not told.name:
        raise bad_value("A group has a displayName.")
    _must_be_free(actor, told)
    group = FeedGroup(organisation_id=actor.organisation_id)
    said = changes.write(group, {"name": told.name, "external_id": told.external_id or ""})
    history.record(actor=actor, action="feed_group.created", target=group, changes={"name": said["name"]})
    _set_members(actor, group, told)
    return group


@transaction.atomic
def group_tell(*, actor: Actor, group: FeedGroup, told: GroupTold) -> FeedGroup:
    guards.own(actor, group)
    guards.require_in(actor, EDIT_PEOPLE, None)
    guards.hold(actor)
    _must_be_free(actor, told, group)
    answers = {"name": told.name, "external_id": told.external_id}
    said = changes.write(group, {name: value for name, value in answers.items() if value is not None})
    if "name" in said:
        history.record(actor=actor, action="feed_group.changed", target=group, changes={"name": said["name"]})
    _set_members(actor, group, told)
    return group


@transaction.atomic
def group_remove(*, actor: Actor, group: FeedGroup) -> None:
    """Whoever has a role from it loses it."""
    guards.own(actor, group)
    guards.require_in(actor, EDIT_PEOPLE, None)
    guards.hold(actor)
    history.record(actor=actor, action="feed_group.removed", target=group)
    users = _users_in(group)
    group.delete()
    follow(actor=actor, users=users)


@transaction.atomic
def role_add(*, actor: Actor, group: FeedGroup, role: str, unit: Unit | None = None) -> FeedRole:
    """Let a group give a role: never one that the actor could not give by hand. Its members have it at once."""
    actor.require(permissions.MANAGE, group)
    guards.own(actor, unit)
    guards.require_rank(actor, role, unit)
    _feed_must_be_let(actor, role, unit)
    row = FeedRole(organisation_id=actor.organisation_id, group=group)
    told = changes.write(row, {"role": role, "unit": unit})
    history.record(actor=actor, action="feed_group.role_added", target=group, changes=told)
    follow(actor=actor, users=_users_in(group))
    return row


@transaction.atomic
def role_remove(*, actor: Actor, row: FeedRole) -> None:
    """Members of the group lose the role, unless they have it by another group or by hand."""
    guards.own(actor, row)
    actor.require(permissions.MANAGE, row.group)
    told = {"role": [row.role, None]}
    history.record(actor=actor, action="feed_group.role_removed", target=row.group, changes=told)
    users = _users_in(row.group)
    row.delete()
    follow(actor=actor, users=users)


def _feed_must_be_let(actor: Actor, role: str, unit: Unit | None) -> None:
    """The directory adds members as the feed's service account, which gives no role above its own either."""
    account = selectors.feed_of(actor.organisation_id).account
    if account is None:
        return
    try:
        guards.require_rank(actor_of(account), role, unit)
    except RuleBroken as broken:
        raise RuleBroken(NOT_THE_FEED, "role", {"name": account.name}) from broken


def _must_be_free(actor: Actor, told: GroupTold, group: FeedGroup | None = None) -> None:
    others = FeedGroup.objects.filter(organisation_id=actor.organisation_id)
    others = others.exclude(pk=group.pk) if group else others
    if told.name and others.filter(name__iexact=told.name).exists():
        raise taken("There is a group with this displayName.")
    if told.external_id and others.filter(external_id=told.external_id).exists():
        raise taken("There is a group with this externalId.")


def _set_members(actor: Actor, group: FeedGroup, told: GroupTold) -> None:
    if not told.steps:
        return
    now = frozenset(hanging_on(FeedMember, group=group).values_list("user", flat=True))
    wanted = told.members(now)
    users = selectors.users_in(actor, wanted - now)
    if missing := wanted - now - users.keys():
        raise bad_value(f"There is no user {min(map(str, missing))}.")
    gone = {user.pk: user for user in _users(now - wanted)}
    hanging_on(FeedMember, group=group).filter(user__in=list(gone)).delete()
    new = [FeedMember(organisation_id=actor.organisation_id, group=group, user=user) for user in users.values()]
    FeedMember.objects.bulk_create(new, batch_size=500)
    if users or gone:
        group.updated_at = dates.now()
        group.save(update_fields=["updated_at"])
        names = [_names(gone.values()), _names(users.values())]
        history.record(actor=actor, action="feed_group.changed", target=group, changes={"members": names})
        follow(actor=actor, users=[*users.values(), *gone.values()])


def _names(users: Collection[FeedUser]) -> list[str]:
    return sorted(user.person.name for user in users)


def _users_in(group: FeedGroup) -> list[FeedUser]:
    return _users(frozenset(hanging_on(FeedMember, group=group).values_list("user", flat=True)))


def _users(keys: frozenset[UUID]) -> list[FeedUser]:
    return list(FeedUser.objects.select_related("person__user").in_bulk(list(keys)).values())
