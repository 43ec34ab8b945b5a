"""The supplier of an asset, until now a text, becomes a supplier of the register: one for all the spellings of a name."""

from collections import defaultdict
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from holger.suppliers.rules.spelling import key_of

PREFIX, LONGEST, TOGETHER = "SU", 4000, 500


def link(apps: Any, schema_editor: Any) -> None:
    asset = apps.get_model("assets", "Asset")
    told: dict[Any, dict[str, dict[str, list[Any]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    rows = (
        asset.objects.exclude(supplier_text="").order_by("number").values_list("organisation_id", "supplier_text", "pk")
    )
    for organisation, text, key in rows.iterator(5000):
        if name := text.strip():
            told[organisation][key_of(name)][name].append(key)
    for organisation, suppliers in told.items():
        _make(apps, organisation, suppliers)


def _make(apps: Any, organisation: Any, told: dict[str, dict[str, list[Any]]]) -> None:
    """The spelling that most use is the name, the others are kept as other names. One that is in the register is used."""
    supplier = apps.get_model("suppliers", "Supplier")
    counter, _made = apps.get_model("organisation", "Counter").objects.get_or_create(
        organisation_id=organisation, prefix=PREFIX, defaults={"last": 0}
    )
    known = _known(supplier, organisation)
    for key, spellings in told.items():
        names = sorted(spellings, key=lambda name: (-len(spellings[name]), name))
        row = known.get(key)
        if row is None:
            counter.last += 1
            reference = f"{PREFIX}-{counter.last}"
            row = supplier(organisation_id=organisation, number=counter.last, reference=reference, title=names[0])
        _name(row, names)
        row.save()
        _point(apps.get_model("assets", "Asset"), row, [each for found in spellings.values() for each in found])
    counter.save()


def _known(supplier: Any, organisation: Any) -> dict[str, Any]:
    """Those in the register by each of their names; the oldest where two share one."""
    rows = supplier.objects.filter(organisation_id=organisation, archived_at=None).order_by("-number")
    return {key_of(name): row for row in rows for name in (*row.aliases.splitlines(), row.title) if name.strip()}


def _name(row: Any, names: list[str]) -> None:
    """As many other names as there is room for, each of them whole."""
    for name in names:
        aliases = row.aliases.splitlines()
        if name != row.title and name not in aliases and len("\n".join([*aliases, name])) <= LONGEST:
            row.aliases = "\n".join([*aliases, name])


def _point(asset: Any, row: Any, keys: list[Any]) -> None:
    """Let the assets say which supplier it is, and the supplier be as critical as the most critical of them."""
    for start in range(0, len(keys), TOGETHER):
        asset.objects.filter(pk__in=keys[start : start + TOGETHER]).update(supplier=row)
    used = asset.objects.filter(supplier=row, archived_at=None).exclude(status="retired").exclude(criticality=None)
    driver = used.order_by("-criticality", "pk").first()
    if driver is not None and (row.criticality or 0) < driver.criticality and row.override_criticality is None:
        row.criticality, row.driven_type, row.driven_id = driver.criticality, "assets.asset", driver.pk
        row.save()


def unlink(apps: Any, schema_editor: Any) -> None:
    """Back to texts; the suppliers stay."""
    asset = apps.get_model("assets", "Asset")
    for supplier in apps.get_model("suppliers", "Supplier").objects.filter(assets__isnull=False).distinct():
        asset.objects.filter(supplier=supplier).update(supplier_text=supplier.title)


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0001_initial"),
        ("organisation", "0001_initial"),
        ("suppliers", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex("asset", "assets_suppliers"),
        migrations.RenameField("asset", "supplier", "supplier_text"),
        migrations.AddField(
            "asset",
            "supplier",
            models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Who delivers or runs it. The supplier is as critical as the most critical of what it delivers.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assets",
                to="suppliers.supplier",
                verbose_name="Supplier",
            ),
        ),
        migrations.RunPython(link, unlink, elidable=True),
        migrations.RemoveField("asset", "supplier_text"),
        migrations.AddIndex(
            "asset", models.Index(fields=["supplier", "archived_at", "-criticality", "id"], name="assets_suppliers")
        ),
    ]
