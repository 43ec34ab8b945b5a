"""When mail goes out: by each person's choice, whatever the clock does."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from holger.tasks.rules.telling import (
    CATCH_UP,
    DAY,
    Rhythm,
    Way,
    Wish,
    begin_of,
    is_quiet,
    latest_digest,
    owed_of,
    wanted,
    way,
    why_not,
)
from holger.tasks.rules.timing import Timing, owed, reminders
from holger.tasks.rules.workdays import DENMARK

CPH = "Europe/Copenhagen"
QUARTER = timedelta(minutes=15)
DAILY, WEEKLY = Wish(), Wish(Rhythm.WEEKLY, weekday=2, hour=9)


def at(text: str, zone: str = CPH) -> datetime:
    """A moment as the clock on the wall says it; ``+`` at the end is the second time that it does."""
    moment = datetime.fromisoformat(text.rstrip("+")).replace(tzinfo=ZoneInfo(zone), fold=text.endswith("+"))
    return moment.astimezone(UTC)


def digest(wish: Wish, now: str, zone: str = CPH) -> str:
    moment = latest_digest(wish, at(now, zone), zone, DENMARK.is_open)
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


# How a notice goes


@pytest.mark.parametrize(
    ("wish", "kind", "urgent", "expected"),
    [
        (DAILY, "overdue", False, Way.DIGEST),
        (DAILY, "overdue", True, Way.NOW),
        (DAILY, "nudge", False, Way.AT_ONCE),
        (WEEKLY, "nudge", False, Way.AT_ONCE),
        (Wish(Rhythm.AT_ONCE), "before", False, Way.AT_ONCE),
        (Wish(Rhythm.NEVER), "overdue", False, Way.NOT),
        (Wish(Rhythm.NEVER), "nudge", False, Way.NOT),
        (Wish(Rhythm.NEVER), "overdue", True, Way.NOW),
        (Wish(muted=["before"]), "before", False, Way.NOT),
        (Wish(muted=["before"]), "due", False, Way.DIGEST),
        (Wish(muted=["before"]), "before", True, Way.NOW),
        (Wish(muted=["nudge"]), "nudge", False, Way.NOT),
    ],
)
def test_how_a_notice_goes_out(wish, kind, urgent, expected):
    assert way(wish, kind, urgent=urgent) == expected


@pytest.mark.parametrize(
    ("begin", "end", "quiet", "loud"),
    [
        (time(19), time(7), [time(19), time(23, 59), time(0), time(6, 59)], [time(7), time(12), time(18, 59)]),
        (time(12), time(13), [time(12), time(12, 59)], [time(11, 59), time(13), time(0)]),
        (time(8), time(8), [], [time(8), time(0)]),
        (None, None, [], [time(3)]),
        (time(19), None, [], [time(23)]),
    ],
)
def test_quiet_hours(begin, end, quiet, loud):
    wish = Wish(quiet_from=begin, quiet_to=end)
    assert all(is_quiet(wish, hour) for hour in quiet) and not any(is_quiet(wish, hour) for hour in loud)


def test_a_wish_that_contradicts_itself_is_not_taken():
    assert why_not(Wish()) is None
    assert why_not(Wish(hour=6)).field == "hour"
    assert why_not(Wish(Rhythm.WEEKLY, hour=22)).field == "hour"
    assert why_not(Wish(Rhythm.AT_ONCE, hour=22)) is None, "no digest, no hour"
    assert why_not(Wish(quiet_to=None)).field == "quiet_to"
    assert why_not(Wish(quiet_from=None, quiet_to=None, hour=3)) is None


# Digests


def test_the_daily_digest_comes_on_working_days():
    assert digest(DAILY, "2026-11-24 07:00") == "2026-11-24 07:00"
    assert digest(DAILY, "2026-11-24 06:59") == "2026-11-23 07:00"
    assert digest(DAILY, "2026-11-29 12:00") == "2026-11-27 07:00", "Sunday: Friday's was the last"
    assert digest(DAILY, "2026-12-25 12:00") == "2026-12-23 07:00", "Christmas"


def test_the_weekly_digest_comes_on_its_day():
    assert digest(WEEKLY, "2026-11-25 09:00") == "2026-11-25 09:00"
    assert digest(WEEKLY, "2026-11-25 08:59") == "2026-11-18 09:00"
    assert digest(WEEKLY, "2026-12-01 23:00") == "2026-11-25 09:00"


def test_on_a_day_without_half_past_two_the_digest_comes_when_it_would_have():
    """29 March 2026 is a Sunday, so this is the weekly one: the clock goes from 2 to 3."""
    sunday = Wish(Rhythm.WEEKLY, weekday=6, hour=2, quiet_from=None, quiet_to=None)
    assert digest(sunday, "2026-03-29 01:59") == "2026-03-22 02:00"
    assert digest(sunday, "2026-03-29 03:00") == "2026-03-29 03:00"
    moments = {latest_digest(sunday, at("2026-03-29 00:00") + n * QUARTER, CPH, DENMARK.is_open) for n in range(96)}
    assert len(moments) == 2, "last week's until then, and one of this day"


def test_on_a_day_with_half_past_two_twice_the_digest_comes_the_first_time():
    sunday = Wish(Rhythm.WEEKLY, weekday=6, hour=2, quiet_from=None, quiet_to=None)
    first, second = at("2026-10-25 02:30"), at("2026-10-25 02:30+")
    assert second - first == timedelta(hours=1)
    found = {latest_digest(sunday, moment, CPH, DENMARK.is_open) for moment in (first, second)}
    assert found == {at("2026-10-25 02:00")}


@pytest.mark.parametrize("zone", ["Europe/Copenhagen", "America/Nuuk", "Pacific/Auckland", "Asia/Kolkata", "UTC"])
def test_whatever_the_zone_a_year_has_one_digest_for_each_working_day(zone):
    wish = Wish(hour=2, quiet_from=None, quiet_to=None)
    begin = at("2026-01-01 12:00", zone)
    found = [latest_digest(wish, begin + n * QUARTER, zone, lambda _day: True) for n in range(365 * 96)]
    assert found == sorted(found)
    days = {moment.astimezone(ZoneInfo(zone)).date() for moment in found}
    assert len(set(found)) == len(days) == 366


def test_the_clock_is_the_organisations_own():
    assert digest(DAILY, "2026-11-24 07:00", "America/Nuuk") == "2026-11-24 07:00"
    assert latest_digest(DAILY, at("2026-11-24 07:00", "America/Nuuk"), "America/Nuuk", DENMARK.is_open) == at(
        "2026-11-24 07:00", "America/Nuuk"
    )
    assert begin_of(date(2026, 11, 24), CPH) == datetime(2026, 11, 23, 23, tzinfo=UTC)


@given(
    some.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),
    some.builds(Wish, some.sampled_from(Rhythm), some.integers(0, 6), some.integers(0, 23)),
)
def test_the_latest_digest_is_never_to_come_and_never_longer_ago_than_a_fortnight(now, wish):
    moment = latest_digest(wish, now.replace(tzinfo=UTC), CPH, DENMARK.is_open)
    assert now.replace(tzinfo=UTC) - timedelta(days=14) < moment <= now.replace(tzinfo=UTC)


# What is owed


DUE = date(2026, 11, 24)


def owed_on(today: date, due: date = DUE, **more) -> list[tuple[str, str, str]]:
    return [(each.kind, each.to, str(each.day)) for each in owed_of(due, DENMARK.shown, today, **more)]


def test_what_is_owed_from_a_week_before_to_the_manager_afterwards():
    assert owed_on(DUE - 8 * DAY) == []
    assert owed_on(DUE - 7 * DAY) == [("before", "person", "2026-11-17")]
    assert owed_on(DUE) == [("due", "person", "2026-11-24")]
    assert owed_on(DUE + 3 * DAY) == [("overdue", "person", "2026-11-25"), ("escalated", "deputy", "2026-11-27")]
    assert owed_on(DUE + 8 * DAY)[1:] == [("escalated", "manager", "2026-12-01"), ("overdue", "person", "2026-12-01")]


def test_an_activity_says_when_its_manager_is_told():
    assert owed_on(DUE + 2 * DAY, escalate_days=2)[1:] == [
        ("escalated", "deputy", "2026-11-26"),
        ("escalated", "manager", "2026-11-26"),
    ]
    assert ("escalated", "manager", "2026-12-01") not in owed_on(DUE + 10 * DAY, escalate_days=30)


def test_what_should_have_been_said_two_months_ago_is_not_said_any_more():
    assert owed_on(DUE + timedelta(days=67))
    assert owed_on(DUE + timedelta(days=68)) == []


def test_what_is_far_off_is_looked_at_no_closer():
    assert owed_on(date(2026, 1, 1), date(2027, 1, 1)) == []


@given(some.dates(date(2024, 1, 1), date(2030, 1, 1)), some.integers(-30, 90), some.none() | some.integers(0, 180))
def test_nothing_that_is_owed_is_skipped_for_being_far_off(due, days, escalate):
    """The short cut is as good as the long way."""
    today = due + timedelta(days=days)
    timing = Timing(due, lead=366, shown=DENMARK.shown(due))
    expected = {each.slot for each in owed(reminders(timing, wanted(escalate)), today, since=today - CATCH_UP)}
    assert {each.slot for each in owed_of(due, DENMARK.shown, today, escalate)} == expected
