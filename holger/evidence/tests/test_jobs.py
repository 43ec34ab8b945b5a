"""Reading everything again, and clearing away what belongs to nothing, without ever losing a file that somebody needs."""

import io
import os
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from holger.core.registry import registry
from holger.evidence import checks, disk, jobs, selectors, services, store
from holger.evidence.models import Evidence, Reading
from tests.cast import actor_of
from tests.duties import duties_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def proof(cast) -> Evidence:
    return add(cast)


def add(cast, content=b"what was looked at") -> Evidence:
    return services.evidence_add(actor=actor_of(cast.anna), file=SimpleUploadedFile("test.txt", content), title="Test")


def age(path, hours: float = 25) -> None:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))


def orphan(cast, content=b"nobody's", hours: float = 25) -> str:
    kept = store.keep(cast.kronborg.id, io.BytesIO(content))
    age(disk.path_of(cast.kronborg.id, kept.sha256), hours)
    return kept.sha256


def levels() -> list[str]:
    return [finding.level for finding in checks.sample()]


# --- Reading again -------------------------------------------------------------------------------------------------


def test_all_is_as_it_was(cast, proof):
    assert jobs.reread(cast.kronborg.id) == "1 files read, 0 missing or changed."
    assert Reading.objects.get().wrong == []
    assert duties_of(cast.anna) == []


def test_damage_is_shown_to_those_who_answer_for_it(cast, proof, client_of):
    disk.path_of(cast.kronborg.id, proof.sha256).write_bytes(b"it never happened")
    assert jobs.reread(cast.kronborg.id) == "1 files read, 1 missing or changed."
    assert Reading.objects.get().wrong == [{"reference": "E-1", "name": "test.txt", "what": "changed"}]
    (need,) = duties_of(cast.anna)
    assert need.title == "A file of evidence is damaged"
    assert need.path == "evidence/E-1/"
    assert "A file of evidence is damaged" in client_of(cast.olga).get("/o/kronborg/").content.decode()
    for who in (cast.bo, cast.carl, cast.emil):
        assert duties_of(who) == []
    assert duties_of(cast.dorte) == []
    assert "error" in levels()


def test_only_the_latest_reading_counts_and_few_are_kept(cast, proof, monkeypatch):
    monkeypatch.setattr(jobs, "READINGS_KEPT", 2)
    path = disk.path_of(cast.kronborg.id, proof.sha256)
    content = path.read_bytes()
    path.unlink()
    jobs.reread(cast.kronborg.id)
    assert Reading.objects.latest("read_at").wrong[0]["what"] == "missing"
    path.write_bytes(content)
    for _ in range(3):
        jobs.reread(cast.kronborg.id)
    assert Reading.objects.count() == 2
    assert duties_of(cast.anna) == []
    for _ in range(2):
        jobs.reread(cast.rosenborg.id)  # which forgets none of Kronborg's
    assert Reading.objects.filter(organisation=cast.kronborg).count() == 2


def test_the_doctor_tells_of_each_houses_own_reading(cast, proof):
    Reading.objects.create(
        organisation=cast.kronborg, files=1, wrong=[{"reference": "E-1", "name": "x", "what": "missing"}]
    )
    Reading.objects.create(organisation=cast.rosenborg, files=0, wrong=[])
    assert levels() == ["error", "ok"]


def test_it_comes_again_by_itself():
    every = {work.name: work.every for work in registry.recurring}
    assert every["evidence-reread"] == timedelta(days=7)
    assert every["evidence-sweep"] == timedelta(days=1)


# --- Sweeping ------------------------------------------------------------------------------------------------------


def test_files_without_a_row_go_in_two_steps(cast, proof):
    name = orphan(cast)
    young = orphan(cast, b"just now", hours=1)
    assert jobs.orphans_of(cast.kronborg.id) == [name]
    assert jobs.sweep(cast.kronborg.id).startswith("1 files set aside, 0 removed")
    assert next(iter(store.aside(cast.kronborg.id)))[0] == name
    assert jobs.sweep(cast.kronborg.id).startswith("0 files set aside, 0 removed")  # not before a day has passed
    age(disk.top() / str(cast.kronborg.id) / ".aside" / name)
    assert jobs.sweep(cast.kronborg.id).startswith("0 files set aside, 1 removed")
    assert sorted(store.all_in(cast.kronborg.id)) == sorted([proof.sha256, young])


