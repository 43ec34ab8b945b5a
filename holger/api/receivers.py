"""What this room does when something has happened elsewhere."""

from typing import Any

from django.dispatch import receiver

from holger.api import services
from holger.core.actor import Actor
from holger.organisation.models import Person
from holger.organisation.signals import person_ended, person_shut_out


@receiver(person_shut_out)
def end_tokens(sender: Any, person: Person, actor: Actor, for_good: bool, **kwargs: Any) -> None:
    """Tokens go with whom they act as, and do not come back. Those that somebody made for others keep the name alone."""
    services.tokens_end(actor=actor, person=person)
    if for_good:
        services.tokens_let_go(actor=actor, maker=person)


@receiver(person_ended)
def end_tokens_of_leavers(sender: Any, person: Person, actor: Actor, **kwargs: Any) -> None:
    """Should somebody be put in again, they make new ones."""
    services.tokens_end(actor=actor, person=person)
