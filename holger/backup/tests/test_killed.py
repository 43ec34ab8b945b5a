"""kill -9 in the middle of it leaves the old or the new, never something between."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from holger.assets.models import Asset
from holger.backup import aftermath, archive, making, restoring
from holger.backup.management.commands.migrate import plan
from holger.backup.tests import houses
from holger.backup.tests.killing import At, killed
from holger.core import walls
from holger.evidence import disk, jobs, selectors, services, store
from holger.evidence.models import Evidence
from holger.exchange import services as exchange
from holger.exchange.models import ImportRun
from holger.history import services as history
from holger.history.models import Event
from holger.organisation.models import Organisation, Person
from tests.cast import actor_of

pytestmark = [pytest.mark.usefixtures("unblocked"), pytest.mark.once]


@pytest.fixture
def kronborg(source, tmp_path):
    """A copy of the house, to break."""
    folder = tmp_path / "data"
    shutil.copytree(source.folder, folder)
    return folder


def whole() -> None:
    """Every row has its file, every history its objects, and nothing is locked."""
    call_command("verify", stdout=StringIO())
    for organisation in Organisation.objects.all():
        for file in selectors.files_of(organisation.id):
            assert store.hash_of(organisation.id, file.sha256) == file.sha256
        kept = Evidence.objects.filter(organisation=organisation).count()
        told = Event.objects.filter(organisation_id=organisation.id, action="evidence.created").count()
        assert kept == told
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


# --- Upload --------------------------------------------------------------------------------------------------------


def upload(folder: Path) -> None:
    with houses.house(folder):
        anna = actor_of(Person.objects.get(name="Anna Holm"))
        services.evidence_add(actor=anna, file=SimpleUploadedFile("new.txt", b"something new"), title="New")


@pytest.mark.parametrize(
    ("at", "there"),
    [
        (At(disk.Draft, "keep"), False),
        (At(disk.os, "replace"), False),
        (At(disk.os, "replace", before=False), False),
        (At(history, "record"), False),
        (At(history, "record", before=False), False),
        (At(services, "evidence_add", before=False), True),
    ],
    ids=str,
)
def test_an_upload(kronborg, at, there):
    killed(at, lambda: upload(kronborg))
    with houses.house(kronborg):
        whole()
        assert Evidence.objects.filter(title="New").exists() is there
        upload(kronborg)  # and it can be done again
        whole()


def test_what_a_killed_upload_left_is_swept_up(kronborg, monkeypatch):
    killed(At(disk.os, "replace"), lambda: upload(kronborg))
    killed(At(history, "record"), lambda: upload(kronborg))
    with houses.house(kronborg):
        house = Organisation.objects.get(slug="kronborg").id
        assert "0 files set aside" in jobs.sweep(house)  # too young
        monkeypatch.setattr(jobs, "SETTLED", jobs.timedelta(seconds=-5))
        assert jobs.sweep(house) == "1 files set aside, 0 removed, 0 put back, 1 unfinished uploads removed."
        assert jobs.sweep(house) == "0 files set aside, 1 removed, 0 put back, 0 unfinished uploads removed."
        whole()


# --- Import --------------------------------------------------------------------------------------------------------


def bring(folder: Path) -> None:
    with houses.house(folder):
        anna = actor_of(Person.objects.get(name="Anna Holm"))
        exchange.run_apply(actor=anna, run=ImportRun.objects.get())


@pytest.mark.parametrize(
    ("at", "there"),
    [
        (At(exchange, "_settle", before=False), False),
        (At(history, "record"), False),
        (At(history, "record", before=False), False),
        (At(exchange, "run_apply", before=False), True),
    ],
    ids=str,
)
def test_an_import(kronborg, at, there):
    killed(at, lambda: bring(kronborg))
    with houses.house(kronborg):
        whole()
        assert Asset.objects.filter(title="Webshop").exists() is there
        assert ImportRun.objects.get().status == ("applied" if there else "draft")
        assert Event.objects.filter(action="assets.imported").exists() is there


# --- Backup --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "there"),
    [
        (At(making, "tables_at", before=False), False),
        (At(archive.Writer, "add", call=5), False),
        (At(archive.Writer, "add_file", before=False), False),
        (At(making.os, "fsync"), False),
        (At(making.os, "link"), False),
        (At(making.os, "link", before=False), True),
    ],
    ids=str,
)
def test_a_backup(kronborg, tmp_path, at, there):
    path = tmp_path / "x.backup"

    def act() -> None:
        with houses.house(kronborg):
            making.make(path=path)

    killed(at, act)
    assert path.exists() is there
    with houses.house(kronborg):
        if not there:
            making.make(path=path)  # what the killed one left is in nobody's way
            assert not path.with_name("x.backup.part").exists()
        restoring.check(path=path, say=lambda line: None)
        making.make(path=tmp_path / "y.backup")
        assert list(kronborg.glob(".backup-*")) == []
        whole()


# --- Restore -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "at",
    [
        At(restoring, "_make_tables", before=False),
        At(disk.Draft, "keep", before=False),
        At(aftermath, "begin_anew", before=False),
    ],
    ids=str,
)
def test_a_restore(source, tmp_path, at):
    def act() -> None:
        with houses.house(tmp_path / "other"):
            restoring.restore(path=source.backup, any_signer=True, say=lambda line: None)

    killed(at, act)
    with houses.house(tmp_path / "other"):
        assert not connection.introspection.table_names()
    act()
    with houses.house(tmp_path / "other"):
        whole()


# --- Migrate -------------------------------------------------------------------------------------------------------


def schema() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        told = [row[0] for row in cursor.fetchall()]
    return told + [f"{app}.{name}" for app, name in sorted(MigrationRecorder(connection).applied_migrations())]


def names() -> list[str]:
    """Of tables, indexes and walls: the same after a step back and forth, which may write columns in another order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master ORDER BY name")
        return [row[0] for row in cursor.fetchall()]


