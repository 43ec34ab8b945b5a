"""Whoever is erased has still written what they wrote, under a pseudonym."""

from typing import Any

from holger.history.rules import pseudonym
from holger.organisation.models import Person
from holger.privacy.models import RequestEntry


def forgotten(sender: Any, *, person: Person, **more: Any) -> None:
    rows = RequestEntry.objects.filter(organisation_id=person.organisation_id, person_key=person.pk)
    rows.update(by_name=pseudonym(str(person.pk)))
