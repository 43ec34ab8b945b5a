"""Controls through the interface: made, changed, tied to requirements, read over time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.api.tests.programs import Program
from holger.assets.tests.factories import make_asset
from holger.controls.models import Control, Link
from holger.core.permissions import Role
from holger.frameworks.tests.factories import bring, other
from tests.cast import actor_of, make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return Program(cast.anna)


@pytest.fixture
def rules(cast):
    made = bring(actor_of(cast.anna))
    bring(actor_of(cast.anna), other())
    return made


def fields(answered, status=422):
    assert answered.status_code == status, answered.content
    return sorted(answered.json()["error"]["fields"])


def test_a_control_from_birth_to_archive(cast, anna, rules):
    system = make_asset(cast.kronborg, title="Business Central")
    body = {
        "title": "Back up every night",
        "owner": cast.bo.reference,
        "kind": "technical",
        "drivers": ["business", "law"],
        "status": "started",
        "maturity": 1,
        "due": "2020-01-31",
        "every": "P1D",
        "cost_yearly": 1200.35,
        "assets": [system.reference],
        "requirements": ["FW-1/1.1", "FW-2/A"],
    }
    made = anna.post("/controls", body)
    assert made.status_code == 201, made.content
    assert made.headers["Location"] == "/api/v1/o/kronborg/controls/F-1"
    told = made.json()
    assert (told["reference"], told["status"], told["overdue"], told["cost_yearly"]) == (
        "F-1",
        "started",
        True,
        1200.35,
    )
    assert told["drivers"] == ["law", "business"]
    assert told["assets"] == [{"reference": system.reference, "title": "Business Central"}]
    assert [(line["requirement"]["framework"], line["requirement"]["code"]) for line in told["requirements"]] == [
        ("FW-1", "1.1"),
        ("FW-2", "A"),
    ]
    edited = anna.patch("/controls/F-1", {"status": "implemented", "maturity": 3}, If_Match=made.headers["ETag"])
    assert edited.status_code == 200, edited.content
    assert not edited.json()["overdue"]
    assert anna.patch("/controls/F-1", {"title": "Late"}, If_Match=made.headers["ETag"]).status_code == 412
    readings = anna.get("/controls/F-1/readings").json()
    assert [(r["status"], r["maturity"], r["by"]) for r in readings["items"]] == [
        ("started", 1, "Anna Holm"),
        ("implemented", 3, "Anna Holm"),
    ]
    assert anna.delete("/controls/F-1").status_code == 204
    assert anna.get("/controls").json()["count"] == 0
    assert anna.get("/controls?archived=yes").json()["count"] == 1
    assert anna.post("/controls/F-1/restore").json()["archived_at"] is None


def test_lines_below_a_control(anna, rules):
    anna.post("/controls", {"title": "Back up"})
    made = anna.post("/controls/F-1/requirements", {"requirement": "FW-1/1.2", "strength": "part", "note": "Servers"})
    assert made.status_code == 201, made.content
    line = made.json()
    assert line["requirement"] == {"framework": "FW-1", "code": "1.2", "title": "Requirement 1.2"}
    path = f"/controls/F-1/requirements/{line['id']}"
    assert made.headers["Location"].endswith(path)
    assert anna.patch(path, {"strength": "whole"}).json()["strength"] == "whole"
    assert fields(anna.post("/controls/F-1/requirements", {"requirement": "FW-1/1.2"}), 409) == ["requirement"]
    assert fields(anna.post("/controls/F-1/requirements", {"requirement": "FW-1/1"}), 409) == ["requirement"]
    assert fields(anna.post("/controls/F-1/requirements", {"requirement": "FW-9/1"})) == ["requirement"]
    assert anna.delete(path).status_code == 204
    assert anna.patch(path, {"strength": "part"}).status_code == 404
    anna.post("/controls", {"title": "Other"})
    line = anna.post("/controls/F-1/requirements", {"requirement": "FW-1/1.2"}).json()
    assert anna.delete(f"/controls/F-2/requirements/{line['id']}").status_code == 404
    assert Link.objects.count() == 1


def test_what_is_wrong_is_told_at_its_field(anna):
    wrong = {"title": "", "kind": "magic", "drivers": ["whim"], "maturity": 9, "cost_once": 1.234, "owner": "PE-99"}
    for name, value in wrong.items():
        assert fields(anna.post("/controls", {"title": "Back up", name: value})) in ([name], [f"{name}.0"]), name
    assert fields(anna.post("/controls", {"title": "Back up", "cost_once": -1})) == ["cost_once"]
    assert fields(anna.post("/controls", {"title": "Back up", "reduction": 5})) == ["reduction"]


def test_a_list_is_narrowed_as_on_the_page(cast, anna, rules):
    system = make_asset(cast.kronborg)
    anna.post(
        "/controls", {"title": "One", "owner": cast.bo.reference, "assets": [system.reference], "drivers": ["law"]}
    )
    anna.post("/controls", {"title": "Two", "status": "implemented", "maturity": 3, "requirements": ["FW-2/A"]})

    def found(query):
        answered = anna.get(f"/controls?{query}")
        assert answered.status_code == 200, answered.content
        return [item["title"] for item in answered.json()["items"]]

    assert found(f"owner={cast.bo.reference}") == found("below=yes") == found("answers=no") == ["One"]
    assert found(f"asset={system.reference}") == found("driver=law") == found("framework=none") == ["One"]
    assert found("framework=FW-2") == found("status=implemented") == found("owner=none") == ["Two"]
    assert found("proven=no&sort=-number") == ["Two", "One"]
    assert found("q=two") == ["Two"]


def test_coverage_of_a_framework(anna, rules):
    anna.post("/controls", {"title": "One", "status": "implemented", "requirements": ["FW-1/1.1"]})
    anna.post("/controls", {"title": "Two", "requirements": ["FW-1/1.2"]})
    anna.post("/frameworks/FW-1/requirements/1.1/mappings", {"requirement": "FW-2/B", "relation": "equal"})
    told = anna.get("/frameworks/FW-1/coverage").json()
    assert told == {
        "in_place": 1,
        "partly": 0,
        "planned": 1,
        "through": 0,
        "none": 2,
        "part": 0,
        "total": 4,
        "covered": 2,
    }
    told = anna.get("/frameworks/FW-2/coverage").json()
    assert (told["through"], told["none"], told["covered"]) == (1, 2, 0)
    assert anna.get("/frameworks/FW-2/coverage?scope=7").status_code == 404


def test_as_many_questions_for_one_as_for_many(cast, anna, rules):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert anna.get("/controls").status_code == 200
        return len(queries)

    body = {"owner": cast.bo.reference, "requirements": ["FW-1/1.1", "FW-2/A"]}
    anna.post("/controls", {"title": "0", "assets": [make_asset(cast.kronborg).reference], **body})
    one = asked()
    for number in range(6):
        anna.post("/controls", {"title": str(number), "assets": [make_asset(cast.kronborg).reference], **body})
    assert asked() == one


def test_who_may(cast, anna, rules):
    anna.post("/controls", {"title": "Hers", "requirements": ["FW-1/1.1"]})
    bo, carl, emil, dorte = (Program(each) for each in (cast.bo, cast.carl, cast.emil, cast.dorte))
    assert bo.get("/controls/F-1").status_code == 404
    assert fields(bo.post("/controls", {"title": "His"}), 409) == ["owner"]
    assert bo.post("/controls", {"title": "His", "owner": cast.bo.reference}).status_code == 201
    assert bo.delete("/controls/F-2").status_code == 403
    assert carl.get("/controls").json()["count"] == 2
    assert carl.patch("/controls/F-1", {"title": "Mine"}).status_code == 403
    assert emil.get("/controls").status_code == 403
    assert dorte.get("/controls").status_code == 404
    assert Program(cast.anna, {"risks": "write"}).get("/controls").json()["error"]["code"] == "scope"


def test_assets_out_of_reach_are_not_told(cast, anna):
    theirs, ours = (
        make_asset(cast.kronborg, unit=make_unit(cast.kronborg, "Sales")),
        make_asset(cast.kronborg, unit=cast.production),
    )
    anna.post("/controls", {"title": "Lock", "unit": "Production", "assets": [theirs.reference, ours.reference]})
    pia = Program(make_person(cast.kronborg, "Pia Lund", Role.AUDITOR, only_in=cast.production))
    assert [each["reference"] for each in pia.get("/controls/F-1").json()["assets"]] == [ours.reference]
    assert Control.objects.get().assets.count() == 2
