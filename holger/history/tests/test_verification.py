"""Twelve ways to touch a history behind its back, each named with the first entry it was done to."""

import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from holger.history import keys, services, standalone, verification
from holger.history.models import Chain, Checkpoint, Event
from holger.organisation import services as organisation
from tests.cast import actor_of
from tests.history import export as export_to
from tests.history import forge, renumber, reseal, sql
from tests.walled import walls_down


@pytest.fixture
def told(cast, settings, tmp_path):
    """Eight entries at Kronborg and some at Rosenborg, with a checkpoint in the middle and one at the end.

    1–5 tags, checkpoint 1 of 5; 6 tells of it; 7–8 tags, checkpoint 2 of 8; 9 tells of it.
    """
    settings.DATA_DIR = tmp_path / "data"
    for person in (cast.anna, cast.dorte):
        for _turn in range(2):
            for number in range(5 if _turn == 0 else 2):
                organisation.tag_create(actor=actor_of(person), name=f"tag {_turn} {number}")
            services.checkpoint_make(actor=actor_of(person))
    return cast


def verify(*args: Any) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify", *map(str, args), stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue() + err.getvalue() + str(error)
    return 0, out.getvalue()


def update(what: str, seq: int) -> Callable[[Any], None]:
    return lambda cast: sql(
        f"UPDATE history_event SET {what} WHERE organisation_id = %s AND seq = %s", cast.kronborg.id, seq
    )


def delete(where: str) -> Callable[[Any], None]:
    return lambda cast: sql(f"DELETE FROM history_event WHERE organisation_id = %s AND {where}", cast.kronborg.id)


def head_at(cast: Any, seq: int) -> None:
    last = Event.objects.get(organisation_id=cast.kronborg.id, seq=seq)
    sql("UPDATE history_chain SET seq = %s, hash = %s WHERE organisation_id = %s", seq, last.hash, cast.kronborg.id)


def reorder(cast: Any) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        update(f"seq = {new}", old)(cast)


def take_out(cast: Any) -> None:
    delete("seq = 3")(cast)
    renumber(cast.kronborg.id, 4, -1)
    head_at(cast, 8)


def put_in(cast: Any) -> None:
    renumber(cast.kronborg.id, 4, 1)
    forge(cast.kronborg.id, 4)
    sql("UPDATE history_chain SET seq = 10 WHERE organisation_id = %s", cast.kronborg.id)


def cut_with_head(cast: Any) -> None:
    delete("seq > 7")(cast)
    head_at(cast, 7)


def fork(cast: Any) -> None:
    """Tell another story from entry 4 on, and compute everything anew."""
    update("payload = '{\"changes\":{}}'", 4)(cast)
    reseal(cast.kronborg.id, first=4)


def forget_checkpoint(cast: Any) -> None:
    sql("DELETE FROM history_checkpoint WHERE organisation_id = %s AND number = 1", cast.kronborg.id)


def forget_last_checkpoint(cast: Any) -> None:
    sql("DELETE FROM history_checkpoint WHERE organisation_id = %s AND number = 2", cast.kronborg.id)


def swap_checkpoints(cast: Any) -> None:
    ours, theirs = (Checkpoint.objects.get(organisation_id=o.id, number=1) for o in (cast.kronborg, cast.rosenborg))
    for row, other in ((ours, theirs), (theirs, ours)):
        sql(
            "UPDATE history_checkpoint SET note = %s, signature = %s WHERE id = %s", other.note, other.signature, row.pk
        )


def other_signature(cast: Any) -> None:
    second = Checkpoint.objects.get(organisation_id=cast.kronborg.id, number=2)
    mine = {"organisation_id": cast.kronborg.id, "number": 1}
    sql(
        "UPDATE history_checkpoint SET signature = %s WHERE organisation_id = %s AND number = %s",
        second.signature,
        *mine.values(),
    )


def changed_note(cast: Any) -> None:
    first = Checkpoint.objects.get(organisation_id=cast.kronborg.id, number=1)
    sql("UPDATE history_checkpoint SET note = %s WHERE id = %s", first.note.replace("\n5\n", "\n4\n"), first.pk)


def other_key(cast: Any) -> None:
    first = Checkpoint.objects.get(organisation_id=cast.kronborg.id, number=1)
    sql(
        "UPDATE history_checkpoint SET note = %s WHERE id = %s", first.note.replace(first.said.key, "ab" * 32), first.pk
    )


