"""What the plan shows elsewhere: on controls and requirements, on the overview, and of what waits for somebody."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from holger.controls import selectors
from holger.controls.models import Control, PlanItem, PlanStatus
from holger.controls.permissions import PLAN
from holger.controls.rules.plan import OPEN
from holger.controls.rules.quarters import Quarter
from holger.controls.tables import plan as tables
from holger.core import dates
from holger.core.requests import Request
from holger.frameworks.models import Requirement
from holger.ui import cells

SHOWN = 8
"""So many items a page of something else tells; the rest wait in the plan."""
SOON = timedelta(days=14)


# On controls and requirements


def control_panel(request: Request, control: Control) -> dict[str, Any] | None:
    """What is planned to put the control in place."""
    if control.archived_at is not None:
        return None
    rows = selectors.items_of_control(request.actor, control)
    return _panel(request, rows, f"control={control.pk}", f"control={quote(control.reference)}")


def requirement_panel(request: Request, requirement: Requirement) -> dict[str, Any] | None:
    """What is planned to meet the requirement."""
    if not requirement.assessable:
        return None
    rows = selectors.items_of_requirement(request.actor, requirement)
    named = quote(f"{requirement.framework.reference}/{requirement.code}", safe="")
    return _panel(request, rows, "", f"requirement={named}")


def _panel(request: Request, rows: QuerySet[PlanItem], all_of: str, made_for: str) -> dict[str, Any]:
    items = list(rows.annotate(blocked=selectors.is_blocked()))
    create = f"{request.url('controls:plan-create')}?{made_for}"
    may = request.actor.may(PLAN)
    return {
        "items": tables.lines(items[:SHOWN], dates.today(request.organisation.zone)),
        "count": len(items),
        "more": len(items) - SHOWN,
        "all_url": f"{request.url('controls:plan-list')}?{all_of}" if all_of else "",
        "action": {"url": create, "text": gettext("Plan it")} if may else None,
    }


# On the overview


def card(request: Request) -> dict[str, Any] | None:
    """How far the plan is, what is late, and what this quarter holds."""
    today = dates.today(request.organisation.zone)
    quarter = Quarter.of(today)
    rows = selectors.plan_items_for(request.actor).filter(archived_at=None).exclude(status=PlanStatus.DROPPED)
    late, here = Q(status__in=OPEN, due__lt=today), Q(due__gte=quarter.first, due__lte=quarter.last)
    found = rows.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(status=PlanStatus.DONE)),
        started=Count("pk", filter=Q(status=PlanStatus.STARTED)),
        late=Count("pk", filter=late),
        here=Count("pk", filter=here),
        here_done=Count("pk", filter=here & Q(status=PlanStatus.DONE)),
    )
    if not found["total"]:
        return None
    listed = request.url("controls:plan-list")
    planned = found["total"] - found["done"] - found["started"]
    words = dict(PlanStatus.choices)
    parts = [
        (found["done"], "ok", words["done"], f"{listed}?status=done"),
        (found["started"], "mid", words["started"], f"{listed}?status=started"),
        (planned, "open", words["planned"], f"{listed}?status=planned"),
    ]
    next_ones = rows.filter(status__in=OPEN).select_related("owner").order_by("-priority", "number")[:3]
    return {
        **found,
        "bar": cells.stacked([(count, look, str(name)) for count, look, name, _url in parts]),
        "parts": [part for part in parts if part[0]],
        "quarter": tables.quarter(quarter),
        "next": list(next_ones),
        "late_url": f"{listed}?overdue=yes",
        "here_url": f"{listed}?quarter={quarter}&status=planned&status=started&status=done",
        "url": request.url("controls:plan-board"),
    }
