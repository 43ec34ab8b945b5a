"""Months, weeks and two years of bars: what the calendar pages are drawn from."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from holger.tasks.rules.bars import KINDS, bars
from holger.tasks.rules.calendar import Week, month_rows, week_row, weeks_in
from holger.tasks.rules.months import Month, following

DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)
NOVEMBER = Month(2026, 11)
days = some.dates(date(2000, 1, 1), date(2060, 12, 31))


# Months


def test_a_month_knows_its_days():
    assert Month.of(TODAY) == NOVEMBER
    assert (NOVEMBER.first, NOVEMBER.last) == (date(2026, 11, 1), date(2026, 11, 30))
    assert Month(2028, 2).last == date(2028, 2, 29)
    assert NOVEMBER.shifted(2) == Month(2027, 1) and NOVEMBER.shifted(-11) == Month(2025, 12)
    assert NOVEMBER.until(Month(2027, 1)) == 2 and NOVEMBER.until(Month(2025, 11)) == -12
    assert TODAY in NOVEMBER and date(2025, 11, 24) not in NOVEMBER
    assert list(following(NOVEMBER, 3)) == [NOVEMBER, Month(2026, 12), Month(2027, 1)]


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "0026-01", "9999-12", "2026-11-1", "٢٠٢٦-11"]
)
def test_what_is_no_month(text):
    assert Month.read(text) is None


@given(days, some.integers(-300, 300))
def test_months_are_written_and_moved(day, by):
    month = Month.of(day)
    assert Month.read(f" {month} ") == month
    assert month.until(month.shifted(by)) == by
    assert month.shifted(by).shifted(-by) == month


# Weeks


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 24), "2026-W48"),
        (date(2026, 1, 1), "2026-W01"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 1), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2021, 1, 3), "2020-W53"),
    ],
)
def test_weeks_have_the_numbers_of_iso_8601(day, week):
    assert str(Week.of(day)) == week
    assert Week.read(week) == Week.of(day)
    assert day in Week.of(day)


def test_a_week_goes_from_monday_to_sunday_over_the_year():
    week = Week(2026, 53)
    assert (week.first, week.last) == (date(2026, 12, 28), date(2027, 1, 3))
    assert week.shifted(1) == Week(2027, 1) and Week(2027, 1).shifted(-1) == week
    assert [day.weekday() for day in week.days] == list(range(7))
    assert [weeks_in(year) for year in (2020, 2025, 2026, 2027)] == [53, 52, 53, 52]


@pytest.mark.parametrize("text", ["2026-W48", "2026W48", "2026-w48", " 2026-U48 ", "2026u48"])
def test_a_week_is_read_as_people_write_it(text):
    assert Week.read(text) == Week(2026, 48)


@pytest.mark.parametrize("text", ["", "2026", "2026-W00", "2026-W54", "2027-W53", "2026-48", "26-W48", "9999-W52"])
def test_what_is_no_week(text):
    assert Week.read(text) is None


@given(days, some.integers(-200, 200))
def test_weeks_follow_each_other(day, by):
    week = Week.of(day)
    assert week.first <= day <= week.last and week.first.weekday() == 0
    assert week.shifted(by).first == week.first + by * 7 * DAY
    assert Week.read(str(week)) == week


# The grid of a month


def test_november_2026():
    rows = month_rows(NOVEMBER, TODAY)
    assert [row.week.number for row in rows] == [44, 45, 46, 47, 48, 49]
    assert [day.date.day for day in rows[0].days] == [26, 27, 28, 29, 30, 31, 1]
    assert [day.inside for day in rows[0].days] == [False] * 6 + [True]
    assert [day.date for row in rows for day in row.days if day.today] == [TODAY]
    assert [day.weekend for day in rows[0].days] == [False] * 5 + [True] * 2


def test_the_turn_of_the_year():
    assert [str(row.week) for row in month_rows(Month(2026, 12), TODAY)][-1] == "2026-W53"
    assert [str(row.week) for row in month_rows(Month(2027, 1), TODAY)][:2] == ["2026-W53", "2027-W01"]
    assert [str(row.week) for row in month_rows(Month(2024, 12), TODAY)][-1] == "2025-W01"


def test_february_can_be_four_weeks():
    assert len(month_rows(Month(2027, 2), TODAY)) == 4


@given(days, days)
def test_a_month_is_shown_whole(day, today):
    month = Month.of(day)
    shown = [each for row in month_rows(month, today) for each in row.days]
    inside = [each.date for each in shown if each.inside]
    assert (inside[0], inside[-1]) == (month.first, month.last)
    assert len(inside) == (month.last - month.first).days + 1
    assert all(other.date - one.date == DAY for one, other in pairwise(shown))
    assert shown[0].date.weekday() == 0 and shown[-1].date.weekday() == 6
    assert sum(each.today for each in shown) == (shown[0].date <= today <= shown[-1].date)


def test_a_week_is_a_row_of_its_own():
    row = week_row(Week.of(TODAY), TODAY)
    assert [day.date for day in row.days] == [date(2026, 11, 23) + n * DAY for n in range(7)]
    assert all(day.inside for day in row.days) and [day.today for day in row.days].index(True) == 1


# Two years


def test_twelve_months_back_and_twelve_to_come():
    found = bars([], TODAY)
    assert [str(bar.month) for bar in found.bars][::23] == ["2025-11", "2027-10"]
    assert [str(bar.month) for bar in found.bars if bar.now] == ["2026-11"]
    assert found.bars[12].now
    assert (found.total, found.top, found.lines) == (0, 1, (0, 1))


def test_bars_stand_on_each_other():
    runs = [(date(2026, 11, 3), "done")] * 5 + [(date(2026, 11, 30), "planned")] * 2 + [(date(2026, 11, 20), "missed")]
    bar = bars(runs, TODAY).bars[12]
    assert (bar.done, bar.deviation, bar.missed, bar.planned, bar.total) == (5, 0, 1, 2, 8)
    assert [(part.kind, part.count, part.bottom, part.height) for part in bar.parts] == [
        ("done", 5, 0.0, 62.5),
        ("missed", 1, 62.5, 12.5),
        ("planned", 2, 75.0, 25.0),
    ]


@pytest.mark.parametrize(
    ("highest", "lines"),
    [
        (1, (0, 1)),
        (5, (0, 1, 2, 3, 4, 5)),
        (6, (0, 2, 4, 6)),
        (11, (0, 5, 10, 15)),
        (26, (0, 10, 20, 30)),
        (1000, (0, 200, 400, 600, 800, 1000)),
    ],
)
def test_lines_stand_at_round_numbers(highest, lines):
    assert bars([(TODAY, "done")] * highest, TODAY).lines == lines


kinds = some.sampled_from(KINDS)


@given(some.lists(some.tuples(some.dates(date(2025, 10, 1), date(2027, 12, 1)), kinds), max_size=80))
def test_nothing_is_lost_or_invented(runs):
    found = bars(runs, TODAY)
    inside = [(day, kind) for day, kind in runs if date(2025, 11, 1) <= day <= date(2027, 10, 31)]
    assert found.total == len(inside)
    assert sum(bar.missed for bar in found.bars) == sum(kind == "missed" for _, kind in inside)
    for bar in found.bars:
        assert sum(part.count for part in bar.parts) == bar.total <= found.top
        assert all(part.height > 0 and part.bottom + part.height <= 100.1 for part in bar.parts)
