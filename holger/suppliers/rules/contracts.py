"""The dates of a contract: when it ends, by when notice must be given, and when somebody is told.

Everything is whole dates. Months are of unequal length: what ends on the last day of a month is answered by the last day
of the month so many months earlier, because a notice given then has run out on time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from holger.core.words import N_, Reason
from holger.tasks.rules.workdays import DENMARK, Workdays

DAY = timedelta(days=1)
REMIND = (180, 90, 30)
"""So many days before the latest notice date, the first reminder first."""
MOST_TURNS = 2_000
"""A contract that renews every day for years is a mistake in its dates."""


class Unit(StrEnum):
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True)
class Notice:
    count: int
    unit: Unit = Unit.MONTHS
    to_month_end: bool = False
    """It runs out at the end of a month only; counts where a contract has no end."""


@dataclass(frozen=True)
class Terms:
    """``ends`` is None for a contract that runs until notice is given. ``renews`` in months, 0 where it simply ends."""

    ends: date | None
    notice: Notice | None = None
    renews: int = 0


@dataclass(frozen=True)
class Exit:
    """A way out: it ends then if notice is given by then."""

    ends: date
    notice_by: date
    """The latest notice date."""
    send_by: date
    """The last working day until then, because nobody reads a notice on a Sunday."""


def current_end(terms: Terms, today: date) -> date | None:
    """When the term that is running ends; None where there is no end. A contract that has ended keeps its last end."""
    return next((end for end in _ends(terms) if end >= today), terms.ends)


def next_exit(terms: Terms, today: date, workdays: Workdays = DENMARK) -> Exit | None:
    """The next end that one can still get out at, from today on.

    None where there is no such date: the contract has no end, it ends by itself, or it has ended.
    """
    if terms.notice is None or not terms.renews:
        return None
    for end in _ends(terms):
        if (latest := notice_date(end, terms.notice)) >= today:
            return Exit(end, latest, worked(latest, workdays))
    return None


def missed_exit(terms: Terms, today: date) -> date | None:
    """The end that has been renewed already although it is yet to come: its latest notice date has gone."""
    end = current_end(terms, today)
    if end is None or terms.notice is None or not terms.renews:
        return None
    return end if notice_date(end, terms.notice) < today <= end else None


def notice_date(end: date, notice: Notice) -> date:
    """The latest day on which notice can be given for a contract to stop at ``end``."""
    if notice.unit == Unit.DAYS:
        return end - timedelta(days=notice.count)
    return _months(end, -notice.count)


def earliest_end(notice: Notice, given: date) -> date:
    """When a contract without an end stops, if notice is given that day: on the same day of the month, whatever the month."""
    months = relativedelta(months=notice.count)
    end = given + (timedelta(days=notice.count) if notice.unit == Unit.DAYS else months)
    return _last_of_month(end) if notice.to_month_end else end


def _ends(terms: Terms) -> Iterator[date]:
    """The ends of term after term, each counted from the first, so that a short month shortens none of the others."""
    if terms.ends is None:
        return
    yield terms.ends
    for turn in range(1, MOST_TURNS) if terms.renews else ():
        try:
            yield _months(terms.ends, terms.renews * turn)
        except ValueError:  # beyond the calendar
            return


def _months(day: date, count: int) -> date:
    moved = day + relativedelta(months=count)
    return _last_of_month(moved) if day == _last_of_month(day) else moved


def _last_of_month(day: date) -> date:
    return day + relativedelta(day=31)


def worked(day: date, workdays: Workdays) -> date:
    """The last working day until then."""
    while not workdays.is_open(day):
        day -= DAY
    return day


# Telling


@dataclass(frozen=True)
class Reminder:
    """``slot`` is unique for a contract, so that each is sent once, and again when the contract has been renewed."""

    days: int
    on: date
    slot: str


def reminders(notice_by: date) -> list[Reminder]:
    return [
        Reminder(days, notice_by - timedelta(days=days), f"{notice_by.isoformat()}-{days}")
        for days in REMIND
        if notice_by.toordinal() > days
    ]


def due(notice_by: date, today: date) -> Reminder | None:
    """The one to send today: the last whose day has come. Those before it are not sent after it, and none afterwards."""
    if today > notice_by:
        return None
    return next((each for each in reversed(reminders(notice_by)) if each.on <= today), None)


# Terms that contradict themselves

YEARS = range(1950, 2201)
"""Whatever lies outside is a slip of the finger."""
NO_SUCH_YEAR = N_("Write a year from 1950 to 2200.")
ENDS_BEFORE = Reason(N_("The contract cannot end before it starts."), field="ends")
NO_PERIOD = Reason(N_("Say for how many months it is renewed at a time."), field="renews")
NOTICE_TOO_LONG = Reason(
    N_("The notice period is longer than the renewal, so there would never be time to give notice."), field="notice"
)


def why_not(starts: date | None, terms: Terms, *, renews_itself: bool) -> Reason | None:
    for field, day in (("starts", starts), ("ends", terms.ends)):
        if day and day.year not in YEARS:
            return Reason(NO_SUCH_YEAR, field=field)
    if starts and terms.ends and terms.ends < starts:
        return ENDS_BEFORE
    if renews_itself and terms.renews < 1:
        return NO_PERIOD
    if terms.renews and terms.notice and _longer(terms.notice, terms.renews):
        return NOTICE_TOO_LONG
    return None


def _longer(notice: Notice, months: int) -> bool:
    return notice.count > months if notice.unit == Unit.MONTHS else notice.count > months * 31
