"""Processing activities on the page of a system or a process, and on the overview."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext

from holger.core import dates
from holger.core.hanging import there
from holger.core.requests import Request
from holger.privacy import selectors
from holger.privacy.models import Activity, Status
from holger.privacy.rules.record import FLAGS
from holger.privacy.tables.record import status_badge
from holger.ui import http

SHOWN = 12
MOST_FLAGS = 3


def using_panel(request: Request, asset: Any) -> dict[str, Any] | None:
    """The processing activities that use it."""
    if not any(there(asset, used.through) for used in (Activity.systems, Activity.processes)):
        return None
    rows = list(selectors.activities_using(request.actor, asset)[: SHOWN + 1])
    if not rows:
        return None
    which = "process" if asset.is_process else "system"
    return {
        "rows": [(row, status_badge(row)) for row in rows[:SHOWN]],
        "count": len(rows),
        "more": len(rows) > SHOWN,
        "all_url": f"{http.link(request, 'privacy:activity-list')}?{which}={asset.pk}",
    }


def card(request: Request) -> dict[str, Any] | None:
    """How the record stands, asked in one question; every number leads to its rows."""
    today = dates.today(request.organisation.zone)
    rows = selectors.activities_for(request.actor).filter(archived_at=None).order_by()
    current = Q(status=Status.CURRENT)
    keys = list(FLAGS)
    counts = rows.aggregate(
        total=Count("pk"),
        current=Count("pk", filter=current),
        offered=Count("pk", filter=Q(offered_at__isnull=False)),
        incomplete=Count("pk", filter=current & Q(complete__lt=100)),
        **{f"flag_{key}": Count("pk", filter=selectors.flagged(key, today)) for key in keys},
    )
    flags = [(key, gettext(FLAGS[key].title), counts[f"flag_{key}"]) for key in keys if counts[f"flag_{key}"]]
    return {**counts, "flags": flags[:MOST_FLAGS]} if counts["total"] else None
