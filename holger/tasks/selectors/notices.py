"""What somebody is told: their own, and nobody else's."""

from typing import Any

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.core.need_to_know import without_ways_to_kept
from holger.tasks.models import Notice, Reminding


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices, the latest first. What they are about may be kept from them by now: then there is none."""
    return _own(actor).order_by("-created_at", "-pk") if actor.person_id else Notice.objects.none()


def _own(actor: Actor, **which: Any) -> QuerySet[Notice]:
    rows = Notice.objects.filter(organisation_id=actor.organisation_id, person=actor.person_id, **which)
    return without_ways_to_kept(rows, actor, "path").order_by()


def unread_count(actor: Actor) -> int:
    """How many of them have not been read."""
    return _own(actor, read_at=None).count() if actor.person_id else 0


def reminding_for(actor: Actor) -> Reminding:
    """How the actor wants to be told; as everybody is until they have said so."""
    rows = Reminding.objects.filter(organisation_id=actor.organisation_id, person=actor.person_id)
    found = rows.first() if actor.person_id else None
    return found or Reminding(id=None, organisation_id=actor.organisation_id)
