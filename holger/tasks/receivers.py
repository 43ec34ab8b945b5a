"""What the room does when something has happened elsewhere."""

from typing import Any

from django.dispatch import receiver

from holger.core.actor import Actor
from holger.organisation.models import Person
from holger.organisation.signals import person_shut_out
from holger.tasks import services


@receiver(person_shut_out)
def end_calendars(sender: Any, person: Person, actor: Actor, **kwargs: Any) -> None:
    """A calendar goes with whoever subscribed to it, and does not come back."""
    services.feeds_end(actor=actor, person=person)
