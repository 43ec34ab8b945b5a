"""Whether the plan can be kept: who is asked for how much in the coming months."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from holger.core.actor import Actor
from holger.organisation.selectors import people_for
from holger.tasks.rules.load import Load, Work, load
from holger.tasks.rules.months import Month
from holger.tasks.rules.standing import CLOSED, MISSED
from holger.tasks.selectors.runs import Run, Source

ONCE = None
"""Stands for all that is done only once."""


@dataclass(frozen=True)
class Checked:
    """The load, with what its keys stand for."""

    load: Load[UUID | None, UUID]
    sources: Mapping[UUID, Source]
    people: Mapping[UUID, str]


def plan_checked(actor: Actor, runs: Iterable[Run], first: Month, months: int, capacity: int) -> Checked:
    """Of the runs that are still to be done; ``capacity`` is in minutes a month."""
    ahead = [run for run in runs if run.state not in (*CLOSED, MISSED)]
    work = [Work(run.of.pk if run.of else ONCE, run.day, run.person_id, run.minutes) for run in ahead]
    found = load(work, first, months, capacity)
    names = {run.person_id: run.person for run in ahead if run.person_id and run.person}
    unnamed = [line.person for line in found.lines if line.person not in names]
    if unnamed:
        names |= dict(people_for(actor).filter(pk__in=unnamed).values_list("pk", "name"))
    return Checked(found, {run.of.pk: run.of for run in ahead if run.of}, names)
