"""When people are reminded of a clock, and whom it reaches: more people the later it gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from holger.incidents.rules.clocks import ALL, Clock

TEAM, LEADER, MANAGEMENT = "team", "leader", "management"
MARKS = {50: (TEAM,), 75: (TEAM, LEADER), 90: (TEAM, LEADER, MANAGEMENT), ALL: (TEAM, LEADER, MANAGEMENT)}
"""At how many percent of the time, to whom. At a hundred it is over."""
DAILY = timedelta(days=1)
"""What has no number, or is overdue, is asked about again every day."""


@dataclass(frozen=True)
class Reminder:
    """``percent`` is None where the law gives no number. ``number`` tells the daily ones apart: every reminder is sent once."""

    at: datetime
    to: Sequence[str]
    percent: int | None
    number: int = 0


def passed(clock: Clock, now: datetime) -> Reminder | None:
    """The last reminder whose time has come; None before the first, and where nothing is wanted any more."""
    found = [each for each in _marks(clock) if each.at <= now]
    if not found:
        return None
    return _daily(found[-1], now) if _repeats(found[-1]) else found[-1]


def following(clock: Clock, now: datetime) -> Reminder | None:
    """The next reminder that is to come, if nothing is sent until then."""
    coming = next((each for each in _marks(clock) if each.at > now), None)
    if coming is not None:
        return coming
    last = passed(clock, now)
    return Reminder(last.at + DAILY, last.to, last.percent, last.number + 1) if last is not None else None


def _marks(clock: Clock) -> list[Reminder]:
    if not clock.is_open or clock.start is None:
        return []
    if clock.due is None:
        return [Reminder(clock.start, MARKS[75], None)]
    whole = clock.due.at - clock.start
    return [Reminder(clock.start + whole * percent / ALL, to, percent) for percent, to in MARKS.items()]


def _repeats(reminder: Reminder) -> bool:
    return reminder.percent is None or reminder.percent == ALL


def _daily(first: Reminder, now: datetime) -> Reminder:
    number = (now - first.at) // DAILY
    return Reminder(first.at + number * DAILY, first.to, first.percent, number)
