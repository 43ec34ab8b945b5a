"""Days of contracts and supervision in the calendar and beside the annual wheel."""

from datetime import date
from typing import Any

import pytest

from holger.suppliers import services
from holger.suppliers.panels.dates import of_contracts, of_supervision
from holger.suppliers.tests.factories import make_supplier
from tests.cast import Cast, actor_of

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
