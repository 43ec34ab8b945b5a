"""Corrective actions: given to somebody, done in a task, looked at again when the effect can show (ISO/IEC 27001:2022, 10.2)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.registry import registry
from holger.core.words import N_
from holger.history import services as history
from holger.incidents.models import Correction, Effect, Incident
from holger.incidents.permissions import WORK
from holger.incidents.rules import afterwards as rules
from holger.incidents.selectors.concerned import team_of
from holger.incidents.services.lines import line_put
from holger.incidents.services.made_tasks import settle, task_make
from holger.incidents.services.standing import hold, must_reach
from holger.organisation.models import Organisation, Person
from holger.organisation.selectors import is_here
from holger.organisation.services import guards
from holger.tasks.models import Task, TaskStatus
from holger.tasks.permissions import PLAN
from holger.tasks.rules.tasks import DEVIATION
from holger.tasks.services import task_drop

CHECK = N_("Has it worked? %(title)s (%(reference)s)")
DROPPED = N_("This was dropped.")


@transaction.atomic
def correction_add(
    *,
    actor: Actor,
    incident: Incident,
    title: str,
    owner: Person,
    due: date,
    check_on: date | None = None,
    about: Any = None,
) -> Correction:
    """Have something done so that it does not happen again. It becomes a task of ``owner``; ``about``: what it changes.

    Of an incident that only a few may know of, only they can be given something to do.
    """
    must_reach(actor, incident, WORK)
    guards.own(actor, owner)
    hold(incident)
    _must_take_part(incident, owner)
    if check_on is not None and (refused := rules.why_not_check_on(due, check_on)):
        raise RuleBroken(refused)
    row = Correction(organisation_id=actor.organisation_id, incident=incident)
    if about is not None:
        row.about_type, row.about_id = _seen(actor, about)
    write(row, {"title": title.strip(), "owner": owner, "due": due, "check_on": check_on})
    task = task_make(actor, incident, title=row.title, due=due, owner=owner)
    write(row, {"task_id": task.pk})
    told = {"title": [None, row.title], "owner": [None, owner.name], "due": [None, due.isoformat()]}
    history.record(actor=actor, action="incident.correction_added", target=incident, changes=told)
    line_put(actor, incident, "correction_added", title=row.title)
    return row


def correction_done(*, actor: Actor, correction: Correction, on: date) -> Correction:
    """Its task is done: from now on its effect is awaited, and somebody is asked to look at it 30 to 90 days later. Called when
    the tasks room says so, inside its transaction, by whoever might do the task."""
    row = _fresh(correction)
    if row.done_on is not None or row.dropped_at is not None:
        return row
    check_on = rules.check_day(on, row.check_on)
    incident = row.incident
    with override(Organisation.objects.filter(pk=row.organisation_id).values_list("language", flat=True).get()):
        title = gettext(CHECK) % {"title": row.title, "reference": incident.reference}
    task = task_make(actor, incident, title=title, due=check_on, owner=incident.owner or row.owner)
    write(row, {"done_on": on, "check_on": check_on, "check_task_id": task.pk})
    _tell(actor, row, "incident.correction_done", "done_on", None, on.isoformat())
    line_put(actor, incident, "correction_done", title=row.title)
    return row


@transaction.atomic
def correction_check(*, actor: Actor, correction: Correction, worked: bool, note: str) -> Correction:
    """Say whether it has worked, and how one knows. Where it has not, something else must be done."""
    must_reach(actor, correction.incident, WORK)
    row = _fresh(correction)
    if row.dropped_at is not None:
        raise RuleBroken(DROPPED)
    if row.done_on is None:
        raise RuleBroken(N_("It is not done yet, so nobody can know whether it has worked."))
    if row.effect != Effect.AWAITED:
        raise RuleBroken(N_("Its effect has been looked at already."))
    if not note.strip():
        raise RuleBroken(N_("Write how you know."), "note")
    effect_put(actor, row, worked=worked, note=note.strip())
    settle(actor, row.check_task_id, note.strip())
    return row


def effect_heard(*, actor: Actor, correction: Correction, task: Task) -> None:
    """The task to look at the effect is done: a deviation says that it has not worked."""
    row = _fresh(correction)
    if row.effect == Effect.AWAITED and row.dropped_at is None:
        effect_put(actor, row, worked=task.result != DEVIATION, note=task.comment or task.reason)


def effect_put(actor: Actor, row: Correction, *, worked: bool, note: str) -> None:
    effect = Effect.WORKED if worked else Effect.FAILED
    write(row, {"effect": effect, "effect_note": note[:4000], "checked_by": actor.label})
    _tell(actor, row, "incident.correction_checked", "effect", Effect.AWAITED.value, effect.value, note)
    line_put(actor, row.incident, "correction_worked" if worked else "correction_failed", title=row.title)


@transaction.atomic
def correction_drop(*, actor: Actor, correction: Correction, reason: str) -> Correction:
    """It will not be done after all, and why not. Its open tasks are dropped with it."""
    must_reach(actor, correction.incident, WORK)
    row = _fresh(correction)
    if row.dropped_at is not None:
        raise RuleBroken(DROPPED)
    if row.effect != Effect.AWAITED:
        raise RuleBroken(N_("Its effect has been looked at already."))
    if not reason.strip():
        raise RuleBroken(N_("Write why it is dropped."), "reason")
    why = reason.strip()
    write(row, {"dropped_at": dates.now(), "dropped_why": why[:4000], "dropped_by": actor.label})
    _tell(actor, row, "incident.correction_dropped", "title", row.title, None, why)
    line_put(actor, row.incident, "correction_dropped", title=row.title)
    for key in filter(None, (row.task_id, row.check_task_id)):
        task = Task.objects.filter(organisation_id=row.organisation_id, pk=key, archived_at=None).first()
        if task is not None and task.status == TaskStatus.OPEN and actor.may(PLAN, task):
            task_drop(actor=actor, task=task, reason=why)
    return row


def _fresh(correction: Correction) -> Correction:
    """As it is now, and nobody else's until the transaction ends."""
    hold(correction.incident)
    return Correction.objects.select_related("incident__owner", "owner").get(pk=correction.pk)


def _must_take_part(incident: Incident, owner: Person) -> None:
    told = {"name": owner.name}
    if not is_here(owner):
        raise RuleBroken(N_("%(name)s is not here any more."), "owner", told)
    if incident.restricted and owner.pk not in team_of(incident):
        raise RuleBroken(N_("%(name)s may not know of this incident. Take them onto the team first."), "owner", told)


def _seen(actor: Actor, about: Any) -> tuple[str, Any]:
    kind = registry.subjects.get(about._meta.label_lower)
    if kind is None or not kind.visible(actor).filter(pk=about.pk).exists():
        raise NotFound
    return kind.type, about.pk


def _tell(
    actor: Actor, row: Correction, action: str, field: str, before: str | None, after: str | None, why: str = ""
) -> None:
    changes = (
        {field: [before, after]} if field == "title" else {"title": [row.title, row.title], field: [before, after]}
    )
    history.record(actor=actor, action=action, target=row.incident, changes=changes, reason=why)
