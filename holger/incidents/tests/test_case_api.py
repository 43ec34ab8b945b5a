"""The case through the interface: as on the pages, no less asked and no more told."""

from uuid import uuid4

import pytest

from holger.api.tests.programs import Program
from holger.incidents.models import Entry, Incident, Moment
from holger.incidents.tests.factories import make_incident

pytestmark = pytest.mark.django_db
NEW = {"title": "Ransomware", "detected_at": "2026-01-02T03:31:00+01:00", "impact": "large", "urgency": "now"}


@pytest.fixture
def anna(cast):
    return Program(cast.anna)


@pytest.fixture
def made(anna):
    return anna.post("/incidents", NEW).json()


def test_a_case_is_opened_read_and_found(anna, made):
    assert (made["reference"], made["status"], made["severity"]) == ("INC-1", "open", "critical")
    assert anna.get("/incidents/inc-1").json()["title"] == "Ransomware"
    assert anna.get("/incidents?severity=critical").json()["count"] == 1
    assert anna.get("/incidents?status=closed").json()["count"] == 0
    assert anna.get("/incidents?q=ransom").json()["items"][0]["reference"] == "INC-1"
    assert anna.get("/incidents?clocks=overdue").json()["count"] == 0


def test_it_is_changed_by_whoever_has_read_it(anna, made):
    answer = anna.patch("/incidents/INC-1", {"people_count": 180, "countries": ["SE"]})
    assert (answer.status_code, answer.json()["people_count"], answer.json()["countries"]) == (200, 180, ["SE"])
    stale = anna.call("PATCH", "/incidents/INC-1", {"people_count": 1}, **{"If-Match": f'"{made["version"]}"'})
    assert stale.status_code == 412


def test_what_cannot_be_is_refused_at_its_field(anna, made):
    assert anna.patch("/incidents/INC-1", {"detected_at": "2026-01-01T00:00:00Z"}).status_code == 409
    assert anna.patch("/incidents/INC-1", {"severity": "low"}).status_code == 422
    assert anna.post("/incidents", {**NEW, "category": "nonsense"}).status_code == 409
    assert anna.post("/incidents", {**NEW, "detected_at": "2026-01-01T00:00:00"}).status_code == 422


def test_steps_are_taken_once(anna, made):
    for _twice in range(2):
        answer = anna.post("/incidents/INC-1/contain", {"at": "2026-01-02T19:40:00+01:00"})
        assert (answer.status_code, answer.json()["status"]) == (200, "contained")
    assert anna.post("/incidents/INC-1/contain", {"at": "2026-01-02T19:00:00+01:00"}).status_code == 409
    refused = anna.post("/incidents/INC-1/close", {"reason": "Enough."})
    assert refused.status_code == 409
    answer = anna.post("/incidents/INC-1/close", {"reason": "Enough.", "anyway": True})
    assert answer.json()["status"] == "closed"
    assert anna.post("/incidents/INC-1/reopen", {"reason": "Not over."}).json()["status"] == "open"


def test_lines_are_added_and_put_right(anna, made):
    line = anna.post("/incidents/INC-1/timeline", {"text": "Pulled the plug.", "kind": "action"})
    assert line.status_code == 201
    right = {"text": "Pulled both plugs.", "kind": "action", "corrects": line.json()["id"]}
    assert anna.post("/incidents/INC-1/timeline", right).json()["corrects"] == line.json()["id"]
    told = anna.get("/incidents/INC-1/timeline").json()
    assert told["count"] == Entry.objects.count()
    assert "Pulled both plugs." in [each["text"] for each in told["items"]]
    assert anna.post("/incidents/INC-1/timeline", {"text": "x", "kind": "system"}).status_code == 422


def test_a_line_is_put_right_in_its_own_incident(anna, made):
    other = anna.post("/incidents", {**NEW, "title": "Phishing"}).json()["reference"]
    line = anna.post(f"/incidents/{other}/timeline", {"text": "A letter.", "kind": "action"}).json()
    right = {"text": "Two letters.", "kind": "action", "corrects": line["id"]}
    assert anna.post("/incidents/INC-1/timeline", right).status_code == 404
    assert anna.post("/incidents/INC-1/timeline", {**right, "corrects": str(uuid4())}).status_code == 404
    assert anna.post(f"/incidents/{other}/timeline", right).status_code == 201


def test_decisions_moments_and_deadlines(anna, made):
    aware = {"point": "aware", "at": "2026-01-02T03:52:00+01:00", "basis": "The alarm."}
    assert anna.post("/incidents/INC-1/moments", aware).status_code == 201
    assert anna.post("/incidents/INC-1/moments", {**aware, "at": "2026-01-02T04:00:00+01:00"}).status_code == 409
    again = {**aware, "at": "2026-01-02T04:00:00+01:00", "reason": "The log says so."}
    assert anna.post("/incidents/INC-1/moments", again).status_code == 201
    assert Moment.objects.filter(point="aware").count() == 2
    said = {"question": "significant", "answer": "no", "reason": "One screen."}
    assert anna.post("/incidents/INC-1/decisions", said).status_code == 201
    clocks = {each["key"]: each for each in anna.get("/incidents/INC-1/clocks").json()["items"]}
    assert clocks["nis2-early-warning"]["state"] == "not_relevant"
    assert clocks["gdpr-33"]["state"] == "overdue"
    assert anna.get("/incidents/INC-1/decisions").json()["count"] == 1


def test_what_only_a_few_may_know_of_is_not_there(cast, anna):
    made = make_incident(cast.kronborg, owner=cast.bo)
    answer = anna.post(f"/incidents/{made.reference}/restrict", {"reason": "His.", "without_me": True})
    assert answer.status_code == 204
    assert anna.get(f"/incidents/{made.reference}").status_code == 404
    assert anna.get("/incidents").json()["count"] == 0
    assert Program(cast.bo).get(f"/incidents/{made.reference}").status_code == 200


def test_who_may_what(cast, made):
    assert Program(cast.carl).get("/incidents/INC-1").status_code == 200
    assert Program(cast.carl).patch("/incidents/INC-1", {"title": "X"}).status_code == 403
    assert Program(cast.bo).get("/incidents/INC-1").status_code == 404
    assert Program(cast.emil).get("/incidents").status_code == 403
    assert Program(cast.dorte).get("/incidents/INC-1").status_code == 404
    assert Program(None).get("/incidents").status_code == 401


def test_deleting_archives_what_is_finished(anna, made):
    assert anna.delete("/incidents/INC-1").status_code == 409
    Incident.objects.update(status="closed")
    assert anna.delete("/incidents/INC-1").status_code == 204
    assert anna.post("/incidents/INC-1/restore", None).json()["archived_at"] is None
