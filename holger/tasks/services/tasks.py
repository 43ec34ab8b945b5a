"""Tasks made, changed, given away, moved, dropped and opened again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import RuleBroken
from holger.core.linking import must_be_seen
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.selectors import is_here
from holger.organisation.services import next_numbers
from holger.tasks.models import Task, TaskStatus
from holger.tasks.permissions import DELETE, PLAN
from holger.tasks.rules import tasks as rules
from holger.tasks.services.shared import must_be_in_use, must_be_ours, must_know, must_make, today_in
from holger.tasks.signals import tasks_given

EDITED = ("title", "description", "unit", "deputy", "approver", "needs_evidence", "minutes", "opens", "checklist")
"""What is changed about a task by itself; who does it and when have verbs of their own."""
BOTH = N_("Somebody else than who does it must sign it off.")


@transaction.atomic
def task_create(
    *,
    actor: Actor,
    title: str,
    due: date,
    owner: Person | None = None,
    subject: Any = None,
    **answers: Any,
) -> Task:
    """Something that somebody must do once. ``subject``: the object that it is about, of any kind."""
    _only(answers)
    values = _checked(actor, {"title": title, "due": due, "owner": owner, **answers})
    _must_be_two(owner, values.get("approver"))
    task = Task(organisation_id=actor.organisation_id)
    if subject is not None:
        must_be_seen(actor, [subject])
        task.about_type, task.about_id = subject.subject_type, subject.pk
    trial = Task(
        organisation_id=actor.organisation_id, owner=owner, unit=values.get("unit"), asked_by_id=actor.person_id
    )
    must_make(actor, trial, N_("Choose yourself. You may only plan what you have a part in."))
    return task_put(actor, task, values)


def task_put(actor: Actor, task: Task, values: Mapping[str, Any], *, born: bool = False) -> Task:
    """Number a task and write it down, as given by the actor where it is somebody else's."""
    owner = values.get("owner")
    if actor.person_id is not None and (owner is None or owner.pk != actor.person_id):
        task.asked_by_id = actor.person_id
    task.number = next_numbers(organisation_id=actor.organisation_id, prefix=Task.prefix)[0]
    task.reference = f"{Task.prefix}-{task.number}"
    must_know(task, values)
    changes = write(task, values)
    history.record(actor=actor, action="task.born" if born else "task.created", target=task, changes=changes)
    tell_given(actor, [task])
    return task


@transaction.atomic
def task_edit(*, actor: Actor, task: Task, version: int | None = None, **answers: Any) -> Task:
    """Change what is to be done and how. ``checklist`` are the lines; what is ticked stays ticked."""
    actor.require(PLAN, task)
    must_be_in_use(task)
    _only(answers)
    if task.status not in rules.UNFINISHED:
        raise RuleBroken(rules.NOT_OPEN)
    values = _checked(actor, answers, task)
    must_know(task, values)
    if "approver" in values:
        _must_be_two(task.owner, values["approver"])
    if changes := write(task, values, version=version):
        changes.pop("checklist", None)  # history tells of words and days; the lines are on the task
        history.record(actor=actor, action="task.changed", target=task, changes=changes)
    return task


@transaction.atomic
def task_give(*, actor: Actor, task: Task, owner: Person, reason: str = "", version: int | None = None) -> Task:
    """Let somebody else do it. Whoever gives it away still sees it."""
    actor.require(PLAN, task)
    if _give(actor, task, owner, reason, version):
        tell_given(actor, [task])
    return task


@transaction.atomic
def tasks_give_many(*, actor: Actor, tasks: Iterable[Task], owner: Person, reason: str = "") -> int:
    """Give several to one person; returns how many were somebody else's."""
    rows = list(tasks)
    for task in rows:
        actor.require(PLAN, task)
    given = [task for task in rows if _give(actor, task, owner, reason)]
    tell_given(actor, given)
    return len(given)


def _give(actor: Actor, task: Task, owner: Person, reason: str, version: int | None = None) -> Changes:
    must_be_ours(actor, owner)
    must_be_in_use(task)
    _refuse(rules.why_not_change(task.status))
    if not is_here(owner):
        raise RuleBroken(N_("%(name)s is not here any more."), "owner", {"name": owner.name})
    if task.approver_id == owner.pk:
        raise RuleBroken(N_("%(name)s signs it off, so somebody else must do it."), "owner", {"name": owner.name})
    values: dict[str, Any] = {"owner": owner}
    must_know(task, values)
    if task.deputy_id == owner.pk:
        values["deputy"] = None
    if task.asked_by_id is None and actor.person_id not in (None, owner.pk) and task.owner_id != owner.pk:
        values["asked_by_id"] = actor.person_id
    changes = write(task, values, version=version)
    changes.pop("asked_by_id", None)  # the entry tells who gave it
    if changes:
        history.record(actor=actor, action="task.given", target=task, changes=changes, reason=reason.strip())
    return changes


