"""Tasks as a calendar that others subscribe to: iCalendar of RFC 5545, with the names of RFC 7986 and those that programs had before.

Every task is an event of a whole day. Google shows no to-dos (VTODO) at all and Outlook none of a calendar that it subscribes to;
whole days also need no zone, and no change of clocks can move them. They take up no time: nobody looks busy because a check is due.

The text depends on nothing but what it is given, so that an unchanged calendar has an unchanged text. The library takes as long to
load as a page to make, so it is loaded when the first calendar is asked for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PLANNED, DONE, MISSED, DROPPED = "planned", "done", "missed", "dropped"
MARKS = {DONE: "✓ ", MISSED: "✗ "}
"""What stands before the title: calendars have no state that says either."""
DAY = timedelta(days=1)
MORNING = timedelta(hours=9)
"""When alarms sound."""
REFRESH = timedelta(hours=4)
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """A day on which something is due. ``text`` tells more about it, ``url`` leads to it."""

    uid: str
    """The same for the same thing forever: by it a calendar knows what it has already."""
    day: date
    title: str
    url: str
    changed: datetime
    text: str = ""
    categories: tuple[str, ...] = ()
    state: str = PLANNED
    sequence: int = 0
    """Higher with every change."""
    alarms: tuple[int, ...] = ()
    """So many days before, in the morning; 0 is on the day. What is done sounds no more."""


def uid_of_run(activity: UUID, slot: date, subject: UUID | None = None) -> str:
    """A run keeps its place in calendars from when it is only planned until it is done, wherever its due date is moved."""
    about = f"-{subject}" if subject else ""
    return f"{activity}-{slot:%Y%m%d}{about}@holger"


def uid_of_task(task: UUID) -> str:
    """Of a task that is no activity's run."""
    return f"{task}@holger"


def uid_of_day(path: str, day: date, title: str) -> str:
    """Of a day that another register knows of: a day that is moved, or called something else, is another."""
    return f"{sha256(f'{path} {day} {title}'.encode()).hexdigest()[:32]}@holger"


def feed(
    entries: Iterable[Entry], name: str, language: str = "da", description: str = "", refresh: timedelta = REFRESH
) -> str:
    """The calendar as text. ``name`` is what it is called in the lists of those who subscribe to it."""
    from icalendar import Calendar, vDuration, vText

    calendar = Calendar()
    calendar.add("prodid", f"-//holger//holger//{language[:2].upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for title in ("name", "x-wr-calname"):
        calendar.add(title, vText(clean(name)))
    if description:
        for told in ("description", "x-wr-caldesc"):
            calendar.add(told, vText(clean(description)))
    calendar.add("refresh-interval", vDuration(refresh), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh))
    known = {entry.uid: entry for entry in entries}
    for entry in sorted(known.values(), key=lambda entry: (entry.day, entry.uid)):
        calendar.add_component(_event(entry))
    return calendar.to_ical().decode()


def _event(entry: Entry) -> "Event":
    from icalendar import Event

    event = Event()
    changed = entry.changed.astimezone(UTC).replace(microsecond=0)
    event.add("uid", entry.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.day)
    if entry.day < date.max:
        event.add("dtend", entry.day + DAY)  # the first day that is no longer its
    title = MARKS.get(entry.state, "") + clean(entry.title).replace("\n", " ")
    event.add("summary", title)
    # Google shows no URL, so the text ends with it.
    event.add("description", "\n\n".join(part for part in (clean(entry.text), entry.url) if part))
    event.add("url", entry.url)
    if entry.categories:
        event.add("categories", [clean(category) for category in entry.categories])
    event.add("status", "CANCELLED" if entry.state == DROPPED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-alldayevent", "TRUE")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    for days in sorted(set(entry.alarms), reverse=True) if entry.state == PLANNED else ():
        event.add_component(_alarm(title, days))
    return event


def _alarm(title: str, days: int) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", MORNING - days * DAY)  # from the midnight that the day begins with
    return alarm


def clean(text: str) -> str:
    """Without what a calendar cannot hold: lines end in one way, and there are no control characters."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
