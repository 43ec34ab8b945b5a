"""A backup holds everything at one moment, and comes back as it was, but for what must not."""

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pyrage
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from holger.api.models import Token
from holger.backup import aftermath, keys, making, restoring, rules, tables
from holger.backup.archive import Unusable
from holger.backup.tests import houses
from holger.comments.models import Comment
from holger.core import tenancy, walls
from holger.core.registry import registry
from holger.core.walls import standing
from holger.evidence import disk, store
from holger.evidence import services as evidence
from holger.evidence.models import Evidence
from holger.history import services as history
from holger.history.models import Event
from holger.organisation.models import Invitation, Organisation, Person
from holger.organisation.services import invitation_send
from tests.cast import actor_of

pytestmark = pytest.mark.usefixtures("unblocked")


def restore(path: Path, **options) -> list[str]:
    said: list[str] = []
    restoring.restore(path=path, say=said.append, **{"any_signer": True, **options})
    return said


# --- What is in it -------------------------------------------------------------------------------------------------


def test_every_table_is_kept_or_left_out_on_purpose():
    """A new table is kept by itself; and nothing that is kept leans on what is left out."""
    here = tables.tables_at(tables.MigrationLoader(None).disk_migrations)
    models = [m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy]
    left_out = {m for m in models if rules.is_left_out(m._meta.app_label, m._meta.model_name, registry.fleeting)}
    assert set(here) == {m._meta.db_table for m in models if m not in left_out}
    for table in here.values():
        for field in table.fields:
            if field.is_relation:
                assert field.related_model._meta.db_table in here, f"{table.name}.{field.column}"


def test_it_can_be_opened_with_tar(source):
    with tarfile.open(source.backup) as content:
        names = content.getnames()
        told = json.load(content.extractfile("manifest.json"))
    assert names[0] == "holger-backup.json"
    assert names[-2:] == ["manifest.json", "manifest.sig"]
    assert told["tables"]["organisation_person"]["rows"] == 10
    assert told["digest"] == source.made.manifest.digest
    passing = ("django_session", "usersession", "cache", "keptanswer")
    assert [name for name in names if any(word in name for word in passing)] == []


def test_it_is_for_its_owner_alone_and_never_overwrites(source, tmp_path):
    assert stat.S_IMODE(source.backup.stat().st_mode) == 0o600
    before = source.backup.read_bytes()
    with houses.house(source.folder), pytest.raises(Unusable, match="there already"):
        making.make(path=source.backup)
    assert source.backup.read_bytes() == before


def test_the_same_content_has_the_same_digest(source, tmp_path):
    with houses.house(source.folder):
        again = making.make(path=tmp_path / "again.backup")
    assert again.manifest.digest == source.made.manifest.digest


def test_a_backup_that_fails_leaves_nothing(source, tmp_path, monkeypatch):
    monkeypatch.setattr(making.manifest, "signed", lambda content: 1 / 0)
    with houses.house(source.folder), pytest.raises(ZeroDivisionError):
        making.make(path=tmp_path / "x.backup")
    assert list(tmp_path.iterdir()) == []
    assert list(source.folder.glob(".backup-*")) == []


def test_only_one_at_a_time_and_what_a_killed_one_left_goes(source, tmp_path):
    left = source.folder / ".backup-left"
    left.mkdir()
    with houses.house(source.folder), making.alone():
        assert not left.exists()
        with pytest.raises(Unusable, match="Another backup"):
            making.make(path=tmp_path / "x.backup")
    with houses.house(source.folder):
        (tmp_path / "x.backup.part").write_text("cut off")
        assert making.make(path=tmp_path / "x.backup").size > 0
    assert [path.name for path in tmp_path.iterdir()] == ["x.backup"]


def test_one_moment_although_people_write(source, tmp_path, monkeypatch):
    """Rows written after the snapshot are not in it, nor are their files."""
    shutil.copytree(source.folder, tmp_path / "data")
    with houses.house(tmp_path / "data"):
        anna = actor_of(Person.objects.get(name="Anna Holm"))
        count, written = Comment.objects.count(), []
        begin = making._write

        def write_meanwhile(*args):
            def somebody():
                with houses.house(tmp_path / "data"):
                    proof = SimpleUploadedFile("late.txt", b"after the moment")
                    evidence.evidence_add(actor=anna, file=proof, title="Late")
                    written.append(Evidence.objects.count())

            thread = threading.Thread(target=somebody)
            thread.start()
            thread.join()
            return begin(*args)

        before = Evidence.objects.count()
        monkeypatch.setattr(making, "_write", write_meanwhile)
        made = making.make(path=tmp_path / "x.backup")
        assert written == [before + 1]
        assert made.manifest.tables["evidence_evidence"]["rows"] == before
        assert made.manifest.tables["comments_comment"]["rows"] == count
        assert not made.lacking


