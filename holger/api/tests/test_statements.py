"""Statements of applicability through the interface: drafted, read, frozen, approved, and proven."""

import hashlib

import pytest

from holger.api.tests.programs import Program
from holger.controls.tests.statements import link, make_control
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import bring, standing
from tests.cast import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return Program(cast.anna)


@pytest.fixture
def rules(cast):
    made = bring(actor_of(cast.anna))
    link(make_control(actor_of(cast.anna), "Locks"), made, "1.1")
    return made


def post(program, path, body=None, status=200):
    answer = program.post(path, body)
    assert answer.status_code == status, answer.content
    return answer.json()


def get(program, path):
    answer = program.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def asked(cast, anna, rules):
    post(anna, "/statements", {"framework": "FW-1"}, 201)
    return post(anna, "/statements/SOA-1/request", {"approver": cast.olga.reference, "change_note": "The first."})


def test_a_version_is_drafted_edited_and_given_up(cast, anna, rules):
    made = anna.post("/statements", {"framework": "FW-1"})
    assert (made.status_code, made["Location"]) == (201, "/api/v1/o/kronborg/statements/SOA-1")
    told = made.json()
    assert (told["title"], told["number"], told["status"], told["scope"]) == ("House rules v1", 1, "draft", 1)
    assert told["framework"] == {"reference": "FW-1", "title": "House rules"}
    assert post(anna, "/statements", {"framework": "FW-1"}, 409)["error"]["message"].startswith("There is already")
    assert anna.post("/statements", {"framework": "FW-1", "scope": 2}).status_code == 404
    edited = anna.patch("/statements/SOA-1", {"introduction": "All.", "approver": cast.olga.reference}, If_Match='"1"')
    assert edited.json()["approver"]["title"] == "Olga Krogh"
    assert anna.patch("/statements/SOA-1", {"introduction": "Else."}, If_Match='"1"').status_code == 412
    assert anna.delete("/statements/SOA-1").status_code == 204
    assert get(anna, "/statements")["count"] == 0


def test_what_was_read_is_approved(cast, anna, rules, asked):
    olga = Program(cast.olga)
    assert (asked["status"], asked["requested_by"], len(asked["digest"])) == ("requested", "Anna Holm", 64)
    content = olga.get("/statements/SOA-1/content")
    assert content["Content-Type"] == "application/json"
    assert hashlib.sha256(content.content).hexdigest() == asked["digest"]
    refused = post(olga, "/statements/SOA-1/approve", {"digest": "0" * 64}, 409)
    assert refused["error"]["message"].startswith("It is not what you have read")
    assert anna.post("/statements/SOA-1/approve", {"digest": asked["digest"]}).status_code == 409
    told = post(olga, "/statements/SOA-1/approve", {"digest": asked["digest"]})
    assert (told["status"], told["approved_by"]) == ("approved", "Olga Krogh")
    for path, body in (("withdraw", None), ("decline", {"note": "No."}), ("approve", {"digest": asked["digest"]})):
        assert olga.post(f"/statements/SOA-1/{path}", body).status_code == 409, path
    assert olga.delete("/statements/SOA-1").status_code == 409


def test_it_is_declined_and_taken_back(cast, anna, rules, asked):
    olga = Program(cast.olga)
    told = post(olga, "/statements/SOA-1/decline", {"note": "Say more."})
    assert (told["status"], told["declined_note"], told["digest"]) == ("draft", "Say more.", "")
    assert anna.get("/statements/SOA-1/content").status_code == 404
    post(anna, "/statements/SOA-1/request", {"approver": cast.olga.reference})
    assert post(anna, "/statements/SOA-1/withdraw")["status"] == "draft"


def test_lines_are_read_frozen_and_as_they_stand(cast, anna, rules, asked):
    frameworks.standing_choose(
        actor=actor_of(cast.anna), standing=standing(rules, "2.1"), applicable=False, reason="We rent it all."
    )
    told = get(anna, "/statements/SOA-1/lines")
    assert (told["frozen"], told["count"]) == (True, 4)
    assert [line["choice"] for line in told["items"]] == ["in"] * 4
    first = told["items"][0]
    assert first["title"] == {"da": "Krav 1.1", "en": "Requirement 1.1"}
    assert first["controls"] == [{"reference": "F-1", "title": "Locks", "status": "implemented", "strength": "whole"}]
    assert (first["status"], first["told_by"], first["evidence"]) == ("in_place", "controls", 0)
    assert [theme["code"] for theme in told["themes"]] == ["1", "2"]
    questions = {each["key"]: each for each in told["questions"]}
    assert questions["stale"] == {"key": "stale", "open": True, "note": "never", "codes": []}
    assert questions["unproven"]["codes"] == ["1.1"]
    post(anna, "/statements/SOA-1/withdraw")
    told = get(anna, "/statements/SOA-1/lines")
    assert (told["frozen"], [line["choice"] for line in told["items"]]) == (False, ["in", "in", "out", "in"])


def test_changes_are_read(cast, anna, rules, asked):
    post(Program(cast.olga), "/statements/SOA-1/approve", {"digest": asked["digest"]})
    assert get(anna, "/statements/SOA-1/changes") == {"since": "", "items": [], "count": 0}
    post(anna, "/statements", {"framework": "FW-1"}, 201)
    frameworks.standing_choose(
        actor=actor_of(cast.anna), standing=standing(rules, "2.1"), applicable=False, reason="We rent it all."
    )
    told = get(anna, "/statements/SOA-2/changes")
    assert (told["since"], told["count"]) == ("SOA-1", 1)
    (change,) = told["items"]
    assert (change["code"], change["parts"]) == ("2.1", ["choice", "reason", "status"])
    assert (change["before"]["choice"], change["after"]["choice"]) == ("in", "out")
    assert get(anna, "/statements/SOA-2/changes?since=soa-1") == told
    assert anna.get("/statements/SOA-2/changes?since=SOA-9").status_code == 422


def test_a_list_is_narrowed(cast, anna, rules, asked):
    assert get(anna, "/statements?status=requested")["count"] == 1
    assert get(anna, "/statements?status=draft")["count"] == 0
    assert get(anna, "/statements?framework=FW-1&approver=me")["count"] == 0
    assert get(Program(cast.olga), "/statements?approver=me&q=house")["count"] == 1


def test_a_statement_is_put_on_paper(cast, anna, rules, asked):
    for form, begins in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("docx", b"PK")):
        answer = anna.get(f"/statements/SOA-1/report?format={form}&language=da")
        assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)


def test_who_may(cast, rules, asked):
    carl, emil, dorte = Program(cast.carl), Program(cast.emil), Program(cast.dorte)
    assert get(carl, "/statements/SOA-1")["status"] == "requested"
    for verb, body in (("withdraw", None), ("approve", {"digest": "0" * 64}), ("decline", {"note": "No."})):
        assert carl.post(f"/statements/SOA-1/{verb}", body).status_code == 403
    assert emil.get("/statements").status_code == 403
    assert Program(cast.bo).get("/statements/SOA-1").status_code == 404
    dorte.base = "/api/v1/o/rosenborg"
    assert dorte.get("/statements/SOA-1").status_code == 404
    assert Program(cast.anna, {"risks": "write"}).get("/statements").status_code == 403
