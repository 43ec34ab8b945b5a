"""Campaigns and readings through the interface."""

import pytest

from holger.api.tests.programs import Program
from holger.core import dates
from holger.policies.services.asking import readings_settle_all
from holger.policies.services.passages import passages_mend
from holger.policies.tests.factories import make_policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(cast):
    found = make_policy(cast.kronborg, confirm=True, danish=True)
    passages_mend(cast.kronborg.pk)
    return found


def test_a_campaign_is_planned_begun_and_closed(cast, policy) -> None:
    anna, today = Program(cast.anna), dates.today().isoformat()
    body = {"title_en": "Spring", "policies": [policy.reference], "starts": today, "deadline": today}
    made = anna.post("/campaigns", body)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["reference"], told["status"], told["asked"]) == ("CP-1", "planned", 0)
    assert told["policies"][0]["reference"] == policy.reference
    assert anna.patch("/campaigns/CP-1", {"title_da": "Forår"}).json()["title_da"] == "Forår"
    whom = {"whom": "narrowed", "audience": {"units": ["Production"]}}
    assert anna.post("/campaigns/CP-1/whom", whom).json()["whom"] == "narrowed"
    assert anna.post("/campaigns/CP-1/start").json()["asked"] == 2
    assert anna.post("/campaigns/CP-1/nudge").status_code == 200
    missing = anna.get("/readings?state=missing&campaign=CP-1").json()
    assert {row["person"]["title"] for row in missing["items"]} == {"Bo Lind", "Emil Vang"}
    assert anna.post(f"/readings/{missing['items'][0]['id']}/nudge").status_code == 409
    closed = anna.post("/campaigns/CP-1/close").json()
    assert (closed["status"], closed["asked"], closed["confirmed"]) == ("closed", 2, 0)
    assert Program(cast.carl).post("/campaigns", body).status_code == 403
    assert Program(cast.dorte).get("/campaigns/CP-1").status_code == 404


def test_one_confirms_ones_own(cast, policy) -> None:
    readings_settle_all(cast.kronborg.pk)
    emil = Program(cast.emil)
    mine = emil.get("/my-readings?language=da").json()["items"]
    assert [(row["policy"], row["language"]) for row in mine] == [(policy.reference, "da")]
    path = f"/my-readings/{policy.reference}/confirm"
    assert emil.post(path, {"language": "en", "digest": mine[0]["digest"]}).status_code == 409
    done = emil.post(path, {"language": "da", "digest": mine[0]["digest"]})
    assert done.status_code == 200 and done.json()["digest"] == mine[0]["digest"]
    assert emil.get("/my-readings").json()["count"] == 0
    assert emil.get("/readings").status_code == 403


def test_rules_are_found(cast, policy) -> None:
    found = Program(cast.emil).get("/rules?q=screen").json()
    assert found["count"] == 1 and "Lock your screen." in found["items"][0]["excerpt"]
