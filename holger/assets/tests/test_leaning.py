"""An asset tells who delivers it, and that supplier is as critical as the most critical of what it delivers."""

from typing import Any

import pytest

from holger.assets import services
from holger.assets.models import Asset
from holger.core.errors import RuleBroken
from holger.suppliers import services as suppliers
from holger.suppliers.models import Supplier
from holger.suppliers.selectors.chain import concentration, driver
from holger.suppliers.services.weighing import follow
from holger.suppliers.tests.factories import make_supplier
from tests.cast import Cast, actor_of, client_of
from tests.work import counted


def level(supplier: Supplier) -> tuple[int | None, Any]:
    supplier.refresh_from_db()
    return supplier.criticality, supplier.driven_id


def test_a_supplier_follows_what_it_delivers(cast: Cast) -> None:
    anna, host = actor_of(cast.anna), make_supplier(cast.kronborg)
    system = services.asset_create(actor=anna, title="ERP", own_c=2, supplier=host)
    assert level(host) == (2, system.pk)
    process = services.asset_create(actor=anna, type="process", title="Orders", own_a=4)
    services.dependency_add(actor=anna, source=process, target=system)
    assert level(host) == (4, system.pk), "the need of the process reaches the supplier through the system"
    assert driver(anna, host) == system
    services.asset_edit(actor=anna, asset=process, own_a=1)
    assert level(host)[0] == 2
    services.assets_bulk_edit(actor=anna, assets=[Asset.objects.get(pk=system.pk)], status="retired")
    assert level(host) == (None, None)
    services.assets_bulk_edit(actor=anna, assets=[Asset.objects.get(pk=system.pk)], status="in_use")
    services.asset_archive(actor=anna, asset=Asset.objects.get(pk=system.pk))
    assert level(host) == (None, None)
    services.asset_restore(actor=anna, asset=Asset.objects.get(pk=system.pk))
    services.asset_edit(actor=anna, asset=Asset.objects.get(pk=system.pk), supplier=None)
    assert level(host) == (None, None)


def test_what_hangs_on_a_supplier_is_counted_through_the_map(cast: Cast) -> None:
    anna, host, cloud = (
        actor_of(cast.anna),
        make_supplier(cast.kronborg),
        make_supplier(cast.kronborg, "Cloud", country="IE"),
    )
    suppliers.link_add(actor=anna, supplier=host, sub=cloud)
    system = services.asset_create(actor=anna, title="ERP", own_c=2, supplier=host)
    process = services.asset_create(actor=anna, type="process", title="Orders", own_a=4)
    services.asset_create(actor=anna, title="Alone")
    services.dependency_add(actor=anna, source=process, target=system)
    found = concentration(anna)
    assert {row.title: len(weight.hanging) for row, weight in found.suppliers} == {"Bornholm Hosting": 2, "Cloud": 2}
    assert (found.counted, [weight.key for weight in found.countries]) == (3, ["IE"])


def test_merging_suppliers_takes_their_assets_along(cast: Cast) -> None:
    anna = actor_of(cast.anna)
    keep, double = make_supplier(cast.kronborg, "Nordlys"), make_supplier(cast.kronborg, "NORDLYS A/S")
    system = services.asset_create(actor=anna, title="ERP", own_c=3, supplier=double)
    suppliers.supplier_merge(actor=anna, supplier=double, into=keep, reason="One.")
    system.refresh_from_db()
    assert (system.supplier, level(keep)) == (keep, (3, system.pk))
    suppliers.supplier_unmerge(actor=anna, supplier=double, reason="Two.")
    system.refresh_from_db()
    assert (system.supplier, level(keep), level(double)) == (double, (None, None), (3, system.pk))


def test_another_organisations_supplier_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        services.asset_create(actor=actor_of(cast.anna), title="ERP", supplier=make_supplier(cast.rosenborg))


def test_names_find_suppliers_however_they_are_spelled(cast: Cast) -> None:
    anna = actor_of(cast.anna)
    here = make_supplier(cast.kronborg, "Nordlys Hosting A/S", aliases="Nordlyset")
    found = suppliers.suppliers_named(
        actor=anna, names=["NORDLYS HOSTING", "nordlyset aps", "Brand new", "BRAND NEW A/S"]
    )
    assert found["NORDLYS HOSTING"] == found["nordlyset aps"] == here.pk
    assert found["Brand new"] == found["BRAND NEW A/S"] != here.pk
    assert Supplier.objects.count() == 2


def test_pages_show_both_ends(cast: Cast) -> None:
    client, host = client_of(cast.anna), make_supplier(cast.kronborg)
    answer = client.post(
        "/o/kronborg/assets/new/",
        {
            "title": "ERP",
            "type": "application",
            "status": "in_use",
            "own_c": "4",
            "supplier": str(host.pk),
            "personal_data": "none",
            "exposure": "none",
            "mfa": "yes",
            "backup": "yes",
            "logging": "yes",
        },
    )
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert host.path in client.get("/o/kronborg/assets/A-1/").content.decode()
    page = client.get(f"/o/kronborg/{host.path}").content.decode()
    assert "ERP" in page and "Drives it" in page
    assert (
        "ERP" in client.get(f"/o/kronborg/assets/?supplier={host.pk}&columns=title&columns=supplier").content.decode()
    )
    assert "ERP" in client.get("/o/kronborg/assets/?q=bornholm&sort=supplier").content.decode()


def test_the_first_of_the_most_critical_drives_and_what_says_nothing_does_not(cast: Cast) -> None:
    anna, host = actor_of(cast.anna), make_supplier(cast.kronborg)
    light, *heavy = [
        services.asset_create(actor=anna, title=f"System {need}", own_c=need, supplier=host) for need in (2, 3, 3)
    ]
    services.asset_create(actor=anna, title="Nobody has said", supplier=host)
    assert level(host) == (3, min(each.pk for each in heavy))
    for each in sorted(heavy, key=lambda row: row.pk):
        services.asset_archive(actor=anna, asset=Asset.objects.get(pk=each.pk))
    assert level(host) == (2, light.pk)


def test_ten_times_as_much_on_a_supplier_takes_as_long_to_follow(cast: Cast) -> None:
    anna, host = actor_of(cast.anna), make_supplier(cast.kronborg)
    more = {"organisation": cast.kronborg, "supplier": host, "criticality": 2}

    def followed(count: int) -> int:
        there = Asset.objects.count()
        Asset.objects.bulk_create(
            Asset(**more, number=1000 + n, reference=f"A-{1000 + n}", title=f"System {n}")
            for n in range(there, there + count)
        )
        follow(anna)
        with counted() as work:
            follow(anna)
        return work.steps

    few, many = followed(5), followed(50)
    assert many < few * 1.1
