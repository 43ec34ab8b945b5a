"""A database set up by the command, and holger at work in it with a role that the walls hold."""

import json
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from holger.config import checks, env, postgres
from holger.config.management.commands.serve import Command as Serve
from holger.core import tenancy, walls
from holger.core.walls import Standing
from tests.walled import as_holger

on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="roles are PostgreSQL's")
SERVER = os.environ.get("HOLGER_TEST_DATABASE_URL", "")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A database with its two roles, migrated by the owner, with one organisation made by the application."""
    name = f"holger_try_{os.getpid()}"
    made = postgres.set_up(SERVER, name)
    folder = tmp_path_factory.mktemp("house")

    def holger(*arguments, database=made.application, owner="", **more):
        told = {key: value for key, value in os.environ.items() if not key.startswith(("HOLGER_", "DJANGO_"))}
        told |= {"DATABASE_URL": database, "HOLGER_DATA": str(folder), **more}
        told |= {"HOLGER_OWNER_DATABASE_URL": owner} if owner else {}
        command = [sys.executable, "-m", "holger", *arguments]
        return subprocess.run(command, env=told, capture_output=True, text=True, check=False)

    try:
        done = holger("migrate", "--verbosity", "0", owner=made.owner)
        assert done.returncode == 0, done.stderr
        done = holger("createorganisation", "kronborg", "--name", "Kronborg", "--owner", "anna@kronborg.example")
        assert done.returncode == 0, done.stderr
        yield SimpleNamespace(name=name, made=made, holger=holger, folder=folder)
    finally:
        with psycopg.connect(SERVER, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
            admin.execute(f"DROP ROLE {name}_app, {name}_owner")


@on_postgres
def test_the_application_works_as_a_role_that_is_held(house):
    done = house.holger("doctor", "--json")
    told = {finding["text"]: finding["level"] for finding in json.loads(done.stdout)["findings"]}
    assert told[f"The database role {house.name}_app is held by the walls."] == "ok"
    assert told["The walls between organisations are whole."] == "ok"
    assert re.match(r"Kronborg: \d+ entries hold\.", house.holger("verify").stdout)
    written = house.holger("export", "people", "--organisation", "kronborg", "-o", "-", "--format", "csv")
    assert "anna@kronborg.example" in written.stdout
    made = house.holger(
        *("token", "create", "--organisation", "kronborg", "--as", "anna@kronborg.example", "--name", "SIEM")
    )
    assert made.returncode == 1  # she has not come in yet
    assert "Nobody in Kronborg signs in" in made.stderr


@on_postgres
def test_only_the_owner_migrates(house):
    done = house.holger("migrate")
    assert done.returncode != 0
    assert "HOLGER_OWNER_DATABASE_URL" in done.stderr


@on_postgres
def test_only_the_owner_sees_everything_at_once(house, tmp_path):
    path = tmp_path / "all.backup"
    done = house.holger("backup", str(path))
    assert done.returncode != 0
    assert "HOLGER_OWNER_DATABASE_URL" in done.stderr
    assert not path.exists()
    done = house.holger("backup", str(path), owner=house.made.owner)
    assert done.returncode == 0, done.stderr
    assert house.holger("restore", "--check", str(path)).returncode == 0


@on_postgres
def test_a_migration_of_the_owners_makes_a_backup_first_and_puts_the_walls_up_again(house):
    done = house.holger("migrate", "backup", "zero", "--verbosity", "0", owner=house.made.owner)
    assert done.returncode == 0, done.stderr
    done = house.holger("migrate", owner=house.made.owner)
    assert done.returncode == 0, done.stderr
    (made,) = (house.folder / "backups").iterdir()
    assert f"A backup from before the migration is in {made}." in done.stdout
    told = json.loads(house.holger("doctor", "--json").stdout)
    assert "The walls between organisations are whole." in [finding["text"] for finding in told["findings"]]
    done = house.holger("migrate", "--verbosity", "0", owner=house.made.owner)
    assert len(list((house.folder / "backups").iterdir())) == 1  # nothing waits any more


@on_postgres
def test_one_role_for_everything_works_and_is_warned_of(house):
    assert house.holger("migrate", "--verbosity", "0", database=house.made.owner).returncode == 0
    assert re.match(r"Kronborg: \d+ entries hold\.", house.holger("verify", database=house.made.owner).stdout)
    told = json.loads(house.holger("doctor", "--json", database=house.made.owner).stdout)
    level = {f["text"]: f["level"] for f in told["findings"] if f["check"] == "walls"}
    assert level[f"The database role {house.name}_owner owns the tables and could take the walls down."] == "warning"
    with psycopg.connect(house.made.owner) as owner, pytest.raises(psycopg.Error, match="unrecognized"):
        owner.execute("SELECT * FROM organisation_person")


@on_postgres
def test_a_superuser_serves_nobody(house):
    address = house.made.owner.replace(f"{house.name}_owner", psycopg.conninfo.conninfo_to_dict(SERVER)["user"], 1)
    done = house.holger("serve", "--port", "1", database=address)
    assert done.returncode == 1
    assert "sees past the walls" in done.stderr


@on_postgres
def test_once_more_changes_nothing_that_is_right(house, capsys):
    def rights():
        with psycopg.connect(SERVER, dbname=house.name) as admin:
            asked = "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
            return admin.execute(asked).fetchall()

    before = rights()
    call_command("setupdatabase", SERVER, name=house.name)
    told = capsys.readouterr()
    assert rights() == before
    assert f"DATABASE_URL=postgresql://{house.name}_app:PASSWORD@" in told.out
    assert "kept the password" in told.err
    again = postgres.set_up(SERVER, house.name, new_passwords=True)
    assert not again.kept
    assert again.application != house.made.application


@on_postgres
def test_the_application_may_do_with_history_only_what_history_is(house):
    with psycopg.connect(house.made.application, autocommit=True) as app:
        asked = "SELECT has_table_privilege('history_event', p) FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p"
        assert [may for (may,) in app.execute(asked)] == [True, True, False, True, False]  # deletion by a permit
        for statement in (
            "CREATE TABLE spare (id int)",
            "CREATE TEMPORARY TABLE spare (id int)",
            "CREATE SCHEMA spare",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)
        with pytest.raises(psycopg.Error, match=f"{house.name}_owner"):
            app.execute(f"SET ROLE {house.name}_owner")


@on_postgres
@pytest.mark.django_db
def test_a_column_that_may_be_redacted_is_a_named_place(monkeypatch):
    monkeypatch.setitem(walls.MAY_REDACT, "risks_snapshot", ("taken_at",))
    walls.build(connection)
    with as_holger(), connection.cursor() as cursor:
        cursor.execute("SELECT has_column_privilege('risks_snapshot', 'taken_at', 'UPDATE')")
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT has_column_privilege('risks_snapshot', 'organisation_id', 'UPDATE')")
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("address", ["", "sqlite:///x", "mysql://a@b/c", "postgresql://a@b"])
def test_the_command_wants_the_address_of_a_postgresql(address):
    with pytest.raises(CommandError) as refused:
        call_command("setupdatabase", address)
    assert refused.value.returncode == 2


@pytest.mark.parametrize("name", ["", "Holger", "1st", "a b", 'x"; DROP ROLE postgres; --', "a" * 60])
def test_a_name_that_is_none_is_refused_before_anybody_is_asked(name):
    with pytest.raises(ValueError, match="name"):
        postgres.set_up("postgresql://nobody@127.0.0.1:1/postgres", name)


# --- What is said of a role ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "level"),
    [
        (Standing("app", superuser=False, bypasses=False, owner=False), "ok"),
        (Standing("app", superuser=False, bypasses=False, owner=True), "warning"),
        (Standing("app", superuser=False, bypasses=True, owner=False), "error"),
        (Standing("app", superuser=True, bypasses=True, owner=True), "error"),
    ],
)
def test_the_doctor_says_what_a_role_could_do(role, level):
    assert checks._role(role).level == level


@pytest.mark.django_db
def test_nobody_is_served_while_a_wall_is_missing(monkeypatch):
    Serve()._stand_guard()
    walls.drop(connection)
    with pytest.raises(CommandError, match=r"lack: .*wall_"):
        Serve()._stand_guard()
    walls.build(connection)
    Serve()._stand_guard()


@on_postgres
@pytest.mark.django_db
def test_a_role_that_sees_past_the_walls_serves_only_when_somebody_has_said_so(monkeypatch, settings):
    role = Standing("postgres", superuser=True, bypasses=True, owner=True)
    monkeypatch.setattr(walls, "standing", lambda _connection: role)
    with pytest.raises(CommandError, match="HOLGER_UNGUARDED"):
        Serve()._stand_guard()
    settings.UNGUARDED = True
    Serve()._stand_guard()


def test_only_a_postgresql_has_an_owner():
    with pytest.raises(ValueError, match="postgresql"):
        env.parse_postgres("sqlite:///holger.sqlite3")
    assert env.parse_postgres("postgresql://o@db/holger")["USER"] == "o"


@pytest.mark.django_db
def test_on_sqlite_the_owner_is_whoever_asks(cast):
    if connection.vendor == "sqlite":
        with tenancy.as_owner():
            assert tenancy.current() is None
