"""When an activity comes again: a rule of whole dates, written as an RRULE of RFC 5545.

A slot is a date, never a moment: no change of clocks and no zone can move it.

Months are of unequal length, and nothing that must be done is left out because a month is short. A rule for the 31st means the last
day of every month, the 30th and the 29th mean the last day where there is no such day, and what began on 29 February comes on
28 February in other years. RFC 5545 alone would skip those months, so such days are written out in full: what `text` says of an
`anchored` rule means the same to every other program.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain, dropwhile, islice, takewhile
from typing import Self

from holger.core.words import N_
from holger.tasks.rules import rrule_text
from holger.tasks.rules.rrule_text import NotARule

LONGEST = 999
"""The most units between two slots."""
MOST_RUNS = 1_000
"""The most slots that a rule may count to: they are counted from its start."""
LAST = -1
NTHS = (1, 2, 3, 4, LAST)
DAY = timedelta(days=1)


class Unit(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"


@dataclass(frozen=True)
class Rule:
    """Every so many units, on a day that the rule names or else on the start's.

    Kept in one normal form, whichever way it was said: a quarter is three months, chosen months of every year are months, one of
    them is a year, every working day is a week's Monday to Friday.
    """

    every: int = 1
    unit: Unit = Unit.MONTHS
    months: tuple[int, ...] = ()
    """Only in these months: 2, 5, 9, 11."""
    day: int | None = None
    """Of the month; the last where the month has no such day."""
    nth: int | None = None
    """The first, second, third, fourth (1–4) or last (-1) in the month of what ``weekdays`` names."""
    weekdays: tuple[int, ...] = ()
    """0 is Monday. In weeks, any of them; in months with ``nth``, one, or all five that one works on."""
    count: int | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        self._set("weekdays", tuple(sorted(set(self.weekdays))))
        self._set("months", tuple(sorted(set(self.months))))
        if self.unit == Unit.QUARTERS:
            self._set("every", self.every * 3)
            self._set("unit", Unit.MONTHS)
        elif self.unit == Unit.DAYS and self.every == 1 and self.weekdays:
            self._set("unit", Unit.WEEKS)
        self._check_numbers()
        self._check_parts()
        if self.unit == Unit.YEARS and len(self.months) > 1:
            self._set("unit", Unit.MONTHS)
        elif self.unit == Unit.MONTHS and len(self.months) == 1:
            self._set("unit", Unit.YEARS)
        if len(self.months) == 12:
            self._set("months", ())

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)  # the one way to keep a frozen rule in its normal form

    def _check_numbers(self) -> None:
        if not 1 <= self.every <= LONGEST:
            raise NotARule(
                N_("Repeat every 1 to %(most)s days, weeks, months, quarters or years."), "every", most=LONGEST
            )
        if self.count is not None and not 1 <= self.count <= MOST_RUNS:
            raise NotARule(N_("It may come 1 to %(most)s times."), "count", most=MOST_RUNS)
        if self.count is not None and self.until is not None:
            raise NotARule(N_("It ends after a number of times or on a date, not both."), "until")
        if self.day is not None and not 1 <= self.day <= 31:
            raise NotARule(N_("A day of the month is 1 to 31; 31 means the last day."), "day")
        if any(not 1 <= month <= 12 for month in self.months):
            raise NotARule(N_("A month is 1 to 12."), "months")
        if any(not 0 <= weekday <= 6 for weekday in self.weekdays):
            raise NotARule(N_("A weekday is Monday to Sunday."), "weekdays")
        if self.nth is not None and self.nth not in NTHS:
            raise NotARule(N_("Choose the first, second, third, fourth or last of the month."), "nth")

    def _check_parts(self) -> None:
        by_month = self.unit in (Unit.MONTHS, Unit.YEARS)
        if not by_month and (self.months or self.day is not None or self.nth is not None):
            raise NotARule(N_("Months and days of the month go with months, quarters and years."), "unit")
        if self.unit == Unit.DAYS and self.weekdays:
            raise NotARule(N_("Weekdays go with weeks, or with the first to last of a month."), "weekdays")
        if self.day is not None and self.nth is not None:
            raise NotARule(N_("Choose a day of the month or a weekday, not both."), "day")
        if by_month and (self.nth is None) != (not self.weekdays):
            raise NotARule(N_("Choose both which of the month and which weekday."), "nth")
        if by_month and self.weekdays and not (len(self.weekdays) == 1 or self.weekdays == rrule_text.WORKING):
            raise NotARule(N_("Choose one weekday of the month, or Monday to Friday for a working day."), "weekdays")
        if self.every > 1 and self.months and not (self.unit == Unit.YEARS and len(self.months) == 1):
            raise NotARule(N_("Chosen months come every year. For longer between, choose one month."), "months")
        if self.unit == Unit.YEARS and not self.months and (self.day is not None or self.nth is not None):
            raise NotARule(N_("Choose the month of the year as well."), "months")

    @property
    def text(self) -> str:
        """The rule as RFC 5545 writes it."""
        return rrule_text.written(self)

    @property
    def spoken(self) -> tuple[int, Unit]:
        """How many of which unit, as people say it: every three months is a quarter."""
        return (1, Unit.QUARTERS) if (self.every, self.unit) == (3, Unit.MONTHS) else (self.every, self.unit)

    @property
    def placed(self) -> bool:
        """The rule itself says which day of its week, month or year."""
        return bool(self.weekdays or self.months or self.day is not None)

    def anchored(self, start: date) -> Self:
        """The same rule with what it takes from its start written out, so that it needs the start for counting alone."""
        if self.unit == Unit.WEEKS:
            return self if self.weekdays else replace(self, weekdays=(start.weekday(),))
        if self.unit == Unit.DAYS:
            return self
        day = start.day if self.day is None and self.nth is None else self.day
        months = self.months or ((start.month,) if self.unit == Unit.YEARS else ())
        return replace(self, day=day, months=months)


def parse(text: str) -> Rule:
    """The rule that a text says; ``NotARule`` tells why it is none that we keep to."""
    said = rrule_text.read(text)
    return Rule(**{**said, "unit": Unit(said["unit"])})


def occurrences(rule: Rule, start: date, first: date, last: date) -> list[date]:
    """All slots from ``first`` to ``last``, both included, of a rule that counts from ``start``."""
    return list(takewhile(lambda slot: slot <= last, _slots(rule, start, first)))


def next_after(rule: Rule, start: date, day: date) -> date | None:
    """The first slot after ``day``; None where the rule has ended."""
    return next(iter(upcoming(rule, start, day, 1)), None)


def upcoming(rule: Rule, start: date, day: date, most: int) -> list[date]:
    """The next slots after ``day``, at most so many."""
    return [] if day == date.max else list(islice(_slots(rule, start, day + DAY), most))


def next_from_completion(rule: Rule, done: date, runs: int = 1) -> date | None:
    """The slot that follows from having done it on ``done``, the ``runs``-th time.

    A rule that names no day counts its units from that day. One that does goes so many weeks, months or years on from the one
    of that day, and takes the day it names there: done on the 3rd or on the 27th, what is due on the 10th is due next month.
    """
    if rule.count is not None and runs >= rule.count:
        return None
    endless = replace(rule, count=None, until=None)
    begins, ends = _period(rule, done) if rule.placed else (done, done)
    found = next_after(endless, begins, ends)
    return None if found is None or (rule.until is not None and found > rule.until) else found


def _period(rule: Rule, day: date) -> tuple[date, date]:
    """The week, month or year of a day. Of a week with several weekdays only what is past counts as done."""
    if rule.unit == Unit.WEEKS:
        monday = day - timedelta(days=day.weekday())
        return monday, day if len(rule.weekdays) > 1 else monday + min(date.max - monday, timedelta(days=6))
    if rule.unit == Unit.MONTHS:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


def _slots(rule: Rule, start: date, first: date) -> Iterator[date]:
    """The slots on or after both ``start`` and ``first``, up to the rule's end."""
    whole = rule.anchored(start)
    since = start if whole.count is not None else max(start, first)
    found = dropwhile(lambda slot: slot < since, _endless(whole, start, since))
    if whole.count is not None:
        return (slot for slot in islice(found, whole.count) if slot >= first)
    end = whole.until or date.max
    return takewhile(lambda slot: slot <= end, found)


