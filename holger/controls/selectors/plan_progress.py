"""The plan's items as figures count them."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from holger.controls.models import PlanItem
from holger.controls.rules.plan_progress import Item, Progress, progress
from holger.controls.rules.quarters import Quarter

COUNTED = ("status", "starts", "due", "done_at", "days", "budget", "spent")


def progress_of(rows: QuerySet[PlanItem], quarters: Sequence[Quarter], zone: str) -> Progress:
    """How these items go, quarter by quarter; a day is one where the organisation is."""
    here = ZoneInfo(zone)
    items = [
        Item(status, starts, due, done.astimezone(here).date() if done else None, days, budget, spent)
        for status, starts, due, done, days, budget, spent in rows.order_by().values_list(*COUNTED)
    ]
    return progress(items, quarters)
