"""Other installations, each with a database and a folder of its own, to back up and to restore into."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.utils import load_backend
from django.test import override_settings
from uuid_utils.compat import uuid7

from holger.config.env import parse_database, sqlite
from holger.evidence import disk
from tests import walled
from tests.cast import Cast, make_cast
from tests.world import make_world

SURVIVING: list[Path] = []
"""The keys that seal the history lie apart, and are put back into every house (docs/operations.md)."""


@contextmanager
def house(folder: Path, database: dict[str, Any] | None = None) -> Iterator[Path]:
    """Everything inside happens in another installation. SQLite in its folder, unless a database is given."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for keys in SURVIVING if not (folder / "history-keys").exists() else []:
        shutil.copytree(keys, folder / "history-keys", dirs_exist_ok=True)
    told = database or sqlite(folder / "holger.sqlite3") | {"OPTIONS": {"synchronous": "OFF"}}
    ours = connections["default"]
    theirs = load_backend(told["ENGINE"]).DatabaseWrapper({**ours.settings_dict, **told}, "default")
    connections["default"] = theirs
    try:
        with override_settings(DATA_DIR=folder):
            yield folder
    finally:
        theirs.close()
        connections["default"] = ours


@contextmanager
def postgres_database() -> Iterator[dict[str, Any]]:
    """An empty database beside the one that the tests run on, where holger is the role that the walls hold."""
    address = os.environ["HOLGER_TEST_DATABASE_URL"]
    name = f"house_{uuid7().hex}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            server.execute(walled.ONE_AT_A_TIME)
            with psycopg.connect(address, dbname=name, autocommit=True) as admin:
                walled.give_to_owner(admin)
            server.execute("SELECT pg_advisory_unlock_all()")
            yield {**parse_database(address), "NAME": name, "CONN_MAX_AGE": 0}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def needs_postgres() -> Any:
    return pytest.mark.skipif(connection.vendor != "postgresql", reason="needs a server; ./run test runs it there")


def fill() -> Cast:
    """A house with a little of everything: every table that people write to has a row."""
    call_command("migrate", verbosity=0)
    cast = make_cast()
    make_world(cast)
    return cast


def looks(folder: Path) -> dict[str, bytes]:
    """Everything that lies in a folder, to see whether anything was touched."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def evidence_in(folder: Path) -> set[str]:
    with override_settings(DATA_DIR=folder):
        return {path.name for path in disk.top().glob("*/??/*")}
