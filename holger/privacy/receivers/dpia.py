"""Whoever is erased has still decided and advised, under a pseudonym."""

from typing import Any

from holger.history.rules import pseudonym
from holger.organisation.models import Person
from holger.privacy.models import DpiaVersion, Screening


def forgotten(sender: Any, *, person: Person, **more: Any) -> None:
    name = pseudonym(str(person.pk))
    for model in (Screening, DpiaVersion):
        rows = model.objects.filter(organisation_id=person.organisation_id)
        rows.filter(person_key=person.pk).update(by_name=name)