def test_missing_evidence_is_told_and_the_rest_is_kept(source, tmp_path):
    shutil.copytree(source.folder, tmp_path / "data")
    with houses.house(tmp_path / "data"):
        proof = Evidence.objects.get(organisation__slug="kronborg", title="Test")
        disk.path_of(proof.organisation_id, proof.sha256).write_bytes(b"changed")
        with pytest.raises(CommandError, match="missing from it"):
            call_command("backup", tmp_path / "x.backup", stdout=io.StringIO(), stderr=(err := io.StringIO()))
        assert proof.sha256 in err.getvalue()
    with houses.house(tmp_path / "other"):
        with pytest.raises(CommandError, match="does not all hold"):
            restore(tmp_path / "x.backup")
        assert Evidence.objects.filter(pk=proof.pk).exists()


# --- Back again ----------------------------------------------------------------------------------------------------


def test_everything_comes_back_and_what_was_open_is_closed(source, tmp_path):
    shutil.copytree(source.folder, tmp_path / "data")
    with houses.house(tmp_path / "data") as folder:
        cast_anna = Person.objects.get(name="Anna Holm")
        files = houses.evidence_in(folder)
        invited = Person.objects.get(name="Grete Hansen")
        invitation_send(actor=actor_of(Person.objects.get(name="Olga Krogh")), person=invited, by_mail=False)
        made = making.make(path=tmp_path / "x.backup")
        events = Event.objects.count()
        assert Token.objects.filter(revoked_at=None).count() == 1
    with houses.house(tmp_path / "other"):
        said = restore(tmp_path / "x.backup")
        assert "All holds." in said[-1]
        assert f"Written and read back: content digest {made.manifest.digest}" in said
        assert "1 API tokens and 1 invitations were revoked. Make new ones where they are needed." in said
        assert Person.objects.get(pk=cast_anna.pk).user.email == "anna@kronborg.example"
        assert houses.evidence_in(tmp_path / "other") == files
        assert not Token.objects.filter(revoked_at=None).exists()
        assert not Invitation.objects.filter(used_at=None, revoked_at=None).exists()
        actions = list(Event.objects.order_by("id").values_list("action", flat=True))[events:]
        assert sorted(actions) == [
            "invitation.revoked",
            "organisation.restored",
            "organisation.restored",
            "token.revoked",
        ]
        with connection.cursor() as cursor:
            assert walls.gaps(connection) == []
            with pytest.raises(Exception, match="append only"), transaction.atomic():
                cursor.execute("DELETE FROM history_event")
            with pytest.raises(Exception, match="foreign organisation"), transaction.atomic():
                cursor.execute(
                    "UPDATE organisation_person SET unit_id = (SELECT u.id FROM organisation_unit u LIMIT 1)"
                    " WHERE organisation_id = (SELECT id FROM organisation_organisation WHERE slug = 'rosenborg')"
                )
        rosenborg = Organisation.objects.get(slug="rosenborg")
        actor = actor_of(Person.objects.get(name="Dorte Juul"))
        with transaction.atomic():
            history.record(
                actor=actor, action="organisation.changed", target=rosenborg
            )  # numbers go on where they were


def test_erased_people_do_not_come_back(source, tmp_path):
    with houses.house(source.folder):
        bo = Person.objects.get(name="Bo Lind")
    told = {"organisation": str(bo.organisation_id), "what": "person", "id": str(bo.pk)}
    ledger = tmp_path / "erasures.jsonl"
    ledger.write_text(json.dumps(told) + "\n")
    with houses.house(tmp_path / "other") as folder:
        said = restore(source.backup, erasures=ledger)
        assert (folder / "erasures.jsonl").read_text() == ledger.read_text()
        assert Person.objects.get(pk=bo.pk).is_erased
    assert any("1 people were erased again" in line for line in said)


def test_without_a_ledger_it_says_so(source, tmp_path):
    with houses.house(tmp_path / "other"):
        assert "whoever was erased after the backup is back" in aftermath._erase_again(None)


# --- Into an empty house only --------------------------------------------------------------------------------------


def test_a_house_with_people_is_not_touched(source):
    with houses.house(source.folder):
        before = houses.looks(source.folder)
        with pytest.raises(Unusable, match="not empty"):
            restore(source.backup)
        assert houses.looks(source.folder) == before


