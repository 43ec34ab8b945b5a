"""Retention rules on the pages of activities and systems."""

from typing import Any

from django.utils.translation import gettext

from holger.core.hanging import there
from holger.core.requests import Request
from holger.privacy.models import Activity, RetentionRule, Status
from holger.privacy.permissions import EDIT
from holger.privacy.selectors import retention as selectors
from holger.privacy.tables.retention import check_badge
from holger.ui import http

SHOWN = 10


def of_activity(request: Request, activity: Activity) -> dict[str, Any]:
    """The rules that hold for it, or that there is none."""
    rows = list(selectors.rules_of_activity(request.actor, activity)[:SHOWN])
    may = request.actor.may(EDIT) and activity.archived_at is None
    create = f"{http.link(request, 'privacy:retention-create')}?activity={activity.reference}"
    return {
        "rows": _shown(rows),
        "count": len(rows),
        "flagged": not rows and activity.status == Status.CURRENT,
        "action": {"url": create, "text": gettext("New rule")} if may else None,
    }


def of_system(request: Request, asset: Any) -> dict[str, Any] | None:
    if not there(asset, RetentionRule):
        return None
    rows = list(selectors.rules_of_system(request.actor, asset.pk)[:SHOWN])
    return {"rows": _shown(rows), "count": len(rows)} if rows else None


def _shown(rows: list[Any]) -> list[Any]:
    planned = selectors.planned_among([row.pk for row in rows]) if rows else set()
    return [(row, check_badge(row.pk in planned)) for row in rows]
