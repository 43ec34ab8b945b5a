"""Months of the calendar: what the year is laid out, counted and planned by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

WRITTEN = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])")
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The month as it stands in addresses, 2026-11; None for anything else."""
        found = WRITTEN.fullmatch(text.strip())
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.shifted(1).first - DAY

    def shifted(self, by: int) -> "Month":
        years, number = divmod(self.number - 1 + by, 12)
        return Month(self.year + years, number + 1)

    def until(self, other: "Month") -> int:
        """How many months on the other is."""
        return (other.year - self.year) * 12 + other.number - self.number

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.number)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


def following(first: Month, count: int) -> Iterator[Month]:
    """So many months, one after the other."""
    return (first.shifted(number) for number in range(count))
