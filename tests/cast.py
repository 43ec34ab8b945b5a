"""The cast of every test: who they are, what they may do, and how to be them.

Kronborg has Anna (security officer), Olga (owner), Karen (data protection officer), Bo (contributor, owns things),
Carl (auditor, reads) and Emil (employee). Dorte, security officer at Rosenborg, is the stranger.

    def test_page(cast, client_of):
        assert client_of(cast.anna).get("/o/kronborg/people/").status_code == 200
        assert client_of(cast.dorte).get("/o/kronborg/people/").status_code == 404
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from holger.accounts.models import User
from holger.accounts.session import CONFIRMED, SEEN, SINCE
from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.core.permissions import Role
from holger.organisation import selectors, services
from holger.organisation.models import Organisation, Person, RoleGrant, Unit

PASSWORD = "calm-water-under-the-bridge"


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def make_organisation(slug: str = "kronborg", name: str = "", **fields: Any) -> Organisation:
    return Organisation.objects.create(slug=slug, name=name or slug.title(), **{"language": "en", **fields})


def make_unit(organisation: Organisation, name: str = "Production", parent: Unit | None = None) -> Unit:
    return Unit.objects.create(organisation=organisation, name=name, parent=parent)


def make_user(email: str = "grete@example.test", name: str = "", **fields: Any) -> User:
    """A user whose password is ``PASSWORD``."""
    return User.objects.create(email=email, name=name, password=_hashed(), **fields)


def make_person(
    organisation: Organisation,
    name: str = "Grete Hansen",
    role: Role | None = None,
    *,
    unit: Unit | None = None,
    only_in: Unit | None = None,
    signs_in: bool = True,
    **fields: Any,
) -> Person:
    """A person with a user (unless ``signs_in`` is False) and at most one role, everywhere or ``only_in`` a unit."""
    who = Who(name, role, only_in, signs_in, {"unit": unit, **fields})
    return make_people(organisation, who)[0]


@dataclass(frozen=True)
class Who:
    """Somebody to make: see ``make_person``."""

    name: str
    role: Role | None
    only_in: Unit | None = None
    signs_in: bool = True
    fields: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def make_people(organisation: Organisation, *whos: Who) -> list[Person]:
    """Several at once, since nearly every test begins with all of the cast."""
    numbers = services.next_numbers(organisation_id=organisation.id, prefix=Person.prefix, count=len(whos))
    people = [_person(organisation, number, who) for number, who in zip(numbers, whos, strict=True)]
    User.objects.bulk_create(person.user for person in people if person.user)
    Person.objects.bulk_create(people)
    RoleGrant.objects.bulk_create(
        RoleGrant(organisation=organisation, person=person, role=who.role, unit=who.only_in)
        for person, who in zip(people, whos, strict=True)
        if who.role
    )
    return people


def _person(organisation: Organisation, number: int, who: Who) -> Person:
    told: dict[str, Any] = {"email": f"{who.name.split()[0].lower()}@{organisation.slug}.example", **who.fields}
    user = User(email=told["email"], name=who.name, password=_hashed()) if who.signs_in else None
    reference = f"{Person.prefix}-{number}"
    return Person(organisation=organisation, number=number, reference=reference, name=who.name, user=user, **told)


def actor_of(person: Person, channel: Channel = Channel.PAGE) -> Actor:
    """The person as the actor of a service or selector."""
    return selectors.actor_of(person, channel)


def client_of(person: Person | User | None, *, confirmed: bool = True) -> Client:
    """A browser in which the person (or user) is signed in; None: nobody is.

    They have just shown who they are, so that pages marked ``sudo`` open, unless ``confirmed`` is False.
    """
    client = Client()
    user = person.user if isinstance(person, Person) else person
    if user is not None:
        user.refresh_from_db()  # a role given since has ended earlier sessions
        client.force_login(user)
        now = int(dates.now().timestamp())
        session = client.session
        session.update({SINCE: now, SEEN: now} | ({CONFIRMED: now} if confirmed else {}))  # as after the first click
        session.save()
    return client


@dataclass(frozen=True)
class Cast:
    kronborg: Organisation
    rosenborg: Organisation
    production: Unit
    """A unit of Kronborg."""
    anna: Person
    bo: Person
    carl: Person
    olga: Person
    karen: Person
    emil: Person
    dorte: Person

    def by_role(self) -> dict[Role, Person]:
        """One person of Kronborg for each role."""
        return {
            Role.OWNER: self.olga,
            Role.SECURITY_OFFICER: self.anna,
            Role.DPO: self.karen,
            Role.CONTRIBUTOR: self.bo,
            Role.AUDITOR: self.carl,
            Role.EMPLOYEE: self.emil,
        }


def make_cast() -> Cast:
    kronborg = make_organisation("kronborg", "Kronborg A/S")
    rosenborg = make_organisation("rosenborg", "Rosenborg ApS")
    production = make_unit(kronborg, "Production")
    here = {"unit": production}
    anna, bo, carl, olga, karen, emil = make_people(
        kronborg,
        Who("Anna Holm", Role.SECURITY_OFFICER, fields={"job_title": "Information security coordinator"}),
        Who("Bo Lind", Role.CONTRIBUTOR, fields={"job_title": "System owner", **here}),
        Who("Carl Friis", Role.AUDITOR, fields={"job_title": "External auditor"}),
        Who("Olga Krogh", Role.OWNER, fields={"job_title": "CEO"}),
        Who("Karen Bech", Role.DPO, fields={"job_title": "Data protection officer"}),
        Who("Emil Vang", Role.EMPLOYEE, fields={"job_title": "Machine operator", **here}),
    )
    dorte = make_person(rosenborg, "Dorte Juul", Role.SECURITY_OFFICER, job_title="Head of IT")
    return Cast(kronborg, rosenborg, production, anna, bo, carl, olga, karen, emil, dorte)


@pytest.fixture(autouse=True)
def _start_in_english() -> None:
    """A page shown in Danish, or in an organisation's zone, leaves both behind in the thread."""
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture(name="client_of")
def _client_of(db: None) -> Callable[[Person | User | None], Client]:
    return client_of


@pytest.fixture(name="actor_of")
def _actor_of(db: None) -> Callable[..., Actor]:
    return actor_of


@pytest.fixture
def kronborg(cast: Cast) -> Organisation:
    return cast.kronborg


@pytest.fixture
def rosenborg(cast: Cast) -> Organisation:
    return cast.rosenborg


@pytest.fixture
def anna(cast: Cast) -> Person:
    return cast.anna


@pytest.fixture
def bo(cast: Cast) -> Person:
    return cast.bo


@pytest.fixture
def carl(cast: Cast) -> Person:
    return cast.carl


@pytest.fixture
def olga(cast: Cast) -> Person:
    return cast.olga


@pytest.fixture
def karen(cast: Cast) -> Person:
    return cast.karen


@pytest.fixture
def emil(cast: Cast) -> Person:
    return cast.emil


@pytest.fixture
def dorte(cast: Cast) -> Person:
    return cast.dorte
