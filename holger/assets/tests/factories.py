"""Objects of the map for tests, put straight into the tables: what the services would do is set by hand."""

from typing import Any

from holger.assets.models import Asset, AssetType, Dependency, InformationType
from holger.assets.services.asset import prefix_of
from holger.organisation.models import Organisation, Person
from holger.organisation.services import next_numbers


def make_asset(organisation: Organisation, title: str = "Business Central", **fields: Any) -> Asset:
    """An asset; its own need counts as its effective one."""
    fields = {"type": AssetType.APPLICATION, "mfa": "yes", "backup": "yes", "logging": "yes", **fields}
    prefix = prefix_of(fields["type"])
    number = next_numbers(organisation_id=organisation.id, prefix=prefix)[0]
    levels = [fields.get(f"own_{dimension}") for dimension in "cia"]
    for dimension, level in zip("cia", levels, strict=True):
        fields.setdefault(f"need_{dimension}", level)
    fields.setdefault("criticality", max((level for level in levels if level), default=None))
    return Asset.objects.create(
        organisation=organisation, number=number, reference=f"{prefix}-{number}", title=title, **fields
    )


def make_process(organisation: Organisation, title: str = "Order to delivery", **fields: Any) -> Asset:
    return make_asset(organisation, title, type=AssetType.PROCESS, **fields)


def make_dependency(source: Asset, target: Asset, **fields: Any) -> Dependency:
    return Dependency.objects.create(organisation_id=source.organisation_id, source=source, target=target, **fields)


def make_information_type(organisation: Organisation, name: str = "Payslips", **fields: Any) -> InformationType:
    return InformationType.objects.create(organisation=organisation, name=name, **fields)


def make_map(organisation: Organisation, count: int, *, owner: Person | None = None) -> list[Asset]:
    """A process and ``count`` assets that it uses."""
    process = make_process(organisation, own_a=3, owner=owner)
    assets = [make_asset(organisation, f"System {number:03}", own_c=2, owner=owner) for number in range(count)]
    Dependency.objects.bulk_create(
        Dependency(organisation=organisation, source=process, target=asset) for asset in assets
    )
    return assets
