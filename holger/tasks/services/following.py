"""What follows from a run: a task that puts a deviation right, and the next run."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.selectors import is_here
from holger.organisation.services import next_numbers
from holger.tasks.models import Activity, Basis, Task, TaskStatus
from holger.tasks.rules import tasks as rules
from holger.tasks.selectors.roster import roster_of
from holger.tasks.services.making import Maker
from holger.tasks.services.planning import next_slot, plan
from holger.tasks.services.shared import hold, references, today_in
from holger.tasks.services.tasks import task_put, tell_given

# A deviation


def follow_up(actor: Actor, task: Task, title: str, owner: Person | None) -> Task:
    """A task that puts right what deviated. A run that is done once more after it was sent back keeps the one that it has."""
    title = title.strip() or proposed_title(task)
    there = task.born.filter(status=TaskStatus.OPEN).order_by("number").first()
    if there is not None:
        return _again(actor, there, title, owner)
    new = Task(organisation_id=task.organisation_id, born_of=task)
    new.about_type, new.about_id = _concerned(task)
    values = {
        "title": title[:200],
        "description": task.reason,
        "owner": owner or proposed_owner(task),
        "unit": task.unit,
        "due": today_in(task.organisation_id) + rules.FOLLOW_UP,
    }
    return task_put(actor, new, values, born=True)


def _again(actor: Actor, there: Task, title: str, owner: Person | None) -> Task:
    answers: dict[str, Any] = {"title": title[:200], **({"owner": owner} if owner else {})}
    if changes := write(there, answers):
        history.record(actor=actor, action="task.changed", target=there, changes=changes)
        if "owner" in changes:
            tell_given(actor, [there])
    return there


def proposed_title(task: Task) -> str:
    """What the follow-up is called until somebody writes something better."""
    names = [row["title"] for row in rules.deviating(task.sample.get("rows", ()))]
    text = gettext("Put right: %(title)s") % {"title": task.title}
    return (f"{text} ({', '.join(names[:3])}{' …' if names[3:] else ''})" if names else text)[:200]


def proposed_owner(task: Task) -> Person | None:
    """Whom it concerns: the owner of what deviated, of what the run is about, or whoever answers for the activity."""
    owners = {row.get("owner") for row in rules.deviating(task.sample.get("rows", ()))} - {"", None}
    keys = [UUID(str(owners.pop()))] if len(owners) == 1 else []
    answering = task.activity.owner_id if task.activity else None
    keys += [key for key in (_owner_of(task), answering, task.owner_id) if key is not None]
    people = Person.objects.filter(organisation_id=task.organisation_id, is_service=False).in_bulk(keys)
    return next((people[key] for key in keys if key in people and is_here(people[key])), None)


def _owner_of(task: Task) -> Any:
    return getattr(object_of(task), "owner_id", None)


def _concerned(task: Task) -> tuple[str, Any]:
    """The one thing that deviated, else what the run is about."""
    rows = rules.deviating(task.sample.get("rows", ()))
    return (rows[0]["type"], rows[0]["id"]) if len(rows) == 1 else (task.about_type, task.about_id)


# The next time


def plan_next(actor: Actor, task: Task, next_due: date | None) -> Task | None:
    """Plan the next run, where there is one to plan; on ``next_due`` where that day was chosen."""
    activity = task.activity
    if activity is None or activity.paused_at is not None or activity.archived_at is not None:
        return None
    if next_due is None and activity.basis == Basis.DUE:
        return None
    today = today_in(task.organisation_id)
    if next_due is None:
        hold(activity.organisation_id)
        plan(actor, [activity], today=today)
        return None
    if next_due <= today:
        raise RuleBroken(N_("Choose a day to come."), "next_due")
    return _on(actor, activity, task, next_due, today)


def _on(actor: Actor, activity: Activity, task: Task, day: date, today: date) -> Task | None:
    """The next run on a chosen day; the date that the rule gave it is kept."""
    hold(activity.organisation_id)
    runs = Task.objects.filter(activity=activity, about_id=task.about_id, status=TaskStatus.OPEN)
    following = runs.filter(slot__gt=task.slot or today).order_by("slot").first()
    if following is not None:
        if following.due != day:
            changes = write(following, {"due": day, "opens": day - timedelta(days=activity.lead_days)})
            history.record(
                actor=actor,
                action="task.moved",
                target=following,
                changes={"due": changes["due"]},
                reason=task.reference,
            )
        return following
    slot = next_slot(activity, task)
    if slot is None:
        raise RuleBroken(N_("It does not come again: its recurrence ends before."), "next_due")
    number = references(Task.prefix, next_numbers(organisation_id=activity.organisation_id, prefix=Task.prefix))[0]
    maker = Maker(roster_of(activity.organisation_id, today))
    new = maker.make(activity, slot, object_of(task), number)
    new.due, new.opens = day, day - timedelta(days=activity.lead_days)
    new.save()
    history.record(
        actor=actor, action="activity.planned", target=activity, changes={"tasks": [None, [day.isoformat()]]}
    )
    tell_given(actor, [new])
    return new


def object_of(task: Task) -> Any:
    """What the run is about, whoever may see it; None for nothing."""
    kind = registry.subjects.get(task.about_type)
    if kind is None or task.about_id is None:
        return None
    return kind.model._default_manager.filter(organisation_id=task.organisation_id, pk=task.about_id).first()
