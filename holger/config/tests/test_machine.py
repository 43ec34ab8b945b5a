"""Every check finds what it is there to find."""

import os
import shutil
import time
from collections import namedtuple
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings

from holger.config import checks, machine

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL looks after itself")


def levels(check) -> list[str]:
    return [finding.level for finding in check()]


@pytest.fixture
def folder(tmp_path):
    """A data folder in order."""
    os.chmod(tmp_path, 0o700)
    (tmp_path / "secret.key").write_text("x" * 60)
    os.chmod(tmp_path / "secret.key", 0o600)
    with override_settings(DATA_DIR=tmp_path):
        yield tmp_path


# --- The database --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_database_is_whole():
    found = list(machine.integrity())
    assert [f.text for f in found if f.level == "error"] in ([], ["Writes are not on disk when they are answered."])
    assert any("is whole" in f.text for f in found)


@pytest.mark.django_db
@sqlite_only
def test_a_write_that_is_not_on_disk_is_told_of():
    assert "Writes are not on disk" in " ".join(f.text for f in machine.integrity())  # tests run without


@pytest.fixture
def own_database(tmp_path, monkeypatch, django_db_blocker):
    """A database file to break."""
    from holger.config.sqlite.base import DatabaseWrapper

    told = {**connection.settings_dict, "NAME": str(tmp_path / "x.sqlite3"), "OPTIONS": {}}
    with django_db_blocker.unblock():
        own = DatabaseWrapper(told, "own")
        monkeypatch.setattr(machine, "connection", own)
        yield own
        own.close()


def test_damaged_pages_are_found(own_database):
    with own_database.cursor() as cursor:
        cursor.execute("CREATE TABLE words (id INTEGER PRIMARY KEY, text TEXT)")
        cursor.execute("CREATE INDEX by_text ON words (text)")
        cursor.executemany("INSERT INTO words (text) VALUES (%s)", [(f"word {n} " * 20,) for n in range(500)])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert levels(machine.integrity) == ["ok"]
    own_database.close()
    path = Path(own_database.settings_dict["NAME"])
    content = bytearray(path.read_bytes())
    content[4096 * 6 : 4096 * 7] = bytes(4096)
    path.write_bytes(content)
    (damage, *_rest) = machine.integrity()
    assert damage.level == "error"
    assert "damaged" in damage.text
    assert damage.remedy == "Restore the last good backup."


def test_references_that_lead_nowhere_are_found(own_database):
    with own_database.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("CREATE TABLE house (id INTEGER PRIMARY KEY)")
        cursor.execute("CREATE TABLE room (id INTEGER PRIMARY KEY, house INTEGER REFERENCES house (id))")
        cursor.execute("INSERT INTO room (house) VALUES (7)")
    (found,) = machine.integrity()
    assert (found.level, found.text) == ("error", "References lead nowhere in room.")


def test_on_postgresql_what_the_server_tells_is_passed_on(monkeypatch):
    indexes: dict[bool, list] = {}

    def asking(*answers):
        class Cursor:
            def __init__(self):
                self.answers = iter(answers)

            __enter__ = lambda self: self  # noqa: E731
            __exit__ = lambda self, *args: None  # noqa: E731
            execute = lambda self, sql: None  # noqa: E731
            fetchone = fetchall = lambda self: next(self.answers)

        monkeypatch.setattr(machine, "_asked", lambda question: indexes.get("pg_extension" in question, []))
        monkeypatch.setattr(machine, "connection", namedtuple("C", "vendor cursor")("postgresql", Cursor))
        return levels(machine.integrity)

    assert asking(("on", "on", "on"), [], (0,), (0,)) == ["ok"]
    assert asking(("off", "on", "on"), [], (0,), (0,)) == ["warning", "ok"]
    assert asking(("on", "off", "on"), [], (0,), (0,)) == ["error"]
    assert asking(("on", "on", "on"), [("t", "c")], (0,), (0,)) == ["error"]
    assert asking(("on", "on", "on"), [], (1,), (0,)) == ["error"]
    assert asking(("on", "on", "on"), [], (0,), (3,)) == ["error"]
    indexes.update({True: [(1,)], False: [("",)]})
    assert asking(("on", "on", "on"), [], (0,), (0,)) == ["ok"]
    indexes[False] = [("item order invariant violated",)]
    assert asking(("on", "on", "on"), [], (0,), (0,))[0] == "error"


