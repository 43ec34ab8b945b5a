"""Checkpoints and their anchors: made when there is something new, signed, and laid down where nobody here reaches."""

import base64
import json
import stat
import sys
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from holger.api.tests.programs import Program
from holger.core import dates
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.permissions import Role
from holger.core.registry import registry
from holger.history import keys, selectors, services, verification
from holger.history.models import Anchor, Checkpoint, Event
from holger.history.rules import merkle
from holger.organisation import services as organisation
from tests.cast import actor_of, make_person
from tests.history import sql
from tests.stamping import Authority
from tests.walled import walls_down


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


def tag(person, *names):
    for name in names:
        organisation.tag_create(actor=actor_of(person), name=name)


def seal(person, **more):
    return services.checkpoint_make(actor=actor_of(person), **more)


# --- Checkpoints ---------------------------------------------------------------------------------------------------


def test_a_checkpoint_tells_what_the_history_was(cast):
    tag(cast.anna, "one", "two", "three")
    made = seal(cast.anna)
    hashes = Event.objects.order_by("seq").values_list("hash", flat=True)[:3]
    said = made.said
    assert (said.number, said.size, said.head) == (1, 3, hashes[2])
    assert said.root == merkle.Tree(bytes.fromhex(each) for each in hashes).root().hex()
    assert keys.is_signed(made.note, made.signature, keys.known()[said.key])
    assert not keys.is_signed(made.note + " ", made.signature, keys.known()[said.key])
    assert Event.objects.get(seq=4).told == {"checkpoint": 1, "size": 3, "root": said.root, "key": said.key}


def test_a_checkpoint_is_made_only_when_something_is_new(cast):
    with pytest.raises(RuleBroken, match="Nothing has happened"):
        seal(cast.anna)
    tag(cast.anna, "one")
    assert [seal(cast.anna).number for _turn in range(3)] == [1, 1, 1]
    tag(cast.anna, "two")
    second = seal(cast.anna)
    assert (second.number, second.size) == (2, 3)
    assert second.said.previous == Checkpoint.objects.get(number=1).said.digest
    assert verification.verify(cast.kronborg.id).checkpoints == 2


def test_a_tree_that_grew_hour_by_hour_is_the_tree_made_at_once(cast):
    for hour in range(9):
        tag(cast.anna, f"tag {hour}", f"other {hour}")
        last = seal(cast.anna)
    hashes = Event.objects.order_by("seq").values_list("hash", flat=True)[: last.size]
    assert last.said.root == merkle.Tree(bytes.fromhex(each) for each in hashes).root().hex()


def test_only_what_is_new_is_read(cast):
    tag(cast.anna, "one")
    seal(cast.anna)
    tag(cast.anna, "two")
    with walls_down("wall_history_*"):
        sql("DELETE FROM history_event WHERE seq = 1")  # long gone: it does not matter to the next checkpoint
    assert seal(cast.anna).number == 2


@pytest.mark.parametrize("seq", [1, 2])
def test_what_does_not_hold_is_not_signed(cast, seq):
    tag(cast.anna, "one", "two")
    with walls_down("wall_history_*"):
        sql("UPDATE history_event SET payload = '{}' WHERE seq = %s", seq)
    with pytest.raises(RuleBroken, match="does not hold"):
        seal(cast.anna)


def test_a_false_frontier_is_not_built_on(cast):
    tag(cast.anna, "one")
    seal(cast.anna)
    tag(cast.anna, "two")
    with walls_down("wall_history_*"):
        sql("UPDATE history_checkpoint SET frontier = %s", json.dumps(["ab" * 32]))
    with pytest.raises(RuleBroken, match="does not hold"):
        seal(cast.anna)


