"""The record through the interface: as on the pages, no less asked and no more told."""

import pytest

from holger.api.tests.programs import Program
from holger.privacy.models import Activity, ActivityTransfer
from holger.privacy.tests.factories import make_activity, make_transfer
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ALL = "/processing-activities"
ONE = f"{ALL}/PA-1"
NEW = {"title": "Payroll", "purpose": "Pay salaries", "special": ["health"], "grounds": ["6(1)(b)"]}


@pytest.fixture
def karen(cast: Cast) -> Program:
    return Program(cast.karen)


def test_one_is_made_read_and_found(karen: Program) -> None:
    made = karen.post(ALL, NEW).json()
    assert (made["reference"], made["status"], made["special"]) == ("PA-1", "draft", ["health"])
    assert [flag["key"] for flag in made["flags"]] == ["special_without_ground", "no_retention"]
    assert karen.get(f"{ALL}?flag=special_without_ground").json()["count"] == 1
    assert karen.get(f"{ALL}?flag=no_ground").json()["count"] == 0
    assert karen.get(f"{ALL}?q=payroll").json()["items"][0]["reference"] == "PA-1"
    changed = karen.patch(ONE, {"special_grounds": ["9(2)(b)"], "retention": "Five years"}).json()
    assert (changed["flags"], changed["complete"] > made["complete"]) == ([], True)


def test_what_cannot_be_is_refused(karen: Program) -> None:
    karen.post(ALL, NEW)
    assert karen.patch(ONE, {"special": ["shoe size"]}).status_code == 422
    assert karen.patch(ONE, {"status": "current"}).status_code == 422
    assert karen.patch(ONE, {"complete": 100}).status_code == 422
    assert karen.post(f"{ONE}/end").status_code == 409
    assert karen.post(f"{ONE}/send-back", {"reason": "More"}).status_code == 409


def test_it_goes_its_way(karen: Program) -> None:
    karen.post(ALL, NEW)
    assert karen.post(f"{ONE}/offer").json()["offered_at"] is not None
    assert karen.post(f"{ONE}/accept").json()["status"] == "current"
    assert karen.post(f"{ONE}/review", {"next_review": "2027-11-24"}).json()["next_review"] == "2027-11-24"
    assert karen.post(f"{ONE}/end", {"reason": "Closed"}).json()["status"] == "ended"
    assert karen.post(f"{ONE}/resume").json()["ended_on"] is None


def test_transfers_are_said_and_taken_back(cast: Cast, karen: Program) -> None:
    karen.post(ALL, NEW)
    made = karen.post(f"{ONE}/transfers", {"country": "US", "receiver": "Cloud Inc."})
    assert made.status_code == 201
    key = made.json()["id"]
    assert karen.get(ONE).json()["transferred"][0]["country"] == "US"
    assert karen.post(f"{ONE}/transfers", {"country": "SE"}).status_code == 409
    assert karen.patch(f"{ONE}/transfers/{key}", {"basis": "dpf"}).json()["basis"] == "dpf"
    other = make_transfer(make_activity(cast.rosenborg))
    assert karen.call("DELETE", f"{ONE}/transfers/{other.pk}").status_code == 404
    assert karen.call("DELETE", f"{ONE}/transfers/{key}").status_code == 204
    assert list(ActivityTransfer.objects.all()) == [other]


def test_nobody_sees_or_changes_more_than_on_the_pages(cast: Cast) -> None:
    make_activity(cast.kronborg, owner=cast.anna)
    assert Program(cast.carl).get(ONE).status_code == 200
    assert Program(cast.carl).patch(ONE, {"title": "X"}).status_code == 403
    assert Program(cast.bo).get(ONE).status_code == 404
    assert Program(cast.dorte).get(ONE).status_code == 404
    assert Program(cast.emil).get(ALL).status_code == 403
    assert Program(cast.bo).post(f"{ONE}/accept").status_code in (403, 404)
    assert Activity.objects.get().title == "Payroll"
