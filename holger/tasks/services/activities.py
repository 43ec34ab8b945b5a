"""Activities made, changed, paused and put away."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.core.words import N_
from holger.history import services as history
from holger.history.services import Entry
from holger.organisation.services import next_numbers
from holger.tasks.models import Activity
from holger.tasks.permissions import DELETE, PLAN
from holger.tasks.rules import tasks as rules
from holger.tasks.rules.recurrence import parse
from holger.tasks.rules.rrule_text import NotARule
from holger.tasks.services.links import links_add
from holger.tasks.services.making import MOST_EACH, objects_of
from holger.tasks.services.planning import plan
from holger.tasks.services.shared import NOT_SEEN, hold, must_be_in_use, must_be_ours, must_make
from holger.ui import populations

BULK = (
    *("owner", "unit", "category", "performer", "performer_role", "deputy", "approver", "approver_role"),
    *("lead_days", "grace_days", "escalate_days", "minutes", "needs_evidence", "next_review"),
)
"""What can be answered for many activities at once."""
PEOPLE = ("owner", "performer", "deputy", "approver")
PLANNED = (
    *("title", "unit", "checklist", "rule", "starts", "ends", "basis", "lead_days", "needs_evidence", "minutes"),
    *(*PEOPLE, "performer_role", "approver_role", "each_of", "each_filter"),
)
"""Whatever changes one of these changes the tasks that nobody has touched yet."""
JOINED = ("owner", "unit", "performer", "deputy", "approver")


@transaction.atomic
def activity_create(
    *, actor: Actor, title: str, library_id: str = "", about: Iterable[Any] = (), **answers: Any
) -> Activity:
    """Something that is done again and again. ``about``: objects of any kind that it serves. Its first tasks are made at once."""
    activity = activity_put(actor, title, library_id, about, answers)
    activities_begin(actor, [activity])
    return activity


def activity_put(
    actor: Actor, title: str, library_id: str, about: Iterable[Any], answers: Mapping[str, Any]
) -> Activity:
    """Number an activity and write it down; ``activities_begin`` makes its first tasks, of several together."""
    activity = Activity(organisation_id=actor.organisation_id, library_id=library_id)
    values = _checked(actor, activity, {"title": title, **answers})
    trial = Activity(organisation_id=actor.organisation_id, **{name: values.get(name) for name in ("unit", *PEOPLE)})
    must_make(actor, trial, N_("Choose yourself. You may only plan what you have a part in."))
    activity.number = next_numbers(organisation_id=actor.organisation_id, prefix=Activity.prefix)[0]
    activity.reference = f"{Activity.prefix}-{activity.number}"
    changes = write(activity, values)
    history.record(actor=actor, action="activity.created", target=activity, changes=changes)
    links_add(actor, activity, about)
    return activity


def activities_begin(actor: Actor, activities: list[Activity]) -> None:
    _plan(actor, activities, anew=False)


@transaction.atomic
def activity_edit(*, actor: Actor, activity: Activity, version: int | None = None, **answers: Any) -> Activity:
    """Change it. Tasks that are still to come, and that nobody has touched, follow; the others stay as they are."""
    actor.require(PLAN, activity)
    must_be_in_use(activity)
    if changes := write(activity, _checked(actor, activity, answers), version=version):
        history.record(actor=actor, action="activity.changed", target=activity, changes=changes)
        if changes.keys() & set(PLANNED):
            _plan(actor, [activity])
    return activity


@transaction.atomic
def activities_edit_many(*, actor: Actor, activities: Iterable[Activity], **answers: Any) -> int:
    """The same answers for many activities; returns how many changed."""
    if unknown := set(answers) - set(BULK):
        raise ValueError(f"not set for many activities at once: {unknown}")
    changed: list[tuple[Activity, Changes]] = []
    for activity in activities:
        actor.require(PLAN, activity)
        must_be_in_use(activity)
        if changes := write(activity, _checked(actor, activity, answers)):
            changed.append((activity, changes))
    history.record_many(actor=actor, entries=[Entry("activity.changed", *each) for each in changed])
    _plan(actor, [activity for activity, changes in changed if changes.keys() & set(PLANNED)])
    return len(changed)


@transaction.atomic
def activity_pause(*, actor: Actor, activity: Activity) -> Activity:
    """Nothing of it falls due until it is resumed. What somebody has begun stays to be done."""
    actor.require(PLAN, activity)
    must_be_in_use(activity)
    return _mark(actor, activity, "activity.paused", paused_at=activity.paused_at or dates.now())


@transaction.atomic
def activity_resume(*, actor: Actor, activity: Activity) -> Activity:
    """It goes on from today. What would have fallen due meanwhile is not made up for."""
    actor.require(PLAN, activity)
    must_be_in_use(activity)
    return _mark(actor, activity, "activity.resumed", paused_at=None)


@transaction.atomic
def activity_archive(*, actor: Actor, activity: Activity) -> Activity:
    """Put away: nothing of it falls due any more. Its runs and their evidence stay."""
    actor.require(DELETE, activity)
    return _mark(actor, activity, "activity.archived", archived_at=activity.archived_at or dates.now())


@transaction.atomic
def activities_archive_many(*, actor: Actor, activities: Iterable[Activity]) -> int:
    """Put several away at once; returns how many."""
    return len([activity_archive(actor=actor, activity=activity) for activity in activities])


@transaction.atomic
def activity_restore(*, actor: Actor, activity: Activity) -> Activity:
    actor.require(DELETE, activity)
    return _mark(actor, activity, "activity.restored", archived_at=None)


def _mark(actor: Actor, activity: Activity, action: str, **marks: Any) -> Activity:
    if changes := write(activity, marks):
        history.record(actor=actor, action=action, target=activity, changes=changes)
        _plan(actor, [activity])
    return activity


def _plan(actor: Actor, activities: list[Activity], *, anew: bool = True) -> None:
    if activities:
        today = dates.today(hold(actor.organisation_id).zone)
        plan(actor, activities, today=today, anew=anew)


# What is asked of the answers


def _checked(actor: Actor, activity: Activity, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept."""
    values = dict(answers)
    must_be_ours(actor, values.get("unit"), *(values.get(name) for name in PEOPLE))
    if "title" in values:
        values["title"] = values["title"].strip()
    if "rule" in values:
        values["rule"] = rule_text(values["rule"])
    if "checklist" in values:
        values["checklist"] = rules.lines(values["checklist"] or [])
        if why := rules.why_not_lines(values["checklist"]):
            raise RuleBroken(why)
    _check_people({name: values.get(name, getattr(activity, name)) for name in ("performer", "approver")})
    for name, narrowing in (("sample_of", "sample_filter"), ("each_of", "each_filter")):
        if {name, narrowing} & values.keys():
            values |= _population(actor, activity, values, name, narrowing)
    if "each_of" in values or "each_filter" in values:
        _check_size(actor, activity, values)
    return values


