"""Exceptions, links and ready policies through the interface."""

from datetime import timedelta

import pytest

from holger.api.tests.programs import Program
from holger.controls.tests.factories import make_control
from holger.core import dates
from holger.policies import library

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cast):
    return Program(cast.anna)


def test_an_exception_is_asked_for_and_decided(cast, program, policy):
    told = {
        "policy": "POL-1",
        "title": "Hall 2",
        "why": "Old",
        "measure": "Cut off",
        "owner": cast.bo.reference,
        "approver": cast.olga.reference,
        "starts": dates.today().isoformat(),
        "ends": (dates.today() + timedelta(days=90)).isoformat(),
    }
    made = program.post("/policy-exceptions", told)
    assert made.status_code == 201, made.text
    assert (made.json()["reference"], made.json()["status"]) == ("EXC-1", "asked")
    assert program.post("/policy-exceptions/EXC-1/approve", {}).status_code == 409
    boss = Program(cast.olga)
    assert boss.post("/policy-exceptions/EXC-1/approve", {"answer": "Yes"}).json()["status"] == "approved"
    assert program.get("/policy-exceptions?status=approved").json()["count"] == 1
    assert Program(cast.dorte).get("/policy-exceptions/EXC-1").status_code == 404
    assert program.post("/policy-exceptions/EXC-1/withdraw", {}).json()["status"] == "withdrawn"


def test_links_are_added_and_removed(cast, program, policy, anna):
    control = make_control(anna, "Screen lock")
    made = program.post("/policies/POL-1/links", {"controls": [control.reference]})
    assert made.status_code == 200, made.text
    [link] = made.json()["items"]
    assert link["reference"] == control.reference
    assert program.post(f"/policies/POL-1/links/{link['id']}/remove", {}).json()["count"] == 0
    assert program.post("/policies/POL-1/links", {"controls": ["F-99"]}).status_code == 422


def test_ready_policies_are_listed_and_taken(program):
    found = program.get("/ready-policies").json()
    assert found["count"] == len(library.entries())
    made = program.post("/ready-policies/take", {"keys": ["acceptable-use"]})
    assert [each["reference"] for each in made.json()["made"]] == ["POL-1"]
    assert program.post("/ready-policies/take", {"keys": ["acceptable-use"]}).json()["made"] == []
    assert program.post("/ready-policies/take", {"keys": ["nothing"]}).status_code in (409, 422)
