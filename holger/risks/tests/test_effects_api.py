"""Controls of a risk through the interface: added, changed, removed, and the target that follows."""

import pytest

from holger.api.tests.programs import Program
from holger.assets.tests.factories import make_asset
from holger.controls.tests.factories import make_control
from holger.risks import services
from holger.risks.models import Effect
from holger.risks.tests.factories import install, make_risk
from tests.cast import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    actor = actor_of(cast.anna)
    install(actor)
    make_risk(actor, make_asset(cast.kronborg, owner=cast.bo), inherent_likelihood=5)
    make_control(actor, "EDR on servers", status="planned")
    return Program(cast.anna)


def test_a_control_is_added_changed_and_removed(anna, cast):
    added = anna.post("/risks/R-1/controls", {"control": "F-1", "likelihood": 1, "note": "On all of them"})
    assert added.status_code == 201, added.content
    line = added.json()
    assert (line["control"]["reference"], line["likelihood"], line["counted"], line["points"]) == ("F-1", 1, False, 4)
    (told,) = anna.get("/risks/R-1").json()["controls"]
    assert told == line | {"outdated": False}
    assert anna.get("/risks/R-1").json()["target"]["score"] == 8
    path = f"/risks/R-1/controls/{line['id']}"
    assert anna.patch(path, {"consequence": 1}).json()["consequence"] == 1
    assert anna.patch(path, {"control": "F-1"}).status_code == 422
    assert anna.patch(path, {"counted": True}).status_code == 409
    assert Program(cast.carl).patch(path, {"consequence": 2}).status_code == 403
    assert anna.delete(path).status_code == 204
    assert not Effect.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"control": "F-9"}, 422),
        ({"control": "F-1", "likelihood": 5}, 409),
        ({"control": "F-1", "likelihood": 6}, 422),
        ({"control": "F-1", "points": 3}, 422),
        ({"control": "F-1", "counted": True}, 409),
        ({"control": "F-1", "counted": None}, 201),
    ],
)
def test_what_is_refused(anna, body, status):
    assert anna.post("/risks/R-1/controls", body).status_code == status


def test_risks_are_found_by_control_and_follow_what_controls_explain(anna, cast):
    anna.post("/risks/R-1/controls", {"control": "F-1", "likelihood": 1})
    risk = anna.get("/risks/R-1").json()
    assert anna.post("/risks/R-1/assess", {"target": {"likelihood": 1}}).json()["target"]["score"] == 4
    assert anna.post("/risks/R-1/use-controls").json()["target"]["score"] == 8
    made = make_risk(actor_of(cast.anna), title="Flood")
    control = risk["controls"][0]["control"]["reference"]
    assert control == "F-1"
    effect = Effect.objects.get()
    found = anna.get(f"/risks?control={effect.control_id}").json()["items"]
    assert [each["reference"] for each in found] == ["R-1"]
    assert [each["reference"] for each in anna.get("/risks?control=none").json()["items"]] == [made.reference]
    services.effect_remove(actor=actor_of(cast.anna), effect=effect)
    assert anna.post("/risks/R-1/use-controls").status_code == 409
