"""A house that takes long to furnish is furnished once by each worker; every test that asks for it begins with a copy.

    @pytest.fixture
    def furniture(furnished):
        return furnished("a cast and its world", lambda: ((cast := make_cast()), make_world(cast)))

The copy is one of SQLite's whole database, which cannot be changed within a transaction: this comes before ``db``, and whatever
a test asks for besides is built on it. On PostgreSQL the house is furnished for each test.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction

KEPT: dict[str, tuple[Any, Any]] = {}
"""By name, what was made and the database that it is in."""

type Furnished = Callable[[str, Callable[[], Any]], Any]


@pytest.fixture
def furnished(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Furnished]:
    """``furnished(name, make)``: what ``make`` made, in the database that it left."""
    if connection.vendor != "sqlite":
        request.getfixturevalue("db")
        yield lambda name, make: make()
        return
    with django_db_blocker.unblock():
        connection.ensure_connection()
        empty = _copy(connection.connection)

    def furnish(name: str, make: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            if name in KEPT:
                KEPT[name][1].backup(connection.connection)
            else:
                KEPT[name] = _made(make), _copy(connection.connection)
        _forget()
        request.getfixturevalue("db")
        return copy.deepcopy(KEPT[name][0])

    yield furnish
    with django_db_blocker.unblock():
        empty.backup(connection.connection)
    _forget()


def _made(make: Callable[[], Any]) -> Any:
    """As in a test, where nothing is ever done after a commit."""
    with transaction.atomic():
        made = make()
        connection.run_on_commit.clear()
    return made


def _copy(source: Any) -> Any:
    kept = connection.Database.connect(":memory:", check_same_thread=False)
    source.backup(kept)
    return kept


def _forget() -> None:
    """What was kept of the rows that were there before."""
    from tests.shares import forget

    forget()
    cache.clear()