@transaction.atomic
def task_move(*, actor: Actor, task: Task, due: date, reason: str = "", version: int | None = None) -> Task:
    """Let it be due on another day. When it was planned for is kept, and why it was put off is told."""
    actor.require(PLAN, task)
    _move(actor, task, due, reason, version)
    return task


@transaction.atomic
def tasks_move_many(*, actor: Actor, tasks: Iterable[Task], due: date, reason: str = "") -> int:
    """Move several to one day; returns how many were due on another."""
    rows = list(tasks)
    for task in rows:
        actor.require(PLAN, task)
    return sum(bool(_move(actor, task, due, reason)) for task in rows)


def _move(actor: Actor, task: Task, due: date, reason: str, version: int | None = None) -> Changes:
    must_be_in_use(task)
    _refuse(rules.why_not_change(task.status))
    _refuse(rules.why_not_move(task.due, due, today_in(task.organisation_id), reason.strip()))
    values: dict[str, Any] = {"due": due}
    if task.opens is not None:
        values["opens"] = min(task.opens, due)
    changes = write(task, values, version=version)
    if changes:
        told = {"due": changes["due"]}
        history.record(actor=actor, action="task.moved", target=task, changes=told, reason=reason.strip())
    return changes


@transaction.atomic
def task_drop(*, actor: Actor, task: Task, reason: str) -> Task:
    """It will not be done after all, and why not."""
    actor.require(PLAN, task)
    must_be_in_use(task)
    _refuse(rules.why_not_drop(task.status))
    if not reason.strip():
        raise RuleBroken(N_("Write why it is dropped."), "reason")
    changes = write(task, {"status": TaskStatus.DROPPED, "reason": reason.strip()})
    history.record(actor=actor, action="task.dropped", target=task, changes=_status(changes), reason=reason.strip())
    return task


@transaction.atomic
def task_reopen(*, actor: Actor, task: Task) -> Task:
    """It is to be done after all, or once more. What was said of it stays as a draft."""
    actor.require(PLAN, task)
    must_be_in_use(task)
    _refuse(rules.why_not_reopen(task.status))
    values: dict[str, Any] = {
        "status": TaskStatus.OPEN,
        "due": rules.again_due(task.due, today_in(task.organisation_id)),
        **dict.fromkeys(("done_at", "doer", "signed_at")),
        **dict.fromkeys(("done_by", "signed_by"), ""),
    }
    changes = write(task, values)
    told: Changes = {name: changes[name] for name in ("status", "due") if name in changes}
    history.record(actor=actor, action="task.reopened", target=task, changes=told)
    return task


@transaction.atomic
def task_archive(*, actor: Actor, task: Task) -> Task:
    """Put away what should never have been there. It is told of nowhere any more."""
    actor.require(DELETE, task)
    return _mark(actor, task, "task.archived", task.archived_at or dates.now())


@transaction.atomic
def task_restore(*, actor: Actor, task: Task) -> Task:
    actor.require(DELETE, task)
    return _mark(actor, task, "task.restored", None)


def _mark(actor: Actor, task: Task, action: str, when: Any) -> Task:
    if changes := write(task, {"archived_at": when}):
        history.record(actor=actor, action=action, target=task, changes=changes)
    return task


def tell_given(actor: Actor, tasks: list[Task]) -> None:
    """Whoever has got something to do from somebody else hears of it."""
    given = [task for task in tasks if task.owner_id is not None and task.owner_id != actor.person_id]
    if given:
        tasks_given.send(sender=Task, actor=actor, tasks=given)


def _status(changes: Changes) -> Changes:
    return {name: value for name, value in changes.items() if name == "status"}


def _refuse(why: Any) -> None:
    if why:
        raise RuleBroken(why)


def _only(answers: Mapping[str, Any]) -> None:
    if unknown := set(answers) - set(EDITED):
        raise ValueError(f"not said of a task like this: {unknown}")


def _checked(actor: Actor, answers: Mapping[str, Any], task: Task | None = None) -> dict[str, Any]:
    """The answers as they are kept."""
    values = dict(answers)
    must_be_ours(actor, *(values.get(name) for name in ("owner", "unit", "deputy", "approver")))
    if "title" in values:
        values["title"] = values["title"].strip()
    if "checklist" in values:
        found = rules.lines(values["checklist"] or [])
        _refuse(rules.why_not_lines(found))
        ticked = {line["text"] for line in (task.checklist if task else ()) if line.get("done")}
        values["checklist"] = [{"text": text, "done": text in ticked} for text in found]
    return values


def _must_be_two(owner: Person | None, approver: Person | None) -> None:
    if owner is not None and owner == approver:
        raise RuleBroken(BOTH, "approver")
