"""People from a spreadsheet, and back out again."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.organisation import permissions, rules, selectors
from holger.organisation.models import Person
from holger.organisation.services import guards
from holger.organisation.services.comings import days_written
from holger.organisation.services.numbers import next_numbers

PERMISSION = permissions.EDIT_PEOPLE
SENSITIVE = {"email", "ends_on"}
"""Whoever reads an invitation becomes the person; an end shuts out like a suspension."""


@transaction.atomic
def person_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> dict[str, Any]:
    """Write the rows of an import by the same rules that a single edit asks."""
    actor.require(PERMISSION)
    guards.hold(actor)
    _may_change(actor, updates)
    had_owner = selectors.owners_of(actor.organisation_id).exists()
    written = bulk.write(
        actor=actor,
        model=Person,
        verb="person",
        permission=PERMISSION,
        creates=creates,
        updates=updates,
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=Person.prefix),
        prepare=_tidy,
    )
    if had_owner and not selectors.owners_of(actor.organisation_id).exists():
        raise RuleBroken(rules.LAST_OWNER)  # of two owners, each asked about alone, both were given an end
    days_written(actor=actor)
    return written


@transaction.atomic
def person_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    actor.require(PERMISSION)
    organisation = guards.hold(actor)
    had_owner = selectors.owners_of(organisation.pk).exists()
    people = Person.objects.filter(organisation_id=organisation.pk).in_bulk([row["id"] for row in payload["updated"]])
    for row in payload["updated"]:
        person = people.get(UUID(row["id"]))
        if person is not None and SENSITIVE & row["values"].keys() and person.id != actor.person_id:
            guards.require_over(actor, person)
    bulk.undo(actor=actor, model=Person, verb="person", permission=PERMISSION, payload=payload)
    if had_owner and not selectors.owners_of(organisation.pk).exists():
        raise RuleBroken(rules.LAST_OWNER)
    days_written(actor=actor)


def _may_change(actor: Actor, updates: Sequence[ChangedRow]) -> None:
    """Asked of people as they are, before the file has moved them anywhere."""
    people = Person.objects.filter(organisation_id=actor.organisation_id).in_bulk([row.id for row in updates])
    for row in updates:
        if (person := people.get(row.id)) is None:
            continue
        actor.require(PERMISSION, person)
        if SENSITIVE & row.values.keys() and person.id != actor.person_id:
            guards.require_over(actor, person)
        if row.values.get("ends_on"):
            guards.keep_an_owner(person)


def _tidy(person: Person) -> None:
    person.email = person.email.strip().lower()
