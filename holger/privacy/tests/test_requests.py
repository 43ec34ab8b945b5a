"""A request is answered within a month, by the calendar and not by thirty days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holger.privacy.rules.requests import (
    ANSWERED,
    BEFORE,
    NO_REASON,
    NOT_IDENTIFIED,
    RIGHTS,
    STEPS,
    TOLD_ALREADY,
    TOO_LATE,
    How,
    Request,
    State,
    clock,
    last_day,
    steps,
    why_not_answer,
    why_not_extend,
)

MAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        (date(2026, 5, 4), date(2026, 6, 4), date(2026, 8, 4)),
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 4, 30)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
        (date(2026, 2, 28), date(2026, 3, 28), date(2026, 5, 28)),
        (date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)),
    ],
)
def test_a_month_is_the_same_day_of_the_next(received, due, extended):
    assert last_day(received, extended=False) == due
    assert last_day(received, extended=True) == extended


def test_the_clock_runs_and_warns():
    request = Request(MAY)
    states = [clock(request, MAY + timedelta(days=days)).state for days in (0, 23, 24, 31, 32)]
    assert states == [State.RUNNING, State.RUNNING, State.SOON, State.SOON, State.OVERDUE]
    assert clock(request, date(2026, 6, 4)).days_left == 0
    assert clock(request, date(2026, 6, 7)).days_left == -3


def test_the_last_day_may_fall_on_a_holiday_but_the_strict_one_warns():
    found = clock(Request(date(2026, 11, 25)), date(2026, 12, 1))
    assert (found.due, found.at_the_latest) == (date(2026, 12, 25), date(2026, 12, 28))


def test_an_answer_stops_the_clock_and_says_if_it_was_late():
    assert clock(Request(MAY, answered=date(2026, 6, 4)), date(2027, 1, 1)).state == State.ANSWERED
    assert clock(Request(MAY, answered=date(2026, 6, 5)), date(2027, 1, 1)).state == State.LATE
    extended = Request(MAY, extended=date(2026, 5, 20), answered=date(2026, 8, 4))
    assert clock(extended, date(2027, 1, 1)).state == State.ANSWERED


def test_doubt_about_who_it_is_moves_the_lenient_date_only():
    found = clock(Request(MAY, identity_asked=date(2026, 5, 5), identified=date(2026, 5, 20)), date(2026, 6, 5))
    assert (found.due, found.at_the_latest, found.state) == (date(2026, 6, 4), date(2026, 6, 22), State.OVERDUE)
    unasked = clock(Request(MAY, identified=date(2026, 5, 20)), MAY)
    assert unasked.at_the_latest == date(2026, 6, 4)


def test_an_extension_is_told_within_the_first_month_with_its_reason():
    request = Request(MAY)
    assert why_not_extend(request, date(2026, 6, 4), "Three archives must be searched.") is None
    assert why_not_extend(request, date(2026, 6, 5), "Three archives.") == TOO_LATE
    assert why_not_extend(request, date(2026, 5, 3), "Three archives.") == BEFORE
    assert why_not_extend(request, date(2026, 5, 20), " ") == NO_REASON
    assert why_not_extend(Request(MAY, extended=date(2026, 5, 20)), date(2026, 5, 21), "More.") == TOLD_ALREADY
    assert why_not_extend(Request(MAY, answered=date(2026, 5, 20)), date(2026, 5, 21), "More.") == ANSWERED


def test_nothing_is_handed_to_somebody_unknown():
    unknown = Request(MAY, identity_asked=date(2026, 5, 5))
    assert why_not_answer(unknown, How.MET) == NOT_IDENTIFIED
    assert why_not_answer(unknown, How.REFUSED) is None
    assert why_not_answer(Request(MAY), How.MET) is None


def test_each_right_has_its_steps():
    assert {right for step in STEPS for right in step.rights} == set(RIGHTS)
    keys = [step.key for step in steps(["access", "erasure"])]
    assert keys == [
        *(
            "confirm",
            "identity",
            "find",
            "others",
            "information",
            "exceptions",
            "carry_out",
            "tell_recipients",
            "answer",
        ),
    ]
    assert [step.key for step in steps([])] == ["confirm", "identity", "find", "answer"]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_it_is_never_more_than_a_month_and_never_less_than_four_weeks(received):
    assert 28 <= (last_day(received, extended=False) - received).days <= 31
    assert 89 <= (last_day(received, extended=True) - received).days <= 92
