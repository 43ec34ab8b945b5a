"""Tags: the organisation's own words."""

from django.db import transaction

from holger.core import changes
from holger.core.actor import Actor
from holger.history import services as history
from holger.organisation import permissions
from holger.organisation.models import Tag
from holger.organisation.services import guards


@transaction.atomic
def tag_create(*, actor: Actor, name: str) -> Tag:
    actor.require(permissions.TAGS)
    tag = Tag(organisation_id=actor.organisation_id)
    told = changes.write(tag, {"name": name.strip()})
    history.record(actor=actor, action="tag.created", target=tag, changes=told)
    return tag


@transaction.atomic
def tag_edit(*, actor: Actor, tag: Tag, name: str) -> Tag:
    guards.own(actor, tag)
    actor.require(permissions.TAGS, tag)
    told = changes.write(tag, {"name": name.strip()})
    if told:
        history.record(actor=actor, action="tag.changed", target=tag, changes=told)
    return tag


@transaction.atomic
def tag_remove(*, actor: Actor, tag: Tag) -> None:
    """Remove a tag, also from everything that bears it."""
    guards.own(actor, tag)
    actor.require(permissions.TAGS, tag)
    history.record(actor=actor, action="tag.removed", target=tag)
    tag.delete()
