"""Letting what an activity has for a date be due on another day."""

from datetime import date

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.tasks.models import Activity, Task, TaskStatus
from holger.tasks.permissions import PLAN
from holger.tasks.rules.tasks import NOT_OPEN
from holger.tasks.services.planning import plan
from holger.tasks.services.shared import hold, must_be_in_use
from holger.tasks.services.tasks import tasks_move_many


@transaction.atomic
def run_move(*, actor: Actor, activity: Activity, slot: date, due: date, reason: str = "") -> int:
    """Move this one time; the others come as the rule has them. Returns how many tasks were due on another day.

    Where it lies beyond what has been planned, the activity is planned that far first: a task is what can be moved.
    """
    actor.require(PLAN, activity)
    must_be_in_use(activity)
    plan(actor, [activity], today=dates.today(hold(actor.organisation_id).zone), until=slot)
    tasks = Task.objects.filter(activity=activity, slot=slot, status=TaskStatus.OPEN, archived_at=None)
    rows = list(tasks.select_related("activity").order_by("number"))
    if not rows:
        raise RuleBroken(NOT_OPEN)
    return tasks_move_many(actor=actor, tasks=rows, due=due, reason=reason)
