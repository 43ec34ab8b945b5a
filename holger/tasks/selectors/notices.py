"""What somebody is told: their own, and nobody else's."""

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.tasks.models import Notice, Reminding


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices, the latest first."""
    rows = Notice.objects.filter(organisation_id=actor.organisation_id)
    return (rows.filter(person=actor.person_id) if actor.person_id else rows.none()).order_by("-created_at", "-pk")


def unread_count(actor: Actor) -> int:
    """How many of them have not been read."""
    return notices_for(actor).order_by().filter(read_at=None).count() if actor.person_id else 0


def reminding_for(actor: Actor) -> Reminding:
    """How the actor wants to be told; as everybody is until they have said so."""
    rows = Reminding.objects.filter(organisation_id=actor.organisation_id, person=actor.person_id)
    found = rows.first() if actor.person_id else None
    return found or Reminding(id=None, organisation_id=actor.organisation_id)
