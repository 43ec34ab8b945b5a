"""Months and weeks as a calendar shows them: weeks begin on Monday and have the numbers of ISO 8601, whatever the year."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from holger.tasks.rules.months import Month

WRITTEN = re.compile(r"([12][0-9]{3})-?[WwUu](0?[1-9]|[1-4][0-9]|5[0-3])")
"""2026-W48, and as it is said in Danish: 2026-U48."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, order=True)
class Week:
    """``year`` is the week's, not always the day's: 1 January 2027 lies in week 53 of 2026."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The week as it stands in addresses, 2026-W48; None for anything else, and for a 53rd that the year has not."""
        found = WRITTEN.fullmatch(text.strip())
        week = cls(int(found[1]), int(found[2])) if found else None
        return week if week and week.number <= weeks_in(week.year) else None

    @property
    def first(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.first + 6 * DAY

    @property
    def days(self) -> tuple[date, ...]:
        """Monday to Sunday."""
        return tuple(self.first + number * DAY for number in range(7))

    def shifted(self, by: int) -> "Week":
        return Week.of(self.first + by * WEEK)

    def __contains__(self, day: date) -> bool:
        return Week.of(day) == self

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"


def weeks_in(year: int) -> int:
    """52, or 53: the week of 28 December is always the last."""
    return date(year, 12, 28).isocalendar().week


@dataclass(frozen=True)
class Day:
    date: date
    inside: bool
    """In the month that is shown, not before or after it."""
    today: bool

    @property
    def weekend(self) -> bool:
        return self.date.weekday() >= 5


@dataclass(frozen=True)
class Row:
    week: Week
    days: tuple[Day, ...]


def month_rows(month: Month, today: date) -> tuple[Row, ...]:
    """The weeks that touch the month, whole: it may begin with days of the month before and end with days of the next."""
    rows, week = [], Week.of(month.first)
    while week.first <= month.last:
        rows.append(Row(week, tuple(Day(day, day in month, day == today) for day in week.days)))
        week = week.shifted(1)
    return tuple(rows)


def week_row(week: Week, today: date) -> Row:
    return Row(week, tuple(Day(day, True, day == today) for day in week.days))
