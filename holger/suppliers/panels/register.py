"""What the register shows on a supplier's page and on the overview."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from holger.core import dates
from holger.core.registry import AHEAD
from holger.core.requests import Request
from holger.suppliers.models import Supplier
from holger.suppliers.permissions import EDIT
from holger.suppliers.rules.remarks import TITLES
from holger.suppliers.selectors import chain, parts
from holger.suppliers.selectors.register import counts, suppliers_for
from holger.suppliers.tables.parts import assurance_badge, transfer_badge
from holger.ui import http

ON_CARD = 5


def _may(request: Request, supplier: Supplier) -> bool:
    return supplier.archived_at is None and request.actor.may(EDIT, supplier)


def _shown(request: Request, supplier: Supplier, name: str, rows: Sequence[Any], words: str) -> dict[str, Any]:
    """A panel of rows that can be added to, changed and taken away."""
    may = _may(request, supplier)
    at = {"reference": supplier.reference}
    add = {"url": http.link(request, f"suppliers:{name}-add", **at), "text": words}

    def ways(row: Any) -> dict[str, str]:
        return {
            verb: http.link(request, f"suppliers:{name}-{verb}", pk=row.pk, **at) if may else ""
            for verb in ("edit", "drop")
        }

    return {"rows": [(row, ways(row)) for row in rows], "count": len(rows) or None, "action": add if may else None}


def contacts(request: Request, supplier: Supplier) -> dict[str, Any]:
    rows = list(parts.contacts_of(request.actor, supplier))
    shown = _shown(request, supplier, "contact", rows, gettext("Add"))
    return {**shown, "reachable": any(row.security for row in rows), "critical": (supplier.criticality or 0) >= 3}


def links(request: Request, supplier: Supplier) -> dict[str, Any]:
    actor = request.actor
    below, above = list(chain.below(actor, supplier)), list(chain.above(actor, supplier))
    shown = _shown(request, supplier, "link", below, gettext("Add"))
    return {
        **shown,
        "above": above,
        "loops": supplier.goes_round,
        "picture": http.link(request, "suppliers:chain", reference=supplier.reference) if below or above else "",
    }


def transfers(request: Request, supplier: Supplier) -> dict[str, Any]:
    rows = list(parts.transfers_of(request.actor, supplier))
    shown = _shown(request, supplier, "transfer", rows, gettext("Add"))
    return {**shown, "badges": {row.pk: transfer_badge(row) for row in rows}, "rows": [(*each, transfer_badge(each[0])) for each in shown["rows"]]}  # fmt: skip


def assurances(request: Request, supplier: Supplier) -> dict[str, Any]:
    today = dates.today(request.organisation.zone)
    rows = list(parts.assurances_of(request.actor, supplier))
    shown = _shown(request, supplier, "assurance", rows, gettext("Add"))
    return {**shown, "rows": [(*each, assurance_badge(each[0], today)) for each in shown["rows"]]}


def card(request: Request) -> dict[str, Any] | None:
    """How many suppliers there are, what they lack, and which reports run out; every number leads to its rows."""
    today = dates.today(request.organisation.zone)
    found = counts(suppliers_for(request.actor), today)
    if not found["total"]:
        return None
    due = list(parts.expiring(request.actor, today + AHEAD)[:ON_CARD])
    return {
        "total": found["total"],
        "critical": found["critical"],
        "remarks": [(key, gettext(title), found[key]) for key, title in TITLES.items() if found[key]],
        "due": [(row, assurance_badge(row, today)) for row in due],
        "url": http.link(request, "suppliers:supplier-list"),
    }
