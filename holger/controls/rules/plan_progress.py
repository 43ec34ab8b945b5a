"""How the plan goes: what was to be done and what is, quarter by quarter, with days and money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from holger.controls.rules.plan import DONE, DROPPED
from holger.controls.rules.quarters import Quarter

ZERO = Decimal(0)


@dataclass(frozen=True)
class Item:
    """What counts of a piece of work."""

    status: str
    starts: date | None = None
    due: date | None = None
    done: date | None = None
    days: Decimal | None = None
    budget: Decimal | None = None
    spent: Decimal | None = None

    @property
    def day(self) -> date | None:
        """The day that it counts on: when it is to be done; without that when it was, or when it begins."""
        return self.due or self.done or self.starts


@dataclass(frozen=True)
class Sums:
    """``planned``: how much was to be done. ``done``: how much of all that was done then, whenever it was to be."""

    planned: int = 0
    done: int = 0
    days: Decimal = ZERO
    budget: Decimal = ZERO
    spent: Decimal = ZERO

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def over(self) -> Decimal:
        """How much more was spent than was set aside; 0 where nothing was."""
        return max(self.spent - self.budget, ZERO)


@dataclass(frozen=True)
class Row:
    """A quarter with its sums, and how much was to be done and is done by its end."""

    quarter: Quarter
    sums: Sums
    planned_by: int = 0
    done_by: int = 0


@dataclass(frozen=True)
class Progress:
    """``before`` and ``later`` is what lies outside the quarters that are looked at; ``undated`` has no date at all."""

    before: Sums
    rows: tuple[Row, ...]
    later: Sums
    undated: Sums

    @property
    def total(self) -> Sums:
        return sum((row.sums for row in self.rows), self.before + self.later + self.undated)


def progress(items: Iterable[Item], quarters: Sequence[Quarter]) -> Progress:
    """What was dropped was not done and counts nowhere, but for what it has cost."""
    rows = dict.fromkeys(quarters, Sums())
    aside = dict.fromkeys(("before", "later", "undated"), Sums())

    def put(day: date | None, sums: Sums) -> None:
        quarter = Quarter.of(day) if day else None
        if quarter in rows:
            rows[quarter] += sums
        else:
            where = "undated" if quarter is None else "before" if quarter < quarters[0] else "later"
            aside[where] += sums

    for item in items:
        for day, sums in _counted(item):
            put(day, sums)
    return Progress(rows=tuple(_added_up(rows, aside["before"])), **aside)


def _counted(item: Item) -> list[tuple[date | None, Sums]]:
    spent = item.spent or ZERO
    if item.status == DROPPED:
        return [(item.day, Sums(spent=spent))]
    planned = Sums(planned=1, days=item.days or ZERO, budget=item.budget or ZERO, spent=spent)
    counted = [(item.day, planned)]
    if item.status == DONE:
        counted.append((item.done or item.day, Sums(done=1)))
    return counted


def _added_up(rows: dict[Quarter, Sums], before: Sums) -> Iterable[Row]:
    planned, done = before.planned, before.done
    for quarter, sums in rows.items():
        planned, done = planned + sums.planned, done + sums.done
        yield replace(Row(quarter, sums), planned_by=planned, done_by=done)