def test_checkpoints_are_for_those_who_run_the_work(cast):
    tag(cast.anna, "one")
    for who in (cast.karen, cast.bo, cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            seal(who)
    for who in (cast.bo, cast.emil):
        with pytest.raises(NotAllowed):
            selectors.seal_of(actor_of(who))
    assert not selectors.checkpoints_for(actor_of(cast.dorte)).exists()


def test_checkpoints_only_grow(cast):
    tag(cast.anna, "one")
    seal(cast.anna)
    for statement in ("UPDATE history_checkpoint SET number = 2", "DELETE FROM history_checkpoint"):
        with pytest.raises(DatabaseError, match="append only"):
            sql(statement)


def test_every_hour_what_is_new_is_sealed(cast):
    hourly = next(each for each in registry.recurring if each.name == "history.checkpoint")
    assert hourly.run(cast.rosenborg.id) == "Nothing to seal."
    tag(cast.anna, "one")
    assert hourly.run(cast.kronborg.id) == "Checkpoint 1 of 1 entries."
    assert hourly.run(cast.kronborg.id) == "Checkpoint 1 of 1 entries."
    assert Checkpoint.objects.count() == 1


# --- Keys ----------------------------------------------------------------------------------------------------------


def test_the_key_is_made_once_and_for_its_owner_alone(settings):
    assert keys.current() == ""
    first = keys.fingerprint()
    assert (keys.fingerprint(), keys.current()) == (first, first)
    for path in keys.folder().iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.folder().stat().st_mode) == 0o700
    assert sorted(path.name for path in keys.folder().iterdir()) == [f"{first}.pub", "signing.key"]


def test_what_an_earlier_key_signed_stays_signed(cast):
    tag(cast.anna, "one")
    seal(cast.anna)
    out = StringIO()
    tag(cast.anna, "two")
    call_command("checkpoint", "--organisation", "kronborg", "--new-key", stdout=out)
    assert f"From now on signed with {keys.fingerprint()}" in out.getvalue()
    tag(cast.anna, "three")
    seal(cast.anna)
    signed_with = [row.said.key for row in Checkpoint.objects.order_by("number")]
    assert signed_with[0] == signed_with[1] != signed_with[2] == keys.fingerprint()
    assert verification.verify(cast.kronborg.id).broken is None


# --- Anchors -------------------------------------------------------------------------------------------------------


@pytest.fixture
def anchored(cast, settings, tmp_path):
    settings.ANCHOR_FOLDER = tmp_path / "anchors"
    services.keeping_set(actor=actor_of(cast.olga), auditors="carl@audit.example, eva@audit.example")
    return cast


def state(cast):
    rows = Anchor.objects.filter(organisation_id=cast.kronborg.id).order_by("number", "kind", "target")
    return [(row.number, row.kind, row.done_at is not None, bool(row.fault)) for row in rows]


def test_a_checkpoint_is_mailed_and_laid_down(anchored, settings):
    settings.ANCHOR_FOLDER.mkdir()
    made = seal(anchored.anna)
    services.anchors_deliver(anchored.kronborg.id)
    assert state(anchored) == [(1, "file", True, False), (1, "mail", True, False), (1, "mail", True, False)]
    assert sorted(m.to[0] for m in mail.outbox) == ["carl@audit.example", "eva@audit.example"]
    sent = mail.outbox[0]
    assert made.note in sent.body and made.signature in sent.body
    name, content, _kind = sent.attachments[0]
    assert (name, json.loads(content)["checkpoint"]) == ("kronborg-checkpoint-1.json", made.note)
    path = settings.ANCHOR_FOLDER / f"{anchored.kronborg.id}-000001.json"
    assert path.read_text() == verification.exported(made) + "\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_auditors_are_written_to_once_a_day(anchored, settings):
    settings.ANCHOR_FOLDER = None
    for number in range(3):
        tag(anchored.anna, f"tag {number}")
        seal(anchored.anna)
        services.anchors_deliver(anchored.kronborg.id)
    assert len(mail.outbox) == 2
    seal(anchored.anna, mail=True)
    services.anchors_deliver(anchored.kronborg.id)
    assert len(mail.outbox) == 4


def test_what_waits_elsewhere_for_the_same_auditor_goes_on_waiting(anchored):
    seal(anchored.anna, mail=True)
    waiting = state(anchored)
    assert (1, "mail", False, False) in waiting
    owner = make_person(anchored.rosenborg, "Rie Dahl", Role.OWNER)
    services.keeping_set(actor=actor_of(owner), auditors="carl@audit.example")
    seal(owner, mail=True)
    assert state(anchored) == waiting


