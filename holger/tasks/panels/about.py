"""Activities and tasks on the page of what they are about: a requirement, a control, an asset, a risk."""

from typing import Any

from django.db.models import FETCH_PEERS
from django.utils.translation import gettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.hanging import there
from holger.core.requests import Request
from holger.tasks import selectors
from holger.tasks.models import Activity, ActivityLink, Task
from holger.tasks.permissions import PLAN
from holger.tasks.tables import activities as activity_tables
from holger.tasks.tables import tasks as tables
from holger.tasks.words.rhythm import rhythm_of

KINDS = ("frameworks.requirement", "controls.control", "assets.asset", "risks.risk", "incidents.incident")
"""The kinds of object on whose pages the panel stands."""
SHOWN = 8
READS_OF_ACTIVITY = (
    "organisation_id",
    "reference",
    "title",
    "rule",
    "starts",
    "ends",
    "basis",
    "archived_at",
    "paused_at",
)
READS_OF_TASK = (
    "organisation_id",
    "reference",
    "title",
    "status",
    "due",
    "opens",
    "sent_back",
    "started_at",
    "done_at",
    "result",
)
"""Both rows are wide, and the panel stands on many pages: it reads what it shows. A field that was forgotten costs one question."""


def panel(request: Request, obj: Any) -> dict[str, Any] | None:
    """What is done again and again about it, and what is to be done about it now."""
    if getattr(obj, "archived_at", None) is not None or not getattr(obj, "assessable", True):
        return None
    actor, today = request.actor, dates.today(request.organisation.zone)
    activities = _activities(actor, obj) if there(obj, ActivityLink) else []
    tasks = _tasks(actor, obj) if there(obj, Task) else []
    may = actor.may(PLAN)
    if not activities and not tasks and not may:
        return None
    last = selectors.last_runs(actor, [each.pk for each in activities]) if activities else {}
    coming = selectors.next_due(actor, [each.pk for each in activities]) if activities else {}
    about = f"about={obj.subject_type}:{obj.pk}"
    return {
        "activities": [
            (each, rhythm_of(each), coming.get(each.pk), _last(last.get(each.pk)), activity_tables.state_badges(each))
            for each in activities[:SHOWN]
        ],
        "tasks": tables.lines(tasks[:SHOWN], today),
        "today": today,
        "count": len(activities) + len(tasks),
        "new_task": f"{request.url('tasks:task-create')}?{about}" if may else "",
        "action": {"url": f"{request.url('tasks:activity-create')}?{about}", "text": gettext("New activity")}
        if may
        else None,
    }


def _activities(actor: Actor, obj: Any) -> list[Activity]:
    rows = selectors.activities_about(actor, obj).only(*READS_OF_ACTIVITY)
    return list(rows.fetch_mode(FETCH_PEERS)[: SHOWN + 1])


def _tasks(actor: Actor, obj: Any) -> list[Task]:
    rows = selectors.tasks_about(actor, obj).only(*READS_OF_TASK, "owner__name")
    return list(rows.fetch_mode(FETCH_PEERS)[: SHOWN + 1])


def _last(run: Any) -> Any:
    return tables.badges(run, dates.today()) if run is not None else []
