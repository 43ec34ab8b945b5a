"""Before tables change a backup is made; and they change all the way or not at all."""

import io
import shutil

import pytest
from django.core.management import call_command
from django.db import connection, migrations
from django.test import override_settings

from holger.backup import making, restoring, services
from holger.backup.tests import houses
from holger.backup.tests.test_killed import last_two, older, schema

pytestmark = [pytest.mark.usefixtures("unblocked"), pytest.mark.once]
__all__ = ["older"]


@pytest.fixture
def folder(older, tmp_path):
    shutil.copytree(older, tmp_path / "data")
    with houses.house(tmp_path / "data") as folder:
        yield folder


def migrate(**options) -> str:
    call_command("migrate", stdout=(out := io.StringIO()), stderr=out, verbosity=1, **options)
    return out.getvalue()


def backups(folder):
    return sorted(path.name for path in (folder / "backups").glob("*"))


def test_a_backup_is_made_first(folder, tmp_path):
    said = migrate()
    (name,) = backups(folder)
    assert f"A backup from before the migration is in {folder / 'backups' / name}." in said
    found = restoring.check(path=folder / "backups" / name, say=lambda line: None)
    assert not found.manifest.evidence["included"]
    before, last = last_two()
    assert [before.app_label, before.name] in found.manifest.migrations
    assert [last.app_label, last.name] not in found.manifest.migrations
    migrate()
    assert len(backups(folder)) == 1  # nothing waits any more
    with houses.house(tmp_path / "back") as other:
        shutil.copytree(folder / "evidence", other / "evidence")
        restoring.restore(path=folder / "backups" / name, any_signer=True, say=lambda line: None)


def test_five_are_kept(folder):
    (folder / "backups").mkdir()
    for number in range(7):
        (folder / "backups" / f"before-migrate-2020010{number}-000000.backup").write_text("old")
    (folder / "backups" / "mine.backup").write_text("mine")
    services.backup_before_migrate()
    assert len(backups(folder)) == 6
    assert backups(folder)[0] == "before-migrate-20200103-000000.backup"
    assert "mine.backup" in backups(folder)


def test_it_can_be_left_out(folder):
    with override_settings(BACKUP_BEFORE_MIGRATE=False):
        migrate()
    assert backups(folder) == []


def test_or_for_once(folder):
    migrate(backup=False)
    assert backups(folder) == []


def test_an_empty_house_has_nothing_to_lose(tmp_path):
    with houses.house(tmp_path / "data") as folder:
        migrate()
        assert backups(folder) == []


def test_a_backup_that_cannot_be_made_stops_the_migration(folder, monkeypatch):
    monkeypatch.setattr(making, "make", lambda **options: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    before = schema()
    with pytest.raises(OSError, match="No space left"):
        migrate()
    assert schema() == before


def test_a_migration_that_fails_leaves_the_old_tables_and_tells_the_way_back(folder, monkeypatch):
    def fail(apps, schema_editor):
        raise ValueError("this cannot be brought along")

    _before, last = last_two()
    migration = type(last)
    monkeypatch.setattr(migration, "operations", [*migration.operations, migrations.RunPython(fail)])
    before = schema()
    said = io.StringIO()
    with pytest.raises(ValueError, match="cannot be brought along"):
        call_command("migrate", stdout=said, stderr=said, verbosity=0)
    assert schema() == before
    assert any("CREATE TRIGGER" in line for line in before)
    (name,) = backups(folder)
    assert f"holger restore {folder / 'backups' / name}" in said.getvalue()
    assert connection.cursor().execute("PRAGMA foreign_keys").fetchone()[0] == 1
