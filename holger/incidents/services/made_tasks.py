"""The tasks that an incident makes in the tasks room: to meet, to put something right, to see whether it worked."""

from datetime import date
from uuid import UUID

from holger.core.actor import Actor
from holger.incidents.models import Incident
from holger.incidents.selectors.drills import marked
from holger.organisation.models import Organisation, Person
from holger.tasks.models import Task, TaskStatus
from holger.tasks.permissions import WORK
from holger.tasks.services import task_done
from holger.tasks.services.tasks import task_put


def task_make(actor: Actor, incident: Incident, *, title: str, due: date, owner: Person | None, why: str = "") -> Task:
    """A task about an incident. Whoever calls has asked for the permission: it follows from what they may do to the incident."""
    task = Task(organisation_id=incident.organisation_id)
    task.about_type, task.about_id = incident.subject_type, incident.pk
    language = Organisation.objects.filter(pk=incident.organisation_id).values_list("language", flat=True).get()
    values = {"title": marked(incident, title, language)[:200], "due": due, "owner": owner, "unit": incident.unit}
    return task_put(actor, task, {**values, "description": why})


def settle(actor: Actor, task_id: UUID | None, comment: str) -> None:
    """What was done on the incident's own page is done in the tasks room too, where the actor may say so; else whoever has the
    task says it."""
    task = Task.objects.filter(organisation_id=actor.organisation_id, pk=task_id).first() if task_id else None
    if task is None or task.status != TaskStatus.OPEN or task.archived_at is not None or not actor.may(WORK, task):
        return
    task_done(actor=actor, task=task, comment=comment[:2000])
