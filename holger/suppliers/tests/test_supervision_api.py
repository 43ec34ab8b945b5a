"""Supervision through the interface: as on the pages, no less asked and no more told."""

from datetime import timedelta

import pytest

from holger.api.tests.programs import Program
from holger.core import dates
from holger.suppliers.tests.factories import make_assessment, make_finding, make_supervision, make_supplier

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def anna(cast):
    return Program(cast.anna)


@pytest.fixture
def supplier(cast):
    return make_supplier(cast.kronborg, "Lønhuset", processor=True)


def test_a_processor_is_assessed_and_read(anna, supplier):
    told = {"supplier": supplier.reference, "people": 20_000, "special": 2, "protected": 2, "kinds": 0}
    made = anna.post("/processor-assessments", told)
    assert made.status_code == 201, made.json()
    row = made.json()
    assert (row["points"], row["required_concept"], row["used_concept"]) == (8, 5, 5)
    assert row["supplier"] == {"reference": supplier.reference, "title": "Lønhuset"}
    low = anna.patch(f"/processor-assessments/{row['id']}", {"used_concept": 2})
    assert (low.status_code, low.json()["error"]["code"]) == (409, "rule")
    why = {"used_concept": 2, "deviation": "Names only."}
    assert anna.patch(f"/processor-assessments/{row['id']}", why).json()["used_concept"] == 2
    assert anna.patch(f"/processor-assessments/{row['id']}", {"points": 1}).status_code == 422
    assert anna.post("/processor-assessments", {**told, "people": -1}).status_code == 422
    assert anna.post("/processor-assessments", {**told, "supplier": "SU-99"}).status_code == 422


def test_a_supervision_goes_its_way(anna, supplier):
    make_assessment(supplier)
    told = {"supplier": supplier.reference, "planned_on": dates.today().isoformat()}
    made = anna.post("/supervisions", told)
    assert made.status_code == 201, made.json()
    here = f"/supervisions/{made.json()['reference']}"
    assert anna.post(f"{here}/conclude", {"conclusion": "sufficient", "reading": "x"}).status_code == 409
    assert anna.post(f"{here}/request", {"request": "The report"}).json()["status"] == "requested"
    assert anna.post(f"{here}/receive", {"material": "ISAE 3000"}).json()["status"] == "received"
    read = anna.post(f"{here}/objectives", {"objectives": {"A": {"outcome": "covered"}}}).json()
    assert [each["outcome"] for each in read["items"]] == ["covered", *[""] * 8]
    assert anna.post(f"{here}/objectives", {"objectives": {"Q": {"outcome": "covered"}}}).status_code == 404
    assert anna.post(f"{here}/objectives", {"objectives": {"A": {"outcome": "fine"}}}).status_code == 422
    assert anna.post(f"{here}/read", {"reading": "Covers payroll."}).json()["reading"] == "Covers payroll."
    found = anna.post(
        "/supervision-findings",
        {"supervision": made.json()["reference"], "title": "Log", "due": dates.today().isoformat()},
    ).json()
    done = anna.post(f"/supervision-findings/{found['id']}/done", {"effect": "Seen in the new report."})
    assert done.json()["done_on"] == dates.today().isoformat()
    over = anna.post(f"{here}/conclude", {"conclusion": "sufficient"}).json()
    assert (over["status"], over["conclusion"]) == ("concluded", "sufficient")
    assert anna.post(f"{here}/reopen", {"reason": "A page was missing."}).json()["status"] == "received"


def test_the_year_and_the_filters(anna, supplier):
    make_assessment(supplier, next_on=dates.today() - DAY)
    year = anna.get("/supervision-year").json()
    assert (year["year"], [each["standing"] for each in year["items"]]) == (dates.today().year, ["late"])
    make_supervision(supplier, planned_on=dates.today() - DAY)
    assert anna.get("/supervisions?late=yes").json()["count"] == 1
    assert anna.get("/supervisions?conclusion=insufficient").json()["count"] == 0
    assert anna.get("/supervision-year?year=1").status_code == 422


def test_who_reads_and_who_writes(cast, supplier):
    make_assessment(supplier)
    row = make_supervision(supplier)
    finding = make_finding(row)
    here = f"/supervisions/{row.reference}"
    for person, read, write in (
        (cast.carl, 200, 403),
        (cast.bo, 200, 403),
        (cast.emil, 403, 403),
        (cast.dorte, 404, 404),
    ):
        program = Program(person)
        assert program.get(here).status_code == read
        assert program.get("/supervision-year").status_code == read
        assert program.post(f"{here}/cancel", {"reason": "x"}).status_code == write
        assert program.post(f"/supervision-findings/{finding.pk}/done", {"effect": "x"}).status_code == write
