"""On PostgreSQL the tests run as holger does: as a role that the walls hold, on tables that another role owns.

What is tried (pages, the API, commands) stands where it says it stands, and a question that forgot to say so is an
error. The test's own lines, which set the scene in two organisations and look at what came of it, see the whole house:
they are the owner's. ``inside`` narrows them too.

    def test_page(cast, client_of):
        Asset.objects.create(organisation=cast.rosenborg, …)       # the whole house
        client_of(cast.anna).get("/o/kronborg/assets/")            # only what the page asks for, inside Kronborg
        with as_holger():
            Asset.objects.count()                                  # an error: nobody has said where

On SQLite there are no such walls, and all this does nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import psycopg
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase
from django.test.client import ClientHandler
from psycopg.pq import TransactionStatus

from holger.core import tenancy

OWNER, APPLICATION = "holger_test_owner", "holger_test_app"
ONE_AT_A_TIME = "SELECT pg_advisory_lock(20261124)"  # parallel test runs share the roles
SETTINGS = "SELECT set_config('holger.organisation', %s, false), set_config('holger.whole', %s, false)"


@contextmanager
def seeing_all() -> Iterator[None]:
    """For a test's own lines: every organisation's rows."""
    if connection.vendor == "postgresql":
        connection.ensure_connection()
    with _being(OWNER, str(tenancy.NOWHERE), "yes"):
        yield


@contextmanager
def as_holger() -> Iterator[None]:
    """For what is tried: the application's role, standing nowhere yet."""
    stay = tenancy._stay.get()
    tenancy._stay.set(None)
    try:
        with _being(APPLICATION, "", ""):
            yield
    finally:
        tenancy._stay.set(stay)


@contextmanager
def _being(role: str, organisation: str, whole: str) -> Iterator[None]:
    """By psycopg itself, so that no count of questions has these in it."""
    if connection.vendor != "postgresql" or _is_owners() or not _usable():
        yield
        return
    link = connection.connection
    asked = "SELECT current_user, current_setting('holger.organisation', true), current_setting('holger.whole', true)"
    was, *settings = link.execute(asked).fetchone()
    _become(link, role, organisation, whole)
    try:
        yield
    finally:
        if connection.connection is link and _usable():
            _become(link, was, *(value or "" for value in settings))


def _become(link: Any, role: str, organisation: str, whole: str) -> None:
    link.execute(f'SET ROLE "{role}"')
    link.execute(SETTINGS, [organisation, whole])


def _usable() -> bool:
    link = connection.connection
    return link is not None and not link.closed and link.info.transaction_status != TransactionStatus.INERROR


def _is_owners() -> bool:
    return "holger.whole=yes" in connection.settings_dict["OPTIONS"].get("options", "")


# --- The database and its roles ------------------------------------------------------------------------------------


def _prepared(creation: Any, *args: Any, **kwargs: Any) -> str:
    """A new database is given to the owner before the first migration."""
    name = _create(creation, *args, **kwargs)
    with creation._nodb_cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        told = {**creation.connection.get_connection_params(), "dbname": name}
        told = {key: value for key, value in told.items() if key not in ("cursor_factory", "context")}
        with psycopg.connect(**told, autocommit=True) as admin:
            give_to_owner(admin)
    return name


def give_to_owner(admin: psycopg.Connection) -> None:
    """A new, empty database gets its two roles."""
    from holger.config import postgres

    for role in (OWNER, APPLICATION):
        postgres.make_role(admin, role, new_password=False)
    postgres.make_database(admin, admin.info.dbname, OWNER)
    postgres.share(admin, OWNER, APPLICATION)


def _take_role(sender: Any, connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "postgresql" and (connection.settings_dict["NAME"] or "").startswith(("test_", "house_")):
        owner = "holger.whole=yes" in connection.settings_dict["OPTIONS"].get("options", "")
        connection.connection.execute(f"SET ROLE {OWNER if owner else APPLICATION}")


MADE_ONCE = {"django_migrations", "django_content_type", "auth_permission"}
"""Tables that are filled when they are made."""


def _through_the_walls(case: Any) -> None:
    """After a test that commits, the tables are emptied in which something lies. Django would empty all of them, and the walls
    would be built anew, which takes seconds."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    looks = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables if name not in MADE_ONCE)
    with connection.constraint_checks_disabled(), transaction.atomic(), walls_down("wall_*_delete*") as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        for (name,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{name}"')


@contextmanager
def walls_down(names: str) -> Iterator[Any]:
    """Inside, no wall with such a name stops anybody; on PostgreSQL none at all. Building all of them anew takes seconds."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT current_user")
            (was,) = cursor.fetchone()
            # The superuser sees all rows; of a replica neither walls nor references are asked.
            cursor.execute("RESET ROLE")
            cursor.execute("SET session_replication_role = replica")
            yield cursor
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute(f'SET ROLE "{was}"')
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB %s", [names])
        triggers = cursor.fetchall()
        for name, _made in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield cursor
        for _name, made in triggers:
            cursor.execute(made)


def _tried[**P, T](act: Callable[P, T]) -> Callable[P, T]:
    @wraps(act)
    def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        with as_holger():
            return act(*args, **kwargs)

    return tried


def _only_questions[T](answer: Callable[..., T]) -> Callable[..., T]:
    """A test is a transaction around everything, so that what is a BEGIN and a COMMIT elsewhere, which nobody counts, is
    a savepoint here, and leaving an organisation is a question of its own. Take these out of what tests count.
    """

    @wraps(answer)
    def counted(*args: Any, **kwargs: Any) -> T:
        before = len(connection.queries_log)
        try:
            return answer(*args, **kwargs)
        finally:
            asked = list(connection.queries_log)
            if connection.vendor == "postgresql" and before < len(asked) < connection.queries_limit:
                connection.queries_log.clear()
                connection.queries_log.extend(asked[:before] + [q for q in asked[before:] if _is_question(q["sql"])])

    return counted


def _is_question(sql: str) -> bool:
    begins = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
    return not sql.startswith(begins) and ("set_config" not in sql or "FROM organisation" in sql)


_create = DatabaseCreation._create_test_db


def install() -> None:
    DatabaseCreation._create_test_db = _prepared  # type: ignore[method-assign]
    TransactionTestCase._fixture_teardown = _through_the_walls  # type: ignore[attr-defined]
    ClientHandler.__call__ = _only_questions(_tried(ClientHandler.__call__))  # type: ignore[method-assign]
    BaseCommand.execute = _tried(BaseCommand.execute)  # type: ignore[method-assign]
    connection_created.connect(_take_role)
