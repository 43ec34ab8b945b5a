"""Contracts through the interface: as on the pages, no less asked and no more told."""

from datetime import date

import pytest

from holger.api.tests.programs import Program
from holger.suppliers import services
from holger.suppliers.models import Contract
from holger.suppliers.tests.factories import make_contract, make_supplier
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
TERMS = {"starts": "2025-07-01", "renewal": "renews", "ends": "2027-06-30", "renews": 12, "notice": 3}


@pytest.fixture
def anna(cast):
    return Program(cast.anna)


@pytest.fixture
def supplier(cast):
    return make_supplier(cast.kronborg)


def test_a_contract_is_made_and_goes_its_way(anna, supplier):
    body = {"title": "Payroll", "supplier": supplier.reference, "value": "1250.50", "currency": "EUR", **TERMS}
    made = anna.post("/contracts", body)
    assert made.status_code == 201, made.json()
    row, here = made.json(), f"/contracts/{made.json()['reference']}"
    assert (row["status"], row["notice_by"], row["supplier"]["reference"]) == ("draft", None, supplier.reference)
    assert anna.post(f"{here}/activate", {}).json()["notice_by"] == "2027-03-31"
    assert anna.post(f"{here}/keep", {"reason": "It works."}).json()["kept_for"] == "2027-06-30"
    assert anna.post(f"{here}/reconsider", {}).json()["kept_for"] is None
    assert anna.post(f"{here}/give-notice", {"given_on": "2030-01-01"}).status_code == 409
    assert anna.post(f"{here}/give-notice", {"given_on": "2026-11-20"}).json()["over_on"] == "2027-06-30"
    assert anna.post(f"{here}/take-notice-back", {}).status_code == 422
    assert anna.post(f"{here}/take-notice-back", {"reason": "A slip."}).json()["status"] == "active"
    assert anna.post(f"{here}/end", {}).json()["status"] == "ended"
    assert anna.post(f"{here}/end", {}).status_code == 200


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"value": -1}, 422),
        ({"currency": "KR"}, 422),
        ({"supplier": "SU-99"}, 422),
        ({"ends": "2024-01-01"}, 422),
        ({"notice": 40}, 422),
        ({"status": "ended"}, 422),
        ({"notice_by": "2026-01-01"}, 422),
        ({"starts": None, "status": "active"}, 409),
        ({"ends": "0001-01-01", "starts": None}, 422),
    ],
)
def test_bad_input_is_refused(anna, supplier, answers, status):
    body = {"title": "Payroll", "supplier": supplier.reference, **TERMS, **answers}
    assert anna.post("/contracts", body).status_code == status
    assert not Contract.objects.exists()


def test_what_stands_in_it(anna, cast, supplier):
    here = f"/contracts/{make_contract(cast.kronborg, supplier=supplier).reference}"
    read = anna.post(f"{here}/clauses", {"clauses": {"audit": {"held": "present", "paragraph": "§ 9"}}})
    assert {each["key"]: each["held"] for each in read.json()["items"]}["audit"] == "present"
    assert anna.post(f"{here}/clauses", {"clauses": {"nonsense": {"held": "present"}}}).status_code == 409
    assert anna.post(f"{here}/clauses", {"clauses": {"audit": {"held": "perhaps"}}}).status_code == 422
    changed = anna.post(f"{here}/amendments", {"what": "Price", "holds_from": "2026-01-01"}).json()["items"]
    assert anna.delete(f"{here}/amendments/{changed[0]['id']}").status_code == 204
    assert anna.delete(f"{here}/amendments/{changed[0]['id']}").status_code == 404
    assert anna.delete(f"{here}/amendments/x").status_code == 404
    assert anna.get(f"{here}/agreement").status_code == 404
    assert anna.patch(f"{here}/agreement", {"annex_a": "present", "concept": 4}).json()["concept"] == 4
    assert anna.patch(f"{here}/agreement", {"concept": 9}).status_code == 422
    assert anna.patch(f"{here}/register", {"service": "S01"}).status_code == 404
    services.contract_settings_set(actor=actor_of(cast.anna), dora=True)
    assert anna.patch(f"{here}/register", {"service": "S01"}).json()["service"] == "S01"


def test_the_calendar_and_who_sees_it(anna, cast, supplier):
    make_contract(cast.kronborg, supplier=supplier, owner=cast.olga, ends=date(2027, 1, 1))
    assert [each["what"] for each in anna.get("/contract-calendar").json()["items"]] == ["expiry"]
    assert anna.get("/contract-calendar?months=1").json()["items"] == []
    assert Program(cast.bo).get("/contract-calendar").json()["items"] == []
    assert Program(cast.emil).get("/contract-calendar").status_code == 403


def test_strangers_and_those_who_may_not(cast, supplier):
    here = f"/contracts/{make_contract(cast.kronborg, supplier=supplier).reference}"
    assert Program(cast.bo).get(here).status_code == 404
    assert Program(cast.carl).patch(here, {"notes": "x"}).status_code == 403
    assert Program(cast.dorte).get(here).status_code == 404
    assert Program(cast.dorte).post(f"{here}/end", {}).status_code == 404