def test_strange_files_are_not_touched_and_its_own_are_taken_over(source, tmp_path):
    with houses.house(tmp_path / "other") as folder:
        stranger = store.keep(Organisation().id, io.BytesIO(b"somebody's"))
        with pytest.raises(Unusable, match="1 files that are not in the backup"):
            restore(source.backup)
        path = next(disk.top().glob(f"*/??/{stranger.sha256}"))
        path.unlink()
        for part in (source.folder / "evidence").rglob("*"):  # as a restore leaves it that was cut off
            if part.is_file():
                target = folder / "evidence" / part.relative_to(source.folder / "evidence")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(part.read_bytes())
        first = target
        kept = first.read_bytes()
        first.write_bytes(b"half")
        with pytest.raises(Unusable, match="damaged"):
            restore(source.backup)
        first.write_bytes(kept)
        assert "All holds." in restore(source.backup)[-1]


def test_a_failure_on_the_way_leaves_it_empty(source, tmp_path, monkeypatch):
    with houses.house(tmp_path / "other"):
        monkeypatch.setattr(aftermath, "begin_anew", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restore(source.backup)
        with connection.cursor() as cursor:
            assert connection.introspection.table_names(cursor) == []
        monkeypatch.undo()
        assert "All holds." in restore(source.backup)[-1]  # and it can be tried again


def test_rows_without_evidence_need_it_in_place(source, tmp_path):
    with houses.house(source.folder):
        made = making.make(path=tmp_path / "rows.backup", with_evidence=False)
        assert made.manifest.digest == making.make(path=tmp_path / "all.backup").manifest.digest
    with houses.house(tmp_path / "other") as folder:
        with pytest.raises(Unusable, match="neither in the backup nor"):
            restore(tmp_path / "rows.backup")
        shutil.copytree(source.folder / "evidence", folder / "evidence")
        assert "All holds." in restore(tmp_path / "rows.backup")[-1]


def test_a_backup_from_before_a_migration_comes_back_after_it(tmp_path, monkeypatch):
    """The tables are made as they were, filled, and brought up to date."""
    with houses.house(tmp_path / "old"):
        call_command("migrate", verbosity=0)
        call_command("migrate", "evidence", "0001", verbosity=0, backup=False)
        old = making.make(path=tmp_path / "old.backup")
        assert "evidence_reading" not in old.manifest.tables
    with houses.house(tmp_path / "new"):
        restore(tmp_path / "old.backup")
        assert ("evidence", "0002_reading") in tables.migrations_in("default")
    with houses.house(tmp_path / "later"):
        call_command("migrate", verbosity=0)
        with pytest.raises(Unusable, match="newer than the backup"):
            restore(tmp_path / "old.backup")


# --- Who made it, and who may read it ------------------------------------------------------------------------------


def test_an_unknown_signer_must_be_asked_for(source, tmp_path):
    with houses.house(source.folder):
        public = keys.public(keys.signing_key())
    with houses.house(tmp_path / "other") as folder:
        with pytest.raises(Unusable, match="no key is known here"):
            restoring.restore(path=source.backup, say=print)
        with pytest.raises(Unusable, match="another key"):
            restoring.check(path=source.backup, signed_by=keys.public(keys.Ed25519PrivateKey.generate()))
        assert not (folder / "holger.sqlite3").exists()
        assert "UNSIGNED" in check(source.backup, any_signer=True)
        assert check(source.backup, signed_by=public) == f"The signature holds: {public}"
        (folder / "backup.key").write_bytes((source.folder / "backup.key").read_bytes())
        assert check(source.backup) == f"The signature holds: {public}"


def check(path: Path, **options) -> str:
    said: list[str] = []
    restoring.check(path=path, say=said.append, **options)
    return said[0]


def test_a_locked_backup_opens_with_its_key_alone(source, tmp_path):
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    path = tmp_path / "locked.backup.age"
    with houses.house(source.folder):
        making.make(path=path, recipients=[mine.to_public()])
        content = path.read_bytes()
        assert content.startswith(b"age-encryption.org/v1")
        assert b"manifest.json" not in content
        assert pyrage.decrypt(content, [mine])[:18] == b"holger-backup.json"
        with pytest.raises(Unusable, match="--identity"):
            check(path)
        with pytest.raises(Unusable, match="lock does not hold"):
            check(path, identities=[other])
        assert "signature holds" in check(path, identities=[mine])
        for damage in (content[:-20], content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]):
            path.write_bytes(damage)
            with pytest.raises(Unusable):
                check(path, identities=[mine])


