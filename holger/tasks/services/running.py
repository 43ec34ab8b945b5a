"""Doing a task: begun, kept as a draft, done, signed off or sent back."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.evidence.models import EvidenceLink
from holger.history import services as history
from holger.organisation.models import Person
from holger.tasks.models import Task, TaskStatus
from holger.tasks.permissions import WORK
from holger.tasks.rules import tasks as rules
from holger.tasks.services.following import follow_up, plan_next
from holger.tasks.services.sampling import draw
from holger.tasks.services.shared import must_be_in_use, must_be_ours
from holger.tasks.signals import task_completed, task_sent_back, task_waits

SAID = ("result", "reason", "comment", "period_from", "period_to")
"""What whoever does it says of it."""
DRAFTED = ("next_due", "follow_title", "follow_owner")
"""What is said besides, and carried out once it is done."""
Rows = Mapping[str, tuple[str, str]]
"""Of the sample, by id: the result and a note."""


@transaction.atomic
def task_start(*, actor: Actor, task: Task) -> Task:
    """Begin. Where a sample is asked for it is drawn now, and stays as it was drawn."""
    _hold(task)
    _must_work(actor, task)
    if begun := _begun(task):
        write(task, begun)
        _tell_begun(actor, task)
    return task


@transaction.atomic
def task_draft(
    *, actor: Actor, task: Task, ticks: Collection[int] | None = None, rows: Rows | None = None, **said: Any
) -> Task:
    """Keep what is written so far, to go on later. It is nobody's word yet, so the history tells only that it was begun.

    ``ticks`` are the lines of the checklist that are done, by their place; ``rows`` what was seen of the sample.
    """
    _hold(task)
    _must_work(actor, task)
    must_be_ours(actor, said.get("follow_owner"))
    begun = _begun(task)
    write(task, {**begun, **_values(task, ticks, rows, said)})
    if begun:
        _tell_begun(actor, task)
    return task


@transaction.atomic
def task_done(
    *,
    actor: Actor,
    task: Task,
    result: str = rules.OK,
    ticks: Collection[int] | None = None,
    rows: Rows | None = None,
    next_due: date | None = None,
    follow_title: str = "",
    follow_owner: Person | None = None,
    version: int | None = None,
    **said: Any,
) -> Task:
    """Say that it is done, and how it went. Where somebody signs it off it waits for them.

    A deviation becomes a task of ``follow_owner``, by default of whom it concerns. The next time is as planned, or on ``next_due``.
    """
    _hold(task)
    _must_work(actor, task)
    must_be_ours(actor, follow_owner)
    values = _values(task, ticks, rows, {**said, "result": result})
    _must_be_whole(task, values)
    changes = write(task, {**values, "draft": {}, "sent_back": "", **_finished(actor, task)}, version=version)
    told = {name: changes[name] for name in ("status", *SAID) if name in changes}
    history.record(actor=actor, action="task.done", target=task, changes=told)
    if result == rules.DEVIATION:
        follow_up(actor, task, follow_title, follow_owner)
    plan_next(actor, task, next_due)
    signal = task_waits if task.awaits_sign_off else task_completed
    signal.send(sender=Task, actor=actor, task=task)
    return task


@transaction.atomic
def task_sign(*, actor: Actor, task: Task, accept: bool = True, reason: str = "") -> Task:
    """A second person looks at what was done, and accepts it or sends it back with a reason. Never whoever did it."""
    _hold(task)
    actor.require(WORK, task)
    must_be_in_use(task)
    people = {"approver": task.approver_id, "doer": task.doer_id, "owner": task.owner_id}
    if why := rules.why_not_sign(actor.person_id, waits=task.awaits_sign_off, **people):
        raise RuleBroken(why)
    return _accept(actor, task, reason) if accept else _send_back(actor, task, reason)


def _accept(actor: Actor, task: Task, reason: str) -> Task:
    values = {"status": _unless_missed(task, TaskStatus.DONE), "signed_at": dates.now(), "signed_by": actor.label}
    changes = write(task, values)
    told = {name: changes[name] for name in ("status",) if name in changes}
    history.record(actor=actor, action="task.signed", target=task, changes=told, reason=reason.strip())
    task_completed.send(sender=Task, actor=actor, task=task)
    return task


def _send_back(actor: Actor, task: Task, reason: str) -> Task:
    if not reason.strip():
        raise RuleBroken(N_("Write what is missing."), "reason")
    values = {"status": _unless_missed(task, TaskStatus.OPEN), "sent_back": reason.strip()}
    changes = write(task, {**values, "done_at": None, "done_by": "", "doer": None})
    told = {name: changes[name] for name in ("status",) if name in changes}
    history.record(actor=actor, action="task.sent_back", target=task, changes=told, reason=reason.strip())
    task_sent_back.send(sender=Task, actor=actor, task=task)
    return task


def _unless_missed(task: Task, status: TaskStatus) -> TaskStatus:
    return TaskStatus.MISSED if task.status == TaskStatus.MISSED else status


def _hold(task: Task) -> None:
    """As it is now, and nobody else's until the transaction ends: a draft of it may have been kept since it was found."""
    activity = task.activity if task.activity_id is not None else None
    task.refresh_from_db(from_queryset=Task.objects.select_for_update())
    task.activity = activity


