"""When the plan's work can be done, by what waits for what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from holger.controls.models import PlanItem
from holger.controls.rules.plan import OPEN, STARTED, Forecast, Work, forecasts, longest_chain, too_late
from holger.controls.selectors.plan import plan_items_for, waits_between
from holger.core.actor import Actor


@dataclass(frozen=True)
class Outlook:
    """Of all open work that an actor sees: what it waits for, what cannot be done in time, and the critical path."""

    waits: Mapping[UUID, list[UUID]]
    late: Mapping[UUID, Forecast[UUID]]
    chain: tuple[UUID, ...]
    ends: date | None


def outlook(actor: Actor, today: date) -> Outlook:
    rows = plan_items_for(actor).filter(archived_at=None, status__in=OPEN).order_by("number")
    work = {
        pk: Work(starts, due, None if days is None else float(days), begun=status == STARTED)
        for pk, starts, due, days, status in rows.values_list("pk", "starts", "due", "days", "status")
    }
    waits = waits_between(actor, work)
    found = forecasts(work, waits, today)
    chain = longest_chain(found)
    return Outlook(waits, too_late(work, found), chain, found[chain[-1]].end if chain else None)


def held_back(actor: Actor, item: PlanItem, today: date) -> tuple[Forecast[UUID], PlanItem | None] | None:
    """Where an item cannot be done in time because of what it waits for: when it can, and which of it decides that."""
    waiting = getattr(item, "blocked", True)  # as lists have found out
    if not waiting or not item.is_open or item.due is None or item.archived_at is not None:
        return None
    forecast = outlook(actor, today).late.get(item.pk)
    if forecast is None or forecast.driven_by is None:
        return None
    return forecast, plan_items_for(actor).filter(pk=forecast.driven_by).first()