def test_what_cannot_be_laid_down_is_tried_again(anchored, settings):
    seal(anchored.anna)
    said = services.hourly(anchored.kronborg.id)
    assert "No such file or directory" in said
    assert state(anchored)[0] == (1, "file", False, True)
    shown = selectors.seal_of(actor_of(anchored.carl)).anchors
    assert [(a.kind, bool(a.fault)) for a in shown] == [("file", True), ("mail", False), ("mail", False)]
    tag(anchored.anna, "later")
    settings.ANCHOR_FOLDER.mkdir()
    services.hourly(anchored.kronborg.id)
    assert state(anchored)[-1] == (2, "file", True, False)
    assert not Anchor.objects.filter(done_at=None).exists()


def test_a_file_that_says_something_else_is_not_written_over(anchored, settings):
    settings.ANCHOR_FOLDER.mkdir()
    path = settings.ANCHOR_FOLDER / f"{anchored.kronborg.id}-000001.json"
    path.write_text("{}")
    seal(anchored.anna)
    faults = [a.fault for a in services.anchors_deliver(anchored.kronborg.id) if a.kind == "file"]
    assert "says something else" in faults[0]
    assert path.read_text() == "{}"


@pytest.fixture
def authority(settings, monkeypatch):
    pytest.importorskip("rfc3161_client")
    settings.TIMESTAMP_URL = "https://tsa.example/"
    found = Authority()
    monkeypatch.setitem(sys.modules, "holger.core.outgoing", SimpleNamespace(request=found.request))
    return found


def test_a_checkpoint_is_stamped(cast, authority):
    from rfc3161_client import VerifierBuilder, decode_timestamp_response

    tag(cast.anna, "one")
    made = seal(cast.anna)
    anchor = services.anchors_deliver(cast.kronborg.id)[0]
    assert (anchor.fault, anchor.kind, authority.asked) == ("", "timestamp", ["https://tsa.example/"])
    stamp = decode_timestamp_response(base64.b64decode(anchor.receipt))
    verifier = VerifierBuilder().add_root_certificate(authority.certificate).build()
    assert verifier.verify_message(stamp, made.note.encode())


@pytest.mark.parametrize(("fault", "said"), [("lie", "not with a stamp of this checkpoint"), ("busy", "answered 503")])
def test_an_answer_that_is_no_stamp_is_no_anchor(cast, authority, fault, said):
    setattr(authority, fault, True)
    tag(cast.anna, "one")
    seal(cast.anna)
    anchor = services.anchors_deliver(cast.kronborg.id)[0]
    assert anchor.done_at is None and said in anchor.fault
    setattr(authority, fault, False)
    assert services.anchors_deliver(cast.kronborg.id)[0].done_at


def test_auditors_are_addresses(cast):
    with pytest.raises(ValidationError, match="not an e-mail address"):
        services.keeping_set(actor=actor_of(cast.olga), auditors="carl@audit.example nobody")
    for years in (0, 101):
        with pytest.raises(ValidationError):
            services.keeping_set(actor=actor_of(cast.olga), years=years)
    for who in (cast.anna, cast.carl):
        with pytest.raises(NotAllowed):
            services.keeping_set(actor=actor_of(who), years=5)


def test_settings_are_told_in_the_history(anchored):
    services.keeping_set(actor=actor_of(anchored.olga), years=5)
    services.keeping_set(actor=actor_of(anchored.olga), years=5)
    told = Event.objects.filter(action="history.settings_changed").order_by("seq")
    assert [event.changes for event in told] == [
        {"auditors": [None, "carl@audit.example\neva@audit.example"]},
        {"years": [None, 5]},
    ]


# --- Letting go ----------------------------------------------------------------------------------------------------


@pytest.fixture
def aged(cast):
    """Entries from three years ago on, a checkpoint a year, and five days ago the last."""
    for days in (1100, 740, 5):
        with dates.days_ago(days):
            tag(cast.anna, f"{days} a", f"{days} b")
            seal(cast.anna)
    return cast


def prune(cast, years):
    services.keeping_set(actor=actor_of(cast.olga), years=years)
    return services.nightly(cast.kronborg.id)


