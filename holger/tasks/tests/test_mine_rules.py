"""Which part of the list something stands in, what needs somebody today, and which days one may be away."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from holger.tasks.rules.roles import HELD, ROLES
from holger.tasks.rules.work import When, level, loads_of, place, presses, sunday, together, when, why_not_away

WEDNESDAY = date(2026, 11, 25)


def day(days):
    return WEDNESDAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("due", "part"),
    [
        (day(-1), When.LATE),
        (day(0), When.WEEK),
        (day(4), When.WEEK),  # Sunday
        (day(5), When.LATER),  # Monday
        (None, When.UNDATED),
    ],
)
def test_weeks_end_on_sunday(due, part):
    assert when(due, WEDNESDAY) is part


@pytest.mark.parametrize("offset", range(7))
def test_the_last_day_of_a_week_is_a_sunday_that_is_near(offset):
    today = day(offset)
    assert sunday(today).weekday() == 6
    assert timedelta(0) <= sunday(today) - today < timedelta(7)


def test_what_somebody_waits_for_is_for_this_week():
    assert when(None, WEDNESDAY, awaited=True) is When.WEEK
    assert when(day(30), WEDNESDAY, awaited=True) is When.LATER


def test_what_needs_somebody_today():
    assert presses(day(-9), WEDNESDAY)
    assert presses(day(0), WEDNESDAY)
    assert not presses(day(1), WEDNESDAY)
    assert presses(day(1), WEDNESDAY, urgent=True)
    assert presses(None, WEDNESDAY, awaited=True)
    assert not presses(None, WEDNESDAY)
    assert not presses(day(1), WEDNESDAY, awaited=True)


def test_how_bad_it_is():
    levels = [level(due, WEDNESDAY) for due in (day(-1), day(0), day(3), day(9), None)]
    assert levels == ["crit", "high", "mid", "none", "none"]
    assert level(day(9), WEDNESDAY, urgent=True) == "high"


def test_the_order_is_urgent_late_soon_and_what_has_no_day_last():
    told = [
        place(None, When.WEEK, "urgent", urgent=True),
        place(day(-9), When.LATE, "late"),
        place(day(-1), When.LATE, "less late"),
        place(day(0), When.WEEK, "today"),
        place(day(1), When.WEEK, "tomorrow"),
        place(day(1), When.WEEK, "tomorrow too"),
        place(None, When.WEEK, "asked"),
        place(day(30), When.LATER, "later"),
        place(None, When.UNDATED, "whenever"),
    ]
    assert sorted(told) == told


def test_minutes_are_summed_as_far_as_they_are_known():
    assert together([10, None, 5]) == 15
    assert together([]) == 0


def test_a_load_counts_what_is_late_and_finds_the_next():
    anna, bo = uuid4(), uuid4()
    found = loads_of([(anna, day(3), 10), (anna, day(-2), None), (bo, None, 5)], WEDNESDAY)
    assert (found[anna].open, found[anna].late, found[anna].minutes, found[anna].next_due) == (2, 1, 10, day(-2))
    assert (found[bo].open, found[bo].late, found[bo].next_due) == (1, 0, None)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(3, 1, "last"), (-9, -1, "last"), (8, 12, "first"), (12, 30, "first"), (1, 10, "first"), (11, 11, "first")],
)
def test_days_that_cannot_be_set(first, last, field):
    why = why_not_away(day(first), day(last), WEDNESDAY, [(day(10), day(12))])
    assert why is not None
    assert why.field == field


@pytest.mark.parametrize(("first", "last"), [(0, 0), (-5, 3), (1, 9), (13, 30)])
def test_days_that_can_be_set(first, last):
    assert why_not_away(day(first), day(last), WEDNESDAY, [(day(10), day(12))]) is None


def test_everybody_is_an_employee_so_nobody_holds_that():
    assert set(ROLES) - set(HELD) == {"employee"}
