"""The library is safe, the swap works with Django, and the pragmas hold on every connection."""

import copy
import pickle
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.db.transaction import Atomic

from holger.config import tidying
from holger.config.sqlite import library
from holger.config.sqlite.base import DatabaseWrapper, DjangoOperations, pragmas


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), True),
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_which_versions_are_safe(version, safe):
    assert library.is_safe(version) is safe


def test_an_unsafe_library_gets_a_rollback_journal():
    assert "journal_mode=DELETE" in pragmas((3, 40, 1))
    assert "journal_mode=WAL" in pragmas((3, 53, 4))


def test_the_library_in_use_is_safe():
    assert library.is_safe(DatabaseWrapper.Database.sqlite_version_info)


@pytest.fixture
def wrapper(tmp_path: Path, django_db_blocker):
    wrapper = DatabaseWrapper(
        {**connection.settings_dict, "NAME": str(tmp_path / "db.sqlite3"), "OPTIONS": {}}, "other"
    )
    connections["other"] = wrapper  # where Django's transactions look for it
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()
    del connections["other"]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("recursive_triggers", 1),
        ("cache_size", -16000),
        ("foreign_keys", 1),
        ("busy_timeout", 10000),
    ],
)
def test_pragmas(wrapper, pragma, value):
    with wrapper.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_transactions_lock_at_once_and_limits_are_known(wrapper):
    wrapper.ensure_connection()
    assert wrapper.transaction_mode == "IMMEDIATE"
    assert wrapper.features.max_query_params > 900
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE words USING fts5(text)")


def test_replace_does_not_walk_past_a_trigger(wrapper):
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE trail (id INTEGER PRIMARY KEY, what TEXT)")
        cursor.execute("CREATE TRIGGER kept BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'append only'); END")
        cursor.execute("INSERT INTO trail VALUES (1, 'done')")
        with pytest.raises(Exception, match="append only"):
            cursor.execute("INSERT OR REPLACE INTO trail VALUES (1, 'undone')")


def test_the_sizes_of_tables_are_learnt(wrapper, monkeypatch):
    monkeypatch.setattr(tidying, "connection", wrapper)
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (house INTEGER, id INTEGER)")
        cursor.execute("CREATE INDEX thing_id ON thing (id)")
        cursor.execute("CREATE INDEX thing_house ON thing (house)")
        cursor.executemany("INSERT INTO thing VALUES (%s, %s)", [(1, number) for number in range(1000)])

        def way() -> str:
            return cursor.execute("EXPLAIN QUERY PLAN SELECT * FROM thing WHERE house = 1 AND id = 7").fetchone()[3]

        assert "thing_house" in way()
        tidying.learn_sizes()
        assert "thing_id" in way()


@pytest.mark.parametrize("written", [uuid4(), UUID(int=0), UUID(int=2**128 - 1)])
def test_a_key_that_is_read_is_the_key_that_was_written(written):
    read = DatabaseWrapper.ops_class(None).convert_uuidfield_value(written.hex, None, None)
    assert type(read) is UUID
    assert (read, str(read), hash(read), read.is_safe) == (written, str(written), hash(written), written.is_safe)
    assert copy.deepcopy(read) == pickle.loads(pickle.dumps(read)) == written


def test_no_key_is_read_as_none():
    assert DatabaseWrapper.ops_class(None).convert_uuidfield_value(None, None, None) is None


@pytest.mark.parametrize(
    "kept",
    [None, datetime(2026, 11, 28, 23, 59, 59, 999999), datetime(2026, 7, 1, tzinfo=UTC), "2026-11-28 01:02:03.4"],
)
def test_a_moment_is_read_as_django_reads_it(kept):
    ours, djangos = DatabaseWrapper.ops_class(connection), DjangoOperations(connection)
    read = ours.convert_datetimefield_value(kept, None, None)
    assert read == djangos.convert_datetimefield_value(kept, None, None)
    assert read is None or read.tzinfo is UTC


def test_marks_in_a_statement_are_those_that_something_is_put_into(wrapper):
    with wrapper.cursor() as cursor:
        for put in ("one", "two"):
            assert cursor.execute("SELECT %s, '50%%', '%%s'", [put]).fetchone() == (put, "50%", "%s")
        assert cursor.execute("SELECT %(put)s, '50%%'", {"put": "three"}).fetchone() == ("three", "50%")
        assert cursor.execute("SELECT '50%'").fetchone() == ("50%",)
        many = ", ".join(["%s"] * 2000)
        assert cursor.execute(f"SELECT %s IN ({many}), '50%%'", [1999, *range(2000)]).fetchone() == (1, "50%")


def test_savepoints_are_called_by_their_depth(wrapper):
    said: list[str] = []

    def note(execute, sql, params, many, context):
        said.append(sql)
        return execute(sql, params, many, context)

    with wrapper.cursor() as cursor, wrapper.execute_wrapper(note):
        cursor.execute("CREATE TABLE thing (id INTEGER)")
        for _ in range(2):
            with atomic(wrapper), atomic(wrapper):
                with suppress(ZeroDivisionError), atomic(wrapper):
                    cursor.execute("INSERT INTO thing VALUES (1)")
                    with atomic(wrapper):
                        cursor.execute("INSERT INTO thing VALUES (2)")
                    raise ZeroDivisionError
                with atomic(wrapper):
                    cursor.execute("INSERT INTO thing VALUES (3)")
        assert cursor.execute("SELECT id FROM thing").fetchall() == [(3,), (3,)]
    assert {sql for sql in said if "SAVEPOINT" in sql} == {
        f'{verb} "level_{level}"'
        for verb, level in [("SAVEPOINT", 0), ("SAVEPOINT", 1), ("SAVEPOINT", 2), ("ROLLBACK TO SAVEPOINT", 1)]
    } | {f'RELEASE SAVEPOINT "level_{level}"' for level in (0, 1, 2)}


def test_what_waits_for_the_commit_is_forgotten_with_its_own_savepoint_alone(wrapper):
    """The next savepoint at the same depth is called the same, and is another."""
    done: list[str] = []
    with atomic(wrapper):
        with atomic(wrapper):
            wrapper.on_commit(lambda: done.append("first"))
        with suppress(ZeroDivisionError), atomic(wrapper):
            wrapper.on_commit(lambda: done.append("second"))
            raise ZeroDivisionError
    assert done == ["first"]


def test_a_transaction_that_ends_leaves_no_savepoint_behind(wrapper):
    wrapper.set_autocommit(False)
    wrapper.savepoint()
    wrapper.rollback()
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (id INTEGER)")
    sid = wrapper.savepoint()
    wrapper.savepoint_rollback(sid)
    wrapper.savepoint_commit(sid)
    wrapper.commit()
    wrapper.set_autocommit(True)


def atomic(wrapper: DatabaseWrapper) -> Atomic:
    return Atomic(wrapper.alias, savepoint=True, durable=False)
