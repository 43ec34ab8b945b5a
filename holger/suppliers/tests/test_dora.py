"""The register of information: who delivers to whom, what functions need, and the templates' own columns."""

from datetime import date

import pytest

from holger.assets.tests.factories import make_process
from holger.exchange.reading import read_workbook
from holger.suppliers import services
from holger.suppliers.models.agreements import SERVICES
from holger.suppliers.rules.chains import Step, ranked
from holger.suppliers.tests.factories import make_contract, make_supplier
from holger.suppliers.tests.test_contracts_pages import BASE, page, post
from tests.cast import actor_of, client_of

pytestmark = pytest.mark.django_db
NUMBERS = {
    "B_05.01": ["0010", "0020", "0030", "0040", "0050", "0060", "0070", "0080", "0090", "0100", "0110", "0120"],
    "B_05.02": ["0010", "0020", "0030", "0040", "0050", "0060", "0070"],
    "B_06.01": ["0010", "0020", "0030", "0040", "0050", "0060", "0070", "0080", "0090", "0100"],
}


def test_a_chain_is_told_rank_by_rank_and_ends_where_it_comes_back():
    links = {"a": ["b", "c"], "b": ["d", "a"], "c": ["d", "b"], "d": ["a"]}
    assert ranked("a", 1, links, 5) == [Step("b", 2, "a"), Step("c", 2, "a"), Step("d", 3, "b"), Step("d", 3, "c")]
    assert ranked("a", 1, links, 2) == [Step("b", 2, "a"), Step("c", 2, "a")]
    assert ranked("z", 1, links, 5) == []


@pytest.fixture
def anna(cast):
    actor = actor_of(cast.anna)
    services.contract_settings_set(actor=actor, dora=True, entity_lei="529900T8BM49AURSDO55")
    return actor


def sheets(person):
    answer = client_of(person).get(f"{BASE}contracts/register-of-information/?form=xlsx&language=en")
    assert answer.status_code == 200
    book = read_workbook(answer.getvalue(), "register.xlsx")
    return {
        sheet.name: [["" if cell is None else str(cell) for cell in row] for row in sheet.rows] for sheet in book.sheets
    }


def told(found, name):
    """The rows of a template below its columns, which are those that the regulation numbers."""
    rows = found[name]
    at = next(place for place, row in enumerate(rows) if row[0].startswith("c0010"))
    if name in NUMBERS:
        assert [head[1:5] for head in rows[at] if head] == NUMBERS[name]
    width = sum(head.startswith("c0") for head in rows[at])
    return [(row + [""] * width)[:width] for row in rows[at + 1 :] if any(row)]


def test_the_chain_says_to_whom_each_delivers(cast, anna):
    first = make_supplier(cast.kronborg, "Bank system", cvr="10150817")
    second = make_supplier(cast.kronborg, "Data centre", lei="529900T8BM49AURSDO55", ict=True)
    third = make_supplier(cast.kronborg, "Power", registration="556", country="SE", ict=True)
    other = make_supplier(cast.kronborg, "Cleaning", cvr="24256790")
    for supplier, sub in ((first, second), (second, third), (third, first), (first, other)):
        services.link_add(actor=anna, supplier=supplier, sub=sub)
    contract = make_contract(cast.kronborg, supplier=first)
    services.dora_set(actor=anna, contract=contract, service="S17", critical="yes")
    lines = told(sheets(cast.anna), "B_05.02")
    assert lines == [
        ["CO-1", "S17", "10150817", "DK_CRN", "1", "Not applicable", "Not applicable"],
        ["CO-1", "S17", "529900T8BM49AURSDO55", "LEI", "2", "10150817", "DK_CRN"],
        ["CO-1", "S17", "556", "SE_CRN", "3", "529900T8BM49AURSDO55", "LEI"],
    ]
    services.dora_set(actor=anna, contract=contract, critical="no")
    assert len(told(sheets(cast.anna), "B_05.02")) == 1


