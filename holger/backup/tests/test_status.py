"""What is told of backups: to the doctor, and to those who answer for an organisation."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management.base import CommandError
from django.db import connection

from holger.backup import checks, rules, selectors, services
from holger.backup.models import Attempt
from holger.backup.rules import Keep
from holger.core import dates
from holger.core.errors import NotAllowed
from tests.cast import actor_of
from tests.walled import as_holger

pytestmark = pytest.mark.django_db


def attempt(kind=Attempt.Kind.BACKUP, hours=1.0, good=True, **fields) -> Attempt:
    return Attempt.objects.create(kind=kind, good=good, at=dates.now() - timedelta(hours=hours), **fields)


def levels() -> list[str]:
    return [finding.level for finding in checks.backups()]


@pytest.fixture
def folder(settings, tmp_path):
    settings.BACKUP_FOLDER = tmp_path
    settings.BACKUP_RECIPIENTS = ["age1"]
    return tmp_path


# --- The doctor ----------------------------------------------------------------------------------------------------


def test_a_new_installation_is_warned(settings):
    assert levels() == ["warning", "warning", "warning"]


def test_all_is_well(folder, settings, monkeypatch):
    settings.DATA_DIR = folder / "elsewhere"
    (folder / "elsewhere").mkdir()
    attempt()
    attempt(Attempt.Kind.TEST)
    assert levels() == ["ok", "ok", "warning"]  # the same disk


@pytest.mark.parametrize(
    ("kind", "hours", "level"),
    [("backup", 47, "ok"), ("backup", 49, "error"), ("test", 24 * 30, "ok"), ("test", 24 * 32, "error")],
)
def test_an_old_one_is_an_error(kind, hours, level):
    attempt(kind, hours)
    assert [f.level for f in checks._told(selectors.latest(Attempt.Kind(kind)))] == [level]


def test_none_although_they_are_meant_to_be_made(folder):
    assert levels()[0] == "error"


def test_the_latest_failed(folder):
    attempt(hours=5)
    attempt(hours=1, good=False, words="No space left on device")
    assert levels()[:2] == ["ok", "error"]
    assert "No space left on device" in checks.backups()[1].text


def test_a_folder_that_is_not_there_and_no_lock(settings, tmp_path):
    settings.BACKUP_FOLDER, settings.BACKUP_RECIPIENTS = tmp_path / "away", []
    assert levels()[2:] == ["error", "warning"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="roles are PostgreSQL's")
def test_the_applications_role_can_make_none_and_says_so(folder, settings):
    missing = "Set HOLGER_OWNER_DATABASE_URL where holger worker and holger backup run."
    assert missing not in [finding.remedy for finding in checks.backups()]  # a test is the owner
    with as_holger():
        assert missing in [finding.remedy for finding in checks.backups()]
    settings.OWNER_DATABASE = {"USER": "owner"}
    with as_holger():
        assert missing not in [finding.remedy for finding in checks.backups()]


# --- By itself -----------------------------------------------------------------------------------------------------


def test_without_a_folder_nothing_is_made():
    assert "HOLGER_BACKUP_FOLDER is not set" in services.backup_scheduled()
    assert "HOLGER_BACKUP_FOLDER is not set" in services.backup_test_scheduled()


def test_the_days_backup_is_made_remembered_and_old_ones_go(folder, settings, monkeypatch):
    settings.BACKUP_KEEP = Keep(2, 0, 0)
    old = [rules.name_of(datetime(2026, 1, day, tzinfo=UTC)) for day in (1, 2, 3)]
    for name in [*old, "notes.txt", f"{old[0]}.part"]:
        (folder / name).write_text("x")

    def make(*, path, **options):
        path.write_text("new")
        told = type("M", (), {"rows": 7, "digest": "d" * 64, "evidence": {"files": 2}})
        return services.Made(path, 3, told, [])

    monkeypatch.setattr(services.making, "make", make)
    assert services.backup_scheduled().endswith("3 bytes, 7 rows. 2 older ones removed.")
    left = sorted(path.name for path in folder.iterdir())
    assert left[0] == old[2]
    assert "notes.txt" in left and len(left) == 3
    last = selectors.latest(Attempt.Kind.BACKUP)
    assert (last.good.rows, last.good.size, last.late, last.failed) == (7, 3, False, None)


def test_a_backup_that_fails_is_remembered_too(folder, monkeypatch):
    def fail(**options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(services.making, "make", fail)
    with pytest.raises(OSError, match="No space"):
        services.backup_scheduled()
    assert "No space left" in selectors.latest(Attempt.Kind.BACKUP).failed.words


def test_a_backup_that_lacks_evidence_is_not_good(folder, monkeypatch):
    told = type("M", (), {"rows": 7, "digest": "", "evidence": {"files": 2}})
    monkeypatch.setattr(services.making, "make", lambda path, **o: services.Made(path, 3, told, ["evidence/x"]))
    with pytest.raises(CommandError, match="1 files of evidence are missing"):
        services.backup_scheduled()
    assert selectors.latest(Attempt.Kind.BACKUP).late


def test_the_newest_is_tested(folder, settings, monkeypatch):
    settings.BACKUP_RECIPIENTS = []
    for day in (1, 2):
        (folder / rules.name_of(datetime(2026, 1, day, tzinfo=UTC))).write_text("x")
    monkeypatch.setattr(services, "restore_test", lambda path: f"tested {path.name}")
    assert services.backup_test_scheduled() == "tested holger-20260102-000000.backup"


def test_a_test_that_fails_is_remembered(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    path = tmp_path / "x.backup"
    path.write_bytes(os.urandom(2000))
    with pytest.raises(CommandError, match="The restore test failed"):
        services.restore_test(path=path)
    assert "damaged" in selectors.latest(Attempt.Kind.TEST).failed.words


# --- The page ------------------------------------------------------------------------------------------------------


def test_owners_and_security_officers_see_it(cast, client_of):
    attempt(hours=49, file="/srv/secret/place.backup")
    attempt(Attempt.Kind.TEST, good=False, words="/srv/secret/place")
    for who in (cast.olga, cast.anna):
        page = client_of(who).get("/o/kronborg/backup/").content.decode()
        assert "Too long ago" in page
        assert "Missing" in page
        assert "/srv/secret" not in page
    for who in (cast.bo, cast.carl, cast.emil, cast.karen):
        assert client_of(who).get("/o/kronborg/backup/").status_code == 403
    assert client_of(cast.dorte).get("/o/kronborg/backup/").status_code == 404
    assert client_of(None).get("/o/kronborg/backup/").status_code == 302


def test_nobody_else_reads_it(cast):
    with pytest.raises(NotAllowed):
        selectors.status_for(actor_of(cast.carl))
    with pytest.raises(NotAllowed):
        selectors.attempts_for(actor_of(cast.bo))


def test_fresh_ones_are_fine(cast, client_of):
    attempt()
    attempt(Attempt.Kind.TEST)
    page = client_of(cast.anna).get("/o/kronborg/backup/").content.decode()
    assert page.count("Fine") == 2
    assert "Too long ago" not in page
