"""Periods of the law: over every zone, both changes of the clocks, month ends and leap years from 2020 to 2040."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as some

from holger.incidents.rules.periods import Length, Place, Slide, Unit, ends, month_on
from holger.incidents.tests.stories import COPENHAGEN, KRONBORG, at
from holger.tasks.rules.workdays import Workdays

pytestmark = pytest.mark.once
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 12, 31, tzinfo=UTC)
HOURS_72, MONTH = Length(Unit.HOURS, 72), Length(Unit.MONTHS, 1)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
EVERY_DAY = [date(2020, 1, 1) + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
MOMENTS = some.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=some.just(UTC))
PLACES = some.sampled_from(ZONES).map(lambda name: Place(ZoneInfo(name)))


def test_72_hours_are_259200_seconds_in_every_zone_on_every_day():
    """A hundred thousand times and more, most of them near a change of the clocks in that zone or at a month's end."""
    draw, cases = random.Random(72), 0
    for name in ZONES:
        place = Place(ZoneInfo(name))
        for start in _hard_moments(place.zone, draw):
            due = ends(start.astimezone(place.zone), HOURS_72, place)
            assert due.at.timestamp() - start.timestamp() == 259_200
            assert (due.day, due.lenient, due.at.tzinfo) == (None, None, UTC)
            cases += 1
    assert cases >= 100_000


def test_a_month_ends_with_the_same_day_or_the_last_one_in_every_year_there_is():
    """Held to dateutil, which counts months on its own."""
    for name in ("Europe/Copenhagen", "America/Havana", "Pacific/Chatham", "Asia/Beirut", "Africa/Casablanca"):
        place = Place(ZoneInfo(name))
        for day in EVERY_DAY:
            due = ends(datetime(day.year, day.month, day.day, 23, 30, tzinfo=place.zone), MONTH, place)
            assert due.day == day + relativedelta(months=1)
            before, after = due.at - timedelta(seconds=1), due.at
            assert before.astimezone(place.zone).date() == due.day
            assert after.astimezone(place.zone).date() == due.day + timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-27 10:00", "2026-03-30 11:00"),  # the clocks are put forward on 29 March: an hour later by the clock
        ("2026-10-23 10:00", "2026-10-26 09:00"),  # and back on 25 October: an hour earlier
        ("2028-02-27 10:00", "2028-03-01 10:00"),  # over the leap day
        ("2027-02-26 10:00", "2027-03-01 10:00"),
        ("2026-12-24 18:00", "2026-12-27 18:00"),  # through Christmas
    ],
)
def test_hours_run_on(start, due):
    assert ends(at(start), HOURS_72, KRONBORG).at == at(due)


@pytest.mark.parametrize(
    ("start", "day", "lenient"),
    [
        (
            "2027-01-31 09:00",
            "2027-02-28",
            "2027-03-02 00:00",
        ),  # a Sunday: Monday is the last day, if the law allows it
        ("2028-01-31 09:00", "2028-02-29", None),  # a Tuesday of a leap year
        ("2026-11-24 23:59", "2026-12-24", None),  # no holiday by law in Denmark, whatever offices do
        ("2026-11-25 09:00", "2026-12-25", "2026-12-29 00:00"),  # Friday the 25th and Saturday the 26th are
        ("2026-02-28 09:00", "2026-03-28", "2026-03-31 00:00"),
        ("2026-12-31 09:00", "2027-01-31", "2027-02-02 00:00"),
    ],
)
def test_a_month_has_a_strict_and_a_lenient_end(start, day, lenient):
    due = ends(at(start), MONTH, KRONBORG)
    assert due.day == date.fromisoformat(day)
    assert due.at == at(str(due.day + timedelta(days=1)))
    assert due.lenient == (at(lenient) if lenient else None)


