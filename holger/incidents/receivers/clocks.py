"""Whoever is erased has still decided what they decided, under a pseudonym."""

from typing import Any

from holger.history.rules import pseudonym
from holger.incidents.models.append_only import MODELS
from holger.organisation.models import Person


def forgotten(sender: Any, *, person: Person, **more: Any) -> None:
    for model in MODELS:
        rows = model._base_manager.filter(organisation_id=person.organisation_id, person_key=person.pk)
        rows.update(by_name=pseudonym(str(person.pk)))