def last_two() -> tuple[Migration, Migration]:
    """The last migrations of some room that has two or more, and on whose last no other room leans."""
    loader = MigrationLoader(None)
    for key in sorted(loader.graph.leaf_nodes()):
        node = loader.graph.node_map[key]
        earlier = [parent.key for parent in node.parents if parent.key[0] == key[0]]
        if earlier and not node.children:
            return loader.disk_migrations[earlier[0]], loader.disk_migrations[key]
    raise LookupError("every room has one migration, or others lean on its last")


@pytest.fixture(scope="module")
def older(source, tmp_path_factory, django_db_setup, django_db_blocker):
    """The house as it was one migration ago."""
    folder = tmp_path_factory.mktemp("older") / "data"
    shutil.copytree(source.folder, folder)
    with django_db_blocker.unblock(), houses.house(folder):
        before, _last = last_two()
        call_command("migrate", before.app_label, before.name, verbosity=0, backup=False)
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def migrate(folder: Path) -> None:
    with houses.house(folder):
        call_command("migrate", verbosity=0)


@pytest.mark.parametrize(
    "at",
    [
        At(walls, "drop", before=False),
        At(MigrationExecutor, "apply_migration", before=False),
        At(MigrationRecorder, "record_applied", before=False),
        At(walls, "build"),
        At(walls, "build", before=False),
    ],
    ids=str,
)
def test_a_migration(source, older, tmp_path, at):
    with houses.house(source.folder):
        now = names()
    folder = tmp_path / "data"
    shutil.copytree(older, folder)
    with houses.house(folder):
        before = schema()
    killed(at, lambda: migrate(folder))
    with houses.house(folder):
        assert schema() == before
        assert len(plan(connection)) == 1
        whole()
    migrate(folder)
    with houses.house(folder):
        assert plan(connection) == []
        assert names() == now
        whole()
        backups = sorted((folder / "backups").iterdir())
        assert backups
        restoring.check(path=backups[0], say=lambda line: None)