def test_a_key_can_itself_be_locked_with_a_passphrase(tmp_path):
    content, public = keys.new_identity()
    plain, locked = tmp_path / "plain.key", tmp_path / "locked.key"
    keys.write_private(plain, content)
    keys.write_private(locked, keys.with_passphrase(content, "calm-water-under-the-bridge"))
    secret = pyrage.encrypt(b"x", [keys.recipient(public)])
    for path in (plain, locked):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert pyrage.decrypt(secret, keys.identities(path, lambda: "calm-water-under-the-bridge")) == b"x"
    with pytest.raises(Unusable, match="cannot be used"):
        keys.identities(locked, lambda: "guess")
    with pytest.raises(ValueError, match="not a public key"):
        keys.recipient("age1nonsense")


def test_two_processes_make_one_signing_key(tmp_path):
    with houses.house(tmp_path / "data") as folder:
        public = {keys.public(keys.signing_key()) for _ in range(2)}
        assert len(public) == 1
        assert stat.S_IMODE((folder / "backup.key").stat().st_mode) == 0o600


# --- Between databases ---------------------------------------------------------------------------------------------


@houses.needs_postgres()
def test_sqlite_to_postgresql_and_back_keeps_the_digest(source, tmp_path, monkeypatch):
    """Nothing is noted on the way, so that all three can be held against each other; each is read back besides."""
    monkeypatch.setattr(aftermath, "begin_anew", lambda *args: iter(()))
    with houses.postgres_database() as server, houses.house(tmp_path / "postgres", server):
        assert "All holds." in restore(source.backup)[-1]
        there = making.make(path=tmp_path / "there.backup")
        with connection.cursor() as cursor:
            assert walls.gaps(connection) == []
            assert not standing(connection).owner  # what comes now is the application's
            cursor.execute("SELECT has_table_privilege('history_event', 'UPDATE')")
            assert cursor.fetchone() == (False,)
            with pytest.raises(Exception, match=r"unrecognized|invalid input syntax"):
                cursor.execute("SELECT count(*) FROM organisation_person")
        kronborg = Organisation.objects.get(slug="kronborg")
        with tenancy.inside(kronborg.pk):
            assert not Event.objects.exclude(organisation_id=kronborg.pk).exists()
            actor = actor_of(Person.objects.get(name="Anna Holm"))
            history.record(actor=actor, action="organisation.changed")  # the sequences go on where they were
    with houses.house(tmp_path / "back"):
        assert "All holds." in restore(tmp_path / "there.backup")[-1]
        back = making.make(path=tmp_path / "back.backup")
    assert there.manifest.database == "postgresql"
    assert back.manifest.database == "sqlite"
    assert there.manifest.digest == back.manifest.digest == digest_of(source.backup)


def digest_of(path: Path) -> str:
    with tarfile.open(path) as content:
        return json.load(content.extractfile("manifest.json"))["digest"]


@houses.needs_postgres()
def test_restored_on_postgresql_with_a_note(source, tmp_path):
    with houses.postgres_database() as server, houses.house(tmp_path / "postgres", server):
        said = restore(source.backup)
        assert "1 API tokens" in " ".join(said)
        notes = tenancy.each(lambda organisation_id: Event.objects.filter(action="organisation.restored").count())
        assert notes == [1, 1]
        with pytest.raises(Unusable, match="not empty"):
            restore(source.backup)


@houses.needs_postgres()
def test_on_postgresql_too_one_moment_although_people_write(source, tmp_path):
    with houses.postgres_database() as server, houses.house(tmp_path / "postgres", server):
        restore(source.backup)
        kronborg = Organisation.objects.get(slug="kronborg")
        with making.alone() as folder, making.snapshot(folder) as alias:
            before = Organisation.objects.using(alias).get(pk=kronborg.pk).name
            with tenancy.inside(kronborg.pk):
                assert Organisation.objects.filter(pk=kronborg.pk).update(name="Changed") == 1
            assert Organisation.objects.using(alias).get(pk=kronborg.pk).name == before
            with pytest.raises(Exception, match="read-only"):
                Organisation.objects.using(alias).filter(pk=kronborg.pk).update(name="No")


# --- The command ---------------------------------------------------------------------------------------------------


def test_the_command_makes_and_tests_one(source, tmp_path):
    """As after a disaster: another process, another folder, nothing but the file and the public key."""
    done = holger(source.folder, "backup", str(tmp_path / "x.backup"), "--test")
    assert done.returncode == 0, done.stderr
    assert "was restored and verified" in done.stdout
    told = holger(source.folder, "restore", "--check", str(tmp_path / "x.backup"))
    assert "The backup holds." in told.stdout


def holger(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HOLGER_", "DATABASE_URL"))}
    clean |= {"HOLGER_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "holger.config.settings"}
    return subprocess.run(
        [sys.executable, "-m", "holger", *arguments], env=clean, capture_output=True, text=True, check=False
    )