def test_nothing_is_let_go_of_unless_somebody_says_so(aged):
    assert services.nightly(aged.kronborg.id) == "Nothing to remove."
    assert prune(aged, 4) == "Nothing to remove."


@pytest.mark.parametrize(("years", "gone"), [(3, 2), (2, 5), (1, 5)])
def test_old_entries_go_up_to_a_checkpoint_and_the_rest_still_holds(aged, years, gone):
    assert prune(aged, years) == f"{gone} entries removed."
    verdict = verification.verify(aged.kronborg.id)
    assert (verdict.broken, verdict.start) == (None, gone)
    assert Event.objects.order_by("seq").values_list("seq", flat=True)[0] == gone + 1
    told = Event.objects.get(action="history.pruned")
    assert told.told["upto"] == gone
    tag(aged.anna, "and on")
    seal(aged.anna)
    assert verification.verify(aged.kronborg.id).broken is None
    assert prune(aged, years) == "Nothing to remove."


def test_what_is_let_go_of_twice_still_holds(aged):
    prune(aged, 3)
    prune(aged, 2)
    verdict = verification.verify(aged.kronborg.id)
    assert (verdict.broken, verdict.start) == (None, 5)


def test_removing_the_beginning_by_hand_is_found(aged):
    first = Checkpoint.objects.get(number=1)
    with walls_down("wall_history_*"):
        sql("DELETE FROM history_event WHERE seq <= 2")
    assert verification.verify(aged.kronborg.id).broken.kind == "missing"
    sql("UPDATE history_chain SET start = %s", first.size)
    broken = verification.verify(aged.kronborg.id).broken
    assert (broken.seq, broken.kind) == (2, "pruned")


def test_the_permit_opens_no_other_door(aged):
    """With a permit for the first two, the third stays; and nothing can be changed, only emptied."""
    own = aged.kronborg.id
    sql("INSERT INTO history_permit (organisation_id, act, upto) VALUES (%s, 'prune', 2)", own)
    for statement in ("DELETE FROM history_event WHERE seq = 3", "UPDATE history_event SET payload = ''"):
        with pytest.raises(DatabaseError, match="append only"):
            sql(statement)
    sql("UPDATE history_permit SET act = 'redact'")
    for statement in (
        "UPDATE history_event SET payload = '{}', payload_salt = '' WHERE seq = 3",
        "UPDATE history_event SET actor_label = 'Nobody' WHERE seq = 3",
        "UPDATE history_event SET action = 'x', payload = '', payload_salt = '' WHERE seq = 3",
        "DELETE FROM history_event WHERE seq = 1",
    ):
        with pytest.raises(DatabaseError, match="append only"):
            sql(statement)
    sql("UPDATE history_event SET payload = '', payload_salt = '' WHERE seq = 3")


# --- By command and by program -------------------------------------------------------------------------------------


def test_the_command_seals_every_history(cast):
    tag(cast.anna, "one")
    tag(cast.dorte, "one")
    out, err = StringIO(), StringIO()
    call_command("checkpoint", stdout=out, stderr=err)
    root = Checkpoint.objects.get(organisation_id=cast.kronborg.id).said.root
    assert f"Kronborg A/S: checkpoint 1 of 1 entries, root {root}, key {keys.fingerprint()}" in out.getvalue()
    assert "Rosenborg ApS: checkpoint 1" in out.getvalue()


def test_the_command_ends_badly_when_not_all_is_well(anchored):
    err = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("checkpoint", "--organisation", "kronborg", stdout=StringIO(), stderr=err)
    assert (failed.value.returncode, "No such file" in err.getvalue()) == (1, True)
    with pytest.raises(CommandError) as failed:
        call_command("checkpoint", "--organisation", "helsingor")
    assert failed.value.returncode == 2


def test_a_program_makes_and_reads_checkpoints(cast):
    anna, carl = (Program(person) for person in (cast.anna, cast.carl))
    made = anna.post("/history/checkpoints", {}).json()
    row = Checkpoint.objects.get()
    assert (made["number"], made["root"], made["note"]) == (1, row.said.root, row.note)
    assert carl.get("/history/checkpoints").json()["items"] == [made]
    assert carl.post("/history/checkpoints", {}).status_code == 403