MANIPULATIONS: dict[str, tuple[Callable[[Any], None], int, str]] = {
    "changed": (update("action = 'risk.accepted'", 4), 4, "changed"),
    "changed moment": (update("at = '2020-01-01 00:00:00+00:00'", 4), 4, "changed"),
    "changed payload": (update("payload = '{}'", 4), 4, "told"),
    "changed name": (update("actor_label = 'Nobody'", 4), 4, "told"),
    "changed salt": (update(f"payload_salt = '{'5a' * 32}'", 4), 4, "told"),
    "missing in the middle": (delete("seq = 3"), 3, "missing"),
    "missing, renumbered": (take_out, 3, "missing"),
    "reordered": (reorder, 2, "reordered"),
    "inserted": (put_in, 4, "inserted"),
    "truncated tail": (delete("seq > 7"), 8, "truncated"),
    "truncated with the head": (cut_with_head, 8, "truncated"),
    "forked": (fork, 5, "forked"),
    "bad signature": (other_signature, 5, "signature"),
    "another's key": (other_key, 5, "key"),
    "changed checkpoint": (changed_note, 5, "signature"),
    "checkpoint deleted": (forget_checkpoint, 6, "checkpoint"),
    "last checkpoint deleted": (forget_last_checkpoint, 9, "checkpoint"),
    "checkpoints swapped": (swap_checkpoints, 5, "checkpoint"),
    "redacted without a record": (update("payload = '', payload_salt = ''", 4), 4, "erased"),
    "names gone without a record": (
        update("names_salt = '', actor_label = '', via = '', subject_label = ''", 4),
        4,
        "erased",
    ),
    "head gone": (
        lambda cast: sql("DELETE FROM history_chain WHERE organisation_id = %s", cast.kronborg.id),
        9,
        "head",
    ),
    "head changed": (lambda cast: sql("UPDATE history_chain SET hash = %s", "ab" * 32), 9, "head"),
}


@pytest.mark.parametrize("name", MANIPULATIONS)
def test_every_manipulation_is_named_with_the_first_bad_entry(told, name):
    act, seq, kind = MANIPULATIONS[name]
    with walls_down("wall_history_*"):
        act(told)
    broken = verification.verify(told.kronborg.id).broken
    assert (broken.seq, broken.kind) == (seq, kind)
    code, said = verify("--organisation", "kronborg")
    assert code == 1
    assert re.search(rf"Kronborg A/S: entry {seq}\b", said)
    if name not in ("checkpoints swapped", "head changed"):
        assert verification.verify(told.rosenborg.id).broken is None


def test_an_untouched_trail_holds(told):
    code, said = verify()
    assert code == 0, said
    seal = Chain.objects.get(organisation_id=told.kronborg.id).hash
    assert f"Kronborg A/S: 9 entries hold. 2 checkpoints agree. Seal {seal}" in said


