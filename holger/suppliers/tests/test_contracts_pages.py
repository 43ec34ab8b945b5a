"""Contracts as people meet them: the list, the page, the calendar, what is filled in, and what strangers find."""

from datetime import date
from decimal import Decimal

import pytest

from holger.exchange.reading import read_workbook
from holger.suppliers import services
from holger.suppliers.models import Amendment, Contract, ContractClause, DataAgreement
from holger.suppliers.tests.factories import make_contract, make_supplier
from tests.cast import actor_of, client_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/"
RENEWING = {"renewal": "renews", "ends": date(2027, 6, 30), "renews": 12, "notice": 3, "starts": date(2025, 7, 1)}
FORM = {
    "title": "Payroll",
    "kind": "main",
    "secrecy": "confidential",
    "starts": "2025-07-01",
    "renewal": "renews",
    "ends": "2027-06-30",
    "renews": "12",
    "notice": "3",
    "notice_unit": "months",
    "value": "1250",
    "currency": "DKK",
}


def page(person, path, status=200):
    answer = client_of(person).get(BASE + path)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def post(person, path, data=None, status=302):
    answer = client_of(person).post(BASE + path, data or {})
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_a_contract_is_written_and_goes_its_way(cast):
    supplier = make_supplier(cast.kronborg)
    post(cast.anna, "contracts/new/", FORM | {"supplier": str(supplier.pk)})
    row = Contract.objects.get()
    assert (row.reference, row.status, row.value) == ("CO-1", "draft", Decimal(1250))
    post(cast.anna, f"{row.path}step/activate/", {"reason": ""})
    shown = page(cast.anna, row.path)
    for text in (
        "Latest notice date",
        "31 Mar 2027",
        "How it was worked out",
        "The notice period is 3 months",
        "1,250 DKK",
    ):
        assert text in shown
    post(cast.anna, f"{row.path}keep/", {"reason": "It works."})
    assert "Decided: it is kept" in page(cast.anna, row.path)
    post(cast.anna, f"{row.path}reconsider/")
    post(cast.anna, f"{row.path}notice/", {"given_on": "2026-11-20", "over_on": ""})
    row.refresh_from_db()
    assert (row.status, row.over_on) == ("notice_given", date(2027, 6, 30))
    assert "is over" in page(cast.anna, "contracts/calendar/")
    post(cast.anna, f"{row.path}archive/")
    post(cast.anna, f"{row.path}restore/")


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ({"ends": "2024-01-01"}, "cannot end before it starts"),
        ({"notice": "40"}, "longer than the renewal"),
        ({"renews": ""}, "for how many months"),
        ({"ends": ""}, "when the first term ends"),
        ({"value": "-5"}, "greater than or equal to 0"),
        ({"value": "much"}, "Enter a number"),
        ({"ends": "30-02-2027"}, "Enter a valid date"),
        ({"supplier": "00000000-0000-0000-0000-000000000000"}, "Select a valid choice"),
        ({"title": ""}, "required"),
    ],
)
def test_bad_input_is_told_at_the_field(cast, answers, text):
    supplier = make_supplier(cast.kronborg)
    shown = post(cast.anna, "contracts/new/", FORM | {"supplier": str(supplier.pk)} | answers, 422)
    assert text in shown
    assert not Contract.objects.exists()


def test_a_foreign_supplier_cannot_be_chosen(cast):
    foreign = make_supplier(cast.rosenborg)
    post(cast.anna, "contracts/new/", FORM | {"supplier": str(foreign.pk)}, 422)


def test_the_list_shows_finds_and_sums_up(cast):
    make_contract(cast.kronborg, "Payroll", value=Decimal(1000), currency="DKK", **RENEWING)
    make_contract(cast.kronborg, "Backup", value=Decimal(50), currency="EUR", ends=date(2026, 12, 31))
    shown = page(cast.anna, "contracts/")
    assert "Payroll" in shown and "1,000 DKK + 50 EUR" in shown
    soon = page(cast.anna, "contracts/?soon=yes")
    assert "Backup" in soon and "Payroll" not in soon
    assert "Payroll" in page(cast.anna, "contracts/?q=Payr")
    assert "Payroll" not in page(cast.anna, "contracts/?archived=yes")


