"""Chats that are told, for those who set them up."""

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.core.models import visible
from holger.tasks.models import Webhook
from holger.tasks.permissions import SETTINGS


def webhooks_for(actor: Actor) -> QuerySet[Webhook]:
    return visible(Webhook.objects.order_by("name"), actor, SETTINGS)
