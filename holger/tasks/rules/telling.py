"""What somebody is told, and when by mail: at once, with others in a digest, or not; by their own choice, clock and rest.

Hours are on the clock of the organisation's zone. Moments are compared as such, so that a day on which the clock is moved has one
digest like every other: an hour that is left out comes when it would have been, one that comes twice counts the first time.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from holger.core.words import N_, Reason
from holger.tasks.rules.timing import USUAL as USUAL_REMINDERS
from holger.tasks.rules.timing import Kind, Reminder, Reminders, Timing, owed, reminders

DAY = timedelta(days=1)
PERSONAL = frozenset({"nudge"})
"""Somebody waits for an answer: with tomorrow's digest it would come too late."""
CATCH_UP = timedelta(days=60)
"""What should have been said longer ago is not said any more."""


class Rhythm(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Way(StrEnum):
    NOW = "now"
    AT_ONCE = "at_once"
    """As soon as it is not quiet."""
    DIGEST = "digest"
    NOT = "not"


@dataclass(frozen=True)
class Wish:
    """How somebody wants to be told."""

    rhythm: str = Rhythm.DAILY
    weekday: int = 0
    hour: int = 7
    quiet_from: time | None = time(19)
    quiet_to: time | None = time(7)
    muted: Collection[str] = ()


USUAL = Wish()


def way(wish: Wish, kind: str, *, urgent: bool) -> Way:
    """How a notice of this kind goes out."""
    if urgent:
        return Way.NOW
    if kind in wish.muted or wish.rhythm == Rhythm.NEVER:
        return Way.NOT
    return Way.AT_ONCE if kind in PERSONAL or wish.rhythm == Rhythm.AT_ONCE else Way.DIGEST


def is_quiet(wish: Wish, at: time) -> bool:
    """Is it quiet at this hour? From 19 to 7 is through the night."""
    begin, end = wish.quiet_from, wish.quiet_to
    if begin is None or end is None or begin == end:
        return False
    return begin <= at < end if begin < end else at >= begin or at < end


def latest_digest(wish: Wish, now: datetime, zone: str, is_open: Callable[[date], bool]) -> datetime:
    """The last moment until now at which a digest was due. The daily one waits for the next working day."""
    day = now.astimezone(ZoneInfo(zone)).date()
    for _back in range(31):
        if _has_digest(wish, day, is_open) and (moment := _on(day, wish.hour, zone)) <= now:
            return moment
        day -= DAY
    return _on(day, wish.hour, zone)


def _has_digest(wish: Wish, day: date, is_open: Callable[[date], bool]) -> bool:
    return day.weekday() == wish.weekday if wish.rhythm == Rhythm.WEEKLY else is_open(day)


def _on(day: date, hour: int, zone: str) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def begin_of(day: date, zone: str) -> datetime:
    """The first moment of a day."""
    return _on(day, 0, zone)


QUIET_BOTH = N_("Say both from when and until when it is quiet, or neither.")
IN_THE_QUIET = N_("That hour is in your quiet time.")


def why_not(wish: Wish) -> Reason | None:
    """Why cannot somebody be told like that?"""
    if (wish.quiet_from is None) != (wish.quiet_to is None):
        return Reason(QUIET_BOTH, field="quiet_to")
    if wish.rhythm in (Rhythm.DAILY, Rhythm.WEEKLY) and is_quiet(wish, time(wish.hour)):
        return Reason(IN_THE_QUIET, field="hour")
    return None


# What is owed


class To(StrEnum):
    """Whom a reminder of somebody's duty goes to."""

    PERSON = "person"
    DEPUTY = "deputy"
    MANAGER = "manager"


@dataclass(frozen=True)
class Owed:
    """A reminder that is to be out by today."""

    kind: str
    to: To
    day: date
    slot: str
    """Unique among the reminders of one duty to one person."""


ESCALATES_TO = {Kind.DEPUTY: To.DEPUTY, Kind.MANAGER: To.MANAGER}
AHEAD = DAY * (max(USUAL_REMINDERS.before) + 14)
"""Whatever is due later needs no look: no row of days off is longer than a week or so."""


def owed_of(
    due: date,
    shown: Callable[[date], date],
    today: date,
    escalate_days: int | None = None,
    since: date | None = None,
) -> list[Owed]:
    """What is owed for a duty that is due on a day, to each receiver the newest. ``shown``: the working day for a date.

    ``since``: what was asked of somebody only then is not late since yesterday.
    """
    if due - AHEAD > today:
        return []
    timing = Timing(due, lead=MOST_LEAD, shown=shown(due))
    planned = reminders(timing, wanted(escalate_days))
    begin = today - CATCH_UP
    return [_owed(each) for each in owed(planned, today, since=max(begin, since) if since else begin)]


MOST_LEAD = 366
"""What is a duty has opened, whenever that was."""


@cache
def wanted(escalate_days: int | None) -> Reminders:
    """The usual reminders; whoever manages is told so many days after, and a deputy before them."""
    if escalate_days is None:
        return USUAL_REMINDERS
    first = USUAL_REMINDERS.deputy or escalate_days
    return replace(USUAL_REMINDERS, deputy=min(first, escalate_days), manager=escalate_days)


def _owed(reminder: Reminder) -> Owed:
    to = ESCALATES_TO.get(reminder.kind, To.PERSON)
    kind = "escalated" if reminder.kind.escalates else reminder.kind.value
    return Owed(kind, to, reminder.day, reminder.slot)


def worth_telling(opens: date, due: date) -> bool:
    """Is there so much time between that people want to know that it has opened, before they are reminded that it is due?"""
    return due - opens > DAY * max(USUAL_REMINDERS.before)