def test_the_list_asks_equally_often_for_one_and_for_many(cast, django_assert_max_num_queries):
    supplier = make_supplier(cast.kronborg)
    for number in range(30):
        make_contract(cast.kronborg, f"Contract {number}", supplier, owner=cast.bo, **RENEWING)
    client = client_of(cast.anna)
    client.get(f"{BASE}contracts/")
    with django_assert_max_num_queries(14):
        client.get(f"{BASE}contracts/?q=Contract")


def test_clauses_amendments_and_the_agreement_are_filled_in(cast):
    row = make_contract(cast.kronborg, supplier=make_supplier(cast.kronborg, processor=True))
    post(cast.anna, f"{row.path}clauses/", {"held_audit": "", "paragraph_audit": "§ 9"}, 422)
    post(
        cast.anna,
        f"{row.path}clauses/",
        {"held_audit": "present", "paragraph_audit": "§ 9", "held_security": "missing"},
    )
    assert dict(ContractClause.objects.values_list("key", "held")) == {"audit": "present", "security": "missing"}
    post(cast.anna, f"{row.path}amendments/new/", {"what": "Price", "holds_from": ""}, 422)
    post(cast.anna, f"{row.path}amendments/new/", {"what": "Price goes up", "holds_from": "2026-01-01"})
    post(cast.anna, f"{row.path}agreement/", {"annex_a": "present", "instruction_version": "2.1", "concept": "4"})
    shown = page(cast.anna, row.path)
    for text in ("§ 9", "Price goes up", "2.1", "Annex B"):
        assert text in shown
    post(cast.anna, f"{row.path}amendments/{Amendment.objects.get().pk}/remove/")
    post(cast.anna, f"{row.path}agreement/remove/")
    assert not Amendment.objects.exists() and not DataAgreement.objects.exists()


def test_the_supplier_shows_its_contracts(cast):
    supplier = make_supplier(cast.kronborg, processor=True)
    row = make_contract(cast.kronborg, "Payroll", supplier, **RENEWING)
    shown = page(cast.anna, supplier.path)
    assert "Payroll" in shown and "Data processing agreement:" in shown and "Right to audit" in shown
    assert row.reference not in page(cast.bo, supplier.path)


def test_the_overview_tells_what_must_be_decided(cast):
    make_contract(cast.kronborg, "Backup", ends=date(2026, 12, 31))
    assert "Contracts to decide about" in page(cast.anna, "")


def test_the_register_of_information_is_exported(cast):
    row = make_contract(cast.kronborg, value=Decimal(10), **RENEWING)
    page(cast.anna, "contracts/register-of-information/", 404)
    page(cast.anna, f"{row.path}register/", 404)
    post(cast.anna, "contracts/settings/", {"dora": "on", "entity_lei": "529900T8BM49AURSDO5"}, 422)
    post(cast.anna, "contracts/settings/", {"dora": "on", "entity_lei": ""})
    post(cast.anna, f"{row.path}register/", {"service": "S01", "rank": "1", "arrangement": "standalone"})
    answer = client_of(cast.anna).get(f"{BASE}contracts/register-of-information/?form=xlsx&language=en")
    assert answer.status_code == 200
    book = read_workbook(answer.getvalue(), "register.xlsx")
    cells = {str(cell) for sheet in book.sheets for row in sheet.rows for cell in row}
    assert {"c0010 Contractual arrangement reference number", "CO-1", "S01", "9999-12-31"} <= cells


def test_strangers_and_those_without_a_role_find_nothing(cast):
    row = make_contract(cast.kronborg, "Payroll", owner=cast.olga, **RENEWING)
    amendment = services.amendment_add(
        actor=actor_of(cast.anna), contract=row, what="Price", holds_from=date(2026, 1, 1)
    )
    for path in (
        "",
        "edit/",
        "clauses/",
        "agreement/",
        "amendments/new/",
        "notice/",
        "keep/",
        "step/end/",
        "register/",
    ):
        page(cast.dorte, row.path + path, 404)
        page(cast.bo, row.path + path, 404)
        page(cast.emil, row.path + path, 403)
    post(cast.dorte, f"{row.path}amendments/{amendment.pk}/remove/", status=404)
    page(cast.anna, "contracts/CO-99/", 404)
    page(cast.anna, f"{row.path}step/give_notice/", 404)
    page(cast.anna, f"{row.path}step/vanish/", 404)
    page(cast.carl, f"{row.path}edit/", 403)
    assert "Edit" not in page(cast.carl, row.path).split("h-actions")[1].split("</div>")[0]
    assert "Payroll" not in page(cast.bo, "contracts/")
    assert client_of(None).get(BASE + row.path).status_code == 302
