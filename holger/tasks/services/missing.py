"""What nobody did in time is marked as missed, for good. The next one is made as planned; none is ever rolled away."""

from datetime import date
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import F

from holger.core import dates
from holger.history import services as history
from holger.history.services import Entry
from holger.tasks.models import Task, TaskStatus
from holger.tasks.rules.timing import Timing
from holger.tasks.rules.workdays import shown
from holger.tasks.services.shared import hold, itself
from holger.tasks.signals import tasks_missed


@transaction.atomic
def tasks_miss(*, organisation_id: UUID) -> int:
    """Mark the runs that are past their due date and its days of grace. Returns how many.

    What somebody has done and was asked to do again was done in time, and stays late until it is done.
    """
    today = dates.today(hold(organisation_id).zone)
    rows = Task.objects.filter(
        organisation_id=organisation_id, status=TaskStatus.OPEN, archived_at=None, activity__isnull=False, sent_back=""
    )
    late = rows.filter(slot__isnull=False, due__lt=today).select_related("activity").order_by("due", "number")
    missed = [task for task in late if is_missed(task, today)]
    now = dates.now()
    for task in missed:
        task.status, task.missed_at = TaskStatus.MISSED, now
        task.version, task.updated_at = task.version + 1, now
    for some in batched((task.pk for task in missed), 500):
        marks = {"status": TaskStatus.MISSED, "missed_at": now, "version": F("version") + 1, "updated_at": now}
        Task.objects.filter(pk__in=some).update(**marks)
    actor = itself(organisation_id)
    told = {"status": [TaskStatus.OPEN.value, TaskStatus.MISSED.value]}
    history.record_many(actor=actor, entries=[Entry("task.missed", task, told) for task in missed])
    if missed:
        tasks_missed.send(sender=Task, actor=actor, tasks=missed)
    return len(missed)


def is_missed(task: Task, today: date) -> bool:
    """Past the working day on which it was to be done, and the days of grace after it."""
    grace = task.activity.grace_days if task.activity else None
    first = Timing(task.due, grace=grace, shown=shown(task.due)).missed
    return first is not None and today >= first
