"""What reading shows elsewhere: the number in the menu, and the card on the overview."""

from typing import Any

from django.db.models import Count

from holger.core import dates
from holger.core.actor import Actor
from holger.core.requests import Request
from holger.policies.models import CampaignStatus
from holger.policies.selectors.campaigns import Share, campaigns_for, with_counts
from holger.policies.selectors.reading import readings_for

SHOWN = 3


def badge(actor: Actor) -> int:
    """Campaigns past their deadline."""
    return campaigns_for(actor).filter(status=CampaignStatus.RUNNING, deadline__lt=dates.today()).count()


def card(request: Request) -> dict[str, Any] | None:
    """How many of those asked have confirmed, who is late, and how each campaign goes."""
    today = dates.today(request.organisation.zone)
    rows = readings_for(request.actor).select_related(None).filter(policy__archived_at=None).order_by()
    told = rows.aggregate(all=Count("pk"), done=Count("confirmed_at"))
    if not told["all"]:
        return None
    late = rows.filter(confirmed_at=None, due__lt=today)
    running = with_counts(campaigns_for(request.actor).filter(status=CampaignStatus.RUNNING)).order_by("deadline")
    return {
        "share": Share(None, "", told["all"], told["done"]),
        "late": late.values("person").distinct().count(),
        "campaigns": [
            (row, Share(row.pk, row.title, row.all_now, row.confirmed_now))  # type: ignore[attr-defined]
            for row in running[:SHOWN]
        ],
    }
