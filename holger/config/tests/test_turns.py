"""Writers are served in the order in which they came, and nobody waits for ever."""

import threading
import time

import pytest
from django.db import OperationalError, connection, transaction

from holger.config.sqlite import base
from holger.config.sqlite.base import DatabaseWrapper
from holger.config.sqlite.turns import Turns


def started(work, *arguments):
    thread = threading.Thread(target=work, args=arguments)
    thread.start()
    return thread


def until(true):
    for _ in range(500):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to that")


def test_the_line_is_served_in_order():
    turns, served = Turns(), []

    def stand(number):
        assert turns.take(10)
        served.append(number)
        turns.give()

    assert turns.take(1)
    line = []
    for number in range(8):
        line.append(started(stand, number))
        until(lambda: len(turns._line) == len(line))
    turns.give()
    for thread in line:
        thread.join()
    assert served == list(range(8))
    assert turns.take(0)


def test_whoever_gives_up_leaves_the_line():
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0) and not turns.take(0)


class Over(BaseException):
    """As the time limit of background work."""


@pytest.mark.parametrize("came", [False, True])
def test_whoever_is_torn_out_of_the_line_keeps_nobody_waiting(monkeypatch, came):
    turns = Turns()
    assert turns.take(0)

    def wait(event, seconds):
        if came:
            turns.give()
        raise Over

    monkeypatch.setattr(threading.Event, "wait", wait)
    with pytest.raises(Over):
        turns.take(10)
    if not came:
        turns.give()
    assert turns.take(0) and not turns._line


@pytest.fixture
def wrapper(tmp_path, django_db_blocker):
    """Connections to one new database, each of its own."""
    settings = {**connection.settings_dict, "NAME": str(tmp_path / "turns.sqlite3"), "OPTIONS": {}}
    made = []

    def connect():
        made.append(DatabaseWrapper(settings, f"other{len(made)}"))
        return made[-1]

    with django_db_blocker.unblock():
        yield connect
        for each in made:
            each.close()


def begin(found):
    found.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_a_transaction_gives_its_turn_however_it_ends(wrapper, monkeypatch, end):
    monkeypatch.setattr(base, "PATIENCE", 0)
    first, second = wrapper(), wrapper()
    begin(first)
    with pytest.raises(OperationalError, match="locked"):
        begin(second)
    getattr(first, end)()
    begin(second)
    second.rollback()


def test_a_turn_that_the_database_refuses_is_given_back(wrapper, monkeypatch):
    monkeypatch.setattr(base, "PATIENCE", 0)
    first, second = wrapper(), wrapper()
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (id INTEGER)")
        cursor.execute("BEGIN IMMEDIATE")  # as another process would
    with second.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=0")
    with pytest.raises(OperationalError, match="locked"):
        begin(second)
    with first.cursor() as cursor:
        cursor.execute("ROLLBACK")
    begin(second)
    second.rollback()


@pytest.mark.django_db(transaction=True)
def test_the_default_connection_gives_its_turn():
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's writers stand in line")
    with transaction.atomic():
        assert connection._has_turn
    assert not connection._has_turn
