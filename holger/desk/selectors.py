"""What the employee's page shows: whom to ask, what waits, and how the team is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from holger.audience.selectors import present
from holger.core.actor import Actor
from holger.core.permissions import Role
from holger.desk.models import DeskSettings
from holger.desk.permissions import USE
from holger.organisation.models import Person, RoleGrant
from holger.policies.models import Reading
from holger.policies.selectors.campaigns import team_readings
from holger.tasks.models import RoleHolder
from holger.tasks.selectors.work import Line, work_now

ELSEWHERE = ("readings", "courses")
"""Sources of duties that have a part of the page to themselves."""
ASKED = (("security_officer", Role.SECURITY_OFFICER, _("Security")), ("dpo", Role.DPO, _("Personal data")))


@dataclass(frozen=True)
class Contact:
    """Somebody to ask, and what about."""

    person: Person
    about: Any


def settings_of(actor: Actor) -> DeskSettings:
    """What the organisation says on the page; empty where it has said nothing."""
    found = DeskSettings.objects.filter(organisation_id=actor.organisation_id).first()
    return found or DeskSettings(id=None, organisation_id=actor.organisation_id)


def whom_to_ask(actor: Actor) -> Sequence[Contact]:
    """The security officer, the data protection officer and one's own manager, each once."""
    actor.require(USE)
    found: dict[UUID, Contact] = {}
    for person, about in _asked(actor):
        if person.pk != actor.person_id:
            found.setdefault(person.pk, Contact(person, about))
    return list(found.values())


def _asked(actor: Actor) -> Iterator[tuple[Person, Any]]:
    for held, role, about in ASKED:
        if person := holder_of(actor.organisation_id, held, role):
            yield person, about
    led = Person.objects.filter(present(), organisation_id=actor.organisation_id, reports=actor.person_id)
    for manager in led if actor.person_id else ():
        yield manager, _("Your manager")


def holder_of(organisation_id: UUID, held: str, role: Role) -> Person | None:
    """Whoever holds a role of the field's for all; where it is nobody's, the first who has the rights that go with it."""
    here = Person.objects.filter(present(), organisation_id=organisation_id)
    named = RoleHolder.objects.filter(organisation_id=organisation_id, role=held, unit=None).values("person")
    if found := here.filter(pk__in=named).first():
        return found
    granted = RoleGrant.objects.filter(organisation_id=organisation_id, role=role, unit=None).values("person")
    return here.filter(pk__in=granted, user__is_active=True).order_by("number").first()


def tasks_waiting(actor: Actor, today: date) -> Sequence[Line]:
    """What the actor is to do that has no part of the page to itself."""
    return [line for line in work_now(actor, today) if line.source.key not in ELSEWHERE]


@dataclass(frozen=True)
class Mate:
    """One of the team, and what they have not confirmed."""

    person: Person
    missing: Sequence[Reading]
    confirmed: int

    def late(self, today: date) -> int:
        return sum(row.due < today for row in self.missing)


def team(actor: Actor) -> Sequence[Mate]:
    """Those whose manager the actor is, who have something to confirm or have done so; those who miss most first."""
    people: dict[UUID, Person] = {}
    missing: dict[UUID, list[Reading]] = {}
    done: dict[UUID, int] = {}
    for row in team_readings(actor):
        people[row.person_id] = row.person
        if row.confirmed_at is None:
            missing.setdefault(row.person_id, []).append(row)
        else:
            done[row.person_id] = done.get(row.person_id, 0) + 1
    mates = [Mate(person, missing.get(key, ()), done.get(key, 0)) for key, person in people.items()]
    return sorted(mates, key=lambda mate: (-len(mate.missing), mate.person.name.casefold()))


def leads(actor: Actor) -> bool:
    """Is the actor somebody's manager?"""
    if actor.person_id is None:
        return False
    return Person.objects.filter(present(), organisation_id=actor.organisation_id, manager=actor.person_id).exists()


def landing(actor: Actor) -> str:
    """Whoever is an employee and nothing else begins on their own page."""
    return "desk:desk" if actor.roles == {Role.EMPLOYEE} else ""
