"""The plan's items: made and changed, started, finished, dropped and opened again, moved, put away and taken back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from holger.controls.models import PlanItem, PlanStatus
from holger.controls.permissions import DELETE, PLAN
from holger.controls.rules import plan as rules
from holger.controls.rules.quarters import Quarter, moved
from holger.controls.services.plan_checks import checked, must_be_in_use, must_make
from holger.controls.services.plan_priorities import priorities_set
from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.history.services import Entry
from holger.organisation.services import next_numbers

BULK = ("owner", "unit", "status", "starts", "due")
"""What can be answered for many items at once."""
FURTHEST = date(2199, 12, 31)


@transaction.atomic
def plan_item_create(*, actor: Actor, title: str, **answers: Any) -> PlanItem:
    """Plan a piece of work. ``requirements`` are what it closes, ``depends_on`` what it waits for."""
    actor.require(PLAN)
    item = PlanItem(organisation_id=actor.organisation_id)
    values = checked(actor, item, {"title": title, **answers})
    must_make(actor, values.get("owner"), values.get("unit"))
    item.number = next_numbers(organisation_id=actor.organisation_id, prefix=PlanItem.prefix)[0]
    item.reference = f"{PlanItem.prefix}-{item.number}"
    changes = write(item, values)
    history.record(actor=actor, action="plan_item.created", target=item, changes=changes)
    priorities_set(actor.organisation_id, [item])
    return item


@transaction.atomic
def plan_item_edit(*, actor: Actor, item: PlanItem, version: int | None = None, **answers: Any) -> PlanItem:
    """Change anything but the status, which has verbs of its own."""
    actor.require(PLAN, item)
    must_be_in_use(item)
    if changes := write(item, checked(actor, item, answers), version=version):
        history.record(actor=actor, action="plan_item.changed", target=item, changes=changes)
        priorities_set(actor.organisation_id, [item])
    return item


@transaction.atomic
def plan_items_edit_many(*, actor: Actor, items: Iterable[PlanItem], reason: str = "", **answers: Any) -> int:
    """The same answers for many items; a status is reached by its verb, to drop them takes a ``reason``.

    Returns how many have changed.
    """
    if unknown := set(answers) - set(BULK):
        raise ValueError(f"not set for many plan items at once: {unknown}")
    status = answers.pop("status", None)
    changed = []
    for item in items:
        actor.require(PLAN, item)
        must_be_in_use(item)
        before = item.version
        if answers and (changes := write(item, checked(actor, item, answers))):
            history.record_many(actor=actor, entries=[Entry("plan_item.changed", item, changes)])
        if status is not None and status != item.status:
            _turn(actor, item, rules.verb_for(status), reason)
        if item.version != before:
            changed.append(item)
    priorities_set(actor.organisation_id, changed)
    return len(changed)


@transaction.atomic
def plan_item_start(*, actor: Actor, item: PlanItem) -> PlanItem:
    """The work has begun."""
    return _do(actor, item, "start")


@transaction.atomic
def plan_item_done(*, actor: Actor, item: PlanItem) -> PlanItem:
    """The work is finished, also where what it waited for is not."""
    return _do(actor, item, "done")


@transaction.atomic
def plan_item_drop(*, actor: Actor, item: PlanItem, reason: str) -> PlanItem:
    """It will not be done after all, and why not."""
    return _do(actor, item, "drop", reason)


@transaction.atomic
def plan_item_reopen(*, actor: Actor, item: PlanItem) -> PlanItem:
    """It is planned again, whether it was finished, dropped or merely begun too soon."""
    return _do(actor, item, "reopen")


@transaction.atomic
def plan_item_place(*, actor: Actor, item: PlanItem, quarter: Quarter) -> PlanItem:
    """Let it begin and end with a quarter."""
    actor.require(PLAN, item)
    return plan_item_edit(actor=actor, item=item, starts=quarter.first, due=quarter.last)


@transaction.atomic
def plan_item_move(*, actor: Actor, item: PlanItem, quarters: int) -> PlanItem:
    """Put it off by so many quarters, or bring it forward where they are negative."""
    actor.require(PLAN, item)
    now = {name: getattr(item, name) for name in ("starts", "due")}
    there = {name: day for name, day in now.items() if day is not None}
    if not there:
        raise RuleBroken(N_("It has no dates yet. Choose a quarter first."))
    latest = max(day.year + quarters // 4 for day in there.values())
    if not 1 < latest < FURTHEST.year:
        raise RuleBroken(N_("That is too far away."))
    answers: dict[str, Any] = {name: moved(day, quarters) for name, day in there.items()}
    return plan_item_edit(actor=actor, item=item, **answers)


@transaction.atomic
def plan_item_archive(*, actor: Actor, item: PlanItem) -> PlanItem:
    """Put away: it closes nothing and holds nothing up any more. Its history stays."""
    actor.require(DELETE, item)
    return _mark(actor, item, "plan_item.archived", item.archived_at or dates.now())


@transaction.atomic
def plan_item_restore(*, actor: Actor, item: PlanItem) -> PlanItem:
    actor.require(DELETE, item)
    return _mark(actor, item, "plan_item.restored", None)


def _mark(actor: Actor, item: PlanItem, action: str, when: Any) -> PlanItem:
    if changes := write(item, {"archived_at": when}):
        history.record(actor=actor, action=action, target=item, changes=changes)
        priorities_set(actor.organisation_id, [item])
    return item


def _do(actor: Actor, item: PlanItem, verb: str, reason: str = "") -> PlanItem:
    actor.require(PLAN, item)
    must_be_in_use(item)
    _turn(actor, item, verb, reason)
    priorities_set(actor.organisation_id, [item])
    return item


def _turn(actor: Actor, item: PlanItem, verb: str, reason: str) -> Changes:
    if why := rules.why_not(verb, item.status):
        raise RuleBroken(why)
    if verb == "drop" and not reason.strip():
        raise RuleBroken(N_("Write why it is dropped."), "reason")
    status = rules.BECOMES[verb]
    changes = write(item, {"status": status, "done_at": dates.now() if status == PlanStatus.DONE else None})
    changes.pop("done_at", None)  # the entry itself has its time
    history.record(actor=actor, action=f"plan_item.{TOLD[verb]}", target=item, changes=changes, reason=reason.strip())
    return changes


TOLD = {"start": "started", "done": "done", "drop": "dropped", "reopen": "reopened"}