def test_the_day_of_the_event_is_not_counted():
    assert ends(at("2026-11-02 00:01"), Length(Unit.DAYS, 14), KRONBORG).day == date(2026, 11, 16)
    assert ends(at("2026-11-02 23:59"), Length(Unit.DAYS, 14), KRONBORG).day == date(2026, 11, 16)


def test_the_day_is_the_one_of_the_place():
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # 1 December in Copenhagen
    assert ends(late, MONTH, KRONBORG).day == date(2027, 1, 1)
    assert ends(late, MONTH, Place(ZoneInfo("Atlantic/Reykjavik"))).day == date(2026, 12, 30)


def test_a_rule_may_let_hours_slide_to_noon_of_the_next_working_day():
    saturday = at("2026-11-27 10:00")
    due = ends(saturday, Length(Unit.HOURS, 24), KRONBORG, Slide.NOON)
    assert (due.at, due.lenient) == (at("2026-11-28 10:00"), at("2026-11-30 12:00"))
    assert ends(saturday, Length(Unit.HOURS, 24), KRONBORG, Slide.NONE).lenient is None
    assert ends(saturday, Length(Unit.HOURS, 4), KRONBORG, Slide.NOON).lenient is None


def test_midnight_that_the_clocks_jump_over():
    """Beirut puts its clocks forward at midnight: the day ends when they are."""
    place = Place(ZoneInfo("Asia/Beirut"), "LB")
    due = ends(at("2025-02-28 09:00", place.zone), Length(Unit.DAYS, 29), place)
    assert due.day == date(2025, 3, 29)
    assert due.at.astimezone(place.zone).isoformat() == "2025-03-30T01:00:00+03:00"


@settings(max_examples=200)
@given(MOMENTS, MOMENTS, PLACES, some.sampled_from([HOURS_72, MONTH, Length(Unit.DAYS, 14), Length(Unit.MONTHS, 13)]))
def test_who_starts_later_is_never_due_earlier(one, other, place, length):
    first, second = sorted((one, other))
    assert ends(first, length, place).at <= ends(second, length, place).at


@settings(max_examples=200)
@given(MOMENTS, PLACES, some.sampled_from(Slide), some.sampled_from([HOURS_72, MONTH, Length(Unit.DAYS, 14)]))
def test_the_lenient_end_is_later_than_the_strict_one_and_on_a_working_day(start, place, slide, length):
    due = ends(start, length, place, slide)
    assert due.at > start
    if due.lenient is not None:
        assert due.lenient > due.at
        assert Workdays(customary=False).is_open((due.lenient - timedelta(seconds=1)).astimezone(place.zone).date())


@settings(max_examples=200)
@given(some.dates(FIRST.date(), LAST.date()), some.integers(0, 60))
def test_months_are_those_of_dateutil(day, months):
    assert month_on(day, months) == day + relativedelta(months=months)


def test_what_has_no_number_has_no_end():
    with pytest.raises(ValueError, match="no_delay"):
        ends(FIRST, Length(Unit.NO_DELAY), Place(COPENHAGEN))


def _hard_moments(zone: ZoneInfo, draw: random.Random) -> list[datetime]:
    """Some at random, some around each change of the clocks in two years, and the last minute of some months."""
    found = [FIRST + timedelta(seconds=draw.randrange(int((LAST - FIRST).total_seconds()))) for _ in range(80)]
    year = draw.randrange(2020, 2041)
    day = datetime(year, 1, 1, tzinfo=UTC)
    for each in (day + timedelta(days=n) for n in range(366)):
        if each.astimezone(zone).utcoffset() != (each + timedelta(days=1)).astimezone(zone).utcoffset():
            found += [each + timedelta(hours=h) for h in range(-72, 25, 3)]
    months = [datetime(draw.randrange(2020, 2041), month, 1, tzinfo=zone) for month in range(1, 13)]
    return found + [
        (each - timedelta(minutes=m)).astimezone(UTC) for each in months for m in (0, 1, 2, 60, 61, 90, 120)
    ]