def _endless(rule: Rule, start: date, since: date) -> Iterator[date]:
    """The slots of an anchored rule from a little before ``since``, in step with ``start``."""
    if rule.unit == Unit.DAYS:
        return _stepping(start, since, rule.every, (0,))
    if rule.unit == Unit.WEEKS:
        return _stepping(start - timedelta(days=start.weekday()), since, 7 * rule.every, rule.weekdays)
    return _by_month(rule, start, since)


def _stepping(start: date, since: date, step: int, offsets: tuple[int, ...]) -> Iterator[date]:
    begin = since.toordinal() - (since - start).days % step
    last = date.max.toordinal()
    days = chain.from_iterable((each + offset for offset in offsets) for each in range(begin, last + 1, step))
    return (date.fromordinal(number) for number in days if number <= last)


def _by_month(rule: Rule, start: date, since: date) -> Iterator[date]:
    """From the first of the nearest month or year in step, so that a start long ago costs nothing."""
    from dateutil.rrule import MONTHLY, YEARLY, rrule, weekday

    passed = (since.year - start.year) * 12 + since.month - start.month
    yearly = rule.unit == Unit.YEARS
    passed -= passed % (12 * rule.every if yearly else rule.every)
    years, month = divmod(start.month - 1 + passed, 12)
    begin = datetime(start.year + years, 1 if yearly else month + 1, 1)  # noqa: DTZ001 - a date that dateutil wants as a moment
    days, place = rrule_text.days_of(rule)
    if rule.nth is not None:
        place = rule.nth
    said = rrule(
        YEARLY if yearly else MONTHLY,
        dtstart=begin,
        interval=rule.every,
        bymonth=rule.months or None,
        bymonthday=days or None,
        byweekday=[weekday(number) for number in rule.weekdays] or None,
        bysetpos=place,
    )
    return (moment.date() for moment in said)
