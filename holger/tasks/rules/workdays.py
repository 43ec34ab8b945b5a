"""Working days: weekends and public holidays, as the country has them.

What is due on a day off is shown, and counted late, from the next working day on. Its true date is kept: it is what the rule says,
and what the slot is known by.

The library of holidays takes about a fifth of a second to load, so it is loaded when the first working day is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

DAY = timedelta(days=1)
WEEKEND = (5, 6)
CUSTOMARY: Mapping[str, tuple[tuple[int, int], ...]] = {"DK": ((6, 5), (12, 24), (12, 31))}
"""Days, by month and day, that no law makes holidays, but on which most offices of the country are closed: in Denmark
Constitution Day, Christmas Eve and New Year's Eve. 1 May is not among them: where it is a day off, it is by agreement."""


@dataclass(frozen=True)
class Workdays:
    """On which days an organisation works. ``country`` as in ISO 3166, with a part of it where holidays differ: DK, DE-BY.

    A country that the library does not know has weekends and no holidays.
    """

    country: str = "DK"
    customary: bool = True
    """Whether the days count as days off on which most offices are closed without a law."""

    def is_open(self, day: date) -> bool:
        return day not in _days_off(day.year, self.country, self.customary)

    def holiday(self, day: date, language: str = "da") -> str:
        """What the holiday is called; empty on all other days."""
        return _holidays(day.year, self.country, self.customary, language).get(day, "")

    def shown(self, day: date) -> date:
        """The day itself, or the next working day. The true date stays what it is: this is for people."""
        while not self.is_open(day) and day < date.max:
            day += DAY
        return day

    def added(self, day: date, count: int) -> date:
        """So many working days on, or back. From a day off one counts from the working day before it, back from the one after."""
        step = DAY if count >= 0 else -DAY
        if count == 0:
            return self.shown(day)
        for _ in range(abs(count)):
            day += step
            while not self.is_open(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days there are from ``first`` to ``last``, both included."""
        return sum(self.is_open(first + n * DAY) for n in range((last - first).days + 1))


DENMARK = Workdays()


def shown(day: date, workdays: Workdays = DENMARK) -> date:
    """The next working day, for people; the true date is kept."""
    return workdays.shown(day)


def add_working_days(day: date, count: int, workdays: Workdays = DENMARK) -> date:
    return workdays.added(day, count)


@cache
def countries() -> frozenset[str]:
    """The countries whose holidays are known, by their two letters."""
    from holidays import list_supported_countries

    return frozenset(code for code in list_supported_countries(include_aliases=False) if len(code) == 2)


@lru_cache(maxsize=128)
def _days_off(year: int, country: str, customary: bool) -> frozenset[date]:
    """Every day of the year on which nobody works; a year is asked for again and again."""
    begin = date(year, 1, 1).toordinal()
    days = [date.fromordinal(number) for number in range(begin, date(year, 12, 31).toordinal() + 1)]
    known = _known(year, country)
    weekend = WEEKEND if known is None else known.weekend
    moved = frozenset() if known is None else known.weekend_workdays
    off = {day for day in days if day.weekday() in weekend and day not in moved}
    return frozenset(off | _holidays(year, country, customary, "").keys())


@lru_cache(maxsize=128)
def _holidays(year: int, country: str, customary: bool, language: str) -> dict[date, str]:
    named = _known(year, country, language)
    if named is None:
        return {}
    found = dict(named.items())
    if customary and country in CUSTOMARY:
        optional = _known(year, country, language, ("optional",))
        found |= {day: name for day, name in (optional or {}).items() if (day.month, day.day) in CUSTOMARY[country]}
    return found


def _known(year: int, country: str, language: str = "", categories: tuple[str, ...] = ("public",)) -> Any:
    """What the library knows of a year; None for a country that it does not know."""
    from holidays import country_holidays

    code, _, part = country.partition("-")
    say = {"da": "da", "en": "en_US"}.get(
        language[:2]
    )  # it names holidays in its own language where it has not this one
    try:
        return country_holidays(code, subdiv=part or None, years=year, language=say, categories=categories)
    except NotImplementedError:
        return None
