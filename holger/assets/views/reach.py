"""Getting at objects from an address, as the one who asks."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from holger.assets import selectors
from holger.assets.models import Asset, Dependency
from holger.core.actor import Actor


def asset_or_404(actor: Actor, reference: str, rows: QuerySet[Asset] | None = None) -> Asset:
    """The object with this reference, archived or not."""
    seen = selectors.assets_for(actor) if rows is None else rows
    found = seen.select_related("owner", "deputy", "unit", "driven_c", "driven_i", "driven_a")
    return _one(found.filter(reference=reference))


def dependency_or_404(actor: Actor, key: Any) -> Dependency:
    return _one(selectors.dependencies_for(actor).select_related("source", "target").filter(pk=key))


def _one(rows: QuerySet[Any]) -> Any:
    found = rows.first()
    if found is None:
        raise Http404
    return found
