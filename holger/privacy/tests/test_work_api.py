"""Impact assessments and retention through the interface."""

from typing import Any

import pytest

from holger.api.tests.programs import Program
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast: Cast) -> Program:
    return Program(cast.anna)


@pytest.fixture
def activity(anna: Program) -> Any:
    return anna.post("/processing-activities", {"title": "Cameras", "purpose": "Watch the door"}).json()["reference"]


def test_an_activity_is_screened(anna: Program, activity: str) -> None:
    here = f"/processing-activities/{activity}/screenings"
    assert anna.post(here, {"answers": {"magic": "yes"}, "needed": True}).status_code == 422
    assert anna.post(here, {"answers": {}, "needed": False}).status_code == 409
    made = anna.post(here, {"answers": {"scale": "yes"}, "needed": True})
    assert made.status_code == 201 and made.json()["needed"], made.json()
    assert [each["id"] for each in anna.get(here).json()["items"]] == [made.json()["id"]]


def test_an_assessment_goes_to_a_decision_that_stands(cast: Cast, anna: Program, activity: str) -> None:
    made = anna.post("/impact-assessments", {"title": "Cameras", "activity": activity})
    assert made.status_code == 201, made.json()
    here, row = f"/impact-assessments/{made.json()['reference']}", made.json()
    assert anna.post(f"{here}/send").status_code == 409
    assert anna.post(f"{here}/answer", {"answers": {"opinion": "Fine"}}).status_code == 422
    told = {key: "Written." for key in row["missing"] if key != "opinion"}
    left = anna.post(f"{here}/answer", {"answers": told}).json()["missing"]
    assert set(left) <= {"opinion"}
    assert anna.post(f"{here}/advise", {"opinion": "Fine."}).status_code == 403
    if left:
        assert Program(cast.by_role()["dpo"]).post(f"{here}/advise", {"opinion": "Fine."}).json()["missing"] == []
    assert anna.post(f"{here}/send").json()["status"] == "sent"
    assert anna.post(f"{here}/approve", {"next_review": "2020-01-01"}).status_code == 409
    assert anna.post(f"{here}/approve", {"next_review": "2027-11-01"}).json()["status"] == "approved"
    (version,) = anna.get(f"{here}/versions").json()["items"]
    assert version["approved"] and version["number"] == 1
    assert anna.post(f"{here}/revise", {"reason": "More cameras."}).json()["status"] == "draft"


def test_data_is_kept_for_so_long_and_checked(cast: Cast, anna: Program, activity: str) -> None:
    body = {"title": "Films", "activity": activity, "count": 30, "time_unit": "days", "basis": "The law on cameras"}
    made = anna.post("/retention-rules", body)
    assert made.status_code == 201, made.json()
    here = f"/retention-rules/{made.json()['reference']}"
    assert anna.post("/retention-rules", body | {"count": 0}).status_code == 409
    assert anna.patch(here, {"count": 14}).json()["count"] == 14
    plan = {"rhythm": "FREQ=YEARLY", "starts": "2027-03-01"}
    assert anna.post(f"{here}/plan-check", plan | {"rhythm": "FREQ=DAILY"}).status_code == 422
    assert anna.post(f"{here}/plan-check", plan).status_code == 200
    assert anna.post(f"{here}/plan-check", plan).status_code == 409
    assert Program(cast.carl).delete(here).status_code == 403
    assert anna.delete(here).status_code == 204
    assert anna.post(f"{here}/restore").json()["archived_at"] is None
