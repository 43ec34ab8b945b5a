"""Chats that are told, for those who set them up."""

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.tasks.models import Webhook
from holger.tasks.permissions import SETTINGS


def webhooks_for(actor: Actor) -> QuerySet[Webhook]:
    """Chats are the whole organisation's: whoever sets up a unit only sees none."""
    if not actor.reach(SETTINGS).everything:
        return Webhook.objects.none()
    return Webhook.objects.filter(organisation_id=actor.organisation_id).order_by("name")