def test_an_unsafe_library_is_told_of(own_database, monkeypatch):
    monkeypatch.setattr(checks, "connection", own_database)
    assert levels(checks.database) == ["ok"]
    monkeypatch.setattr(own_database, "get_database_version", lambda: (3, 40, 1))
    assert levels(checks.database) == ["warning"]


@pytest.mark.django_db
def test_waiting_migrations_are_an_error(monkeypatch):
    monkeypatch.setattr(checks, "migrations_waiting", lambda: 2)
    assert levels(checks.migrations) == ["error"]


# --- The machine ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("free", "level"), [(50 * 1024**3, "ok"), (500 * 1024**2, "warning"), (5 * 1024**2, "error")])
def test_room(folder, monkeypatch, free, level):
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**12, 0, free))
    assert set(levels(machine.room)) == {level}


def test_files_that_others_can_read(folder):
    assert levels(machine.modes) == ["ok"]
    for name in "abcde":
        (folder / name).write_text("x")
        os.chmod(folder / name, 0o644)
    assert levels(machine.modes) == ["error"] * 4
    os.chmod(folder, 0o755)
    assert "warning" in levels(checks.data_folder)


def test_a_missing_folder(folder):
    with override_settings(DATA_DIR=folder / "no"):
        assert levels(checks.data_folder) == ["error"]


@pytest.mark.parametrize(("ahead", "level"), [(0, "ok"), (20, "warning"), (600, "error"), (-600, "error")])
def test_the_clock(folder, monkeypatch, ahead, level):
    real = time.time
    monkeypatch.setattr(machine.time, "time", lambda: real() + ahead)
    monkeypatch.setattr(machine, "connection", namedtuple("C", "vendor")("sqlite"))
    assert levels(machine.clock) == [level]


def test_a_clock_that_stands_years_back(folder, monkeypatch):
    monkeypatch.setattr(machine, "_drifts", list)
    monkeypatch.setattr(machine.time, "time", lambda: 0)
    assert levels(machine.clock) == ["error"]


# --- The settings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tls", "proxies", "level"), [(True, 1, "ok"), (False, 0, "ok"), (True, 0, "error"), (False, 1, "warning")]
)
def test_proxies(tls, proxies, level):
    with override_settings(TLS=tls, TRUSTED_PROXIES=proxies):
        assert levels(machine.proxy) == [level]


@pytest.mark.parametrize(
    ("settings", "level"),
    [
        ({"DEBUG": True}, "error"),
        ({"DEMO": True}, "warning"),
        ({"BASE_URL": "http://isms.example.dk", "TLS": False}, "error"),
        ({"ALLOWED_HOSTS": ["*"]}, "warning"),
    ],
)
def test_addresses(settings, level):
    with override_settings(**{"DEBUG": False, "ALLOWED_HOSTS": ["localhost"], **settings}):
        assert [found for found in levels(checks.addresses) if found != "ok"] == [level]


def test_a_short_secret(settings):
    settings.SECRET_KEY = "short"
    assert levels(checks.secrets) == ["error"]


def test_a_slip_of_the_pen(monkeypatch):
    monkeypatch.setattr(checks.configured.env, "values", {"HOLGER_BACKUP_FOLDRE": "/srv"})
    (found,) = checks.names()
    assert "did you mean HOLGER_BACKUP_FOLDER" in found.text


def test_mail_that_does_not_leave_and_a_server_that_does_not_answer(settings, monkeypatch):
    assert levels(checks.mail_server) == ["warning"]
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1}}}  # fmt: skip
    (found,) = checks.mail_server()
    assert found.level == "error" and "does not let holger in" in found.text and "firewall" in found.remedy


def test_keys(folder, monkeypatch):
    monkeypatch.delenv("HOLGER_SECRET_KEY", raising=False)
    key = folder / "secret.key"
    assert levels(machine.keys) == ["ok"]
    os.chmod(key, 0o640)
    assert levels(machine.keys) == ["error"]
    os.chmod(key, 0o600)
    os.utime(key, (0, 0))
    assert levels(machine.keys) == ["warning"]
    key.write_text("")
    assert levels(machine.keys) == ["error"]
    key.unlink()
    assert levels(machine.keys) == ["error"]


def test_django_itself(monkeypatch):
    from django.core.checks import Error

    monkeypatch.setattr(checks.django_checks, "run_checks", lambda: [Error("That is wrong.")])
    assert levels(checks.framework) == ["error"]
