"""People who start and who leave, as the organisation tells of them."""

from typing import Any

from django.dispatch import receiver

from holger.organisation.models import Person
from holger.organisation.signals import person_ended, person_shut_out, person_started
from holger.training import services


@receiver(person_started)
def somebody_started(sender: Any, person: Person, **kwargs: Any) -> None:
    services.newcomer_enrol(person=person)


@receiver(person_ended)
def somebody_left(sender: Any, person: Person, **kwargs: Any) -> None:
    services.leaver_withdraw(person=person)


@receiver(person_shut_out)
def somebody_is_removed(sender: Any, person: Person, for_good: bool, **kwargs: Any) -> None:
    if for_good:
        services.person_let_go(person=person)
