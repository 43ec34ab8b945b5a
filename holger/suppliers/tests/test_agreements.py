"""The concept of supervision follows from the agreement in force, wherever it is shown."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from holger.api.tests.programs import Program
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.suppliers import services
from holger.suppliers.models import Contract, DataAgreement, ProcessorAssessment, Supplier
from holger.suppliers.selectors.agreements import agreed_with, agreements_in_force
from holger.suppliers.selectors.supervision import agreed_of
from holger.suppliers.selectors.year import lines_of
from holger.suppliers.tests.factories import make_assessment, make_contract, make_supplier
from tests.cast import Cast, client_of

ActorOf = Callable[..., Actor]
DAY = timedelta(days=1)
LITTLE = {"people": 10, "special": 0, "protected": 0, "kinds": 0}


@pytest.fixture
def supplier(cast: Cast) -> Supplier:
    return make_supplier(cast.kronborg, "Pay house", processor=True)


@pytest.fixture
def karen(cast: Cast, actor_of: ActorOf) -> Actor:
    return actor_of(cast.karen)


def agree(supplier: Supplier, concept: int | None = 2, **terms: object) -> Contract:
    told = {"kind": "dpa", **terms}
    contract = make_contract(supplier.organisation, "Data processing", supplier, **told)
    DataAgreement.objects.create(organisation=supplier.organisation, contract=contract, concept=concept)
    return contract


def agreed(supplier: Supplier) -> tuple[int | None, str]:
    row = ProcessorAssessment.objects.get(supplier=supplier)
    found = agreed_of([row], dates.today())[supplier.pk]
    return found.concept, found.contract.reference if found.contract else ""


@pytest.mark.parametrize(
    ("terms", "binds"),
    [
        ({}, True),
        ({"status": "draft"}, False),
        ({"status": "ended"}, False),
        ({"starts": dates.today()}, True),
        ({"starts": dates.today() + 2 * DAY}, False),
        ({"ends": dates.today() - 2 * DAY}, False),
        ({"ends": dates.today() - 2 * DAY, "renewal": "renews", "renews": 12}, True),
        ({"status": "notice_given", "given_on": dates.today(), "over_on": dates.today() + 2 * DAY}, True),
        ({"status": "notice_given", "given_on": dates.today() - 9 * DAY, "over_on": dates.today() - 2 * DAY}, False),
        ({"archived_at": dates.now()}, False),
        ({"kind": "main"}, True),
    ],
)
def test_which_agreements_bind(supplier: Supplier, terms: dict[str, object], binds: bool) -> None:
    contract = agree(supplier, **terms)
    assert list(agreements_in_force(dates.today())) == ([contract] if binds else [])


def test_a_contract_that_holds_no_agreement_is_none(cast: Cast, supplier: Supplier) -> None:
    make_contract(cast.kronborg, "Operation", supplier)
    unread = make_contract(cast.kronborg, "Unread", supplier, kind="dpa")
    assert list(agreements_in_force(dates.today())) == [unread]
    assert agreed_with([supplier.pk], dates.today()) == {}


def test_the_agreement_is_the_source_while_it_is_in_force(karen: Actor, supplier: Supplier) -> None:
    make_assessment(supplier, agreed_concept=4)
    assert agreed(supplier) == (4, "")
    contract = agree(supplier, 2)
    assert agreed(supplier) == (2, contract.reference)
    newer = agree(supplier, None)
    assert agreed(supplier) == (None, newer.reference)
    services.agreement_set(actor=karen, contract=newer, concept=5)
    assert agreed(supplier) == (5, newer.reference)
    for row in (contract, newer):
        services.contract_step(actor=karen, contract=row, step="end")
    assert agreed(supplier) == (4, "")


def test_nothing_else_can_be_said_by_hand_meanwhile(karen: Actor, supplier: Supplier) -> None:
    services.assessment_set(actor=karen, supplier=supplier, **LITTLE, agreed_concept=4)
    contract = agree(supplier, 2)
    with pytest.raises(RuleBroken) as refused:
        services.assessment_set(actor=karen, supplier=supplier, agreed_concept=3)
    assert refused.value.params == {"reference": contract.reference}
    services.assessment_set(actor=karen, supplier=supplier, agreed_concept=2, people=20)
    services.assessment_set(actor=karen, supplier=supplier, agreed_concept=4, people=30)
    row = ProcessorAssessment.objects.get()
    assert (row.people, row.agreed_concept) == (30, 4)


def test_anothers_agreement_says_nothing(cast: Cast, supplier: Supplier) -> None:
    agree(make_supplier(cast.kronborg, "Cloud house"), 6)
    make_assessment(supplier, agreed_concept=None)
    assert agreed(supplier) == (None, "")


def test_the_page_flags_what_the_agreement_lacks(cast: Cast, supplier: Supplier) -> None:
    make_assessment(supplier, agreed_concept=6)
    contract = agree(supplier, 2)
    page = client_of(cast.carl).get(f"/o/kronborg/{supplier.path}").content.decode()
    assert "The agreement says concept 2, but the model asks for at least 5." in page
    assert f"/o/kronborg/{contract.path}" in page


def test_the_year_tells_the_same(cast: Cast, karen: Actor, supplier: Supplier) -> None:
    make_assessment(supplier, agreed_concept=6)
    agree(supplier, 2)
    today = dates.today()
    assert [line.agreed for line in lines_of(karen, today.year, today)] == [2]
    assert Program(cast.karen).get("/supervision-year").json()["items"][0]["agreed_concept"] == 2
    page = client_of(cast.carl).get("/o/kronborg/supervision/year/").content.decode()
    assert "lower than the model asks for" in page


def test_programs_read_it_and_cannot_say_otherwise(cast: Cast, supplier: Supplier) -> None:
    row = make_assessment(supplier, agreed_concept=6)
    agree(supplier, 2)
    karen, one = Program(cast.karen), f"/processor-assessments/{row.pk}"
    assert karen.get(one).json()["agreed_concept"] == 2
    assert karen.patch(one, {"agreed_concept": 3}).status_code == 409
    assert karen.patch(one, {"note": "Counted anew"}).json()["agreed_concept"] == 2


def test_the_form_shows_it_and_does_not_ask(cast: Cast, supplier: Supplier) -> None:
    make_assessment(supplier, agreed_concept=6)
    contract = agree(supplier, 2)
    client, address = client_of(cast.karen), f"/o/kronborg/{supplier.path}assessment/"
    assert f"{contract.reference} says it, and is in force." in client.get(address).content.decode()
    told = {**{name: str(count) for name, count in LITTLE.items()}, "agreed_concept": "5"}
    assert client.post(address, told).status_code == 302
    row = ProcessorAssessment.objects.get()
    assert (row.people, row.agreed_concept) == (10, 6)
