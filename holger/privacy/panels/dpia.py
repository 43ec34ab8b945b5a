"""Screening and impact assessments on the page of a processing activity."""

from typing import Any

from django.utils.translation import gettext

from holger.core.requests import Request
from holger.privacy.models import Activity
from holger.privacy.permissions import EDIT
from holger.privacy.selectors import dpia as selectors
from holger.privacy.tables.dpia import outcome_badge, status_badge
from holger.ui import http

SHOWN = 5


def of_activity(request: Request, activity: Activity) -> dict[str, Any]:
    """What the last screening said, and the assessments."""
    last = selectors.screenings_of(activity).first()
    rows = list(selectors.dpias_of(request.actor, activity)[:SHOWN])
    may = request.actor.may(EDIT, activity) and activity.archived_at is None
    at = {"reference": activity.reference}
    action = None
    if may and last is None:
        action = {"url": http.link(request, "privacy:screening-make", **at), "text": gettext("Screen it")}
    elif may and last is not None and last.needed and not rows:
        action = {"url": http.link(request, "privacy:dpia-create", **at), "text": gettext("Begin an assessment")}
    return {
        "last": last,
        "badge": outcome_badge(last) if last else "",
        "url": http.link(request, "privacy:screening", **at),
        "rows": [(row, status_badge(row)) for row in rows],
        "count": len(rows),
        "action": action,
    }