def test_a_file_that_gets_its_row_meanwhile_comes_back(cast):
    """The upload kept its file right before the sweep took it away, and wrote its row right after."""
    name = orphan(cast, b"what was looked at")
    jobs.sweep(cast.kronborg.id)
    kept = disk.path_of(cast.kronborg.id, name)
    assert not kept.exists()
    proof = Evidence(
        organisation=cast.kronborg, number=1, reference="E-1", title="Test", kind="file", sha256=name, added_by="Anna"
    )
    proof.save()
    age(disk.top() / str(cast.kronborg.id) / ".aside" / name)
    assert "1 put back" in jobs.sweep(cast.kronborg.id)
    assert store.hash_of(cast.kronborg.id, name) == name


def test_a_file_that_is_brought_again_at_that_moment_stays(cast, monkeypatch):
    """Between the look at its age and its being moved, somebody keeps the very same file anew."""
    name = orphan(cast)
    listed = list(store.all_in(cast.kronborg.id, jobs._settled()))
    store.keep(cast.kronborg.id, io.BytesIO(b"nobody's"))
    monkeypatch.setattr(store, "all_in", lambda *args: listed)
    assert jobs.sweep(cast.kronborg.id).startswith("0 files set aside")
    assert disk.path_of(cast.kronborg.id, name).exists()


def test_a_file_set_aside_and_brought_again_is_the_new_one(cast):
    name = orphan(cast, b"what was looked at")
    jobs.sweep(cast.kronborg.id)
    (disk.top() / str(cast.kronborg.id) / ".aside" / name).write_bytes(b"rotten")
    add(cast)
    assert "1 put back" in jobs.sweep(cast.kronborg.id)
    assert store.hash_of(cast.kronborg.id, name) == name
    assert list(store.aside(cast.kronborg.id)) == []


def test_nothing_of_others_and_nothing_earlier_goes(cast, proof):
    first = proof.sha256
    services.evidence_replace(
        actor=actor_of(cast.anna), evidence=proof, file=SimpleUploadedFile("test.txt", b"the newer one")
    )
    for name in store.all_in(cast.kronborg.id):
        age(disk.path_of(cast.kronborg.id, name))
    assert jobs.orphans_of(cast.kronborg.id) == []
    assert jobs.sweep(cast.rosenborg.id) == "0 files set aside, 0 removed, 0 put back, 0 unfinished uploads removed."
    assert {file.sha256 for file in selectors.files_of(cast.kronborg.id)} == {first, proof.sha256}


def test_what_a_cut_off_upload_left_goes(cast, proof):
    draft = disk.top() / str(cast.kronborg.id) / ".draft-x"
    draft.write_text("half")
    assert "0 unfinished" in jobs.sweep(cast.kronborg.id)
    age(draft)
    assert "1 unfinished" in jobs.sweep(cast.kronborg.id)
    assert not draft.exists()


def test_the_command_sweeps_every_house(cast, proof):
    orphan(cast)
    call_command("sweep", stdout=(out := io.StringIO()))
    assert "Kronborg A/S: 1 files set aside" in out.getvalue()
    assert "Rosenborg ApS: 0 files set aside" in out.getvalue()


# --- The doctor ----------------------------------------------------------------------------------------------------


def test_the_doctor_looks_for_files(cast, proof):
    assert levels() == ["ok", "ok"]
    orphan(cast)
    (kronborg, _rosenborg) = checks.sample()
    assert (kronborg.level, kronborg.remedy) == ("warning", "Run: holger sweep")
    disk.path_of(cast.kronborg.id, proof.sha256).unlink()
    assert levels()[0] == "error"


# --- On disk before it is told of ----------------------------------------------------------------------------------


def test_file_name_and_folder_are_on_disk_before_the_row(cast, monkeypatch):
    """In this order: the content, then the name, then the folders that hold it."""
    told: list[str] = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(handle):
        told.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "content")
        real_fsync(handle)

    def replace(source, target):
        told.append("name")
        real_replace(source, target)

    monkeypatch.setattr(disk.os, "fsync", fsync)
    monkeypatch.setattr(disk.os, "replace", replace)
    monkeypatch.setattr(services.history, "record", lambda **told_of: told.append("row"))
    add(cast)
    assert told == ["folder", "folder", "content", "name", "folder", "folder", "row"]
