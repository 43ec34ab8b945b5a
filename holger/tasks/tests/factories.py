"""Activities and tasks for tests, made by the services as people make them."""

from datetime import date, timedelta
from typing import Any

from holger.core import dates
from holger.core.actor import Actor
from holger.tasks import services
from holger.tasks.models import Activity, Task


def make_activity(actor: Actor, title: str = "Test the restore of a backup", **answers: Any) -> Activity:
    """Due for the first time in ten days, and every quarter from then on."""
    told = {"rule": "FREQ=MONTHLY;INTERVAL=3", "starts": dates.today() + timedelta(days=10), **answers}
    return services.activity_create(actor=actor, title=title, **told)


def make_task(actor: Actor, title: str = "Order new tapes", due: date | None = None, **answers: Any) -> Task:
    """Due in a week."""
    return services.task_create(actor=actor, title=title, due=due or dates.today() + timedelta(days=7), **answers)


def run_of(activity: Activity, number: int = 0) -> Task:
    """The activity's task that is due first, or the so-manieth after it."""
    return Task.objects.select_related("activity", "owner").filter(activity=activity).order_by("slot", "number")[number]
