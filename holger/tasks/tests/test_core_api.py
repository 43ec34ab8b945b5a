"""Activities and tasks through the interface: made, run, signed off, in the same words as on the pages."""

from datetime import date

import pytest

from holger.api.tests.programs import Program
from holger.assets.tests.factories import make_asset
from holger.controls.tests.factories import make_control
from holger.frameworks.tests.factories import bring
from holger.tasks.models import Activity, Task
from holger.tasks.tests.factories import make_activity, make_task
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
MONTHLY = {"title": "Review access", "rule": "FREQ=MONTHLY;BYMONTHDAY=10", "starts": "2026-12-10"}


@pytest.fixture
def program(cast):
    return Program(cast.anna)


def test_an_activity_is_made_changed_and_put_away(cast, anna, program, today):
    control = make_control(anna, "Backup every night")
    bring(anna)
    about = [f"controls/{control.reference}", "requirements/FW-1/1.1"]
    body = {**MONTHLY, "performer": "bo@kronborg.example", "about": about, "checklist": ["Ask"], "minutes": 20}
    refused = program.post("/activities", {**body, "performer": "Bo"})
    assert refused.status_code == 422
    body["performer"] = cast.bo.reference
    made = program.post("/activities", body)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["reference"], told["how_often"], told["next_due"]) == (
        "AK-1",
        "Every month, on the 10th",
        "2026-12-10",
    )
    assert {(each["kind"], each["reference"]) for each in told["about"]} == {
        ("controls", control.reference),
        ("requirements", "FW-1/1.1"),
    }
    assert told["performer"] == {"reference": cast.bo.reference, "title": "Bo Lind"}
    changed = program.patch("/activities/AK-1", {"rule": "FREQ=YEARLY"}, If_Match=made["ETag"])
    assert (changed.status_code, changed.json()["how_often"]) == (200, "Every year, on 10 December")
    assert program.patch("/activities/AK-1", {"title": "x"}, If_Match=made["ETag"]).status_code == 412
    assert program.post("/activities/AK-1/pause").json()["paused_at"] is not None
    assert program.get("/activities?paused=yes").json()["count"] == 1
    assert program.post("/activities/AK-1/resume").json()["paused_at"] is None
    assert program.delete("/activities/AK-1").status_code == 204
    assert program.post("/activities/AK-1/restore").status_code == 200


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"rule": "FREQ=HOURLY"}, "rule"),
        ({"rule": "every month"}, "rule"),
        ({"about": ["controls/F-99"]}, "about"),
        ({"about": ["nothing/X"]}, "about"),
        ({"performer_role": "wizard"}, "performer_role"),
        ({"each_of": "wizards"}, "each_of"),
        ({"lead_days": 999}, "lead_days"),
        ({"sample_of": "assets"}, None),
    ],
)
def test_what_cannot_be_right_is_refused(program, today, said, field):
    answer = program.post("/activities", {**MONTHLY, **said})
    assert answer.status_code in (409, 422)
    if field:
        assert field in " ".join(answer.json()["error"].get("fields", [field]))
    assert not Activity.objects.exists()


def test_what_it_is_about_is_added_and_taken_away(cast, anna, program, today):
    make_activity(anna)
    asset = make_asset(cast.kronborg, "Payroll")
    added = program.post("/activities/AK-1/about", {"about": f"assets/{asset.reference}"})
    assert (added.status_code, added.json()["title"]) == (201, "Payroll")
    theirs = make_asset(cast.rosenborg, "Theirs")
    assert program.post("/activities/AK-1/about", {"about": f"assets/{theirs.pk}"}).status_code == 422
    key = added.json()["id"]
    assert program.delete(f"/activities/AK-1/about/{key}").status_code == 204
    assert program.delete(f"/activities/AK-1/about/{key}").status_code == 404
    assert program.delete("/activities/AK-1/about/nothing").status_code == 404


