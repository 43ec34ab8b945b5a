"""A house that takes long to furnish is furnished once by each worker; every test that asks for it begins with a copy.

    HOUSE = House("a cast and its world", furnish)
    FULLER = House("… and what is elsewhere", lambda held: plant(held.cast), after=HOUSE)

    @pytest.fixture
    def house(furnished):
        return furnished(HOUSE)

    def test_…(house, furnished, db):
        …
        planted = furnished.then(FULLER)

The copy is one of SQLite's whole database, which cannot be changed within a transaction: ``furnished(…)`` comes before ``db``, and
whatever a test asks for besides is built on it. However long ago it was furnished, whoever signed in there still is, and is not asked
for a password once more. ``then`` ends what the test has begun: of that, nothing is left. On PostgreSQL a
house is furnished for each test.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction

HOUSES: "list[House]" = []
KEPT: dict[str, tuple[Any, Any]] = {}
"""By name, what was made and the database that it is in."""
NEVER = 10**6
"""Seconds, minutes or hours after which somebody has been away for too long."""


@dataclass(frozen=True)
class House:
    name: str
    make: Callable[..., Any]
    """What it answers is what the tests are given; it is given what was made of the house before."""
    after: "House | None" = None

    def __post_init__(self) -> None:
        HOUSES.append(self)


class Furnished:
    def __init__(self, request: pytest.FixtureRequest, empty: Any):
        self.request, self.empty = request, empty

    def __call__(self, house: House) -> Any:
        """What was made, in the database that it left."""
        settings = self.request.getfixturevalue("settings")
        for name in ("ACCOUNT_REAUTHENTICATION_TIMEOUT", "SESSION_IDLE_MINUTES", "SESSION_HOURS"):
            setattr(settings, name, NEVER)
        if connection.vendor != "sqlite":
            self.request.getfixturevalue("db")
            self.made = house.make()
            return self.made
        with self.request.getfixturevalue("django_db_blocker").unblock():
            made = _put(house, self.empty)
        self.request.getfixturevalue("db")
        return made

    def then(self, house: House) -> Any:
        """The same of a house that comes after the one that the test has begun with."""
        if connection.vendor != "sqlite":
            return house.make(self.made)
        connection.connection.rollback()
        made = _put(house, self.empty)
        connection.connection.execute("BEGIN")
        for point in filter(None, connection.savepoint_ids):  # which Django goes back to in the end
            connection.connection.execute(connection.ops.savepoint_create_sql(point))
        return made


@pytest.fixture
def furnished(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Furnished]:
    if connection.vendor != "sqlite":
        yield Furnished(request, None)
        return
    with django_db_blocker.unblock():
        connection.ensure_connection()
        empty = _copied()
    yield Furnished(request, empty)
    with django_db_blocker.unblock():
        empty.backup(connection.connection)
    _forget()


def furnish_all() -> None:
    """Every house that loaded tests may ask for, before a process forks for each of them; where no copy is to be had, none."""
    if connection.vendor != "sqlite":
        return
    connection.ensure_connection()
    empty = _copied()
    for house in HOUSES:
        _put(house, empty)
    empty.backup(connection.connection)
    _forget()


def _put(house: House, empty: Any) -> Any:
    """The house into the database, outside of any transaction; what was made of it."""
    if house.name not in KEPT:
        given = [_put(house.after, empty)] if house.after else []
        if not house.after:
            empty.backup(connection.connection)
        KEPT[house.name] = _made(house, given), _copied()
    made, rows = KEPT[house.name]
    rows.backup(connection.connection)
    _forget()
    return copy.deepcopy(made)


def _made(house: House, given: list[Any]) -> Any:
    """As in a test, where nothing is ever done after a commit."""
    with transaction.atomic():
        made = house.make(*given)
        connection.run_on_commit.clear()
    return made


def _copied() -> Any:
    kept = connection.Database.connect(":memory:", check_same_thread=False)
    connection.connection.backup(kept)
    return kept


def _forget() -> None:
    """What was kept of the rows that were there before."""
    from tests.shares import forget

    forget()
    cache.clear()
