"""A year that keeps itself going, by the interface alone: from the ready wheel to a run that is signed off and one that is missed."""

from datetime import date
from urllib.parse import urlsplit

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client

from holger.api.tests.programs import Program
from holger.organisation.models import Person
from holger.tasks import jobs
from tests.cast import Cast

FIRST, BEGUN, LATE = date(2027, 2, 1), date(2027, 2, 15), date(2027, 2, 17)
"""Two Mondays, and the Wednesday on which what was due on the tenth has been late for a week."""
HOLDERS = (("it", "bo", "karen"), ("system_owner", "bo", None), ("security_officer", "anna", None))


@pytest.fixture
def on(monkeypatch):
    """``on(day)``: it is that day, at nine in the morning, by the clock that demos are moved by."""

    def move(day):
        monkeypatch.setenv("HOLGER_NOW", f"{day}T08:00:00Z")

    cache.clear()
    move(FIRST)
    return move


@pytest.fixture
def anna(cast: Cast, on) -> Program:
    """Kronborg has taken on a framework, knows its systems, and has said who holds which role."""
    Person.objects.filter(pk=cast.bo.pk).update(manager=cast.olga)
    program = Program(cast.anna)
    assert program.post("/frameworks/library/iso27001-2022").status_code == 201
    for title in ("Mail", "Files", "Orders", "Payroll", "Webshop"):
        program.post("/assets", {"title": title, "type": "server", "owner": cast.bo.reference})
    for role, person, deputy in HOLDERS:
        named = {"person": getattr(cast, person).reference, "deputy": deputy and getattr(cast, deputy).reference}
        assert program.post("/role-holders", {"role": role, **named}).status_code == 201
    return program


@pytest.fixture
def bo(cast: Cast, on) -> Program:
    return Program(cast.bo)


@pytest.fixture
def wheel(anna: Program) -> dict[str, str]:
    """The essentials of the ready wheel are accepted: the activities by their keys."""
    offered = anna.get("/ready-activities?page_size=100").json()["items"]
    proposed = next(each for each in offered if each["key"] == "restore-test")
    assert (proposed["why"], proposed["first"], proposed["activity"]) == ("open", "2027-02-26", None)
    assert [each["code"] for each in proposed["serves"]] == ["A.5.30", "A.8.13"]
    keys = [each["key"] for each in offered if each["essential"]]
    body = {"keys": keys, "days": {"restore-test": "2027-02-25"}}
    made = anna.post("/ready-activities", body)
    assert (made.status_code, len(made.json()["made"])) == (200, len(keys))
    assert anna.post("/ready-activities", body).json() == {"made": []}
    again = anna.get("/ready-activities?why=have&page_size=100").json()["items"]
    return {each["key"]: each["activity"]["reference"] for each in again}


def the_task(program: Program, words: str, slot: str) -> dict:
    found = program.get(f"/tasks?q={words}&status=open&status=missed").json()["items"]
    return next(each for each in found if each["slot"] == slot)


