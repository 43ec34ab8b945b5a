"""When a period of the law ends: strictly, and where the law may allow a little more.

Hours are elapsed hours: they run through nights, weekends, holidays and both changes of the clocks. Days and months are counted
by the calendar of the place and end at midnight there. The day of the event is not counted. Regulation 1182/71 lets days and months that
end on a day off end with the next working day; people are warned by the strict date all the same.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from holger.tasks.rules.workdays import Workdays

DAY = timedelta(days=1)
NOON = time(12)
MIDNIGHT = time(0)
MONTHS = 12


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    NO_DELAY = "no_delay"
    """The law gives no number: without undue delay."""
    AGREED = "agreed"
    """A contract gives the number."""


COUNTED = (Unit.HOURS, Unit.DAYS, Unit.MONTHS)


@dataclass(frozen=True)
class Length:
    unit: Unit
    count: int = 0


class Slide(StrEnum):
    """How far a limit may slide that falls on a day off."""

    NONE = "none"
    NOON = "noon"
    """To noon of the next working day."""
    DAY = "day"
    """To the end of the next working day."""


@dataclass(frozen=True)
class Place:
    """Where, and as what, an organisation stands before the law. ``kinds``: see ``entities``."""

    zone: ZoneInfo
    country: str = "DK"
    kinds: frozenset[str] = frozenset()
    workdays: Workdays = field(default=Workdays(customary=False))
    """By law, so without the days on which offices are closed by custom."""


@dataclass(frozen=True)
class Due:
    """``day``: the last one, where days or months are counted. ``lenient``: later than ``at``, where the law may allow that."""

    at: datetime
    day: date | None = None
    lenient: datetime | None = None


def ends(start: datetime, length: Length, place: Place, slide: Slide | None = None) -> Due:
    """``slide``: what the rule itself says of days off; without, the general rule holds."""
    if length.unit == Unit.HOURS:
        at = start.astimezone(UTC) + timedelta(hours=length.count)
        # Most periods are of hours, and those slide nowhere: their local date is not asked for in vain.
        return Due(at, None, _lenient(_last_day(at, place), place, slide) if slide else None)
    day = _counted(start.astimezone(place.zone).date(), length)
    return Due(_midnight_after(day, place.zone), day, _lenient(day, place, slide or Slide.DAY))


def month_on(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _counted(day: date, length: Length) -> date:
    if length.unit == Unit.DAYS:
        return day + length.count * DAY
    if length.unit == Unit.MONTHS:
        return month_on(day, length.count)
    raise ValueError(f"a period of {length.unit} has no end")


def _last_day(at: datetime, place: Place) -> date:
    return at.astimezone(place.zone).date()


def _lenient(day: date, place: Place, slide: Slide) -> datetime | None:
    if slide == Slide.NONE or place.workdays.is_open(day):
        return None
    working = place.workdays.shown(day)
    return _at(working, NOON, place.zone) if slide == Slide.NOON else _midnight_after(working, place.zone)


def _midnight_after(day: date, zone: ZoneInfo) -> datetime:
    """24:00 of the day. Where the clocks are put forward over midnight it is the instant at which they are."""
    return _at(day + DAY, MIDNIGHT, zone)


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)
