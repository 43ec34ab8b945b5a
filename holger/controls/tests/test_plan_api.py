"""The plan through the interface: the same objects, rules and permissions as the pages."""

from datetime import timedelta

import pytest

from holger.api.tests.programs import Program
from holger.controls import services
from holger.controls.models import PlanItem
from holger.controls.rules.quarters import Quarter
from holger.controls.tests.factories import make_control
from holger.controls.tests.plan_factories import make_item
from holger.core import dates
from holger.frameworks.tests.factories import answer, requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cast):
    return Program(cast.anna)


@pytest.fixture
def item(anna, cast, rules):
    control = make_control(anna, "Guard the doors", requirements=[requirement(rules, "2.1")])
    services.reductions_set(organisation_id=anna.organisation_id, reductions={control.pk: 18})
    first = make_item(anna, "Choose a lock")
    today = dates.today()
    return make_item(
        anna,
        "Buy locks",
        control=control,
        requirements=[requirement(rules, "1.1")],
        depends_on=[first],
        owner=cast.bo,
        starts=today - timedelta(days=9),
        due=today - timedelta(days=2),
    )


def test_an_item_tells_all_about_itself(program, item):
    told = program.get("/plan-items/PL-2").json()
    assert (told["title"], told["status"], told["blocked"], told["overdue"]) == ("Buy locks", "planned", True, True)
    assert told["control"] == {"reference": "F-1", "title": "Guard the doors"}
    assert [(each["framework"], each["code"], each["through_control"]) for each in told["requirements"]] == [
        ("FW-1", "1.1", False),
        ("FW-1", "2.1", True),
    ]
    assert told["depends_on"] == [{"reference": "PL-1", "title": "Choose a lock"}]
    assert (told["reduction"], told["owner"]["title"]) == (18, "Bo Lind")
    assert sum(part["points"] for part in told["why"]) == told["priority"]
    assert all(part["reason"] for part in told["why"])
    assert program.get("/plan-items/PL-1").json()["holds_up"] == [{"reference": "PL-2", "title": "Buy locks"}]


def test_an_item_is_made_and_changed(program, anna, rules):
    body = {"title": "Buy locks", "requirements": ["FW-1/1.1"], "days": 2.5, "budget": 1250.5, "due": "2027-01-31"}
    made = program.post("/plan-items", body)
    assert made.status_code == 201
    told = made.json()
    assert (told["reference"], told["days"], told["budget"], told["due"]) == ("PL-1", 2.5, 1250.5, "2027-01-31")
    tag = program.get("/plan-items/PL-1")["ETag"]
    assert program.patch("/plan-items/PL-1", {"spent": 99.95}, If_Match=tag).json()["spent"] == 99.95
    assert program.patch("/plan-items/PL-1", {"title": "x"}, If_Match=tag).status_code == 412
    assert program.patch("/plan-items/PL-1", {"depends_on": [], "due": None}).json()["due"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"days": -1}, "days"),
        ({"days": 2.55}, "days"),
        ({"days": 10_001}, "days"),
        ({"budget": -0.01}, "budget"),
        ({"budget": 0.001}, "budget"),
        ({"starts": "2027-01-02", "due": "2027-01-01"}, "due"),
        ({"depends_on": ["PL-99"]}, "depends_on"),
        ({"depends_on": ["PL-1"]}, "depends_on"),
        ({"requirements": ["FW-1/1"]}, "requirements"),
        ({"status": "done"}, "status"),
        ({"priority": 99}, "priority"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(program, anna, rules, body, field):
    make_item(anna)
    told = program.patch("/plan-items/PL-1", body)
    assert told.status_code in (409, 422)
    assert any(name.startswith(field) for name in told.json()["error"]["fields"])


def test_a_circle_is_refused_here_too(program, item):
    told = program.patch("/plan-items/PL-1", {"depends_on": ["PL-2"]})
    assert told.status_code == 409
    assert "PL-1 → PL-2 → PL-1" in told.json()["error"]["fields"]["depends_on"][0]


def test_verbs_do_what_they_say(program, anna):
    make_item(anna)

    def say(verb, body=None):
        answer = program.post(f"/plan-items/PL-1/{verb}", body)
        assert answer.status_code == 200, answer.content
        return answer.json()

    assert say("start")["status"] == "started"
    assert say("done")["done_at"]
    assert say("reopen")["status"] == "planned"
    assert say("place", {"quarter": "2026-Q4"})["due"] == "2026-12-31"
    assert say("move", {"quarters": 2})["starts"] == "2027-04-01"
    assert say("drop", {"reason": "Too dear"})["status"] == "dropped"
    assert say("reopen")["why"]
    assert program.delete("/plan-items/PL-1").status_code == 204
    assert say("restore")["archived_at"] is None


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("drop", {"reason": ""}),
        ("drop", {}),
        ("place", {"quarter": "soon"}),
        ("place", {"quarter": None}),
        ("move", {"quarters": 41}),
        ("move", {"quarters": 1}),
        ("reopen", None),
    ],
)
def test_what_a_verb_will_not_do(program, anna, verb, body):
    make_item(anna)
    assert program.post(f"/plan-items/PL-1/{verb}", body).status_code in (409, 422)


