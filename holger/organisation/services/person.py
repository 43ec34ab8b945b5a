"""People: in, changed, suspended and out."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from holger.core import changes, dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.history import services as history
from holger.organisation import permissions, rules
from holger.organisation.models import Person, Unit
from holger.organisation.services import guards
from holger.organisation.services.comings import days_written
from holger.organisation.services.numbers import next_numbers
from holger.organisation.services.security import sign_out
from holger.organisation.signals import person_shut_out

DAYS = {"starts_on", "ends_on"}


@transaction.atomic
def person_create(*, actor: Actor, **answers: Any) -> Person:
    guards.require_in(actor, permissions.EDIT_PEOPLE, answers.get("unit"))
    guards.own(actor, answers.get("manager"))
    number = next_numbers(organisation_id=actor.organisation_id, prefix=Person.prefix)[0]
    person = Person(organisation_id=actor.organisation_id, number=number, reference=f"{Person.prefix}-{number}")
    told = changes.write(person, _tidy(answers))
    history.record(actor=actor, action="person.created", target=person, changes=told)
    if told.keys() & DAYS:
        days_written(actor=actor, people=[person])
    return person


@transaction.atomic
def person_edit(*, actor: Actor, person: Person, version: int | None = None, **answers: Any) -> Person:
    actor.require(permissions.EDIT_PEOPLE, person)
    guards.own(actor, answers.get("manager"))
    if "unit" in answers and answers["unit"] != person.unit:
        guards.require_in(actor, permissions.EDIT_PEOPLE, answers["unit"])
    answers = _tidy(answers)
    if answers.get("email", person.email) != person.email and person.id != actor.person_id:
        guards.require_over(actor, person)  # whoever reads an invitation becomes the person
    if "ends_on" in answers and answers["ends_on"] != person.ends_on and person.id != actor.person_id:
        guards.require_over(actor, person)  # an end shuts out like a suspension, and taking it away lets back in
    if answers.get("ends_on"):
        guards.hold(actor)
        guards.keep_an_owner(person)
    told = changes.write(person, answers, version=version)
    if told:
        history.record(actor=actor, action="person.changed", target=person, changes=told)
    if told.keys() & DAYS:
        days_written(actor=actor, people=[person])
    return person


@transaction.atomic
def people_set_unit(*, actor: Actor, people: Iterable[Person], unit: Unit | None) -> int:
    """Move people to a unit; how many were elsewhere."""
    moved = [person for person in people if person.unit_id != (unit.id if unit else None)]
    for person in moved:
        person_edit(actor=actor, person=person, unit=unit)
    return len(moved)


@transaction.atomic
def person_suspend(*, actor: Actor, person: Person) -> Person:
    """Close the door for now: from the next click the person is no member. What they own stays theirs."""
    _may_shut_out(actor, person)
    changes.write(person, {"suspended_at": dates.now()})
    sign_out(person)
    history.record(actor=actor, action="person.suspended", target=person)
    person_shut_out.send(Person, person=person, actor=actor, for_good=False)
    return person


@transaction.atomic
def person_resume(*, actor: Actor, person: Person) -> Person:
    actor.require(permissions.EDIT_PEOPLE, person)
    guards.require_over(actor, person)
    if person.suspended_at is not None:
        changes.write(person, {"suspended_at": None})
        history.record(actor=actor, action="person.resumed", target=person)
        days_written(actor=actor, people=[person])
    return person


@transaction.atomic
def person_remove(*, actor: Actor, person: Person) -> None:
    """Take a person out of the register. Whoever is still named somewhere must be replaced there first, or suspended."""
    _may_shut_out(actor, person)
    person_shut_out.send(Person, person=person, actor=actor, for_good=True)
    guards.require_unused(person)
    sign_out(person)
    history.record(actor=actor, action="person.removed", target=person)
    person.delete()


def _may_shut_out(actor: Actor, person: Person) -> None:
    actor.require(permissions.EDIT_PEOPLE, person)
    guards.hold(actor)
    if person.id == actor.person_id:
        raise RuleBroken(rules.NOT_YOURSELF)
    guards.require_over(actor, person)
    guards.keep_an_owner(person)


def _tidy(answers: dict[str, Any]) -> dict[str, Any]:
    return {**answers, "email": answers["email"].strip().lower()} if "email" in answers else answers