def test_a_moment_without_a_fraction_is_spelled_as_it_was_sealed(told, monkeypatch):
    from datetime import UTC, datetime

    from holger.core import dates

    monkeypatch.setattr(dates, "now", lambda: datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    organisation.tag_create(actor=actor_of(told.anna), name="on the hour")
    assert verification.verify(told.kronborg.id).broken is None


# --- Against what was kept elsewhere -------------------------------------------------------------------------------


def recompute(cast: Any) -> None:
    """Everything since the first entry written anew, checkpoints and all that tells of them removed."""
    update("payload = '{\"changes\":{}}'", 2)(cast)
    delete("action = 'history.checkpoint'")(cast)
    sql("DELETE FROM history_checkpoint WHERE organisation_id = %s", cast.kronborg.id)
    for new, old in enumerate(
        Event.objects.filter(organisation_id=cast.kronborg.id).order_by("seq").values_list("seq", flat=True), start=1
    ):
        update(f"seq = {new}", old)(cast)
    reseal(cast.kronborg.id)


@pytest.mark.parametrize(("what", "seq"), [("checkpoint", 5), ("history", 2)])
def test_a_whole_chain_written_anew_is_found_by_what_was_kept_elsewhere(told, tmp_path, what, seq):
    kept = tmp_path / "kept.json"
    if what == "history":
        export_to(told.kronborg.id, kept)
    else:
        kept.write_text(verification.exported(Checkpoint.objects.get(organisation_id=told.kronborg.id, number=1)))
    assert verify("--against", kept)[0] == 0
    with walls_down("wall_history_*"):
        recompute(told)
    assert verification.verify(told.kronborg.id).broken is None  # in itself it holds
    code, said = verify("--against", kept)
    assert code == 1
    assert re.search(rf"Kronborg A/S: entry {seq}\b.*written anew.*\(found by kept.json\)", said)


def test_a_checkpoint_in_the_folder_is_asked_without_being_named(told, settings, tmp_path):
    settings.ANCHOR_FOLDER = tmp_path / "anchors"
    settings.ANCHOR_FOLDER.mkdir()
    services.checkpoint_make(actor=actor_of(told.anna))
    services.anchors_deliver(told.kronborg.id)
    with walls_down("wall_history_*"):
        recompute(told)
    broken = verification.verify(told.kronborg.id).broken
    assert (broken.seq, broken.kind, broken.witness) == (8, "truncated", f"{told.kronborg.id}-000002.json")


def test_a_file_signed_by_somebody_else_is_no_witness(told, tmp_path, settings):
    kept = tmp_path / "kept.json"
    kept.write_text(verification.exported(Checkpoint.objects.get(organisation_id=told.kronborg.id, number=1)))
    settings.DATA_DIR = tmp_path / "other"
    with walls_down("wall_history_*"):
        sql("DELETE FROM history_checkpoint")
        delete("seq > 5")(told)
        head_at(told, 5)
    code, said = verify("--against", kept)
    assert (code, "signed with a key which is not here" in said) == (1, True)


@pytest.mark.parametrize("content", ["", "no json", "[1]", '{"checkpoint": "no note"}'])
def test_a_file_that_tells_nothing_is_a_wrong_question(told, tmp_path, content):
    path = tmp_path / "file"
    path.write_text(content)
    assert verify("--against", path)[0] == 2
    assert verify("--against", tmp_path / "missing")[0] == 2


# --- Without holger ------------------------------------------------------------------------------------------------


def outside(path: Path, *arguments: Any) -> tuple[int, str]:
    command = [sys.executable, "-I", standalone.__file__, str(path), *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=path.parent)
    return done.returncode, done.stdout + done.stderr


def test_the_standalone_verifier_is_short():
    assert len(Path(standalone.__file__).read_text().splitlines()) <= 150


def test_a_good_export_holds_without_holger(told, tmp_path):
    path = export_to(told.kronborg.id, tmp_path / "history.jsonl")
    code, said = outside(path, "--fingerprint", keys.fingerprint())
    assert code == 0, said
    assert "Entries 1 to 9 hold, 0 parts redacted." in said
    assert "2 checkpoints agree. Keys" in said and keys.fingerprint() in said
    kept = tmp_path / "kept.json"
    kept.write_text(verification.exported(Checkpoint.objects.get(organisation_id=told.kronborg.id, number=1)))
    code, said = outside(path, "--checkpoint", kept)
    assert (code, "3 checkpoints agree" in said) == (0, True)


OUTSIDE = {
    name
    for name in MANIPULATIONS
    if name not in ("truncated tail", "truncated with the head", "head gone", "head changed")
}


@pytest.mark.parametrize("name", sorted(OUTSIDE))
def test_a_bad_export_is_found_without_holger(told, tmp_path, name):
    act, seq, _kind = MANIPULATIONS[name]
    with walls_down("wall_history_*"):
        act(told)
    code, said = outside(export_to(told.kronborg.id, tmp_path / "history.jsonl"))
    assert (code, "It does not hold" in said) == (1, True), said
    if name not in ("inserted", "reordered", "missing, renumbered") and "checkpoint" not in name and seq != 5:
        assert f"entry {seq} " in said


def test_what_only_a_kept_checkpoint_can_tell_is_found_without_holger(told, tmp_path):
    kept = tmp_path / "kept.json"
    kept.write_text(verification.exported(Checkpoint.objects.get(organisation_id=told.kronborg.id, number=2)))
    with walls_down("wall_history_*"):
        recompute(told)
    path = export_to(told.kronborg.id, tmp_path / "history.jsonl")
    assert outside(path)[0] == 0
    code, said = outside(path, "--checkpoint", kept)
    assert (code, "entry 8 is missing: a checkpoint knows of 8" in said) == (1, True), said
    assert outside(kept, "--fingerprint", "ab" * 32)[0] == 1
