"""What the map shows on the overview."""

from types import SimpleNamespace
from typing import Any

from django.db.models import F
from django.utils.translation import gettext, ngettext

from holger.assets import selectors
from holger.assets.extras import Extra, extras_for
from holger.assets.models import Asset
from holger.assets.models.asset import LEVELS
from holger.assets.permissions import CREATE
from holger.assets.rules import flags
from holger.assets.tables import criticality_cell, needs_cell
from holger.core import dates
from holger.core.actor import Actor
from holger.core.registry import Progress
from holger.core.requests import Request
from holger.suppliers.models import Supplier

MOST_FLAGS = 6
OWNED = 3
"""So many of what somebody owns stand beside their work."""


def card(request: Request) -> dict[str, Any] | None:
    """Assets by criticality, and their remarks; every number leads to its rows."""
    numbers = selectors.map_numbers(request.actor, dates.today(request.organisation.zone))
    total = sum(numbers.criticality.values())
    if not total:
        return None
    counts = numbers.criticality
    found = [(key, gettext(title), numbers.flags[key]) for key, title in flags.TITLES.items() if numbers.flags[key]]
    return {
        "total": total,
        "processes": numbers.processes,
        "levels": [
            (level, word, counts.get(level, 0), 100 * counts.get(level, 0) / total)
            for level, word in (*reversed(LEVELS), (None, gettext("Not set")))
            if level or counts.get(level)
        ],
        "flags": found[:MOST_FLAGS],
    }


def owned_card(request: Request) -> dict[str, Any] | None:
    """Beside a person's own work: the most critical of what they own, with what rooms above say of it."""
    actor = request.actor
    if actor.person_id is None:
        return None
    rows = selectors.assets_for(actor).filter(selectors.LIVE, owner=actor.person_id)
    extras = extras_for(actor)
    for extra in extras:
        rows = extra.annotate(rows, actor)
    found = list(rows.order_by("-criticality", "number")[: OWNED + 1])
    if not found:
        return None
    page = SimpleNamespace(request=request, base=request.base)
    drawn = [
        (asset, needs_cell(asset, page), [_extra(each, asset, page) for each in extras]) for asset in found[:OWNED]
    ]
    url = f"{request.url('assets:asset-list')}?owner=me" if len(found) > OWNED else ""
    return {"rows": drawn, "today": dates.today(request.organisation.zone), "url": url}


def _extra(extra: Extra, asset: Asset, page: Any) -> tuple[Any, Any]:
    return extra.column.label, extra.column.draw(asset, page)


def progress(actor: Actor) -> Progress:
    numbers = selectors.map_numbers(actor, dates.today())
    if not numbers.processes:
        text, path = gettext("Name the first process"), "processes/new/"
    elif not numbers.total - numbers.processes:
        text, path = gettext("Add or import the systems"), "assets/"
    else:
        text, path = gettext("Find what lacks an owner"), "assets/?flag=no_owner"
    told = ngettext(
        "%(known)s of %(total)s object has owner, need and dependency",
        "%(known)s of %(total)s objects have owner, need and dependency",
        numbers.total,
    )
    words = told % {"known": numbers.known, "total": numbers.total}
    return Progress(numbers.known, numbers.total, words, text, path)


LISTED = 12


def delivers(request: Request, supplier: Supplier) -> dict[str, Any] | None:
    """On a supplier's page: the processes and assets that stand on it, the most critical first; each may be what drives it."""
    rows = selectors.assets_for(request.actor).filter(supplier=supplier, archived_at=None)
    found = list(rows.order_by(F("criticality").desc(nulls_last=True), "number")[: LISTED + 1])
    count = rows.order_by().count() if len(found) > LISTED else len(found)
    may = supplier.archived_at is None and request.actor.may(CREATE)
    return {
        "rows": [(asset, criticality_cell(asset, None), asset.pk == supplier.driven_id) for asset in found[:LISTED]],
        "count": count or None,
        "more": max(0, count - LISTED),
        "url": f"{request.url('assets:asset-list')}?supplier={supplier.pk}",
        "action": {"url": f"{request.url('assets:asset-create')}?supplier={supplier.pk}", "text": gettext("New asset")}
        if may
        else None,
    }