def test_a_run_is_done_and_signed_off(cast, anna, program, today):
    for number in range(4):
        make_asset(cast.kronborg, f"Server {number}", type="server", owner=cast.emil)
    make_activity(
        anna,
        rule="FREQ=MONTHLY;BYMONTHDAY=10",
        starts=date(2026, 12, 10),
        performer=cast.bo,
        approver=cast.karen,
        checklist=["Ask", "Look"],
        sample_of="assets",
        sample_size=2,
    )
    bo, karen = Program(cast.bo), Program(cast.karen)
    started = bo.post("/tasks/O-1/start").json()
    assert (started["sample"]["population"], started["sample"]["size"]) == (4, 2)
    first, second = started["sample"]["rows"]
    draft = bo.post("/tasks/O-1/draft", {"ticks": [0], "sample": [{"id": first["id"], "result": "ok"}]}).json()
    assert ([line["done"] for line in draft["checklist"]], draft["status"]) == ([True, False], "open")
    assert [row["result"] for row in draft["sample"]["rows"]] == ["ok", ""]
    said = {
        "result": "deviation",
        "reason": "Nobody knew",
        "sample": [{"id": second["id"], "result": "deviation", "note": "3 too many"}],
        "follow_title": "Remove three",
        "follow_owner": cast.emil.reference,
        "next_due": "2027-01-15",
    }
    assert bo.post("/tasks/O-1/done", {"result": "ok"}).status_code == 409
    done = bo.post("/tasks/O-1/done", said)
    assert done.status_code == 200, done.content
    assert (done.json()["status"], done.json()["awaits_sign_off"]) == ("waiting", True)
    born = program.get(f"/tasks?owner={cast.emil.reference}").json()["items"][0]
    assert (born["title"], born["born_of"]["reference"], born["due"]) == ("Remove three", "O-1", "2026-12-08")
    assert Task.objects.get(reference="O-2").due == date(2027, 1, 15)
    assert bo.post("/tasks/O-1/sign").status_code == 409
    assert karen.post("/tasks/O-1/sign", {"accept": False}).status_code == 409
    assert karen.post("/tasks/O-1/sign", {"accept": False, "reason": "Who?"}).json()["sent_back"] == "Who?"
    assert bo.post("/tasks/O-1/done", said).json()["status"] == "waiting"
    assert karen.post("/tasks/O-1/sign").json()["signed_by"] == "Karen Bech"


def test_a_task_is_given_moved_dropped_and_opened_again(cast, program, today):
    asset = make_asset(cast.kronborg, "Payroll")
    body = {
        "title": "Order tapes",
        "due": "2026-12-01",
        "owner": cast.bo.reference,
        "about": f"assets/{asset.reference}",
    }
    made = program.post("/tasks", body)
    assert (made.status_code, made.json()["about"]) == (201, f"assets/{asset.reference}")
    given = program.post("/tasks/O-1/give", {"owner": cast.emil.reference, "reason": "He is here"}).json()
    assert (given["owner"]["title"], given["asked_by"]["title"]) == ("Emil Vang", "Anna Holm")
    assert program.post("/tasks/O-1/move", {"due": "2026-12-05"}).status_code == 409
    assert program.post("/tasks/O-1/move", {"due": "2026-12-05", "reason": "Busy"}).json()["due"] == "2026-12-05"
    assert program.patch("/tasks/O-1", {"checklist": ["One"], "minutes": 5}).json()["minutes"] == 5
    assert program.post("/tasks/O-1/drop", {"reason": "Bought"}).json()["status"] == "dropped"
    assert program.post("/tasks/O-1/reopen").json()["status"] == "open"
    assert program.delete("/tasks/O-1").status_code == 204
    assert program.post("/tasks/O-1/restore").status_code == 200
    done = program.post("/tasks/O-1/done", {"ticks": [0]})
    assert done.status_code == 200, done.content
    assert done.json()["result"] == "ok"


def test_lists_are_narrowed_as_on_the_pages(cast, anna, program, later):
    make_task(anna, "Late", date(2026, 11, 25), owner=cast.bo)
    make_task(anna, "Next month", date(2026, 12, 30))
    later(3)
    assert [each["title"] for each in program.get("/tasks").json()["items"]] == ["Late", "Next month"]
    late = program.get(f"/tasks?late=yes&owner={cast.bo.reference}").json()
    assert [(each["title"], each["overdue"]) for each in late["items"]] == [("Late", True)]
    assert program.get("/tasks?status=done").json()["count"] == 0
    assert program.get("/tasks?q=next+month").json()["count"] == 1
    assert program.get("/tasks/export?format=csv").status_code == 200


def test_who_sees_only_their_own_is_told_no_more(cast, anna, today):
    control = make_control(anna, "Secret control")
    make_activity(anna, performer=cast.bo, about=[control], rule="FREQ=MONTHLY", starts=date(2026, 12, 10))
    make_activity(anna, "Others'", performer=cast.olga)
    make_task(anna, "Emil's", owner=cast.emil)
    bo, emil = Program(cast.bo), Program(cast.emil)
    told = bo.get("/activities").json()
    assert ([each["title"] for each in told["items"]], told["items"][0]["about"]) == (
        ["Test the restore of a backup"],
        [],
    )
    assert bo.get("/activities/AK-2").status_code == 404
    assert {each["title"] for each in emil.get("/tasks").json()["items"]} == {"Emil's"}
    assert emil.get("/tasks/O-1").status_code == 404
    assert emil.post("/tasks", {"title": "x", "due": "2027-01-01"}).status_code == 403
    assert emil.post(f"/tasks/{Task.objects.get(owner=cast.emil).reference}/done").status_code == 200
    assert Program(cast.carl).post("/tasks/O-1/start").status_code == 403
    assert actor_of(cast.dorte).organisation_id != cast.kronborg.pk
