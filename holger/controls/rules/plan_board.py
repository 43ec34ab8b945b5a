"""Where things stand on a board of quarters: shares of its breadth, each quarter as broad as the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from holger.controls.rules.quarters import Quarter

DAY = timedelta(days=1)
LEAST = 1.2
"""Percent of the breadth that even the shortest work takes, so that it can be seen."""


@dataclass(frozen=True)
class Span:
    """From where to where, in percent. ``before`` and ``after``: it goes on outside of what is shown."""

    x: float
    width: float
    before: bool = False
    after: bool = False

    @property
    def end(self) -> float:
        return round(self.x + self.width, 2)


def place(day: date, quarters: Sequence[Quarter]) -> float:
    """Where a day begins, in percent; below 0 or over 100 where it lies outside."""
    quarter = Quarter.of(day)
    whole = (quarter.year - quarters[0].year) * 4 + quarter.number - quarters[0].number
    part = (day - quarter.first).days / ((quarter.last - quarter.first).days + 1)
    return 100 * (whole + part) / len(quarters)


def span(starts: date | None, due: date | None, quarters: Sequence[Quarter]) -> Span | None:
    """The bar from the start to the due date, or a short one at the one of them that there is; None where none is seen."""
    first, last = starts or due, due or starts
    if first is None or last is None:
        return None
    begin, end = place(first, quarters), place(min(last, date.max - DAY) + DAY, quarters)
    if end <= 0 or begin >= 100:
        return None
    x, stop = max(begin, 0.0), min(end, 100.0)
    width = max(stop - x, LEAST)
    return Span(round(min(x, 100 - width), 2), round(width, 2), begin < 0, end > 100)