def _must_work(actor: Actor, task: Task) -> None:
    actor.require(WORK, task)
    must_be_in_use(task)
    why = rules.why_not_work(task.status, done=task.done_at is not None)
    why = why or rules.why_not_do(actor.person_id, task.approver_id)
    if why:
        raise RuleBroken(why)


def _begun(task: Task) -> dict[str, Any]:
    """What is different once it is begun; nothing where it was begun before."""
    if task.started_at is not None:
        return {}
    values: dict[str, Any] = {"started_at": dates.now()}
    if task.activity is not None and task.activity.sample_of:
        values["sample"] = draw(task.activity, task)
    return values


def _tell_begun(actor: Actor, task: Task) -> None:
    rows = task.sample.get("rows", ())
    told = {"sample": [None, [row["reference"] or row["title"] for row in rows]]} if rows else {}
    history.record(actor=actor, action="task.started", target=task, changes=told)


def _values(task: Task, ticks: Collection[int] | None, rows: Rows | None, said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said, as it is kept."""
    if unknown := set(said) - {*SAID, *DRAFTED}:
        raise ValueError(f"not said of a task: {unknown}")
    values = {name: value.strip() if isinstance(value, str) else value for name, value in said.items() if name in SAID}
    if ticks is not None:
        values["checklist"] = [{**line, "done": place in ticks} for place, line in enumerate(task.checklist)]
    if rows is not None and task.sample:
        values["sample"] = {**task.sample, "rows": [_seen(row, rows) for row in task.sample["rows"]]}
    if drafted := {name: value for name, value in said.items() if name in DRAFTED}:
        values["draft"] = {**task.draft, **{name: _plain(value) for name, value in drafted.items()}}
    return values


def _seen(row: Mapping[str, Any], rows: Rows) -> dict[str, Any]:
    if row["id"] not in rows:
        return dict(row)
    result, note = rows[row["id"]]
    if result not in ("", *rules.RESULTS):
        raise RuleBroken(N_("Choose a result."), "sample")
    return {**row, "result": result, "note": note.strip()[:300]}


def _plain(value: Any) -> Any:
    if isinstance(value, Person):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else value


def _must_be_whole(task: Task, values: Mapping[str, Any]) -> None:
    if task.started_at is None and task.activity is not None and task.activity.sample_of:
        raise RuleBroken(N_("Begin first: the sample is drawn then."), "sample")
    said = rules.Said(
        result=values["result"],
        reason=values.get("reason", task.reason),
        checklist=values.get("checklist", task.checklist),
        rows=values.get("sample", task.sample).get("rows", ()),
        evidence=_evidence_on(task) if task.needs_evidence else 0,
        needs_evidence=task.needs_evidence,
    )
    if why := rules.why_not_done(said):
        raise RuleBroken(why)


def _evidence_on(task: Task) -> int:
    links = EvidenceLink.objects.filter(subject_type=task.subject_type, subject_id=task.pk)
    return links.filter(organisation_id=task.organisation_id, evidence__archived_at=None).count()


def _finished(actor: Actor, task: Task) -> dict[str, Any]:
    waits = TaskStatus.WAITING if task.wants_sign_off else TaskStatus.DONE
    return {
        "status": _unless_missed(task, waits),
        "started_at": task.started_at or dates.now(),
        "done_at": dates.now(),
        "done_by": actor.label,
        "doer_id": actor.person_id,
    }
