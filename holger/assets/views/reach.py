"""Getting at objects from an address, as the one who asks."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from holger.assets import selectors
from holger.assets.models import Asset, Dependency
from holger.core.actor import Actor

DRIVERS = ("driven_c", "driven_i", "driven_a")


def asset_or_404(actor: Actor, reference: str, rows: QuerySet[Asset] | None = None) -> Asset:
    """The object with this reference, archived or not, with what drives its need."""
    seen = selectors.assets_for(actor) if rows is None else rows
    asset: Asset = _one(seen.select_related("owner", "deputy", "unit", "supplier").filter(reference=reference))
    # A join for each would read four whole rows; what drives a need is told by its name and its recovery time.
    ids = {key for name in DRIVERS if (key := getattr(asset, f"{name}_id"))}
    drivers = Asset.objects.only("reference", "title", "type", "rto_hours").in_bulk(ids) if ids else {}
    for name in DRIVERS:
        setattr(asset, name, drivers.get(getattr(asset, f"{name}_id")))
    return asset


def dependency_or_404(actor: Actor, key: Any) -> Dependency:
    found: Dependency = _one(selectors.dependencies_for(actor).select_related("source", "target").filter(pk=key))
    return found


def _one(rows: QuerySet[Any]) -> Any:
    found = rows.first()
    if found is None:
        raise Http404
    return found