def rule_text(text: str) -> str:
    """A recurrence in its one spelling."""
    try:
        return parse(text).text
    except NotARule as wrong:
        raise RuleBroken(wrong.reason.text, "rule", wrong.reason.params) from wrong


def _check_people(named: Mapping[str, Any]) -> None:
    if named["performer"] is not None and named["performer"] == named["approver"]:
        raise RuleBroken(N_("Somebody else than who does it must sign it off."), "approver")


def _population(
    actor: Actor, activity: Activity, values: Mapping[str, Any], name: str, narrowing: str
) -> dict[str, str]:
    """The objects that are meant, in one spelling. What somebody else has chosen may stay."""
    was = {each: getattr(activity, each) for each in (name, narrowing)}
    now = {each: values.get(each, was[each]) or "" for each in was}
    now[narrowing] = populations.narrowing(now[narrowing]) if now[name] else ""
    if now == was or not now[name]:
        return now
    population = registry.populations.get(now[name])
    if population is None or not actor.may(population.permission):
        raise RuleBroken(NOT_SEEN, name)
    if wrong := populations.problems(population, now[narrowing], actor.organisation_id):
        raise RuleBroken(N_("The list cannot be narrowed like that: %(what)s"), narrowing, {"what": "; ".join(wrong)})
    return now


def _check_size(actor: Actor, activity: Activity, values: Mapping[str, Any]) -> None:
    """Not so many objects that nobody could do a task for each."""
    told = {name: values.get(name, getattr(activity, name)) for name in ("each_of", "each_filter")}
    trial = Activity(organisation_id=actor.organisation_id, **told)
    if len(objects_of(trial, MOST_EACH + 1)) > MOST_EACH:
        raise RuleBroken(N_("That is more than %(most)s. Narrow it down."), "each_filter", {"most": MOST_EACH})
