"""What comes after incidents follows what happens to them and to the tasks that they made."""

from typing import Any

from holger.core.actor import Actor
from holger.incidents.models import Correction, Incident
from holger.incidents.services.afterwards import evaluation_await
from holger.incidents.services.corrections import correction_done, effect_heard
from holger.organisation.models import Organisation
from holger.tasks.models import Task
from holger.tasks.services.shared import day_in

OVER = frozenset({"recover", "close"})


def changed(sender: Any, *, incident: Incident, actor: Actor, step: str, **more: Any) -> None:
    """When it is over, people meet to learn from it."""
    if step in OVER:
        evaluation_await(actor=actor, incident=incident)


def task_done(sender: Any, *, actor: Actor, task: Task, **more: Any) -> None:
    """A corrective action is done when its task is; its effect is known when that was looked at."""
    if task.about_type != Incident._meta.label_lower:
        return
    rows = Correction.objects.filter(organisation_id=task.organisation_id).select_related("incident")
    if (row := rows.filter(task_id=task.pk).first()) is not None and task.done_at is not None:
        zone = Organisation.objects.filter(pk=task.organisation_id).values_list("zone", flat=True).get()
        correction_done(actor=actor, correction=row, on=day_in(task.done_at, zone))
    elif (row := rows.filter(check_task_id=task.pk).first()) is not None:
        effect_heard(actor=actor, correction=row, task=task)
