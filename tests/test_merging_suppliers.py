"""Two suppliers that are one, each with everything that can hang on a supplier: merged, and taken apart again."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from holger.assets.tests.factories import make_asset
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.history.models import Event
from holger.privacy.tests.factories.record import make_activity, make_hand
from holger.suppliers import services
from holger.suppliers.models import Supplier
from holger.suppliers.models.supervision import ProcessorAssessment
from holger.suppliers.services import merging
from holger.suppliers.tests.factories import (
    make_assessment,
    make_concluded,
    make_contract,
    make_finding,
    make_sending,
    make_short,
    make_supervision,
    make_supplier,
)
from tests.cast import Cast, actor_of

pytestmark = pytest.mark.django_db
BOTH = {"suppliers.processorassessment", "suppliers.supplylink", "privacy.activitysupplier"}
"""Of these only one fits on a supplier, so that the other's stays where it was."""


@pytest.fixture
def anna(cast: Cast) -> Actor:
    return actor_of(cast.anna)


def pointing(*suppliers: Supplier) -> dict[tuple[str, str, str], Any]:
    """Everything that points at one of these, and at which."""
    return {
        (model._meta.label_lower, field, str(pk)): supplier.pk
        for model, field in merging._pointers()
        for supplier in suppliers
        for pk in merging._rows(model, field, supplier.pk).values_list("pk", flat=True)
    }


def full(cast: Cast, anna: Actor, *suppliers: Supplier) -> None:
    """The same on each: what only one may have, and what there may be many of."""
    third, above = make_supplier(cast.kronborg, "Data centre"), make_supplier(cast.kronborg, "Reseller")
    asset = make_asset(cast.kronborg, "Payroll", supplier=suppliers[0], own_c=3, own_i=3, own_a=3)
    other = make_asset(cast.kronborg, "Time", supplier=suppliers[1], own_c=4, own_i=3, own_a=3)
    assert asset.supplier != other.supplier
    activity, short = make_activity(cast.kronborg), make_short(anna)
    for number, each in enumerate(suppliers, 1):
        told: dict[str, Any] = {"actor": anna, "supplier": each}
        make_assessment(each, assessed_on=date(2026, 1, number))
        make_finding(make_concluded(each, date(2026, 2 + number, 1)))
        make_supervision(each, f"Planned {number}")
        services.contact_add(**told, name="Duty phone", phone="12345678", security=True)
        services.link_add(**told, sub=third)
        services.link_add(actor=anna, supplier=above, sub=each)
        services.transfer_add(**told, country="US")
        services.assurance_add(**told, title="ISAE 3000")
        make_hand(activity, each)
        make_contract(cast.kronborg, f"Main {number}", each)
        make_sending(anna, each, short, email=f"mette{number}@supplier.example")


def test_everything_moves_or_stays_and_goes_back_to_where_it_was(cast: Cast, anna: Actor) -> None:
    keep = make_supplier(cast.kronborg, "Nordlys A/S", processor=True)
    double = make_supplier(cast.kronborg, "NORDLYS", processor=True, cvr="10150817", ict=True)
    full(cast, anna, keep, double)
    services.link_add(actor=anna, supplier=double, sub=keep)
    keep.refresh_from_db()
    double.refresh_from_db()
    before, levels = pointing(keep, double), (keep.criticality, double.criticality)
    hung = {label for (label, _field, _pk), supplier in before.items() if supplier == double.pk}
    assert hung > BOTH and {"suppliers.contract", "suppliers.sending", "assets.asset"} < hung

    services.supplier_merge(actor=anna, supplier=double, into=keep, reason="One company.")
    connection.check_constraints()
    after = pointing(keep, double)
    assert after.keys() == before.keys(), "nothing is lost"
    stayed = {label for (label, _field, _pk), supplier in after.items() if supplier == double.pk}
    assert stayed >= BOTH and not {"suppliers.contract", "suppliers.sending", "suppliers.supervision"} & stayed
    keep.refresh_from_db()
    assert (keep.ict, keep.cvr) == (True, "10150817")
    assert (keep.contracts.count(), keep.contacts.filter(security=True).count(), keep.transfers.count()) == (2, 2, 2)
    assert (keep.assurances.count(), keep.assets.count(), keep.criticality) == (2, 2, 4)
    told = Event.objects.filter(action__in=("supplier.merged", "supplier.joined")).values_list("action", "subject_id")
    assert dict(told) == {"supplier.merged": double.pk, "supplier.joined": keep.pk}

    double.refresh_from_db()
    services.supplier_unmerge(actor=anna, supplier=double, reason="Two after all.")
    connection.check_constraints()
    assert pointing(keep, double) == before
    keep.refresh_from_db()
    double.refresh_from_db()
    assert (keep.ict, keep.processor, keep.cvr, double.ict, double.archived_at) == (False, True, "", True, None)
    assert (keep.criticality, double.criticality) == levels


def test_the_next_supervision_is_counted_from_the_newest_of_both(cast: Cast, anna: Actor) -> None:
    keep = make_supplier(cast.kronborg, "Nordlys A/S", processor=True)
    double = make_supplier(cast.kronborg, "NORDLYS")
    make_assessment(keep, assessed_on=date(2025, 1, 1))
    make_concluded(keep, date(2025, 3, 1))
    make_concluded(double, date(2026, 9, 1))
    services.supplier_merge(actor=anna, supplier=double, into=keep, reason="One.")
    later = ProcessorAssessment.objects.get(supplier=keep).next_on
    double.refresh_from_db()
    services.supplier_unmerge(actor=anna, supplier=double, reason="Two.")
    earlier = ProcessorAssessment.objects.get(supplier=keep).next_on
    assert earlier is not None and later is not None
    assert earlier < dates.today() < later


def test_what_makes_one_a_processor_follows_it(cast: Cast, anna: Actor) -> None:
    keep, double = make_supplier(cast.kronborg, "Nordlys A/S"), make_supplier(cast.kronborg, "NORDLYS", processor=True)
    make_assessment(double)
    services.supplier_merge(actor=anna, supplier=double, into=keep, reason="One.")
    keep.refresh_from_db()
    assert keep.processor and ProcessorAssessment.objects.get().supplier == keep
    double.refresh_from_db()
    services.supplier_unmerge(actor=anna, supplier=double, reason="Two.")
    keep.refresh_from_db()
    assert not keep.processor and ProcessorAssessment.objects.get().supplier == double


def test_three_spellings_are_taken_apart_from_the_last(cast: Cast, anna: Actor) -> None:
    first, second, third = (make_supplier(cast.kronborg, f"Nordlys {name}") for name in ("A", "B", "C"))
    contract = make_contract(cast.kronborg, supplier=third)
    services.supplier_merge(actor=anna, supplier=third, into=second, reason="One.")
    second.refresh_from_db()
    services.supplier_merge(actor=anna, supplier=second, into=first, reason="One.")
    third.refresh_from_db()
    with pytest.raises(RuleBroken, match="apart first"):
        services.supplier_unmerge(actor=anna, supplier=third, reason="Two.")
    second.refresh_from_db()
    services.supplier_unmerge(actor=anna, supplier=second, reason="Two.")
    services.supplier_unmerge(actor=anna, supplier=third, reason="Two.")
    contract.refresh_from_db()
    assert contract.supplier == third
