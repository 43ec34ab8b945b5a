"""Which due dates of an activity should have tasks, and which of its tasks are changed to get there."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import zip_longest

from holger.tasks.rules.recurrence import Rule, next_after, next_from_completion, occurrences

HORIZON = timedelta(days=60)
"""Tasks are made so long before they are due, and longer before where they open sooner."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Past:
    """The runs that there have been: how many, the last one's date, and the day it was done (its date where it was not).

    ``open``: one of them is still to be done.
    """

    count: int = 0
    slot: date | None = None
    closed: date | None = None
    open: bool = False


@dataclass(frozen=True)
class Rhythm:
    """When an activity comes again. ``after_done``: counted from when it was done, not from when it was due."""

    rule: Rule
    starts: date
    ends: date | None = None
    after_done: bool = False


def horizon(today: date, lead_days: int) -> date:
    return today + max(HORIZON, timedelta(days=lead_days))


def slots(rhythm: Rhythm, past: Past, first: date, last: date) -> list[date]:
    """The due dates from ``first`` to ``last`` that there should be tasks for."""
    if rhythm.after_done:
        slot = following(rhythm, past, first)
        return [slot] if slot is not None and slot <= last else []
    return occurrences(rhythm.rule, rhythm.starts, first, min(last, rhythm.ends or last))


def following(rhythm: Rhythm, past: Past, first: date) -> date | None:
    """The next due date of what is counted from when it was done: one at a time, and none while one is open."""
    if past.open:
        return None
    if past.slot is None:
        found = next_after(rhythm.rule, rhythm.starts, max(first, rhythm.starts) - DAY)
    else:
        found = next_from_completion(rhythm.rule, past.closed or past.slot, past.count)
        if found is not None and found <= past.slot:  # done so long before it was due that it would come once more
            found = next_after(rhythm.rule, rhythm.starts, past.slot)
    return None if found is None or (rhythm.ends is not None and found > rhythm.ends) else found


@dataclass
class Steps[Key: Hashable, Row]:
    """What to do to a plan: dates to make tasks for, tasks that get another date, tasks to take away."""

    make: list[tuple[Key, date]] = field(default_factory=list)
    move: list[tuple[Row, date]] = field(default_factory=list)
    keep: list[Row] = field(default_factory=list)
    remove: list[Row] = field(default_factory=list)


def steps[Key: Hashable, Row](
    wanted: Iterable[tuple[Key, date]], untouched: Mapping[tuple[Key, date], Row], taken: Iterable[tuple[Key, date]]
) -> Steps[Key, Row]:
    """From the tasks that nobody has touched to those that are wanted, keeping as many as possible.

    What has a task already (``taken``) gets no other. A task whose date is no longer wanted takes on one that is, in order,
    so that what people have been told of it still leads there.
    """
    found: Steps[Key, Row] = Steps()
    asked = set(wanted)
    found.keep = [row for key, row in untouched.items() if key in asked]
    missing = _by_key(asked - set(untouched) - set(taken))
    over = _by_key(set(untouched) - asked)
    for key in dict.fromkeys((*missing, *over)):
        for there, slot in zip_longest(over.get(key, ()), missing.get(key, ())):
            if there is None:
                found.make.append((key, slot))
            elif slot is None:
                found.remove.append(untouched[key, there])
            else:
                found.move.append((untouched[key, there], slot))
    return found


def _by_key[Key: Hashable](pairs: Iterable[tuple[Key, date]]) -> dict[Key, list[date]]:
    found: dict[Key, list[date]] = {}
    for key, slot in sorted(pairs, key=lambda pair: pair[1]):
        found.setdefault(key, []).append(slot)
    return found
