"""Frameworks through the interface: as the pages have them, with ids that addresses must quote."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.api.tests.programs import Program
from holger.frameworks import services
from holger.frameworks.models import Framework, Mapping, Standing
from holger.frameworks.tests.factories import answer, bring, many, other, requirement, standing
from tests.cast import actor_of, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return Program(cast.anna)


@pytest.fixture
def rules(cast):
    """FW-1 in the whole organisation and in Production, which Bo answers for; FW-2 beside it."""
    actor = actor_of(cast.anna)
    made = bring(actor)
    bring(actor, other())
    services.scope_add(actor=actor, framework=made, unit=cast.production, owner=cast.bo)
    return made


def at(code, reference="FW-1", then=""):
    return f"/frameworks/{reference}/requirements/{quote(code, safe='')}{then}"


def codes(program, query="", reference="FW-1"):
    answered = program.get(f"/frameworks/{reference}/requirements?{query}")
    assert answered.status_code == 200, answered.content
    return [item["code"] for item in answered.json()["items"]]


def fields(answered, status=422):
    assert answered.status_code == status, answered.content
    return list(answered.json()["error"]["fields"])


def test_from_the_library_to_an_answer(anna, cast):
    shelf = anna.get("/frameworks/library").json()
    assert (shelf["count"], shelf["items"][1]["key"], shelf["items"][1]["taken"]) == (7, "nis2", None)
    made = anna.post("/frameworks/library/nis2")
    assert made.status_code == 201 and made.headers["Location"] == "/api/v1/o/kronborg/frameworks/FW-1"
    told = made.json()
    assert (told["requirements"], told["origin"], told["newer"], told["groups"]) == (32, "library", None, [])
    assert told["scopes"] == [
        {
            "number": 1,
            "unit": None,
            "owner": None,
            "target": 3,
            "ambition": [],
            "version": 1,
            "sums": {"met": 0, "partly": 0, "not_met": 0, "through": 0, "unanswered": 32, "total": 32, "percent": 0},
        }
    ]
    assert anna.get("/frameworks/library").json()["items"][1]["taken"] == "FW-1"
    assert anna.post("/frameworks/library/nis2").status_code == 409
    assert anna.post("/frameworks/library/pci-dss").status_code == 404

    read = anna.get(at("21(2)(a)"))
    assert read.status_code == 200
    assert (read.json()["code"], read.json()["parent"], read.json()["depth"]) == ("21(2)(a)", "21(2)", 2)
    assert read.json()["asks"] and len(read.json()["evidence"]) > 1
    assert anna.get(at("21(2)(a)"), Accept_Language="da").json()["asks"] != read.json()["asks"]
    standing = anna.get(at("21(2)(a)", then="/standing"))
    assert standing.json() == read.json()["standing"]
    assert (standing.json()["state"], standing.json()["target"], standing.json()["own_target"]) == ("open", 3, None)

    sent = {"answer": "partly", "maturity": 2, "remark": "Two of three."}
    changed = anna.patch(at("21(2)(a)", then="/answer"), sent, If_Match=standing["ETag"])
    assert changed.status_code == 200
    assert {name: changed.json()[name] for name in sent} == sent
    assert (changed.json()["answered_by"], changed.json()["version"]) == ("Anna Holm", 2)
    assert anna.patch(at("21(2)(a)", then="/answer"), {"answer": "met"}, If_Match=standing["ETag"]).status_code == 412
    assert anna.patch(at("21(2)(a)", then="/answer"), {"answer": "met"}, If_Match=changed["ETag"]).status_code == 200
    assert anna.get("/frameworks/FW-1").json()["scopes"][0]["sums"]["met"] == 1
    assert anna.get("/frameworks").json()["items"][0]["scopes"][0]["sums"]["percent"] == 3


def test_what_is_decided_and_why(anna, rules):
    path = at("1.1", then="/choice")
    assert fields(anna.patch(path, {"applicable": False}), 409) == ["reason"]
    assert fields(anna.patch(path, {"drivers": ["fear"]})) == ["drivers.0"]
    assert fields(anna.patch(path, {"target": 9})) == ["target"]
    assert fields(anna.patch(path, {"answer": "met"})) == ["answer"]
    told = anna.patch(path, {"applicable": False, "reason": "No doors.", "drivers": ["law"], "target": 5}).json()
    assert (told["state"], told["reason"], told["drivers"], told["target"], told["own_target"]) == (
        "out",
        "No doors.",
        ["law"],
        5,
        5,
    )
    assert fields(anna.patch(at("1.1", then="/answer"), {"answer": "met"}), 409) == ["answer"]
    assert fields(anna.patch(at("1.1", then="/answer"), {"answer": "maybe"})) == ["answer"]
    assert anna.patch(path, {"applicable": True, "reason": ""}).json()["state"] == "open"
    assert anna.patch(at("1", then="/answer"), {"answer": "met"}).status_code == 404  # a heading


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["1.1", "2.1", "2.1(a)/b"]),
        ("state=out", ["1.2"]),
        ("state=met&state=out", ["1.1", "1.2"]),
        ("state=open", ["2.1", "2.1(a)/b"]),
        ("section=2", ["2.1", "2.1(a)/b"]),
        ("group=essential", ["1.1", "2.1(a)/b"]),
        ("driver=law", ["1.1"]),
        ("maturity=4", ["1.1"]),
        ("below=no", ["1.1"]),
        ("q=krav+1.1", ["1.1"]),
        ("sort=-place", ["2.1(a)/b", "2.1", "1.1"]),
        ("page=2&page_size=2", ["2.1(a)/b"]),
        ("scope=2", ["1.1", "1.2", "2.1", "2.1(a)/b"]),
    ],
)
def test_requirements_are_narrowed_as_on_the_page(cast, anna, rules, query, found):
    anna.patch(at("1.1", then="/answer"), {"answer": "met", "maturity": 4})
    anna.patch(at("1.1", then="/choice"), {"drivers": ["law"]})
    anna.patch(at("1.2", then="/choice"), {"applicable": False, "reason": "No doors."})
    assert codes(anna, query) == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=maybe", "state.0"),
        ("section=9", "section"),
        ("group=ig1", "group"),
        ("colour=red", "colour"),
        ("scope=0", "scope"),
        ("sort=title", "sort"),
    ],
)
def test_a_parameter_that_is_not_there_is_refused(anna, rules, query, field):
    assert fields(anna.get(f"/frameworks/FW-1/requirements?{query}")) == [field]
    assert fields(anna.get("/frameworks/FW-2/requirements?group=essential")) == ["group"]
    assert anna.get("/frameworks/FW-1/requirements?scope=9").status_code == 404


def test_what_is_said_of_a_heading_is_told_of_its_parts(anna, rules):
    said = {"requirement": "FW-2/A", "relation": "equal", "origin": "Us"}
    assert anna.post(at("1", then="/mappings"), said).status_code == 201
    beside = {"requirement": "FW-2/B", "relation": "equal", "origin": "Us"}
    assert (
        anna.post(at("2", then="/mappings"), beside).status_code == 201
    )  # of another heading: nothing is told of it here
    anna.patch(at("A", "FW-2", "/answer"), {"answer": "met"})
    (seen,) = anna.get(at("1.1")).json()["mappings"]
    assert (seen["said_of"], seen["relation"], seen["other"]["code"]) == ("1", "subset", "A")
    assert seen["answer"] == "met" and codes(anna, "state=through") == ["1.1", "1.2"]
    (own,) = anna.get(at("1")).json()["mappings"]
    assert (own["said_of"], own["relation"]) == ("", "equal")
    assert anna.delete(at("1.1", then=f"/mappings/{seen['id']}")).status_code == 404  # it is the heading's
    anna.patch(at("1.1", then="/answer"), {"answer": "partly"})
    (back,) = anna.get(at("A", "FW-2")).json()["mappings"]
    assert (back["said_of"], back["relation"], back["other"]["code"]) == ("", "equal", "1")


def test_whoever_is_asked_sees_what_is_asked_of_them_and_nothing_else(cast, anna, rules):
    """Bo answers for Production only; in the whole organisation he sees the one that he is asked about."""
    for code in ("1.1", "1.2"):
        anna.patch(at(code, then="/answer"), {"answer": "partly", "remark": f"Said of {code}."})
    services.standings_ask(actor=actor_of(cast.anna), standings=[standing(rules, "1.1")], person=cast.bo)
    bo = Program(cast.bo)
    assert codes(bo, "scope=1") == ["1.1"]
    assert bo.get(at("1.1") + "?scope=1").json()["standing"]["remark"] == "Said of 1.1."
    hidden = bo.get(at("1.2") + "?scope=1")
    assert hidden.status_code == 200 and hidden.json()["standing"] is None


def test_what_has_been_taken_away_is_told_and_taken_nowhere(cast, anna, rules):
    """A requirement that is put away is no part of another, and nothing is put below it."""
    services.requirement_remove(actor=actor_of(cast.anna), requirement=requirement(rules, "2.1(a)/b"))
    assert anna.get(at("2.1")).json()["parts"] == []
    sent = {"code": "9", "title_en": "New", "parent": "2.1(a)/b"}
    assert fields(anna.post("/frameworks/FW-1/requirements", sent)) == ["parent"]


def test_what_others_have_chosen_is_not_told_on_the_shelf(cast, anna):
    services.framework_adopt(actor=actor_of(cast.dorte), key="nis2")
    assert {book["taken"] for book in anna.get("/frameworks/library").json()["items"]} == {None}


def test_a_requirement_tells_where_it_stands_and_what_others_say(cast, anna, rules):
    path = at("2.1(a)/b")
    assert anna.get(path).json()["parent"] == "2.1"
    assert [part["code"] for part in anna.get(at("2.1")).json()["parts"]] == ["2.1(a)/b"]
    sent = {"requirement": "FW-2/A", "relation": "subset", "origin": "Us"}
    made = anna.post(f"{path}/mappings", sent)
    assert made.status_code == 201, made.content
    assert (made.json()["other"], made.json()["relation"], made.json()["own"]) == (
        {"framework": "FW-2", "code": "A", "title": "Requirement A"},
        "subset",
        True,
    )
    (seen,) = anna.get(at("A", "FW-2")).json()["mappings"]
    assert (seen["relation"], seen["other"]["code"], seen["answer"]) == ("superset", "2.1(a)/b", "")
    anna.patch(at("A", "FW-2", "/answer"), {"answer": "met"})
    told = anna.get(path).json()
    assert (told["standing"]["state"], told["standing"]["claim"]) == ("through", "strong")
    assert told["mappings"][0]["answer"] == "met"
    assert codes(anna, "state=through") == ["2.1(a)/b"]
    (pair,) = anna.get("/frameworks/FW-2/compare/FW-1").json()["items"]
    assert (pair["code"], pair["relation"], pair["other_code"]) == ("A", "superset", "2.1(a)/b")

    assert anna.post(f"{path}/mappings", sent).status_code == 422
    back = {"requirement": "FW-1/2.1(a)/b", "relation": "equal"}
    assert fields(anna.post(at("A", "FW-2", "/mappings"), back), 409) == ["target"]
    assert fields(anna.post(f"{path}/mappings", {"requirement": "FW-1/1.1", "relation": "equal"}), 409) == ["target"]
    for name in ("FW-2/Z", "FW-9/A", "FW-2/", "Z"):
        assert fields(anna.post(f"{path}/mappings", {**sent, "requirement": name})) == ["requirement"]
    assert anna.delete(at("1.1", then=f"/mappings/{seen['id']}")).status_code == 404
    assert anna.delete(at("A", "FW-2", f"/mappings/{seen['id']}")).status_code == 204
    assert anna.delete(at("A", "FW-2", f"/mappings/{seen['id']}")).status_code == 404
    assert not Mapping.objects.exists()


def test_scopes_come_change_and_go(cast, anna, rules):
    make_unit(cast.kronborg, "Sales")
    path = "/frameworks/FW-1/scopes"
    made = anna.post(path, {"unit": "Sales", "owner": cast.bo.reference, "ambition": ["essential"]})
    assert made.status_code == 201 and made["Location"].endswith("/FW-1/scopes/3")
    told = made.json()
    assert (told["unit"]["name"], told["owner"]["title"], told["target"]) == ("Sales", "Bo Lind", 3)
    assert [(part["code"], part["sums"]["total"], part["out"]) for part in told["sections"]] == [
        ("1", 1, 1),
        ("2", 2, 0),
    ]
    read = anna.get(f"{path}/3")
    assert read.json() == told
    changed = anna.patch(f"{path}/3", {"ambition": []}, If_Match=read["ETag"])
    assert changed.json()["sums"]["total"] == 4
    assert anna.patch(f"{path}/3", {"target": 1}, If_Match=read["ETag"]).status_code == 412
    assert fields(anna.post(path, {"unit": "Nowhere"})) == ["unit"]
    assert fields(anna.patch(f"{path}/3", {"ambition": ["ig1"]}), 409) == ["ambition"]
    assert anna.post(path, {"unit": "Sales"}).status_code == 422
    assert anna.delete(f"{path}/3").status_code == 204
    assert anna.get(f"{path}/3").status_code == 404
    anna.patch(at("1.1", then="/answer?scope=2"), {"answer": "met"})
    assert anna.delete(f"{path}/2").status_code == 409
    assert anna.get(f"{path}/x").status_code == 404


def test_rules_of_ones_own(anna):
    made = anna.post("/frameworks", {"title_en": "Ours", "issuer": "Us"})
    assert (made.status_code, made.json()["reference"], made.json()["origin"]) == (201, "FW-1", "own")
    assert anna.post("/frameworks", {"issuer": "Us"}).status_code == 422
    assert anna.patch("/frameworks/FW-1", {"title_en": "Ours!"}, If_Match=made["ETag"]).json()["title"] == "Ours!"
    assert anna.patch("/frameworks/FW-1", {"title_en": "Mine"}, If_Match=made["ETag"]).status_code == 412
    path = "/frameworks/FW-1/requirements"
    assert anna.post(path, {"code": "1", "title_en": "Doors", "assessable": False}).status_code == 201
    guide = {
        "asks": {"en": "Lock them.", "da": "Lås dem."},
        "evidence": [{"en": "A log"}],
        "activity": {"words": {"en": "Look"}, "every": "P1M"},
        "roles": ["facility"],
    }
    made = anna.post(path, {"code": "AC-2(1)", "title_en": "Locks", "parent": "1", **guide})
    assert made.status_code == 201, made.content
    assert made["Location"].endswith("/requirements/AC-2%281%29")
    told = anna.get(made["Location"]).json()
    assert (told["parent"], told["asks"], told["evidence"]) == ("1", "Lock them.", ["A log"])
    assert (told["activity"], told["every"], told["roles"], told["depth"]) == ("Look", "P1M", ["facility"], 1)
    anna.post(path, {"code": "2", "title_en": "Windows"})
    assert fields(anna.post(path, {"code": "3", "title_en": "No", "parent": "9"})) == ["parent"]
    assert fields(anna.post(path, {"code": "3", "title_en": "No", "groups": ["ig1"]}), 409) == ["groups"]
    assert fields(anna.post(path, {"code": "2", "title_en": "Again"})) == ["code"]
    assert fields(anna.post(path, {"code": "3", "title_en": "No", "roles": ["boss"]})) == ["roles.0"]
    moved = anna.post(at("AC-2(1)", then="/move"), {"before": "2"})
    assert (moved.status_code, moved.json()["parent"], moved.json()["place"]) == (200, "", 1)
    assert codes(anna) == ["AC-2(1)", "2"]
    assert fields(anna.post(at("1", then="/move"), {"parent": "1"}), 409) == ["parent"]
    edited = anna.patch(at("2"), {"title_en": "Windows!", "activity": None, "asks": {}}).json()
    assert edited["title"] == "Windows!"
    renamed = anna.patch(at("2"), {"code": "2/a"})
    assert renamed.json()["code"] == "2/a" and anna.get(at("2/a")).status_code == 200
    assert anna.delete(at("2/a")).status_code == 204
    assert anna.get(at("2/a")).status_code == 404
    assert anna.delete("/frameworks/FW-1").status_code == 204
    assert anna.get("/frameworks").json()["count"] == 0
    assert anna.get("/frameworks?archived=yes").json()["count"] == 1
    assert anna.post("/frameworks/FW-1/restore").json()["archived_at"] is None


def test_the_librarys_are_not_changed_but_brought_up_to_date(anna):
    anna.post("/frameworks/library/nis2")
    assert anna.patch("/frameworks/FW-1", {"title_en": "Mine"}).status_code == 409
    assert anna.post("/frameworks/FW-1/requirements", {"code": "x", "title_en": "Mine"}).status_code == 409
    assert anna.get("/frameworks/FW-1/newer").status_code == 404
    assert anna.post("/frameworks/FW-1/update").status_code == 409
    Framework.objects.update(edition=0)
    requirement(Framework.objects.get(), "21(2)(a)").delete()
    assert anna.get("/frameworks/FW-1").json()["newer"] == 1
    told = anna.get("/frameworks/FW-1/newer").json()
    assert (told["edition"], [each["code"] for each in told["added"]], told["changed"]) == (1, ["21(2)(a)"], [])
    assert anna.post("/frameworks/FW-1/update").json()["edition"] == 1
    assert anna.get(at("21(2)(a)")).status_code == 200


def test_each_reaches_as_far_as_on_the_pages(cast, anna, rules):
    bo, karen, carl = Program(cast.bo), Program(cast.karen), Program(cast.carl)
    (framework,) = [each for each in bo.get("/frameworks").json()["items"] if each["scopes"]]
    assert [scope["number"] for scope in framework["scopes"]] == [2]
    assert bo.get("/frameworks/FW-1/scopes/1").status_code == 404
    assert bo.get(at("1.1", then="/standing?scope=1")).status_code == 404
    assert bo.get(at("1.1")).json()["standing"]["scope"] == 2
    assert bo.get(at("A", "FW-2")).json()["standing"] is None
    assert codes(bo, reference="FW-2") == []
    assert bo.patch(at("1.1", then="/answer"), {"answer": "met"}).json()["scope"] == 2
    assert bo.patch(at("1.1", then="/choice"), {"drivers": ["law"]}).status_code == 403
    assert karen.patch(at("1.1", then="/answer"), {"answer": "met"}).status_code == 200
    assert karen.patch(at("1.1", then="/choice"), {"drivers": ["law"]}).status_code == 403
    assert carl.get(at("1.1")).status_code == 200
    assert carl.patch(at("1.1", then="/answer"), {"answer": "met"}).status_code == 403
    assert Program(cast.emil).get("/frameworks").status_code == 403
    only_risks = Program(cast.anna, {"risks": "write"})
    assert only_risks.get("/frameworks").json()["error"]["code"] == "scope"
    reads = Program(cast.anna, {"frameworks": "read"})
    assert reads.get(at("1.1")).status_code == 200
    assert reads.patch(at("1.1", then="/answer"), {"answer": "met"}).status_code == 403
    assert sorted(Standing.objects.exclude(answer="").values_list("scope__number", flat=True)) == [1, 2]


def test_what_a_request_wrote_and_took_back_is_not_remembered(cast, anna, rules):
    """What is worked out is kept until anything is written; an answer that was undone must not stay in it."""
    from django.db import transaction

    anna.post(at("1.1", then="/mappings"), {"requirement": "FW-2/A", "relation": "equal"})
    with transaction.atomic():
        anna.patch(at("A", "FW-2", "/answer"), {"answer": "met"})
        transaction.set_rollback(True)
    answer(actor_of(cast.anna), Framework.objects.get(reference="FW-2"), B="met")  # as much is written now as was then
    assert anna.get(at("1.1")).json()["standing"]["state"] == "open"


def test_a_thousand_ask_as_much_as_ten(cast, anna):
    actor = actor_of(cast.anna)

    def questions(reference):
        paths = (
            f"/frameworks/{reference}/requirements?page_size=200",
            f"/frameworks/{reference}",
            at("P0.1", reference),
        )
        found = []
        for path in paths:
            anna.get("/me")
            with CaptureQueriesContext(connection) as asked:
                assert anna.get(path).status_code == 200
            found.append(len(asked))
        return found

    bring(actor, many(10, "few"))
    few = questions("FW-1")
    bring(actor, many(1000, "many"))
    assert questions("FW-2") == few
    assert max(few) <= 20
