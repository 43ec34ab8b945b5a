"""A calendar as iCalendar (RFC 5545) has it, for Outlook, Apple, Google and whatever else subscribes.

Everything lasts a whole day, so no zone and no change of clocks can move it; alarms ring at nine where the reader is. What an
activity has for a date is named by both, before a task is made for it and after, so that a calendar that comes by again finds the
same. What is due on a day off stands on the next working day, and says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext
from icalendar import Alarm, Calendar, Event

from holger.tasks.models import Category
from holger.tasks.rules.feeds import plain
from holger.tasks.rules.standing import CLOSED, MOVABLE, NOT_DONE, WAITING
from holger.tasks.selectors.runs import Run
from holger.tasks.tables.cadence import cadence
from holger.tasks.words import STATE_WORDS
from holger.ui import days

AT_NINE = timedelta(hours=9)
"""After midnight, which a whole day begins with."""
WEEK_BEFORE = timedelta(days=-7) + AT_NINE
AGAIN = timedelta(hours=4)
"""How often a calendar may come by."""
PRODUCT = "-//holger//tasks//EN"


@dataclass(frozen=True)
class Told:
    """What a calendar says of itself, and where its things are: ``base`` is the organisation's whole address."""

    name: str
    zone: str
    base: str
    now: datetime
    alarms: bool
    people: bool


def calendar_file(runs: Iterable[Run], told: Told) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain(told.name))
    calendar.add("x-wr-timezone", told.zone)
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for run in runs:
        calendar.add_component(_event(run, told))
    return calendar.to_ical()


def uid(run: Run) -> str:
    """The same whenever it is asked for, also once a task has been made or it has been moved."""
    if run.of is None or run.slot is None:
        return f"{run.pk}@holger"
    about = f"-{run.about_id}" if run.about_id else ""
    return f"{run.of.pk}-{run.slot:%Y%m%d}{about}@holger"


def _event(run: Run, told: Told) -> Event:
    event = Event()
    event.add("uid", uid(run))
    event.add("dtstamp", told.now)
    event.add("dtstart", run.day)
    event.add("dtend", run.day + timedelta(days=1))
    event.add("summary", plain(_summary(run, told)))
    event.add("description", plain("\n".join(_description(run, told))))
    event.add("url", told.base + run.path)
    event.add("transp", "TRANSPARENT")
    event.add("sequence", max(run.version - 1, 0))
    if run.category:
        event.add("categories", [str(Category(run.category).label)])
    if told.alarms and run.state in MOVABLE:
        for before in (WEEK_BEFORE, AT_NINE):
            event.add_component(_alarm(run, before))
    return event


def _summary(run: Run, told: Told) -> str:
    mark = "✓ " if run.state in CLOSED else "! " if run.state in NOT_DONE else ""
    title = (
        gettext("Sign off: %(title)s") % {"title": run.title} if run.state == WAITING and not told.people else run.title
    )
    return f"{mark}{title}"


def _description(run: Run, told: Told) -> Iterator[str]:
    yield str(STATE_WORDS[run.state])
    if run.of is not None and (often := cadence(run.of.rule)):
        yield f"{run.of.reference} · {often}"
    if run.due != run.day:
        yield gettext("Due %(day)s, a day off") % {"day": days.day(run.due)}
    if told.people:
        yield gettext("Who: %(name)s") % {"name": run.person or gettext("nobody")}
    if run.minutes:
        yield gettext("Takes about %(time)s") % {"time": days.duration(run.minutes)}
    yield told.base + run.path


def _alarm(run: Run, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain(run.title))
    alarm.add("trigger", before)
    return alarm
