"""Policies through the interface: the same objects, rules and permissions as the pages."""

import hashlib

import pytest

from holger.api.tests.programs import Program
from holger.policies import services
from holger.policies.models import Policy

pytestmark = pytest.mark.django_db
NEW = {
    "title_en": "Clean desk",
    "type": "policy",
    "language": "en",
    "audience": {"roles": ["it"], "units": ["Production"], "people": []},
    "texts": {"en": {"title": "Clean desk", "body": "## Desk\n\nClean it."}},
}


@pytest.fixture
def program(cast):
    return Program(cast.anna)


@pytest.fixture
def boss(cast):
    return Program(cast.olga)


def test_a_policy_is_made_written_and_approved(cast, program, boss):
    made = program.post("/policies", NEW)
    assert made.status_code == 201, made.text
    told = made.json()
    assert (told["reference"], told["draft"], told["draft_status"], told["in_force"]) == ("POL-1", "1.0", "draft", "")
    assert (told["audience"]["roles"], told["audience"]["units"][0]["name"]) == (["it"], "Production")
    text = {"title": "Clean desk", "body": "Clean it all.", "revision": 1}
    assert program.call("PUT", "/policies/POL-1/draft/texts/en", text).json()["revision"] == 2
    assert program.call("PUT", "/policies/POL-1/draft/texts/en", text).status_code in (409, 412)
    assert program.post("/policies/POL-1/ask-review", {"people": [cast.olga.reference]}).status_code == 200
    answer = boss.post("/policies/POL-1/answer-review", {"verdict": "good"})
    assert (answer.status_code, answer.json()["verdict"]) == (200, "good")
    assert boss.post("/policies/POL-1/answer-review", {"verdict": "good"}).status_code == 404
    assert program.post("/policies/POL-1/request", {"approver": cast.olga.reference}).status_code == 200
    version = boss.get("/policies/POL-1/versions/1.0").json()
    assert (version["status"], version["texts"][0]["body"]) == ("requested", "Clean it all.")
    content = boss.get("/policies/POL-1/versions/1.0/content").content
    assert hashlib.sha256(content).hexdigest() == version["digest"]
    assert boss.post("/policies/POL-1/approve", {"digest": "0" * 64}).status_code == 409
    done = boss.post("/policies/POL-1/approve", {"digest": version["digest"]})
    assert (done.status_code, done.json()["in_force"], done.json()["draft"]) == (200, "1.0", "")


def test_a_draft_has_nothing_frozen_and_a_review_is_answered_where_it_was_asked(cast, program, boss):
    for _twice in range(2):
        assert program.post("/policies", NEW).status_code == 201
    assert program.get("/policies/POL-1/versions/1.0/content").status_code == 404
    assert program.post("/policies/POL-2/ask-review", {"people": [cast.olga.reference]}).status_code == 200
    assert boss.post("/policies/POL-1/answer-review", {"verdict": "good"}).status_code == 404
    assert boss.post("/policies/POL-2/answer-review", {"verdict": "good"}).status_code == 200


def test_the_next_version_is_begun_described_and_given_up(program, in_force):
    assert program.post("/policies/POL-1/begin-draft", {"change": "minor"}).json()["draft"] == "1.1"
    told = program.patch("/policies/POL-1/draft", {"change": "major", "changes_en": "All of it."}).json()
    assert (told["number"], told["changes_en"]) == ("2.0", "All of it.")
    assert [each["number"] for each in program.get("/policies/POL-1/versions").json()["items"]] == ["2.0", "1.0"]
    assert program.post("/policies/POL-1/discard-draft").json()["draft"] == ""
    assert program.get("/policies/POL-1/versions/2.0").status_code == 404
    assert program.get("/policies/POL-1/versions/x").status_code == 404


def test_it_is_changed_put_away_and_taken_back(program, in_force):
    changed = program.patch("/policies/POL-1", {"review_months": 6, "audience": {"everybody": True}})
    assert (changed.status_code, changed.json()["review_months"]) == (200, 6)
    assert program.delete("/policies/POL-1").status_code == 204
    assert program.post("/policies/POL-1/restore").json()["in_force"] == "1.0"


def test_lists_are_filtered_and_searched(program, in_force):
    assert program.get("/policies?status=in_force").json()["count"] == 1
    assert program.get("/policies?status=draft").json()["count"] == 0
    assert program.get("/policies?q=acceptable").json()["count"] == 1


def test_readers_strangers_and_too_long_texts_are_refused(cast, anna, policy):
    assert Program(cast.carl).get("/policies/POL-1").status_code == 200
    assert Program(cast.carl).post("/policies", NEW).status_code == 403
    assert Program(cast.emil).get("/policies").status_code == 403
    program = Program(cast.anna)
    assert program.post("/policies", {**NEW, "audience": {"people": ["PE-999"]}}).status_code == 422
    long = {"title": "x", "body": "a" * 200_001}
    assert program.call("PUT", "/policies/POL-1/draft/texts/en", long).status_code == 422
    assert program.call("PUT", "/policies/POL-1/draft/texts/de", {"title": "x"}).status_code in (409, 422)
    services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    assert program.call("PUT", "/policies/POL-1/draft/texts/en", {"title": "x"}).status_code == 409
    assert Policy.objects.count() == 1
