"""The calendar that Outlook, Apple and Google subscribe to: read back by a parser, line by line where they are known to be strict."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar

from holger.tasks.rules.feed import DONE, DROPPED, MISSED, Entry, feed, uid_of_run, uid_of_task
from holger.tasks.tests import another_program

ACTIVITY, SUBJECT = UUID(int=7), UUID(int=9)
CHANGED = datetime(2026, 11, 24, 9, 30, 12, 345, tzinfo=UTC)
BACKUP = Entry(
    uid=uid_of_run(ACTIVITY, date(2026, 11, 27)),
    day=date(2026, 11, 27),
    title="Test gendannelse af backup",
    url="https://holger.example/o/kronborg/tasks/O-12/",
    changed=CHANGED,
    text="Vælg tre systemer; gendan dem, og skriv op hvor lang tid det tog.\nSvar på én side.",
    categories=("Drift og kontrol", "Årshjul, 2026"),
    sequence=3,
    alarms=(1, 7, 0),
)


def read(text: str) -> Calendar:
    return Calendar.from_ical(text)


def events(text: str) -> list:
    return read(text).walk("VEVENT")


def name_of(calendar: Calendar) -> str:
    """The parser does not know the name for the text that RFC 7986 says it is, and leaves it as it was written."""
    return re.sub(r"\\([\\,;])", r"\1", str(calendar["name"]))


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


# What a subscriber sees


def test_the_calendar_has_a_name_and_says_how_often_to_ask_again():
    calendar = read(feed([BACKUP], "Kronborg, årshjul", description="Alle aktiviteter"))
    assert calendar["prodid"] == "-//holger//holger//DA" and calendar["version"] == "2.0"
    assert name_of(calendar) == "Kronborg, årshjul" and calendar["description"] == "Alle aktiviteter"
    lines = unfolded(feed([BACKUP], "Kronborg, årshjul", description="Alle aktiviteter"))
    assert {r"NAME:Kronborg\, årshjul", r"X-WR-CALNAME:Kronborg\, årshjul", "X-WR-CALDESC:Alle aktiviteter"} <= set(
        lines
    )
    assert calendar["method"] == "PUBLISH" and calendar["calscale"] == "GREGORIAN"
    lines = unfolded(feed([], "Kronborg"))
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in lines and "X-PUBLISHED-TTL:PT4H" in lines
    assert "X-PUBLISHED-TTL:P1D" in unfolded(feed([], "Kronborg", refresh=timedelta(days=1)))
    assert unfolded(feed([], "Kronborg", "en"))[2] == "PRODID:-//holger//holger//EN"
    assert not events(feed([], "Kronborg"))


def test_a_task_is_a_whole_day_that_takes_no_time():
    (event,) = events(feed([BACKUP], "Kronborg"))
    assert event.decoded("dtstart") == date(2026, 11, 27) and event.decoded("dtend") == date(2026, 11, 28)
    assert not isinstance(event.decoded("dtstart"), datetime)
    assert event["transp"] == "TRANSPARENT" and event["x-microsoft-cdo-busystatus"] == "FREE"
    lines = unfolded(feed([BACKUP], "Kronborg"))
    assert "DTSTART;VALUE=DATE:20261127" in lines and "DTEND;VALUE=DATE:20261128" in lines
    assert not any("TZID" in line or line.startswith("BEGIN:VTIMEZONE") for line in lines)


def test_it_tells_what_to_do_and_where():
    (event,) = events(feed([BACKUP], "Kronborg"))
    assert event["summary"] == "Test gendannelse af backup"
    assert event["description"] == f"{BACKUP.text}\n\n{BACKUP.url}"
    assert event["url"] == BACKUP.url
    assert event["categories"].cats == ["Drift og kontrol", "Årshjul, 2026"]
    assert event["status"] == "CONFIRMED"
    (event,) = events(feed([replace(BACKUP, text="", categories=())], "Kronborg"))
    assert event["description"] == BACKUP.url and "categories" not in event


def test_changes_are_known_by_their_number():
    (event,) = events(feed([BACKUP], "Kronborg"))
    assert event["sequence"] == 3
    assert event.decoded("dtstamp") == event.decoded("last-modified") == datetime(2026, 11, 24, 9, 30, 12, tzinfo=UTC)
    copenhagen = CHANGED.astimezone(timezone(timedelta(hours=1)))
    assert feed([replace(BACKUP, changed=copenhagen)], "Kronborg") == feed([BACKUP], "Kronborg")


def test_alarms_sound_in_the_morning():
    (event,) = events(feed([BACKUP], "Kronborg"))
    alarms = event.walk("VALARM")
    assert [alarm.decoded("trigger") for alarm in alarms] == [
        timedelta(days=-7, hours=9),
        timedelta(days=-1, hours=9),
        timedelta(hours=9),
    ]
    assert {alarm["action"] for alarm in alarms} == {"DISPLAY"}
    assert {alarm["description"] for alarm in alarms} == {BACKUP.title}
    assert "TRIGGER:-PT15H" in unfolded(feed([BACKUP], "Kronborg"))


@pytest.mark.parametrize(
    ("state", "title", "status"),
    [
        (DONE, "✓ Test gendannelse af backup", "CONFIRMED"),
        (MISSED, "✗ Test gendannelse af backup", "CONFIRMED"),
        (DROPPED, "Test gendannelse af backup", "CANCELLED"),
    ],
)
def test_what_is_over_says_so_and_is_silent(state, title, status):
    (event,) = events(feed([replace(BACKUP, state=state)], "Kronborg"))
    assert (event["summary"], event["status"]) == (title, status)
    assert not event.walk("VALARM")


def test_another_program_reads_the_same():
    late = replace(BACKUP, uid="2@holger", title='Årshjul; uge 48, "alt"', day=date(2026, 12, 31), state=MISSED)
    said = another_program.events(feed([BACKUP, late], "Kronborg – årshjul"))
    assert said["name"] == "Kronborg – årshjul"
    one, other = said["events"]
    assert one == {
        "uid": BACKUP.uid,
        "title": BACKUP.title,
        "first": "2026-11-27",
        "end": "2026-11-28",
        "whole": True,
        "text": f"{BACKUP.text}\n\n{BACKUP.url}",
        "categories": list(BACKUP.categories),
        "alarms": ["-P6DT15H", "-PT15H", "PT9H"],
    }
    assert (other["title"], other["end"], other["alarms"]) == ('✗ Årshjul; uge 48, "alt"', "2027-01-01", [])


# The same for the same thing


def test_uids_stay():
    assert uid_of_run(ACTIVITY, date(2026, 11, 27)) == "00000000-0000-0000-0000-000000000007-20261127@holger"
    assert uid_of_run(ACTIVITY, date(2026, 11, 27), SUBJECT) != uid_of_run(ACTIVITY, date(2026, 11, 27))
    assert uid_of_run(ACTIVITY, date(2026, 11, 28)) != uid_of_run(ACTIVITY, date(2026, 11, 27))
    assert uid_of_task(SUBJECT) == "00000000-0000-0000-0000-000000000009@holger"
    moved = replace(BACKUP, day=date(2026, 12, 4), sequence=4)
    assert events(feed([moved], "Kronborg"))[0]["uid"] == BACKUP.uid


def test_an_unchanged_calendar_has_an_unchanged_text():
    """So that a subscriber who asks again can be told that nothing is new; in whatever order rows come."""
    entries = [replace(BACKUP, uid=f"{n}@holger", day=date(2026, 12, 31 - n)) for n in range(9)]
    assert feed(entries, "Kronborg") == feed(reversed(entries), "Kronborg")
    assert [event["uid"] for event in events(feed(entries, "Kronborg"))] == [f"{n}@holger" for n in range(8, -1, -1)]


def test_a_uid_stands_there_once():
    twice = feed([BACKUP, replace(BACKUP, title="Newer", sequence=4)], "Kronborg")
    assert [event["summary"] for event in events(twice)] == ["Newer"]


# Written as RFC 5545 wants it


def test_lines_are_folded_and_end_as_they_must():
    text = feed([replace(BACKUP, title="Gennemgå æøå 🔒 " * 20)], "Kronborg " * 30)
    raw = text.encode()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])  # no letter is torn apart
    assert events(text)[0]["summary"] == ("Gennemgå æøå 🔒 " * 20).strip()


def test_what_means_something_to_calendars_is_escaped():
    odd = 'Access; review, "all" \\ of it: BEGIN:VEVENT'
    text = feed([replace(BACKUP, title=odd, text=f"{odd}\r\nEND:VEVENT\r\nBEGIN:VALARM")], odd)
    assert [line for line in unfolded(text) if line.startswith("SUMMARY")] == [
        r'SUMMARY:Access\; review\, "all" \\ of it: BEGIN:VEVENT'
    ]
    (event,) = events(text)
    assert event["summary"] == odd and name_of(read(text)) == odd
    assert event["description"].startswith(f"{odd}\nEND:VEVENT\nBEGIN:VALARM")


def test_control_characters_are_left_out():
    (event,) = events(
        feed([replace(BACKUP, title="Back\x00up\x0b\nnow\x1f", text="One\rtwo\r\nthree\tfour\x07")], "K\x01")
    )
    assert event["summary"] == "Backup now"
    assert event["description"].startswith("One\ntwo\nthree\tfour\n\n")


def test_the_last_day_of_all():
    (event,) = events(feed([replace(BACKUP, day=date.max)], "Kronborg"))
    assert event.decoded("dtstart") == date.max and "dtend" not in event


words = some.text(max_size=120)
entries = some.builds(
    Entry,
    uid=some.uuids().map(uid_of_task),
    day=some.dates(date(2000, 1, 1), date(2100, 1, 1)),
    title=words,
    url=some.just(BACKUP.url),
    changed=some.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=some.just(UTC)),
    text=words,
    categories=some.lists(some.text("abcæøå,;\\", min_size=1, max_size=20), max_size=3).map(tuple),
    state=some.sampled_from(("planned", DONE, MISSED, DROPPED)),
    sequence=some.integers(0, 99),
    alarms=some.lists(some.integers(0, 30), max_size=3).map(tuple),
)  # fmt: skip


@given(some.lists(entries, max_size=5, unique_by=lambda entry: entry.uid), words)
def test_whatever_people_write_it_is_read_back(rows, name):
    text = feed(rows, name)
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))
    assert re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text) is None
    found = {str(event["uid"]): event for event in events(text)}
    assert found.keys() == {entry.uid for entry in rows}
    for entry in rows:
        event = found[entry.uid]
        assert event.decoded("dtstart") == entry.day and event["sequence"] == entry.sequence
        assert event["description"].endswith(entry.url)
        if entry.categories:
            assert list(event["categories"].cats) == list(entry.categories)


def test_the_library_is_not_loaded_before_it_is_needed():
    code = "import sys, holger.tasks.rules.feed; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
