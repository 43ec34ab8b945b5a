"""Quarters of the calendar year: what a plan is laid out by."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

WRITTEN = re.compile(r"(2[01]\d\d)-?[QqKk]([1-4])")
"""2026-Q4, and as it is said in Danish: 2026-K4."""


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The quarter as it stands in addresses and files; None for anything else."""
        found = WRITTEN.fullmatch(text.strip())
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.shifted(1).first - timedelta(days=1)

    def shifted(self, by: int) -> "Quarter":
        years, number = divmod(self.number - 1 + by, 4)
        return Quarter(self.year + years, number + 1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def following(first: Quarter, count: int) -> list[Quarter]:
    """So many quarters, one after the other."""
    return [first.shifted(number) for number in range(count)]


def moved(day: date, quarters: int) -> date:
    """The same day of the month so many quarters on. The last day of a month stays the last: quarters stay whole."""
    years, month = divmod(day.month - 1 + 3 * quarters, 12)
    year, month = day.year + years, month + 1
    length = monthrange(year, month)[1]
    ends_month = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, length if ends_month else min(day.day, length))