def do(program: Program, task: dict, verb: str, body: dict | None = None) -> dict:
    answer = program.post(f"/tasks/{task['reference']}/{verb}", body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_year_is_seen_and_moved(anna, wheel):
    year = anna.get("/wheel?year=2027").json()
    assert (year["count"], year["done"], year["missed"]) == (34, 0, 0)
    supervision = wheel["processor-supervision"]
    (run,) = (each for each in year["items"] if each["activity"]["reference"] == supervision)
    assert (run["task"], run["slot"], run["state"]) == ("", "2027-06-15", "planned")
    body = {"activity": supervision, "slot": "2027-06-15", "due": "2027-07-01"}
    refused = anna.post("/wheel/move", body)
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (409, ["reason"])
    assert anna.post("/wheel/move", body | {"reason": "The report comes late."}).json() == {"moved": 1}
    items = anna.get(f"/wheel?year=2027&activity={supervision}").json()["items"]
    assert [(each["slot"], each["due"]) for each in items] == [("2027-06-15", "2027-07-01")]
    assert Program(None).get("/wheel").status_code == 401


def test_a_run_from_its_sample_to_its_sign_off(cast, anna, bo, wheel, on):
    on(BEGUN)
    task = the_task(bo, "restoring", "2027-02-25")
    assert task["reference"] in {each["path"].split("/")[1] for each in bo.get("/my-work?kind=tasks").json()["items"]}
    begun = do(bo, task, "start")
    sample = begun["sample"]
    assert (sample["size"], sample["population"], sample["seed"]) == (3, 5, f"{wheel['restore-test']}/2027-1")
    seen = [{"id": row["id"], "result": "ok"} for row in sample["rows"]]
    kept = do(bo, task, "draft", {"sample": seen, "ticks": list(range(5)), "comment": "Twelve minutes."})
    assert (kept["status"], kept["comment"]) == ("open", "Twelve minutes.")
    refused = bo.post(f"/tasks/{task['reference']}/done", {"result": "ok"})
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (409, ["evidence"])

    period = {"period_from": "2027-02-01", "period_to": "2027-02-15"}
    proof = bo.upload("/evidence", {"about": f"tasks/{task['reference']}", **period}, b"All well.", "restore.txt")
    assert (proof.status_code, proof.json()["period_to"]) == (201, "2027-02-15"), proof.content
    sent = do(bo, task, "done", {"result": "ok", "next_due": "2027-05-20"})
    assert (sent["status"], sent["awaits_sign_off"], sent["comment"]) == ("waiting", True, "Twelve minutes.")
    assert the_task(anna, "restoring", "2027-05-25")["due"] == "2027-05-20"
    assert bo.post(f"/tasks/{task['reference']}/sign").status_code == 409
    assert [each["waits_for"] for each in bo.get("/my-work/waiting").json()["items"]] == ["Anna Holm"]

    (waiting,) = (each for each in anna.get("/my-work?kind=tasks").json()["items"] if each["awaited"])
    assert waiting["title"] == "Sign off Test restoring from backup"
    back = {"accept": False, "reason": "Which copy was it?"}
    assert do(anna, task, "sign", back)["status"] == "open"
    assert bo.get(f"/tasks/{task['reference']}").json()["sent_back"] == "Which copy was it?"
    do(bo, task, "done", {"result": "ok", "comment": "The copy from Friday."})
    signed = do(anna, task, "sign")
    assert (signed["status"], signed["done_by"], signed["signed_by"]) == ("done", "Bo Lind", "Anna Holm")
    assert anna.get("/wheel?year=2027").json()["done"] == 1
    actions = {each["action"] for each in anna.get(f"/tasks/{task['reference']}/history").json()["items"]}
    assert {"task.started", "task.done", "task.sent_back", "task.signed"} <= actions


def test_what_nobody_does_stays_missed_and_is_told(cast, anna, bo, wheel, on):
    for day in (BEGUN, LATE):
        on(day)
        jobs.hourly(cast.kronborg.pk)
        jobs.reminders(cast.kronborg.pk)
    scan = the_task(anna, "vulnerabilities", "2027-02-10")
    assert (scan["status"], scan["missed_at"][:10]) == ("missed", "2027-02-17")
    assert anna.post(f"/tasks/{scan['reference']}/reopen").status_code == 409
    assert anna.get("/wheel?year=2027").json()["missed"] == 1

    told = [each for each in bo.get("/notices?read=no").json()["items"] if scan["reference"] in each["path"]]
    assert {each["kind"] for each in told} >= {"overdue", "missed"}
    assert bo.post(f"/notices/{told[0]['id']}/read").json()["read_at"] is not None
    for person in (cast.karen, cast.olga):
        found = Program(person).get("/notices?kind=escalated").json()["items"]
        assert "Bo Lind has not done it yet." in [each["said"] for each in found if scan["title"] == each["title"]]
    assert Program(cast.emil).get("/notices").json()["count"] == 0

    proof = {"url": "https://kronborg.example/scan", "about": f"tasks/{scan['reference']}"}
    assert bo.post("/evidence-links", proof).status_code == 201
    late = do(bo, scan, "done", {"result": "ok", "ticks": list(range(len(scan["checklist"])))})
    assert (late["status"], late["result"], late["done_by"]) == ("missed", "ok", "Bo Lind")


def test_an_employee_has_their_own_work(cast, anna, wheel):
    made = anna.post("/tasks", {"title": "Lock the cabinet", "owner": cast.emil.reference, "due": "2027-02-02"})
    assert made.status_code == 201, made.content
    emil = Program(cast.emil)
    (duty,) = emil.get("/my-work").json()["items"]
    assert (duty["title"], duty["verb"], duty["when"]) == ("Lock the cabinet", "Do it", "week")
    assert [each["title"] for each in emil.get("/tasks").json()["items"]] == ["Lock the cabinet"]
    assert emil.get("/tasks/O-1").status_code == 404
    assert do(emil, made.json(), "done")["status"] == "done"
    assert emil.get("/my-work").json()["count"] == 0


def test_a_calendar_is_given_and_taken_back(bo, wheel):
    made = bo.post("/feeds", {"name": "Phone"}).json()
    path = urlsplit(made["address"]).path
    first, second = (icalendar.Calendar.from_ical(Client().get(path).content) for _time in range(2))
    ids = [[str(event["uid"]) for event in found.walk("VEVENT")] for found in (first, second)]
    assert ids[0] == ids[1] and len(ids[0]) > 3
    assert bo.delete(f"/feeds/{made['id']}").status_code == 204
    assert Client().get(path).status_code == 404
