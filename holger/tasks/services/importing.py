"""Activities and tasks from a spreadsheet, and back again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.core.words import N_
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.organisation.services import next_numbers
from holger.tasks.models import Activity, Task, TaskStatus
from holger.tasks.permissions import IMPORT, PLAN
from holger.tasks.rules import tasks as rules
from holger.tasks.rules import yearly
from holger.tasks.rules.recurrence import parse
from holger.tasks.services.planning import plan, untouched
from holger.tasks.services.shared import hold
from holger.tasks.services.tasks import tell_given
from holger.ui import populations

COLUMNS = ("rule", "months", "cadence")
"""The columns of a file that tell how often; the first of them that tells anything counts."""


@transaction.atomic
def activities_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Write the rows of a file, plan their tasks, and answer what ``activities_import_undo`` needs."""
    actor.require(IMPORT)
    today = dates.today(hold(actor.organisation_id).zone)
    there = _activities(actor, [row.id for row in updates])
    for new in creates:
        _check_lists(actor, new, None)
    for changed in updates:
        _check_lists(actor, changed, there.get(changed.id))
    written = bulk.write(
        actor=actor,
        model=Activity,
        verb="activity",
        permission=PLAN,
        creates=[replace(row, values=_kept(row.values, None, today)) for row in creates],
        updates=[replace(row, values=_kept(row.values, there.get(row.id), today)) for row in updates],
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=Activity.prefix),
    )
    made = [UUID(key) for key in written["created"]]
    plan(actor, list(_activities(actor, made).values()), today=today)
    plan(actor, list(_activities(actor, there).values()), today=today, anew=True)
    return written


@transaction.atomic
def activities_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put everything back as it was; a task that somebody has begun meanwhile stands in its way."""
    actor.require(IMPORT)
    today = dates.today(hold(actor.organisation_id).zone)
    runs = Task.objects.filter(organisation_id=actor.organisation_id, activity__in=payload["created"])
    keys = list(runs.values_list("pk", flat=True))
    free = untouched(actor.organisation_id, keys)
    if taken := runs.exclude(pk__in=free).order_by("number").first():
        raise RuleBroken(N_("Somebody has worked on “%(label)s” since the import."), params={"label": str(taken)})
    runs.delete()
    bulk.undo(actor=actor, model=Activity, verb="activity", permission=PLAN, payload=payload)
    changed = [UUID(row["id"]) for row in payload["updated"]]
    plan(actor, list(_activities(actor, changed).values()), today=today, anew=True)


LISTS = (("sample_of", "sample_filter"), ("each_of", "each_filter"))


def _check_lists(actor: Actor, row: NewRow | ChangedRow, there: Activity | None) -> None:
    """What a list is narrowed by must be something that it knows: anything else would mean all of it."""
    for name, narrowing in LISTS:
        key = str(row.values.get(name) or getattr(there, name, ""))
        text = populations.narrowing(str(row.values.get(narrowing) or getattr(there, narrowing, "")))
        known = registry.populations.get(key)
        if known is not None and (wrong := populations.problems(known, text, actor.organisation_id)):
            told = {"row": row.number, "error": "; ".join(wrong)}
            raise RuleBroken(N_("Row %(row)s: %(error)s"), params=told)


def _activities(actor: Actor, keys: Iterable[UUID]) -> dict[UUID, Activity]:
    rows = Activity.objects.filter(organisation_id=actor.organisation_id)
    return rows.in_bulk(list(keys))


def _kept(given: Mapping[str, Any], there: Activity | None, today: Any) -> dict[str, Any]:
    """A row's values as an activity keeps them: one rule, and the first due date where the file tells none."""
    values = {name: value for name, value in given.items() if name not in COLUMNS}
    if isinstance(values.get("checklist"), str):
        values["checklist"] = rules.lines(values["checklist"].splitlines())
    values |= {name: populations.narrowing(values[name]) for _of, name in LISTS if values.get(name)}
    told = next((name for name in COLUMNS if given.get(name)), None)
    if told is None:
        return values
    dated = given.get("starts") is not None or there is not None
    if told == "rule":
        rule = parse(given["rule"])
    elif told == "months":
        rule = yearly.rule_in(yearly.read_months(given["months"]), dated=dated)
    else:
        rule = yearly.CADENCES[given["cadence"]]
    values["rule"] = rule.text
    if not dated:
        values["starts"] = yearly.first_time(rule, today)
    return values


# Tasks


@transaction.atomic
def tasks_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Tasks that are done once, and changes to such as are open."""
    actor.require(IMPORT)
    rows = Task.objects.filter(organisation_id=actor.organisation_id).in_bulk([row.id for row in updates])
    for row in updates:
        if row.values and row.id in rows and rows[row.id].status != TaskStatus.OPEN:
            raise RuleBroken(N_("Row %(row)s: the task is not open any more."), params={"row": row.number})
    written = bulk.write(
        actor=actor,
        model=Task,
        verb="task",
        permission=PLAN,
        creates=[replace(row, values=_lines(row.values)) for row in creates],
        updates=[replace(row, values=_lines(row.values)) for row in updates],
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=Task.prefix),
        defaults={"asked_by_id": actor.person_id},
    )
    made = Task.objects.filter(organisation_id=actor.organisation_id, pk__in=written["created"])
    tell_given(actor, list(made))
    return written


@transaction.atomic
def tasks_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    actor.require(IMPORT)
    bulk.undo(actor=actor, model=Task, verb="task", permission=PLAN, payload=payload)


def _lines(given: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(given)
    if isinstance(values.get("checklist"), str):
        found = rules.lines(values["checklist"].splitlines())
        values["checklist"] = [{"text": text, "done": False} for text in found]
    return values
