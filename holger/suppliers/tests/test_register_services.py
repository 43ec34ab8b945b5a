"""What one does to suppliers: their parts, how critical they are, and merging two that are one."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from holger.comments.models import Comment
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.registry import Leaning, registry
from holger.history.models import Event
from holger.organisation.selectors import actor_of
from holger.suppliers import services
from holger.suppliers.models import Merge, Supplier, SupplyLink
from holger.suppliers.rules.remarks import TITLES, remarks
from holger.suppliers.selectors import chain, doubles, parts
from holger.suppliers.selectors.register import counts, remarked, suppliers_for
from holger.suppliers.tests.factories import make_supplier
from tests.cast import Cast

TODAY = date(2026, 11, 24)


@pytest.fixture
def anna(cast: Cast) -> Actor:
    return actor_of(cast.anna)


def told(supplier: Supplier) -> list[str]:
    return list(Event.objects.filter(subject_id=supplier.pk).order_by("seq").values_list("action", flat=True))


def round_(supplier: Supplier) -> bool:
    supplier.refresh_from_db()
    return supplier.goes_round


def level(supplier: Supplier) -> int | None:
    supplier.refresh_from_db()
    return supplier.criticality


def leans(monkeypatch: pytest.MonkeyPatch, rows: list[tuple[UUID, UUID, int]]) -> None:
    leaning = Leaning(
        "suppliers.supplier",
        lambda organisation_id: rows,
        lambda actor: ({key: n for key, _s, n in rows}, [(key, s) for key, s, _n in rows]),
    )
    monkeypatch.setattr(registry, "leaning", [leaning])


def test_a_supplier_is_as_critical_as_what_leans_on_it(
    cast: Cast, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, host, cloud = (make_supplier(cast.kronborg, name) for name in ("Shop", "Host", "Cloud"))
    system = make_supplier(cast.kronborg, "stands for a system")
    leans(monkeypatch, [(system.pk, shop.pk, 4)])
    services.link_add(actor=anna, supplier=shop, sub=host, kind="sub_supplier")
    link = services.link_add(actor=anna, supplier=host, sub=cloud, kind="sub_processor")
    assert [level(each) for each in (shop, host, cloud)] == [4, 4, 4]
    assert (cloud.driven_type, cloud.driven_id) == ("suppliers.supplier", system.pk)
    assert "supplier.weighed" in told(cloud)
    services.link_drop(actor=anna, link=link)
    assert level(cloud) is None and cloud.driven_id is None


def test_somebody_may_know_better_with_a_reason(cast: Cast, anna: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    shop, host = make_supplier(cast.kronborg, "Shop"), make_supplier(cast.kronborg, "Host")
    leans(monkeypatch, [(cast.anna.pk, shop.pk, 4)])
    services.link_add(actor=anna, supplier=shop, sub=host)
    with pytest.raises(RuleBroken):
        services.supplier_override(actor=anna, supplier=shop, level=2, reason=" ")
    services.supplier_override(actor=anna, supplier=shop, level=2, reason="We can do without it for a month.")
    assert (level(shop), level(host)) == (2, 2)
    services.supplier_override_clear(actor=anna, supplier=shop)
    assert (level(shop), level(host)) == (4, 4)
    with pytest.raises(NotAllowed):
        services.supplier_override(actor=actor_of(cast.bo), supplier=shop, level=1, reason="No.")


def test_own_level_and_archive_are_followed(cast: Cast, anna: Actor) -> None:
    shop = services.supplier_create(actor=anna, title="Shop", own_criticality=3)
    host = services.supplier_create(actor=anna, title="Host")
    services.link_add(actor=anna, supplier=shop, sub=host)
    assert level(host) == 3
    services.supplier_edit(actor=anna, supplier=shop, own_criticality=2)
    assert level(host) == 2
    services.supplier_archive(actor=anna, supplier=shop)
    assert level(host) is None and level(shop) == 2
    services.supplier_restore(actor=anna, supplier=shop)
    assert level(host) == 2


def test_a_chain_that_loops_is_shown_and_harmless(cast: Cast, anna: Actor) -> None:
    first, second = make_supplier(cast.kronborg, "First", own_criticality=3), make_supplier(cast.kronborg, "Second")
    services.link_add(actor=anna, supplier=first, sub=second)
    services.link_add(actor=anna, supplier=second, sub=first)
    assert (level(first), level(second)) == (3, 3)
    third = make_supplier(cast.kronborg, "Third")
    link = services.link_add(actor=anna, supplier=second, sub=third)
    assert [round_(row) for row in (first, second, third)] == [True, True, False]
    services.link_drop(actor=anna, link=SupplyLink.objects.get(supplier=second, sub=first))
    assert not any(round_(row) for row in (first, second, third))
    services.link_drop(actor=anna, link=link)
    services.link_add(actor=anna, supplier=second, sub=first)
    services.supplier_archive(actor=anna, supplier=second)
    assert not any(round_(row) for row in (first, second))
    services.supplier_restore(actor=anna, supplier=second)
    assert round_(first)
    with pytest.raises(ValidationError):
        services.link_add(actor=anna, supplier=first, sub=first)
    with pytest.raises(ValidationError):
        services.link_add(actor=anna, supplier=first, sub=second)


def test_parts_are_told_in_the_suppliers_history(cast: Cast, anna: Actor) -> None:
    supplier = make_supplier(cast.kronborg)
    contact = services.contact_add(
        actor=anna, supplier=supplier, name="Duty phone", phone="+45 70 10 20 30", security=True
    )
    services.contact_edit(actor=anna, contact=contact, name="Duty desk")
    with pytest.raises(ValidationError):
        services.contact_edit(actor=anna, contact=contact, phone="")
    transfer = services.transfer_add(actor=anna, supplier=supplier, country="US", basis="scc")
    assert transfer.unassessed
    services.transfer_edit(actor=anna, transfer=transfer, assessed_on=TODAY)
    report = services.assurance_add(
        actor=anna, supplier=supplier, kind="soc2", title="SOC 2 2025", expires=date(2026, 12, 1), exceptions="Leavers."
    )
    assert list(parts.expiring(anna, date(2026, 12, 24))) == [report] and not report.expired(TODAY)
    with pytest.raises(ValidationError):
        services.assurance_edit(actor=anna, assurance=report, starts=TODAY, ends=date(2026, 1, 1))
    services.transfer_drop(actor=anna, transfer=transfer)
    assert told(supplier) == [
        "supplier.contact_added",
        "supplier.contact_changed",
        "supplier.transfer_added",
        "supplier.transfer_changed",
        "supplier.assurance_added",
        "supplier.transfer_dropped",
    ]


def test_who_may_not_edit_adds_nothing_and_a_stranger_finds_nothing(cast: Cast) -> None:
    supplier = make_supplier(cast.kronborg)
    with pytest.raises(NotAllowed):
        services.contact_add(actor=actor_of(cast.carl), supplier=supplier, name="X")
    with pytest.raises(NotFound):
        services.contact_add(actor=actor_of(cast.dorte), supplier=supplier, name="X")
    mine = make_supplier(cast.kronborg, "Bo's own", owner=cast.bo)
    services.contact_add(actor=actor_of(cast.bo), supplier=mine, name="X")


def test_nothing_is_added_to_what_is_archived(cast: Cast, anna: Actor) -> None:
    supplier = services.supplier_archive(actor=anna, supplier=make_supplier(cast.kronborg))
    for add, answers in (
        (services.contact_add, {"name": "X"}),
        (services.transfer_add, {"country": "US"}),
        (services.assurance_add, {"title": "X"}),
    ):
        with pytest.raises(RuleBroken):
            add(actor=anna, supplier=supplier, **answers)


def _two(cast: Cast, anna: Actor) -> tuple[Supplier, Supplier]:
    keep = make_supplier(cast.kronborg, "Nordlys Hosting A/S", own_criticality=2)
    double = make_supplier(cast.kronborg, "NORDLYS HOSTING", cvr="10150817", aliases="Nordlys", own_criticality=4)
    return keep, double


def test_two_that_are_one_are_merged_with_all_that_points_at_them(cast: Cast, anna: Actor) -> None:
    keep, double = _two(cast, anna)
    other = make_supplier(cast.kronborg, "Data centre")
    link = services.link_add(actor=anna, supplier=double, sub=other)
    services.contact_add(actor=anna, supplier=double, name="Duty phone")
    assert doubles.doubles_for(anna) == [[double, keep]]  # the one with a number is the one to keep
    said = Comment.objects.create(
        organisation=cast.kronborg, subject_type="suppliers.supplier", subject_id=double.pk, text="Ask for a price."
    )
    services.supplier_merge(actor=anna, supplier=double, into=keep, reason="One company.")
    for row in (keep, double, link, said):
        row.refresh_from_db()
    assert (double.merged_into, double.archived_at is not None) == (keep, True)
    assert (link.supplier, said.subject_id, keep.contacts.count()) == (keep, keep.pk, 1)
    assert (keep.cvr, keep.aliases.splitlines()) == ("10150817", ["NORDLYS HOSTING", "Nordlys"])
    assert told(double)[-1] == "supplier.merged" and "supplier.joined" in told(keep)
    assert level(other) == 2, "what was said of the other spelling does not count any more"
    assert doubles.doubles_for(anna) == []
    with pytest.raises(RuleBroken):
        services.supplier_restore(actor=anna, supplier=double)

    services.supplier_unmerge(actor=anna, supplier=double, reason="They were two after all.")
    for row in (keep, double, link, said):
        row.refresh_from_db()
    assert (double.merged_into, double.archived_at) == (None, None)
    assert (link.supplier, said.subject_id, keep.contacts.count()) == (double, double.pk, 0)
    assert (keep.cvr, keep.aliases) == ("", "")
    assert not Merge.objects.exists() and level(other) == 4


def test_what_only_one_may_have_stays_behind(cast: Cast, anna: Actor) -> None:
    keep, double = _two(cast, anna)
    sub = make_supplier(cast.kronborg, "Sub")
    for each in (keep, double):
        services.link_add(actor=anna, supplier=each, sub=sub)
    services.link_add(actor=anna, supplier=double, sub=keep)
    services.supplier_merge(actor=anna, supplier=double, into=keep, reason="One.")
    assert SupplyLink.objects.filter(supplier=keep).count() == 1
    assert SupplyLink.objects.filter(supplier=double).count() == 2, "no link doubles, and none leads to itself"


def test_merging_asks_who_and_why(cast: Cast, anna: Actor) -> None:
    keep, double = _two(cast, anna)
    with pytest.raises(RuleBroken):
        services.supplier_merge(actor=anna, supplier=double, into=double, reason="One.")
    with pytest.raises(RuleBroken):
        services.supplier_merge(actor=anna, supplier=double, into=keep, reason="")
    with pytest.raises(NotAllowed):
        services.supplier_merge(actor=actor_of(cast.bo), supplier=double, into=keep, reason="One.")
    foreign = make_supplier(cast.rosenborg)
    with pytest.raises(NotFound):
        services.supplier_merge(actor=anna, supplier=double, into=foreign, reason="One.")


def test_the_database_finds_the_remarks_that_the_rules_find(cast: Cast, anna: Actor) -> None:
    choices: list[dict[str, Any]] = [
        {"criticality": 4, "access": "unknown"},
        {"criticality": 4, "owner": cast.bo, "exit_plan": "Home."},
        {"criticality": 3, "replaceable": "not_at_all", "access": "data"},
        {"next_review": date(2026, 11, 23), "owner": cast.bo},
        {"criticality": 4, "status": "ended"},
    ]
    rows = [make_supplier(cast.kronborg, f"Number {n}", **fields) for n, fields in enumerate(choices)]
    for key in TITLES:
        by_rule = {row.pk for row in rows if key in {each.key for each in remarks(row, TODAY)}}
        assert set(suppliers_for(anna).filter(remarked(key, TODAY)).values_list("pk", flat=True)) == by_rule, key
    assert counts(suppliers_for(anna), TODAY)["total"] == 4


def test_how_much_hangs_on_one(cast: Cast, anna: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    shop, cloud = (
        make_supplier(cast.kronborg, "Shop", country="DK"),
        make_supplier(cast.kronborg, "Cloud", country="IE"),
    )
    leans(monkeypatch, [(cast.anna.pk, shop.pk, 4), (cast.bo.pk, cloud.pk, 1)])
    services.link_add(actor=anna, supplier=shop, sub=cloud)
    found = chain.concentration(anna)
    assert [(row, len(weight.hanging), weight.share) for row, weight in found.suppliers] == [
        (cloud, 2, 100),
        (shop, 1, 50),
    ]
    assert [(weight.key, weight.share) for weight in found.countries] == [("IE", 100), ("DK", 50)]
    assert (found.counted, found.critical) == (2, 1)
