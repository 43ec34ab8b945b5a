"""Gap rounds through the interface: opened, answered, asked about, closed, compared."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.api.tests.programs import Program
from holger.controls import services
from holger.controls.models import GapAnswer, GapRound
from holger.controls.tests.factories import gap_row, open_round, say
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import answer, bring, many, other, standing
from tests.cast import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return Program(cast.anna)


@pytest.fixture
def rules(cast):
    """FW-1 in the whole organisation and in Production, which Bo answers for."""
    actor = actor_of(cast.anna)
    made = bring(actor)
    frameworks.scope_add(actor=actor, framework=made, unit=cast.production, owner=cast.bo)
    return made


@pytest.fixture
def held(cast, rules):
    return open_round(actor_of(cast.anna), rules)


def at(code, then=""):
    return f"/gap-rounds/G-1/answers/{quote(code, safe='')}{then}"


def test_a_round_from_its_opening_to_its_end(cast, anna, rules):
    answer(actor_of(cast.anna), rules, **{"1.1": "met"})
    body = {"title": "Gap 2026", "framework": "FW-1", "participants": [cast.bo.reference], "due": "2026-12-01"}
    made = anna.post("/gap-rounds", body)
    assert made.status_code == 201 and made.headers["Location"] == "/api/v1/o/kronborg/gap-rounds/G-1"
    told = made.json()
    assert told["of"] == {"framework": "FW-1", "title": "House rules", "scope": 1, "unit": ""}
    assert told["participants"] == [{"reference": cast.bo.reference, "title": "Bo Lind"}]
    assert told["sums"] == {
        "met": 0, "partly": 0, "not_met": 0, "unconfirmed": 1, "unanswered": 3, "out": 0, "total": 4, "progress": 0,
        "percent": 0, "expected": 25, "maturity": None, "target": 3.0,
    }  # fmt: skip
    said = anna.patch(at("2.1(a)/b"), {"answer": "partly", "maturity": 2})
    assert said.status_code == 200
    assert {name: said.json()[name] for name in ("code", "part", "answer", "gap", "confirmed", "asked")} == {
        "code": "2.1(a)/b", "part": "2", "answer": "partly", "gap": 2, "confirmed": True, "asked": "",
    }  # fmt: skip
    assert standing(rules, "2.1(a)/b").answer == "partly"
    assert anna.post(at("1.1", "/confirm")).json()["confirmed"]
    assert anna.post(at("1.2", "/skip"), {}).json()["skipped"]
    assert anna.post(at("2.1", "/leave-out"), {"reason": "No workshop"}).json()["reason"] == "No workshop"
    closed = anna.post("/gap-rounds/G-1/close", {"conclusion": "Doors first"}).json()
    assert closed["closed_by"].startswith("Anna Holm") and closed["conclusion"] == "Doors first"
    assert (closed["sums"]["percent"], closed["sums"]["out"], closed["sums"]["unanswered"]) == (50, 1, 1)
    refused = anna.patch(at("1.2"), {"answer": "met"})
    assert refused.status_code == 409 and "closed" in refused.json()["error"]["message"]
    assert anna.post("/gap-rounds/G-1/reopen").json()["closed_at"] is None
    assert anna.delete("/gap-rounds/G-1").status_code == 409


def test_a_round_is_edited_listed_and_removed(cast, anna, held):
    edited = anna.patch("/gap-rounds/G-1", {"title": "Winter", "participants": [cast.karen.reference]})
    assert edited.json()["title"] == "Winter"
    assert [item["reference"] for item in anna.get("/gap-rounds?q=winter&open=yes&framework=FW-1").json()["items"]] == [
        "G-1"
    ]
    assert anna.get("/gap-rounds?open=no").json()["count"] == 0
    assert anna.patch("/gap-rounds/G-1", {"conclusion": "x"}).status_code == 422
    assert anna.delete("/gap-rounds/G-1").status_code == 204
    assert not GapRound.objects.exists()


def test_a_round_is_opened_where_the_framework_holds(anna, rules):
    body = {"title": "Gap", "framework": "FW-1"}
    assert anna.post("/gap-rounds", {**body, "scope": 2}).json()["of"]["unit"] == "Production"
    assert list(anna.post("/gap-rounds", {**body, "scope": 9}).json()["error"]["fields"]) == ["scope"]
    assert anna.post("/gap-rounds", {**body, "scope": 2}).status_code == 422
    assert list(anna.post("/gap-rounds", {**body, "framework": "FW-9"}).json()["error"]["fields"]) == ["framework"]
    assert anna.post("/gap-rounds", {**body, "prefill": False}).status_code == 201


def test_the_answers_are_narrowed_and_sorted(cast, anna, held):
    say(actor_of(cast.anna), held, **{"1.1": "not", "2.1": "partly"})

    def codes(query=""):
        answered = anna.get(f"/gap-rounds/G-1/answers?{query}")
        assert answered.status_code == 200, answered.content
        return [item["code"] for item in answered.json()["items"]]

    assert codes() == ["1.1", "1.2", "2.1", "2.1(a)/b"]
    assert codes("state=open&section=1") == ["1.2"]
    assert codes("gap=yes&sort=-gap") == ["1.1", "2.1"]
    assert codes("q=2.1") == ["2.1", "2.1(a)/b"]
    assert codes("group=essential") == ["1.1", "2.1(a)/b"]
    assert anna.get("/gap-rounds/G-1/answers?state=nonsense").status_code == 422


def test_what_was_read_holds_the_writer_to_it(cast, anna, held):
    first = anna.get(at("1.1"))
    tag = first.headers["ETag"]
    assert anna.patch(at("1.1"), {"answer": "met"}, If_Match=tag).status_code == 200
    assert anna.patch(at("1.1"), {"answer": "not"}, If_Match=tag).status_code == 412
    assert gap_row(held, "1.1").answer == "met"


def test_several_are_asked_and_confirmed(cast, anna, rules):
    answer(actor_of(cast.anna), rules, **{"1.1": "met", "1.2": "not"})
    held = open_round(actor_of(cast.anna), rules)
    body = {"codes": ["1.1", "1.2"], "person": cast.bo.reference, "note": "Before Friday"}
    assert anna.post("/gap-rounds/G-1/ask", body).json() == {"changed": 2}
    assert anna.get(f"/gap-rounds/G-1/answers?asked={cast.bo.reference}").json()["count"] == 2
    assert anna.post("/gap-rounds/G-1/confirm", {"codes": ["1.1", "1.2", "2.1"]}).json() == {"changed": 2}
    assert GapAnswer.objects.filter(round=held, origin="").count() == 4
    wrong = anna.post("/gap-rounds/G-1/confirm", {"codes": ["1.1", "9"]})
    assert wrong.json()["error"]["fields"]["codes"] == ["There is no “9” here."]
    bo = Program(cast.bo)
    assert [item["code"] for item in bo.get("/gap-rounds/G-1/answers").json()["items"]] == ["1.1", "1.2"]
    assert bo.patch(at("1.1"), {"answer": "partly"}).status_code == 200
    assert bo.patch(at("2.1"), {"answer": "partly"}).status_code == 404
    assert bo.post("/gap-rounds/G-1/close").status_code == 403


def test_two_rounds_are_compared(cast, anna, rules, held):
    actor = actor_of(cast.anna)
    say(actor, held, **{"1.1": "partly", "1.2": "met"})
    services.gap_round_close(actor=actor, gap_round=held)
    say(actor, open_round(actor, rules, title="Spring"), **{"1.1": "met"})
    found = anna.get("/gap-rounds/G-1/compare/G-2").json()
    assert [(item["code"], item["moved"]) for item in found["items"]] == [
        ("1.1", "up"), ("1.2", "open"), ("2.1", "open"), ("2.1(a)/b", "open"),
    ]  # fmt: skip
    (up,) = anna.get("/gap-rounds/G-2/compare/G-1?moved=up").json()["items"]
    assert (up["then"], up["now"]) == ("partly", "met")
    open_round(actor, bring(actor, other()))
    assert anna.get("/gap-rounds/G-1/compare/G-3").status_code == 404
    assert anna.get("/gap-rounds/G-1/compare/G-1").status_code == 404


def test_who_reads_and_who_writes(cast, held):
    for person, status in ((cast.carl, 200), (cast.karen, 200), (cast.emil, 403), (cast.bo, 404)):
        assert Program(person).get("/gap-rounds/G-1").status_code == status
    carl, karen = Program(cast.carl), Program(cast.karen)
    assert carl.patch(at("1.1"), {"answer": "met"}).status_code == 403
    assert karen.patch(at("1.1"), {"answer": "met"}).status_code == 200
    assert karen.post(at("1.1", "/leave-out"), {"reason": "No"}).status_code == 403


def test_a_page_of_answers_asks_no_more_for_many(cast, anna):
    actor = actor_of(cast.anna)
    open_round(actor, bring(actor, other()))
    open_round(actor, bring(actor, many(60)))
    counts = []
    for path in ("/gap-rounds/G-1/answers", "/gap-rounds/G-2/answers?page_size=60"):
        anna.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert anna.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