def test_a_provider_further_down_is_told_with_whom_it_delivers_to(cast, anna):
    above, sub = make_supplier(cast.kronborg, "Above", vat="SE556"), make_supplier(cast.kronborg, "Sub", cvr="10150817")
    contract = make_contract(cast.kronborg, supplier=sub)
    services.dora_set(actor=anna, contract=contract, service="S09", rank=2)
    assert told(sheets(cast.anna), "B_05.02") == [["CO-1", "S09", "10150817", "DK_CRN", "2", "", ""]]
    services.link_add(actor=anna, supplier=above, sub=sub)
    assert told(sheets(cast.anna), "B_05.02") == [["CO-1", "S09", "10150817", "DK_CRN", "2", "SE556", "SE_VAT"]]


def test_a_function_is_told_once_and_takes_what_is_empty_from_its_process(cast, anna):
    make_process(
        *(cast.kronborg, "Payments"), rto_hours=0, rpo_hours=4, impact_1d=2, impact_1w=4, last_reviewed=date(2026, 3, 1)
    )
    for number in (1, 2):
        contract = make_contract(cast.kronborg, f"Number {number}")
        answers = {"function": "F1", "function_name": "payments", "critical": "yes"}
        services.dora_set(actor=anna, contract=contract, **answers)
    services.dora_set(actor=anna, contract=contract, critical_why="Customers’ money", licensed_activity="Payments")
    services.dora_set(actor=anna, contract=make_contract(cast.kronborg), function="F2", function_name="Post")
    lei = "529900T8BM49AURSDO55"
    assert told(sheets(cast.anna), "B_06.01") == [
        ["F1", "Payments", "payments", lei, "Yes", "Customers’ money", "2026-03-01", "1", "4", "High"],
        ["F2", "", "Post", lei, "", "", "9999-12-31", "0", "0", ""],
    ]
    told_by_itself = {"assessed_on": date(2026, 9, 1), "rto_hours": 8, "rpo_hours": 2, "function_impact": "medium"}
    services.dora_set(actor=anna, contract=contract, **told_by_itself)
    assert told(sheets(cast.anna), "B_06.01")[0][6:] == ["2026-09-01", "8", "2", "Medium"]


def test_a_process_that_somebody_may_not_see_tells_nothing(cast, anna):
    make_process(cast.rosenborg, "Payments", rto_hours=7)
    services.dora_set(actor=anna, contract=make_contract(cast.kronborg), function="F1", function_name="Payments")
    assert told(sheets(cast.anna), "B_06.01")[0][7] == "0"


def test_a_provider_has_both_its_codes_and_each_number_its_column(cast, anna):
    supplier = make_supplier(cast.kronborg, cvr="10150817", lei="529900T8BM49AURSDO55", country="DK")
    services.dora_set(actor=anna, contract=make_contract(cast.kronborg, supplier=supplier), service="S01")
    line = told(sheets(cast.anna), "B_05.01")[0]
    assert line[:5] == ["529900T8BM49AURSDO55", "LEI", "10150817", "DK_CRN", "Bornholm Hosting"]


def test_types_of_service_have_names_where_they_are_chosen_and_shown(cast, anna):
    contract = make_contract(cast.kronborg)
    assert [code for code, _title in SERVICES] == [f"S{number:02}" for number in range(1, 20)]
    form = page(cast.anna, f"{contract.path}register/")
    assert "S01 ICT project management" in form
    assert "S19 Cloud: software (SaaS)" in form
    post(cast.anna, f"{contract.path}register/", {"service": "S04", "rank": "1", "rto_hours": "4"})
    contract.dora.refresh_from_db()
    assert (contract.dora.service, contract.dora.rto_hours) == ("S04", 4)
    assert "S04 Management of ICT security" in page(cast.anna, contract.path)
    post(cast.anna, f"{contract.path}register/", {"service": "S04", "rank": "1", "rto_hours": "-1"}, 422)
