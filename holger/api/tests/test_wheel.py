"""The year, the load, ready activities and calendars through the interface."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.test import Client

from holger.api import services as api
from holger.api.tests.programs import Program
from holger.organisation import services as organisation
from holger.tasks import services
from holger.tasks.models import Activity, Feed
from holger.tasks.tests.conftest import later, on, today  # noqa: F401  (a calendar that stands)
from holger.tasks.tests.factories import make_activity
from tests.cast import actor_of

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def program(cast) -> Program:
    return Program(cast.anna)


def ok(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def test_the_wheel_tells_the_year_with_what_is_only_planned(cast, program):
    activity = make_activity(
        actor_of(cast.anna), "Restore test", starts=date(2026, 12, 5), performer=cast.bo, minutes=90
    )
    year = ok(program.get("/wheel"))
    assert (year["year"], year["count"], year["done"], year["missed"]) == (2026, 1, 0, 0)
    (run,) = year["items"]
    assert run["activity"] == {"reference": activity.reference, "title": "Restore test"} and run["task"]
    assert (run["slot"], run["due"], run["day"], run["state"]) == ("2026-12-05", "2026-12-05", "2026-12-07", "soon")
    assert (run["owner"]["title"], run["minutes"]) == (cast.bo.name, 90)
    planned = ok(program.get("/wheel?year=2027"))["items"]
    assert [each["day"] for each in planned] == ["2027-03-05", "2027-06-07", "2027-09-06", "2027-12-06"]
    assert {each["task"] for each in planned} == {""} and planned[0]["owner"]["title"] == cast.bo.name


def test_the_wheel_is_narrowed_as_on_the_page(cast, program):
    make_activity(actor_of(cast.anna), "Mine", category="people", performer=cast.bo)
    make_activity(actor_of(cast.anna), "Other")
    for query, found in (
        ("category=people", 1),
        (f"owner={cast.bo.reference}", 1),
        ("owner=none", 1),
        ("state=missed", 0),
        ("", 2),
    ):
        assert ok(program.get(f"/wheel?{query}"))["count"] == found
    assert program.get("/wheel?category=fun").status_code == 422
    assert program.get("/wheel?year=1").status_code == 422
    assert program.get("/wheel?owner=PE-999").status_code == 422


def test_a_run_is_moved(cast, program):
    activity = make_activity(actor_of(cast.anna), rule="FREQ=YEARLY", starts=date(2027, 6, 1))
    told = {"activity": activity.reference, "slot": "2027-06-01", "due": "2027-05-03"}
    assert ok(program.post("/wheel/move", told)) == {"moved": 1}
    assert ok(program.get("/wheel?year=2027"))["items"][0]["day"] == "2027-05-03"
    assert "Write why" in program.post("/wheel/move", {**told, "due": "2027-09-01"}).content.decode()
    assert Program(cast.emil).post("/wheel/move", told).status_code == 403
    assert program.post("/wheel/move", {**told, "activity": "AK-99"}).status_code == 422


def test_the_planning_check_tells_the_load(cast, program):
    anna = actor_of(cast.anna)
    make_activity(anna, "Great", rule="FREQ=YEARLY", starts=date(2027, 3, 3), performer=cast.bo, minutes=1200)
    orphan = make_activity(anna, "Orphan", rule="FREQ=YEARLY", starts=date(2027, 5, 3))
    told = ok(program.get("/planning-check"))
    (line,) = told["lines"]
    march = next(cell for cell in line["months"] if cell["month"] == "2027-03")
    assert (line["person"]["title"], march["minutes"], march["share"]) == (cast.bo.name, 1200, 125)
    assert (
        [each["reference"] for each in told["unowned"]]
        == [orphan.reference]
        == [each["reference"] for each in told["unestimated"]]
    )
    assert ok(program.get("/planning-check?hours=40"))["lines"][0]["months"][4]["share"] == 50


def test_ready_activities_are_listed_and_accepted(cast, program):
    listed = ok(program.get("/ready-activities?page_size=100"))
    assert listed["count"] >= 34
    restore = next(each for each in listed["items"] if each["key"] == "restore-test")
    assert (restore["why"], restore["role"], restore["activity"]) == ("basic", "it", None) and restore[
        "first"
    ] >= "2026-11-24"
    made = ok(
        program.post(
            "/ready-activities",
            {"keys": ["restore-test"], "days": {"restore-test": "2027-02-10"}, "owner": cast.bo.reference},
        )
    )
    assert [each["title"] for each in made["made"]] == [restore["title"]]
    assert Activity.objects.get().starts == date(2027, 2, 10)
    assert ok(program.post("/ready-activities", {"keys": ["restore-test"]})) == {"made": []}
    assert ok(program.get("/ready-activities?why=have"))["count"] == 1
    assert program.post("/ready-activities", {"keys": ["nonsense"]}).status_code == 422
    assert Program(cast.emil).get("/ready-activities").status_code == 403


def test_a_calendar_is_made_read_and_revoked(cast, program):
    made = ok(program.post("/feeds", {"name": "Outlook", "everything": True}), 201)
    path = urlsplit(made["address"]).path
    assert re.fullmatch(r"/calendar/[\w-]{43}/holger\.ics", path)
    assert Client().get(path).status_code == 200
    (listed,) = ok(program.get("/feeds"))["items"]
    assert (listed["name"], listed["everything"], "address" in listed) == ("Outlook", True, False)
    assert Program(cast.emil).call("DELETE", f"/feeds/{made['id']}").status_code == 404
    assert program.call("DELETE", f"/feeds/{made['id']}").status_code == 204
    assert Client().get(path).status_code == 404 and program.call("DELETE", f"/feeds/{made['id']}").status_code == 404
    assert Program(cast.emil).post("/feeds", {"everything": True}).status_code == 409
    assert ok(Program(cast.emil).post("/feeds", {}), 201) and Feed.objects.filter(person=cast.emil).count() == 1


def test_a_program_of_its_own_subscribes_to_nothing(cast, program):
    robot = organisation.service_account_create(actor=actor_of(cast.olga), name="Robot", responsible=cast.bo)
    organisation.role_give(actor=actor_of(cast.olga), person=robot, role="security_officer")
    other = Program(None)
    _token, other.secret = api.token_create(actor=actor_of(cast.olga), person=robot, name="r", scope={"*": "write"})
    answer = other.post("/feeds", {})
    assert answer.status_code == 409 and "sign in" in answer.content.decode()


def test_another_organisation_sees_none_of_it(cast, program):
    feed, _secret = services.feed_create(actor=actor_of(cast.anna))
    make_activity(actor_of(cast.anna), "Secret")
    stranger = Program(cast.dorte)
    stranger.base = "/api/v1/o/rosenborg"
    assert ok(stranger.get("/wheel?year=2027"))["count"] == 0 and ok(stranger.get("/feeds"))["count"] == 0
    assert stranger.call("DELETE", f"/feeds/{feed.pk}").status_code == 404
    stranger.base = "/api/v1/o/kronborg"
    assert stranger.get("/wheel").status_code == 404