def test_the_list_is_narrowed_as_on_its_page(program, item):
    def found(query):
        return [each["reference"] for each in program.get(f"/plan-items?{query}").json()["items"]]

    assert found("sort=-priority") == ["PL-2", "PL-1"]
    assert found("overdue=yes") == found("framework=FW-1") == found("blocked=yes") == found("control=F-1") == ["PL-2"]
    assert found("quarter=none") == ["PL-1"]
    assert found(f"quarter={Quarter.of(dates.today())}") == ["PL-2"]
    assert program.get("/plan-items?quarter=soon").status_code == 422


def test_gaps_and_what_would_be_made_of_them(program, anna, rules):
    answer(anna, rules, **{"1.1": "not", "1.2": "met"})
    make_control(anna, "Guard", requirements=[requirement(rules, "1.1"), requirement(rules, "2.1")])
    make_item(anna, requirements=[requirement(rules, "2.1(a)/b")])
    told = program.get("/frameworks/FW-1/scopes/1/gaps").json()
    assert [(each["code"], each["answer"], each["missing"], each["planned"]) for each in told["items"]] == [
        ("1.1", "not", 1.0, False),
        ("2.1", "", 0.75, False),
        ("2.1(a)/b", "", 0.75, True),
    ]
    assert told["items"][2]["items"][0]["reference"] == "PL-1"
    assert [(each["title"], each["requirements"]) for each in told["proposals"]] == [("Guard", ["1.1", "2.1"])]
    assert program.get("/frameworks/FW-1/scopes/9/gaps").status_code == 404


def test_a_plan_is_made_of_the_gaps(program, cast, anna, rules):
    body = {"framework": "FW-1", "rest": "section", "quarter": "2027-Q1", "owner": cast.bo.reference}
    made = program.post("/plan-items/from-gaps", {**body, "requirements": ["1.1", "1.2"]})
    assert made.status_code == 201
    (item,) = made.json()["items"]
    assert (item["title"], item["due"], item["owner"]["title"]) == ("1 Requirement 1", "2027-03-31", "Bo Lind")
    rest = program.post("/plan-items/from-gaps", body).json()
    assert [row["code"] for each in rest["items"] for row in each["requirements"]] == ["2.1", "2.1(a)/b"]
    assert program.post("/plan-items/from-gaps", body).status_code == 409
    unknown = program.post("/plan-items/from-gaps", {**body, "requirements": ["9.9"]})
    assert unknown.json()["error"]["fields"] == {"requirements": ["There is no “9.9” here."]}
    assert program.post("/plan-items/from-gaps", {**body, "scope": 7}).status_code == 404


def test_figures(program, anna, item):
    services.plan_item_done(actor=anna, item=item)
    quarter = Quarter.of(dates.today())
    told = program.get(f"/plan-items/progress?first={quarter.shifted(-1)}&quarters=3").json()
    assert (told["total"]["planned"], told["total"]["done"], told["undated"]["planned"]) == (2, 1, 1)
    assert [row["quarter"] for row in told["quarters"]] == [str(quarter.shifted(by)) for by in (-1, 0, 1)]
    assert program.get("/plan-items/progress?owner=none").json()["total"]["planned"] == 1
    assert program.get("/plan-items/progress?quarters=41").status_code == 422


def test_who_may_and_who_sees(cast, anna, rules, item):
    bo, carl, dorte, emil = (Program(who) for who in (cast.bo, cast.carl, cast.dorte, cast.emil))
    told = bo.get("/plan-items/PL-2").json()
    assert (told["control"], told["depends_on"]) == (None, [])  # Anna's
    assert told["blocked"]
    assert bo.get("/plan-items/PL-1").status_code == 404
    assert bo.get("/plan-items").json()["count"] == 1
    assert bo.patch("/plan-items/PL-2", {"control": "F-1"}).status_code == 422
    assert bo.patch("/plan-items/PL-2", {"control": None, "depends_on": []}).status_code == 200
    assert PlanItem.objects.get(reference="PL-2").control is not None
    assert PlanItem.objects.get(reference="PL-2").depends_on.exists()
    assert bo.post("/plan-items", {"title": "Anna's", "owner": cast.anna.reference}).status_code == 409
    assert bo.delete("/plan-items/PL-2").status_code == 403
    assert carl.get("/plan-items/PL-2").status_code == 200
    assert carl.post("/plan-items/PL-2/done").status_code == 403
    assert emil.get("/plan-items").status_code == 403
    assert dorte.get("/plan-items").status_code == 404
    assert bo.get("/frameworks/FW-1/scopes/1/gaps").status_code == 404  # a scope that he does not see
    assert carl.get("/frameworks/FW-1/scopes/1/gaps").status_code == 403


def test_the_plan_is_exported(program, item):
    answer = program.get("/plan-items/export?format=csv")
    assert answer.status_code == 200
