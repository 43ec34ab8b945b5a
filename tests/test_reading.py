"""Reading changes nothing: whoever opens whatever page, the database is afterwards what it was before.

Otherwise a link in a mail, a picture on another site or a browser that fetches ahead could do what only a form may.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any

import pytest
from django.db import connection

from holger.api.tests.programs import Program
from holger.core.permissions import Role
from holger.history.models import Event
from tests.cast import Cast, client_of
from tests.furnished import Furnished
from tests.parts import parts
from tests.tally import Tally
from tests.test_access import HOUSE, ROLES, Route, routes
from tests.test_headers import address
from tests.undrawn import undrawn
from tests.world import World

pytestmark = pytest.mark.once

PAGES, INTERFACE = (
    parts([route for route in routes() if route.pattern.startswith("api/") == program], lambda route: route.word)
    for program in (False, True)
)
MAY_CHANGE = {
    "django_session": "a visitor's session is begun, and holds what to say on the next page",
    "usersessions_usersession": "when the browser was last seen, so that people can end it",
    "history_event": "that somebody was refused, or took something out: what else is told there, see below",
    "history_chain": "likewise",
}
"""Tables that reading may write to, each with its reason. The cache, which counts attempts, is no table in tests."""
MAY_CHANGE_IN = {("api_token", "last_used_at"): "when the token was last used, so that idle ones are found"}
"""The same for single columns."""
MAY_TELL = re.compile(r"access\.refused|evidence\.downloaded|[\w-]+\.exported")
"""What the history may be told of by reading."""
WRITES = re.compile(r"\s*(?:INSERT\b.*?\bINTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
QUERIES = ("?part=tabs", "?export=csv", "?q=x")


def digest(tables: Iterable[str] = ()) -> dict[str, str]:
    """The tables' content as fingerprints; without names every table's."""
    with connection.cursor() as cursor:
        return {table: _digest(cursor, table) for table in tables or connection.introspection.table_names(cursor)}


@contextmanager
def changes() -> Iterator[Callable[..., list[str]]]:
    """Asked now and then, it tells which tables have other content than when last asked.

    In between it looks only at what statements have written to, since all tables take longer than the page; the last
    time, with ``whole``, at every one, so that what a trigger did is found too.
    """
    before, written = digest(), set[str]()

    def look(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        if found := WRITES.match(sql):
            written.add(found[1])
        return execute(sql, *others)

    def changed(*, whole: bool = False) -> list[str]:
        looked_at = set(before) if whole else written - set(MAY_CHANGE)
        after = digest(looked_at) if looked_at else {}
        found = [table for table in after if after[table] != before[table]]
        before.update(after)
        written.clear()
        return found

    with connection.execute_wrapper(look):
        yield changed


def _digest(cursor: Any, table: str) -> str:
    if table in MAY_CHANGE:
        return ""
    cursor.execute(_question(table))
    return hashlib.sha256("\n".join(sorted(map(repr, cursor.fetchall()))).encode()).hexdigest()


@cache
def _question(table: str) -> str:
    """Asks for all that reading may not change. Finding the columns takes longer than reading them."""
    with connection.cursor() as cursor:
        columns = [found.name for found in connection.introspection.get_table_description(cursor, table)]
    kept = [connection.ops.quote_name(name) for name in columns if (table, name) not in MAY_CHANGE_IN]
    return f"SELECT {', '.join(kept)} FROM {connection.ops.quote_name(table)}"


def deeds() -> Counter[str]:
    """What the history tells of, and how often."""
    return Counter(Event.objects.values_list("action", flat=True))


def read(client: Any, url: str, method: str = "get", **headers: str) -> int:
    answer = client.generic(method.upper(), url, headers=headers)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def read_otherwise(client: Any, route: Route, url: str) -> None:
    """As a browser asks that wants to know less, or only a part; and a list as a file, and searched."""
    read(client, url, "head")
    read(client, url, **PARTIAL)
    for query in QUERIES if route.name.endswith("-list") else ():
        read(client, url + query)


@pytest.fixture
def house(furnished: Furnished) -> tuple[Cast, World]:
    return furnished(HOUSE)


@pytest.mark.parametrize("part", PAGES)
def test_reading_changes_nothing(
    part: str, house: tuple[Cast, World], db: None, still: Callable[[], None], tally: Tally
) -> None:
    still()
    cast, world = house
    people = {**cast.by_role(), "stranger": cast.dorte, "nobody": None}
    clients = {who: client_of(person) for who, person in people.items()}
    found, told = [], deeds()
    pages = [(route, address(route, world)) for route in PAGES[part]]
    with changes() as changed:
        # One after the other: each refusal is written down, and what the menu counts is then counted anew for everybody.
        for who, client in clients.items():
            for route, url in list(pages):
                # What is drawn is drawn of the same for all: the officer's is, and of the rest what is done before that.
                with nullcontext() if who is Role.SECURITY_OFFICER else undrawn():
                    status = read(client, url)
                if status == 405:  # nobody reads there
                    pages.remove((route, url))
                if who is Role.SECURITY_OFFICER:
                    read_otherwise(client, route, url)
                    tally("reading", requests=2)
                found += [f"{route.name} changes {table} for {who}" for table in changed()]
                tally("reading", requests=1)
        found += [f"a page changes {table}" for table in changed(whole=True)]
    assert len(people) == len(ROLES) + 2
    assert not found, "\n".join(found)
    assert not {deed for deed in (deeds() - told) if not MAY_TELL.fullmatch(deed)}


@pytest.mark.parametrize("part", INTERFACE)
def test_programs_that_read_change_nothing(part: str, house: tuple[Cast, World], db: None) -> None:
    cast, world = house
    programs = [Program(cast.by_role()[role]) for role in (Role.OWNER, Role.SECURITY_OFFICER)]
    programs += [Program(cast.dorte), Program(None)]
    found, told = [], deeds()
    with changes() as changed:
        for route in INTERFACE[part]:
            for program in programs:
                answer = program.get(address(route, world))
                if answer.streaming:
                    b"".join(answer.streaming_content)
            found += [f"{route.name} changes {table}" for table in changed()]
        found += [f"an operation changes {table}" for table in changed(whole=True)]
    assert not found, "\n".join(found)
    assert not {deed for deed in (deeds() - told) if not MAY_TELL.fullmatch(deed)}


def test_a_single_letter_is_noticed_also_what_no_statement_tells(cast: Cast) -> None:
    table = type(cast.anna)._meta.db_table
    with changes() as changed:
        assert changed() == []
        cast.anna.job_title += "."
        cast.anna.save()
        assert (changed(), changed(), changed(whole=True)) == ([table], [], [])
        with connection.cursor() as cursor:
            cursor.execute(f"WITH one AS (SELECT 1) UPDATE {table} SET job_title = 'x'")  # begins as no writing does
        assert (changed(), changed(whole=True)) == ([], [table])


def test_every_exception_is_about_something_that_is_there(cast: Cast) -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table, column in MAY_CHANGE_IN:
            columns = [found.name for found in connection.introspection.get_table_description(cursor, table)]
            assert column in columns
    assert set(MAY_CHANGE) <= tables
