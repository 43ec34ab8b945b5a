"""One's own work, who is away, who holds which role and handing over, through the interface."""

from datetime import timedelta

import pytest

from holger.api.tests.programs import Program
from holger.assets.tests.factories import make_asset
from holger.core import dates
from holger.core.permissions import Role
from holger.tasks import services
from holger.tasks.models import Absence, Notice, RoleHolder, Task
from holger.tasks.tests.factories import make_task
from tests.cast import actor_of, make_person

TODAY = dates.today()


def day(days):
    return (TODAY + timedelta(days=days)).isoformat()


@pytest.fixture
def bo(cast):
    return Program(cast.bo)


@pytest.fixture
def anna_(cast):
    return Program(cast.anna)


@pytest.fixture
def grete(cast):
    return make_person(cast.kronborg, "Grete Hansen", Role.EMPLOYEE, unit=cast.production, manager=cast.bo)


def items(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json()["items"]


def test_my_work_is_what_the_page_says(cast, bo):
    make_task(actor_of(cast.anna), "Order tapes", TODAY - timedelta(days=2), owner=cast.bo, minutes=20)
    make_asset(cast.kronborg, title="Payroll", owner=cast.bo, next_review=TODAY + timedelta(days=25))
    late, later = items(bo.get("/my-work"))
    assert (late["title"], late["kind"], late["when"], late["minutes"]) == ("Order tapes", "tasks", "late", 20)
    assert late["path"] == "tasks/O-1/"
    assert (later["title"], later["when"]) == ("Review Payroll", "later")
    assert [each["kind"] for each in items(bo.get("/my-work?kind=assets"))] == ["assets"]
    assert [each["kind"] for each in items(bo.get("/my-work?when=late&when=week"))] == ["tasks"]
    assert bo.get("/my-work?kind=nonsense").status_code == 422
    page = bo.get("/my-work?page_size=1").json()
    assert (page["count"], len(page["items"]), bool(page["next"])) == (2, 1, True)
    assert bo.get("/overview").json()["needs"][0]["title"] == "Order tapes"


def test_a_deputy_is_told_in_whose_place(cast, bo):
    make_task(actor_of(cast.anna), "Order tapes", owner=cast.bo)
    body = {"person": cast.bo.reference, "first": day(0), "last": day(9), "deputy": cast.emil.reference}
    assert bo.post("/absences", body).status_code == 201
    (duty,) = items(Program(cast.emil).get("/my-work"))
    assert duty["in_place_of"] == {"reference": cast.bo.reference, "title": "Bo Lind"}


def test_what_one_waits_for(cast):
    karen = Program(cast.karen)
    task = make_task(actor_of(cast.karen), "Order tapes", owner=cast.karen)
    services.task_give(actor=actor_of(cast.karen), task=task, owner=cast.emil)
    (duty,) = items(karen.get("/my-work/waiting"))
    assert duty["waits_for"] == "Emil Vang"
    assert karen.post(f"/people/{cast.emil.reference}/remind", {"duty": duty["key"]}).status_code == 204
    assert karen.post(f"/people/{cast.emil.reference}/remind", {"duty": duty["key"]}).status_code == 409
    assert Notice.objects.get(kind="nudge").person == cast.emil
    assert karen.post(f"/people/{cast.bo.reference}/remind", {"duty": duty["key"]}).status_code == 404


def test_a_teams_work_is_for_whoever_looks_after_it(cast, bo, grete):
    make_asset(cast.kronborg, title="Secret plans", owner=grete, next_review=TODAY - timedelta(days=3))
    (duty,) = items(bo.get(f"/people/{grete.reference}/work"))
    assert (duty["title"], duty["reason"], duty["path"], duty["kind"]) == ("", "", "", "assets")
    assert items(Program(cast.anna).get(f"/people/{grete.reference}/work"))[0]["title"] == "Review Secret plans"
    for who in (cast.emil, cast.karen):
        assert Program(who).get(f"/people/{grete.reference}/work").status_code == 404
    assert Program(cast.carl).get(f"/people/{grete.reference}/work").status_code == 403


def test_absences_are_ones_own_and_those_of_the_people_one_looks_after(cast, bo, grete):
    for person in (cast.bo, grete, cast.karen):
        services.absence_set(actor=actor_of(cast.anna), person=person, first=TODAY, last=TODAY + timedelta(days=3))
    assert len(items(bo.get("/absences"))) == 2
    assert len(items(Program(cast.anna).get("/absences"))) == 3
    assert items(Program(cast.emil).get("/absences")) == []
    assert Program(cast.carl).get("/absences").status_code == 403
    karens = Absence.objects.get(person=cast.karen)
    assert bo.get(f"/absences/{karens.pk}").status_code == 404
    mine = Absence.objects.get(person=cast.bo)
    assert bo.patch(f"/absences/{mine.pk}", {"last": day(8)}).json()["last"] == day(8)
    assert bo.patch(f"/absences/{mine.pk}", {"deputy": cast.bo.reference}).status_code == 409
    assert bo.delete(f"/absences/{mine.pk}").status_code == 204
    assert bo.post("/absences", {"person": cast.karen.reference, "first": day(9), "last": day(9)}).status_code == 403


def test_roles_are_named_by_managers(cast, bo, anna_):
    body = {"role": "it", "person": cast.bo.reference, "deputy": cast.emil.reference}
    assert bo.post("/role-holders", body).status_code == 403
    made = anna_.post("/role-holders", body)
    assert made.status_code == 201
    key = made.json()["id"]
    assert items(bo.get("/role-holders?role=it"))[0]["person"]["reference"] == cast.bo.reference
    assert anna_.post("/role-holders", body | {"role": "employee"}).status_code == 422
    assert (
        anna_.patch(f"/role-holders/{key}", {"person": cast.karen.reference}).json()["person"]["title"] == "Karen Bech"
    )
    assert anna_.delete(f"/role-holders/{key}").status_code == 204
    assert not RoleHolder.objects.exists()


def test_what_somebody_holds_is_handed_over(cast, bo, anna_):
    make_asset(cast.kronborg, title="Payroll", owner=cast.bo)
    make_task(actor_of(cast.anna), "Order tapes", owner=cast.bo)
    held = items(anna_.get(f"/people/{cast.bo.reference}/holdings"))
    assert [(each["kind"], each["count"], each["kept"]) for each in held] == [
        ("tasks.task.owner", 1, 0),
        ("assets.owner", 1, 0),
    ]
    path = f"/people/{cast.bo.reference}/hand-over"
    body = {"taker": cast.emil.reference, "kinds": ["tasks.task.owner", "assets.owner"]}
    refused = anna_.post(path, body)
    assert refused.status_code == 409
    assert "could not open" in refused.json()["error"]["fields"]["taker"][0]
    assert anna_.post(path, body | {"anyway": True}).json() == {"count": 2}
    assert Task.objects.get().owner == cast.emil
    for who in (cast.emil, cast.karen):
        assert Program(who).get(f"/people/{cast.bo.reference}/holdings").status_code == 404
    assert items(bo.get(f"/people/{cast.bo.reference}/holdings")) == []


def test_a_stranger_finds_nothing(cast, grete):
    dorte = Program(cast.dorte)
    for path in ("work", "holdings"):
        assert dorte.get(f"/people/{grete.reference}/{path}").status_code == 404
    services.role_holder_set(actor=actor_of(cast.anna), role="it", person=cast.bo)
    assert dorte.get(f"/role-holders/{RoleHolder.objects.get().pk}").status_code == 404


@pytest.mark.parametrize("path", ["/my-work", "/my-work/waiting", "/absences", "/role-holders"])
def test_lists_ask_equally_often(cast, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    program, anna = Program(cast.anna), actor_of(cast.anna)

    def more(count, start):
        for number in range(start, start + count):
            person = make_person(cast.kronborg, f"Person{number} Hansen", signs_in=False)
            make_task(anna, f"Task {number}", owner=cast.anna)
            make_task(anna, f"Given {number}", owner=person)
            services.absence_set(actor=anna, person=person, first=TODAY, last=TODAY + timedelta(days=3))

    def questions():
        program.get("/me")
        with CaptureQueriesContext(connection) as caught:
            assert program.get(f"{path}?page_size=100").status_code == 200
        return len(caught)

    more(2, 0)
    few = questions()
    more(20, 2)
    assert questions() == few
