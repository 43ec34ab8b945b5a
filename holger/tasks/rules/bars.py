"""Two years as bars: in each month what was done, what deviated, what was missed, and what is planned."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from holger.tasks.rules.months import Month, following

DONE, DEVIATION, MISSED, PLANNED = "done", "deviation", "missed", "planned"
KINDS = (DONE, DEVIATION, MISSED, PLANNED)
"""From the bottom of a bar to its top."""
BACK, AHEAD = 12, 12
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Part:
    """A piece of a bar: where it begins and how high it is, in percent of the whole height."""

    kind: str
    count: int
    bottom: float
    height: float


@dataclass(frozen=True)
class Bar:
    month: Month
    done: int
    deviation: int
    missed: int
    planned: int
    parts: tuple[Part, ...]
    """Only of what there is."""
    now: bool
    """It is the month of today: what is done in it and what is still to come stand on each other."""

    @property
    def total(self) -> int:
        return self.done + self.deviation + self.missed + self.planned


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    top: int
    """The count at the full height: a round number, so that lines can be drawn at round numbers below it."""
    lines: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(bar.total for bar in self.bars)


def bars(runs: Iterable[tuple[date, str]], today: date, back: int = BACK, ahead: int = AHEAD) -> Bars:
    """The months before the one of ``today``, then that month and those after it. Of each run its date and one of ``KINDS``."""
    now = Month.of(today)
    first = now.shifted(-back)
    counts: list[Counter[str]] = [Counter() for _ in range(back + ahead)]
    for day, kind in runs:
        place = first.until(Month.of(day))
        if 0 <= place < len(counts):
            counts[place][kind] += 1
    step = _step(max((found.total() for found in counts), default=0))
    highest = max((found.total() for found in counts), default=0)
    top = max(-(-highest // step) * step, step)
    months = following(first, len(counts))
    made = tuple(_bar(month, found, top, month == now) for month, found in zip(months, counts, strict=True))
    return Bars(made, top, tuple(range(0, top + 1, step)))


def _bar(month: Month, counts: Counter[str], top: int, now: bool) -> Bar:
    parts, below = [], 0
    for kind in KINDS:
        if counts[kind]:
            parts.append(Part(kind, counts[kind], _percent(below, top), _percent(counts[kind], top)))
            below += counts[kind]
    done, deviation, missed, planned = (counts[kind] for kind in KINDS)
    return Bar(month, done, deviation, missed, planned, tuple(parts), now)


def _percent(count: int, top: int) -> float:
    return round(100 * count / top, 1)


def _step(highest: int) -> int:
    """The distance of lines, so that there are at most five of them above the lowest."""
    size = 1
    while True:
        for step in STEPS:
            if highest <= 5 * step * size:
                return step * size
        size *= 10
