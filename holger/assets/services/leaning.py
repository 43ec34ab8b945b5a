"""What leans on suppliers: a supplier is as critical as the most critical of what it delivers, in the same transaction."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import OuterRef, Subquery

from holger.assets.models import Asset, Dependency
from holger.assets.selectors import assets_for
from holger.core.actor import Actor
from holger.core.registry import Leaning
from holger.suppliers.models import Supplier
from holger.suppliers.services.weighing import follow

MANY = 5000
"""Of so many it is not asked which have a supplier; some will."""


def suppliers_follow(actor: Actor, asset_ids: Collection[UUID] | None = None) -> None:
    """Work out suppliers anew where one of these has one, or (None) where any has."""
    rows = Asset.objects.filter(organisation_id=actor.organisation_id, supplier__isnull=False)
    if asset_ids is None or len(asset_ids) > MANY or (asset_ids and rows.filter(pk__in=list(asset_ids)).exists()):
        follow(actor)


def _leans(organisation_id: UUID) -> Iterator[tuple[UUID, UUID, int]]:
    weighed = Asset.objects.filter(supplier=OuterRef("pk"), archived_at=None, criticality__isnull=False)
    heaviest = weighed.exclude(status="retired").order_by("-criticality", "pk")
    suppliers = Supplier.objects.filter(organisation_id=organisation_id, archived_at=None).order_by()
    found = suppliers.annotate(
        heaviest=Subquery(heaviest.values("pk")[:1]), weight=Subquery(heaviest.values("criticality")[:1])
    )
    for supplier, key, level in found.values_list("pk", "heaviest", "weight").iterator(5000):
        if key is not None:
            yield key, supplier, level


def _hanging(actor: Actor) -> tuple[dict[UUID, int], list[tuple[UUID, UUID]]]:
    """All processes and assets in use that the actor sees, and what each stands on."""
    rows = assets_for(actor).filter(archived_at=None).exclude(status="retired").order_by()
    levels: dict[UUID, int] = {}
    links: list[tuple[UUID, UUID]] = []
    for key, supplier, level in rows.values_list("pk", "supplier_id", "criticality").iterator(5000):
        levels[key] = level or 0
        if supplier is not None:
            links.append((key, supplier))
    edges = (
        Dependency.objects.filter(organisation_id=actor.organisation_id)
        .order_by()
        .values_list("source_id", "target_id")
    )
    links += [(source, target) for source, target in edges.iterator(5000) if source in levels and target in levels]
    return levels, links


SOURCE = Leaning(Asset._meta.label_lower, _leans, _hanging)
