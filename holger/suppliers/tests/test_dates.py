"""Days of contracts and supervision in the calendar and beside the annual wheel."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from holger.core.permissions import Role
from holger.organisation.models import RoleGrant
from holger.suppliers import services
from holger.suppliers.panels.dates import of_contracts, of_supervision
from holger.suppliers.tests.factories import make_contract, make_supplier
from holger.tasks import services as tasks
from holger.tasks.rules.wheel_days import day_marks
from holger.tasks.rules.wheel_shape import Shape
from holger.tasks.tests.factories import make_activity
from tests.cast import Cast, actor_of, client_of

FIRST, LAST = date(2026, 11, 24), date(2027, 1, 31)


@pytest.fixture
def anna(cast: Cast) -> Any:
    return actor_of(cast.anna)


@pytest.fixture
def supplier(cast: Cast) -> Any:
    return make_supplier(cast.kronborg, "Payroll house", processor=True)


@pytest.fixture
def contract(anna: Any, supplier: Any) -> Any:
    """Notice by the last of December."""
    terms = {"starts": date(2025, 4, 1), "renewal": "renews", "ends": date(2027, 3, 31), "renews": 12, "notice": 3}
    return services.contract_create(actor=anna, title="Payroll", supplier=supplier, status="active", **terms)


def test_what_must_be_decided_is_a_day_until_it_is(cast: Cast, anna: Any, contract: Any) -> None:
    (found,) = of_contracts(anna, FIRST, LAST)
    assert (found.day, found.path) == (contract.notice_by, contract.path) and "Payroll house" in str(found.title)
    assert of_contracts(anna, FIRST, contract.notice_by.replace(day=1)) == []
    assert of_contracts(actor_of(cast.dorte), FIRST, LAST) == []
    services.contract_keep(actor=anna, contract=contract)
    assert of_contracts(anna, FIRST, LAST) == []


def test_supervision_is_a_day_while_it_is_to_come(cast: Cast, anna: Any, supplier: Any) -> None:
    made = services.assessment_set(actor=anna, supplier=supplier, people=400, special=1, protected=1, kinds=0)
    every = of_supervision(anna, date(2026, 1, 1), date(2036, 1, 1))
    assert [(each.day, each.path) for each in every] == [(made.next_on, supplier.path)]
    held = services.supervision_plan(actor=anna, supplier=supplier, planned_on=date(2026, 12, 1))
    assert [(each.day, each.path) for each in of_supervision(anna, FIRST, LAST)] == [(held.planned_on, held.path)]
    told = {"request": "The report", "on": date(2026, 11, 24), "answer_by": date(2027, 1, 15)}
    services.supervision_request(actor=anna, supervision=held, **told)
    assert [each.day for each in of_supervision(anna, FIRST, LAST)] == [date(2027, 1, 15)]
    assert of_supervision(actor_of(cast.dorte), FIRST, LAST) == []


def test_they_stand_in_the_calendar_and_beside_the_wheel(
    cast: Cast, anna: Any, contract: Any, supplier: Any, client_of: Any
) -> None:
    from holger.tasks.tests.factories import make_activity

    make_activity(anna)
    services.assessment_set(actor=anna, supplier=supplier, people=400, special=1, protected=1, kinds=0)
    services.supervision_plan(actor=anna, supplier=supplier, planned_on=date(2026, 12, 1))
    hers = client_of(cast.anna)
    december = hers.get("/o/kronborg/wheel/month/?month=2026-12").content.decode()
    assert contract.path in december and "Supervision of Payroll house" in december
    narrowed = hers.get("/o/kronborg/wheel/month/?month=2026-12&owner=me").content.decode()
    assert contract.path not in narrowed
    wheel = hers.get("/o/kronborg/wheel/").content.decode()
    assert "Days in other registers" in wheel and "Supervision of Payroll house" in wheel
    emil = client_of(cast.emil).get("/o/kronborg/wheel/month/?month=2026-12")
    assert contract.path not in emil.content.decode()


def test_days_stand_on_the_rim_of_the_wheel_for_those_who_see_them(cast, anna):
    make_activity(anna, "Fire drill", starts=date(2026, 12, 5), performer=cast.emil)
    supplier = make_supplier(cast.kronborg, "Payroll house", processor=True)
    make_contract(cast.kronborg, "Payroll <1>", supplier, renewal="ends", ends=date(2026, 12, 10))
    services.assessment_set(actor=anna, supplier=supplier, people=400, special=1, protected=1, kinds=0)
    services.supervision_plan(actor=anna, supplier=supplier, planned_on=date(2026, 12, 11))
    wheel = client_of(cast.anna).get("/o/kronborg/wheel/").content.decode()
    marks = re.findall(r'<a class="w-day" href="([^"]*)" aria-label="([^"]*)"', wheel)
    assert len(marks) == 1, "they are too near each other to stand apart"
    assert marks[0][0].endswith("wheel/month/?month=2026-12")
    assert "Payroll &lt;1&gt;" in marks[0][1] and "Supervision of Payroll house" in marks[0][1]
    assert "A day in another register" in wheel
    narrowed = client_of(cast.anna).get("/o/kronborg/wheel/?owner=me").content.decode()
    assert 'class="w-day"' not in narrowed
    assert 'class="w-day"' not in client_of(cast.emil).get("/o/kronborg/wheel/").content.decode()


def test_calendars_to_subscribe_to_hold_what_their_owner_sees(cast, anna):
    cache.clear()
    supplier = make_supplier(cast.kronborg, "Payroll house")
    contract = make_contract(cast.kronborg, "Payroll", supplier, renewal="ends", ends=date(2026, 12, 10))
    make_contract(cast.rosenborg, "Foreign", ends=date(2026, 12, 10))
    held = {
        (person.name, everything): fetched(person, everything=everything)
        for person, everything in ((cast.anna, True), (cast.anna, False), (cast.carl, True))
    }
    all_of_annas = held[cast.anna.name, True]
    assert contract.path in all_of_annas and "DTSTART;VALUE=DATE:20261210" in all_of_annas
    assert "Foreign" not in all_of_annas
    assert contract.path not in held[cast.anna.name, False], "it is nobody's own work"
    assert contract.path in held[cast.carl.name, True]
    assert all_of_annas.count("BEGIN:VEVENT") == 1
    RoleGrant.objects.filter(person=cast.carl).update(role=Role.EMPLOYEE)
    assert contract.path not in fetched_again(cast.carl)


SECRETS: dict[str, str] = {}


def fetched(person, *, everything):
    SECRETS[person.name] = tasks.feed_create(actor=actor_of(person), everything=everything)[1]
    return fetched_again(person)


def fetched_again(person):
    answer = Client().get(f"/calendar/{SECRETS[person.name]}/holger.ics")
    return answer.content.decode().replace("\r\n ", "")


def test_days_share_a_mark_on_the_rim_where_they_are_near_and_never_across_months():
    days = [date(2026, 3, 30), date(2026, 4, 1), date(2026, 4, 3), date(2026, 4, 20), date(2027, 4, 20)]
    marks = day_marks(Shape(), [(day, day) for day in reversed(days)], 2026)
    assert [mark.days for mark in marks] == [(days[0],), (days[1], days[2]), (days[3],)]
