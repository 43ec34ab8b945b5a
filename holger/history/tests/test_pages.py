"""The pages that prove the history, for each role and for the stranger; and that what is taken out is told."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from holger.assets import services as assets
from holger.core import dates
from holger.history import keys, services, standalone, verification
from holger.history.models import Checkpoint, Event, Keeping
from holger.history.views import seal
from holger.organisation import services as organisation
from tests.cast import actor_of, client_of
from tests.history import sql
from tests.walled import walls_down

SEAL = "/o/kronborg/history/seal/"


@pytest.fixture
def told(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    organisation.tag_create(actor=actor_of(cast.anna), name="crown jewels")
    services.checkpoint_make(actor=actor_of(cast.anna))
    organisation.tag_create(actor=actor_of(cast.bo), name="later")
    return cast


def text(answer) -> str:
    return answer.content.decode()


def test_the_seal_shows_head_checkpoint_and_key(told):
    page = text(client_of(told.carl).get(SEAL))
    last = Event.objects.order_by("-seq")[0]
    assert last.hash in page and keys.fingerprint() in page
    assert "No. 1, of 1 entries" in page and "1 entry since" in page
    assert "Nothing lies outside the house yet" in page
    assert "Make a checkpoint" not in page  # for those who run the work
    assert "Make a checkpoint" in text(client_of(told.anna).get(SEAL))


def test_looking_makes_no_key(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert client_of(cast.carl).get(SEAL).status_code == 200
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("path", "method", "carl", "bo"),
    [
        ("", "get", 200, 403),
        ("verify/", "post", 200, 403),
        ("checkpoint/", "post", 403, 403),
        ("checkpoints/1/", "get", 200, 403),
        ("keeping/", "get", 403, 403),
        ("keeping/", "post", 403, 403),
        ("verifier/", "get", 200, 403),
    ],
)
def test_who_gets_where(told, path, method, carl, bo):
    for who, status in ((told.carl, carl), (told.bo, bo), (told.emil, bo), (told.dorte, 404), (None, 302)):
        answer = getattr(client_of(who), method)(SEAL + path)
        assert answer.status_code == status, (who, path)
        b"".join(answer.streaming_content) if answer.streaming else None


def test_checking_shows_the_verdict(told):
    carl = client_of(told.carl)
    page = text(carl.post(f"{SEAL}verify/"))
    assert "The history holds" in page and "3 entries hold. 1 checkpoint agrees." in page
    with walls_down("wall_history_*"):
        sql("UPDATE history_event SET payload = '{}' WHERE seq = 3")
    page = text(carl.post(f"{SEAL}verify/"))
    assert "The history does not hold" in page and "entry 3" in page
    assert carl.get(f"{SEAL}verify/").status_code == 302


def test_a_long_history_is_for_the_command(told, monkeypatch):
    monkeypatch.setattr(seal, "LARGEST", 2)
    page = text(client_of(told.carl).get(SEAL))
    assert "holger verify --organisation kronborg" in page and "Check now" not in page
    assert "The history holds" not in text(client_of(told.carl).post(f"{SEAL}verify/"))


def test_a_checkpoint_is_made_by_a_button(told):
    page = text(client_of(told.anna).post(f"{SEAL}checkpoint/", follow=True))
    assert "Checkpoint 2 seals 3 entries." in page
    assert Checkpoint.objects.count() == 2
    rosenborg = text(client_of(told.dorte).post("/o/rosenborg/history/seal/checkpoint/", follow=True))
    assert "Nothing has happened yet" in rosenborg


def test_what_an_auditor_takes_along(told):
    carl = client_of(told.carl)
    kept = json.loads(carl.get(f"{SEAL}checkpoints/1/").content)
    assert kept["checkpoint"] == Checkpoint.objects.get().note
    assert carl.get(f"{SEAL}checkpoints/2/").status_code == 404
    program = carl.get(f"{SEAL}verifier/")
    assert b"".join(program.streaming_content) == Path(standalone.__file__).read_bytes()
    assert "verify_history.py" in program["Content-Disposition"]
    lines = b"".join(carl.get("/o/kronborg/history/export/jsonl/").streaming_content).decode().splitlines()
    told_of = [json.loads(line) for line in lines]
    assert ["checkpoint" in line for line in told_of] == [False, True, False, False, False]
    assert told_of[-1]["action"] == "history.exported"
    assert carl.get("/o/kronborg/history/export/pdf/").status_code == 404
    narrowed = carl.get("/o/kronborg/history/export/jsonl/", {"q": "later"})
    assert [json.loads(line)["seq"] for line in narrowed.streaming_content] == [3]


def test_an_owner_decides_how_it_is_kept(told):
    olga = client_of(told.olga)
    assert olga.post(f"{SEAL}keeping/", {"auditors": "nobody", "years": ""}).status_code == 422
    assert olga.post(f"{SEAL}keeping/", {"auditors": "", "years": "0"}).status_code == 422
    answer = olga.post(f"{SEAL}keeping/", {"auditors": "carl@audit.example", "years": "5"}, follow=True)
    assert "5 years" in text(answer)
    kept = Keeping.objects.get()
    assert (kept.organisation_id, kept.addresses, kept.years) == (told.kronborg.id, ["carl@audit.example"], 5)
    assert "changed the" in text(olga.get("/o/kronborg/history/"))


def test_redacted_entries_are_shown_as_such(told):
    naming = services.entries_naming(told.kronborg.id, told.bo.pk, "organisation.person", {"Bo Lind"})
    services.redact(actor=actor_of(told.olga), naming=naming)
    page = text(client_of(told.carl).get("/o/kronborg/history/"))
    assert "redacted" in page and "Bo Lind" not in page
    assert verification.verify(told.kronborg.id).broken is None


def test_what_is_redacted_is_gone_from_pages_that_have_been_seen(told):
    asset = assets.asset_create(actor=actor_of(told.bo), title="<b>Payroll", type="application")
    carl, path = client_of(told.carl), f"/o/kronborg/{asset.path}"
    for _twice in range(2):
        page = past(carl.get(path))
        assert "Bo Lind" in page and "&lt;b&gt;Payroll" in page and "redacted" not in page
    naming = services.entries_naming(told.kronborg.id, told.bo.pk, "organisation.person", {"Bo Lind"})
    services.redact(actor=actor_of(told.olga), naming=naming)
    page = past(carl.get(path))
    assert "redacted" in page and "Bo Lind" not in page


def test_a_line_that_was_seen_is_told_in_the_readers_language_and_as_of_now(told, monkeypatch):
    asset = assets.asset_create(actor=actor_of(told.bo), title="Payroll", type="application")
    carl, path = client_of(told.carl), f"/o/kronborg/{asset.path}"
    assert "created" in past(carl.get(path)) and "just now" in past(carl.get(path))
    carl.cookies["holger-language"] = "da"
    assert "oprettede" in past(carl.get(path)) and "created" not in past(carl.get(path))
    later = dates.now() + timedelta(minutes=7)
    monkeypatch.setattr(dates, "now", lambda: later)
    assert "7 minutter siden" in past(carl.get(path))


def past(answer) -> str:
    """What the page tells of the object's past."""
    return re.search(r'<ol class="hist">(.*?)</ol>', text(answer), re.DOTALL)[1]


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/o/kronborg/people/?export=xlsx", "people.exported"),
        ("/o/kronborg/people/?export=csv", "people.exported"),
        ("/o/kronborg/history/export/csv/", "history.exported"),
        ("/o/kronborg/history/export/xlsx/", "history.exported"),
    ],
)
def test_what_is_taken_out_is_told(told, path, action):
    answer = client_of(told.carl).get(path)
    b"".join(answer.streaming_content)
    last = Event.objects.filter(organisation_id=told.kronborg.id).order_by("-seq")[0]
    assert (last.action, last.actor_label) == (action, "Carl Friis")
    assert "exported" in text(client_of(told.carl).get("/o/kronborg/history/"))
