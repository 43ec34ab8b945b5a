"""The suppliers that have a part in an activity on its page, and the activities on the supplier's."""

from typing import Any

from django.utils.translation import gettext

from holger.core import dates
from holger.core.requests import Request
from holger.privacy.models import Activity, ActivitySupplier
from holger.privacy.permissions import EDIT
from holger.privacy.rules.hands import ours
from holger.privacy.selectors.hands import of_supplier
from holger.privacy.tables.hands import agreement_badge, hands_on
from holger.privacy.tables.record import status_badge
from holger.suppliers.permissions import EDIT as SUPPLIER_EDIT
from holger.suppliers.selectors.agreements import agreements_in_force
from holger.ui import cells, http

SHOWN = 12


def of_activity(request: Request, activity: Activity) -> dict[str, Any]:
    """Who has a part in it, and whether an agreement is in force with those who process for us."""
    rows = hands_on(request, activity)
    may = request.actor.may(EDIT, activity) and activity.archived_at is None
    at = {"reference": activity.reference}
    add = {"url": http.link(request, "privacy:hand-add", **at), "text": gettext("Add a supplier")}
    return {
        "rows": [(row, _part(row), _agreed(row, activity), *_ways(request, activity, row, may)) for row in rows],
        "count": len(rows) or None,
        "action": add if may else None,
    }


def _ways(request: Request, activity: Activity, row: ActivitySupplier, may: bool) -> tuple[str, str]:
    """Where it is changed, and where it is taken away."""
    if not may:
        return "", ""
    at = {"reference": activity.reference, "pk": row.pk}
    return http.link(request, "privacy:hand-edit", **at), http.link(request, "privacy:hand-remove", **at)


def _part(row: ActivitySupplier) -> Any:
    return cells.badge(row.get_part_display(), "line")


def _agreed(row: Any, activity: Activity) -> Any:
    return agreement_badge(row.agreed) if ours(row.part, activity.role) else ""


def on_supplier(request: Request, supplier: Any) -> dict[str, Any] | None:
    """What it does with data that we answer for, and what is amiss about that."""
    today = dates.today(request.organisation.zone)
    rows = list(of_supplier(request.actor, supplier.pk).select_related(None).select_related("activity")[: SHOWN + 1])
    if not rows:
        return None
    works = [row for row in rows if ours(row.part, row.activity.role)]
    may = request.actor.may(SUPPLIER_EDIT, supplier) and supplier.archived_at is None
    edit = http.link(request, "suppliers:supplier-edit", reference=supplier.reference)
    return {
        "rows": [(row, _part(row), status_badge(row.activity)) for row in rows[:SHOWN]],
        "count": len(rows) if len(rows) <= SHOWN else None,
        "more": len(rows) > SHOWN,
        "all_url": f"{http.link(request, 'privacy:activity-list')}?supplier={supplier.pk}",
        "agreement": agreement_badge(agreements_in_force(today).filter(supplier=supplier).exists()) if works else "",
        "unmarked": bool(works) and not supplier.processor,
        "edit_url": edit if may else "",
    }
