"""When a task opens, how it stands from day to day, and who is told when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from holger.tasks.rules.timing import Kind, Reminder, Reminders, Said, State, Timing, owed, plus, reminders

DAY = timedelta(days=1)
DUE = date(2026, 11, 27)
TASK = Timing(DUE, lead=30, grace=7)
days = some.dates(date(2020, 1, 1), date(2035, 1, 1))


# How it stands


@pytest.mark.parametrize(
    ("today", "state", "said"),
    [
        (date(2026, 10, 27), State.PLANNED, (Said.OPENS, 1)),
        (date(2026, 10, 28), State.OPEN, (Said.LEFT, 30)),
        (date(2026, 11, 12), State.OPEN, (Said.LEFT, 15)),
        (date(2026, 11, 13), State.SOON, (Said.LEFT, 14)),
        (date(2026, 11, 26), State.SOON, (Said.LEFT, 1)),
        (date(2026, 11, 27), State.DUE, (Said.TODAY, 0)),
        (date(2026, 11, 28), State.LATE, (Said.OVER, 1)),
        (date(2026, 12, 4), State.LATE, (Said.OVER, 7)),
        (date(2026, 12, 5), State.MISSED, (Said.OVER, 8)),
        (date(2029, 1, 1), State.MISSED, (Said.OVER, 766)),
    ],
)
def test_a_task_from_planned_to_missed(today, state, said):
    assert TASK.state(today) == state
    assert TASK.said(today) == said
    assert TASK.is_open(today) == (state != State.PLANNED)


def test_what_has_no_grace_is_late_until_it_is_done():
    task = Timing(DUE)
    assert task.missed is None
    assert task.state(date(2036, 1, 1)) == State.LATE
    assert Timing(DUE, grace=0).state(DUE + DAY) == State.MISSED


def test_what_is_due_within_a_fortnight_is_coming_even_before_it_opens():
    task = Timing(DUE, lead=3)
    assert task.state(date(2026, 11, 12)) == State.PLANNED
    assert task.said(date(2026, 11, 12)) == (Said.OPENS, 12)
    assert task.state(date(2026, 11, 13)) == State.SOON and not task.is_open(date(2026, 11, 13))
    assert task.said(date(2026, 11, 13)) == (Said.LEFT, 14)


def test_nobody_is_late_on_a_sunday():
    """Due on Saturday, shown on Monday: the true date is kept, and Monday is the last day."""
    task = Timing(date(2026, 11, 28), lead=5, grace=2, shown=date(2026, 11, 30))
    assert (task.due, task.last, task.opens) == (date(2026, 11, 28), date(2026, 11, 30), date(2026, 11, 23))
    assert task.state(date(2026, 11, 29)) == State.SOON
    assert task.state(date(2026, 11, 30)) == State.DUE
    assert task.state(date(2026, 12, 1)) == State.LATE
    assert task.missed == date(2026, 12, 3)
    assert task.state(date(2026, 12, 3)) == State.MISSED


@given(days, some.integers(0, 400), some.none() | some.integers(0, 100), days)
def test_it_never_stands_better_the_next_day(due, lead, grace, today):
    order = list(State)
    task = Timing(due, lead, grace)
    assert order.index(task.state(today)) <= order.index(task.state(today + DAY))


# Reminders


def told(found: list[Reminder]) -> list[tuple[str, str, int]]:
    return [(str(each.day), each.kind.value, each.days) for each in found]


def test_reminders_before_on_and_after_the_day():
    assert told(reminders(TASK)) == [
        ("2026-11-20", "before", 7),
        ("2026-11-26", "before", 1),
        ("2026-11-27", "due", 0),
        ("2026-11-28", "overdue", 1),
        ("2026-11-30", "deputy", 3),
        ("2026-12-04", "manager", 7),
        ("2026-12-04", "overdue", 7),
    ]


def test_each_reminder_has_a_slot_of_its_own():
    found = reminders(TASK)
    assert len({each.slot for each in found}) == len(found)
    assert [each.slot for each in found[:3]] == ["2026-11-27/before/7", "2026-11-27/before/1", "2026-11-27/due"]
    moved = reminders(Timing(DUE + DAY, lead=30))
    assert not {each.slot for each in found} & {each.slot for each in moved}


def test_a_day_off_moves_the_day_and_not_the_slot():
    friday = Timing(date(2026, 11, 28), lead=30)
    monday = Timing(date(2026, 11, 28), lead=30, shown=date(2026, 11, 30))
    assert {each.slot for each in reminders(friday)} == {each.slot for each in reminders(monday)}
    assert [each.day for each in reminders(monday) if each.kind == Kind.DUE] == [date(2026, 11, 30)]


def test_nobody_is_reminded_of_what_has_not_opened():
    assert told(reminders(Timing(DUE, lead=3)))[0] == ("2026-11-26", "before", 1)
    assert told(reminders(Timing(DUE)))[0] == ("2026-11-27", "due", 0)


def test_reminders_are_chosen():
    assert reminders(TASK, Reminders(before=(), on_due=False, overdue=(), deputy=None, manager=None)) == []
    quiet = Reminders(before=(3, 3, 0, -2), on_due=False, overdue=(0,), deputy=None, manager=14)
    assert told(reminders(TASK, quiet)) == [("2026-11-24", "before", 3), ("2026-12-11", "manager", 14)]


def test_day_by_day_one_thing_is_owed_to_each():
    found = reminders(TASK)
    assert owed(found, date(2026, 11, 19)) == []
    assert told(owed(found, date(2026, 11, 20))) == [("2026-11-20", "before", 7)]
    assert told(owed(found, date(2026, 11, 25))) == [("2026-11-20", "before", 7)]  # known by its slot: sent already
    assert told(owed(found, date(2026, 11, 27))) == [("2026-11-27", "due", 0)]
    assert told(owed(found, date(2026, 12, 4))) == [
        ("2026-11-30", "deputy", 3),
        ("2026-12-04", "manager", 7),
        ("2026-12-04", "overdue", 7),
    ]


def test_a_host_that_was_off_for_three_days_catches_up_with_one():
    """Off from the 26th to the 28th, on again on the 29th: not three reminders, and none that it is due tomorrow."""
    assert told(owed(reminders(TASK), date(2026, 11, 29))) == [("2026-11-28", "overdue", 1)]


def test_what_was_before_the_task_came_to_be_is_owed_by_nobody():
    """Brought in from a spreadsheet long after it was due: people are not scolded for the past."""
    assert owed(reminders(TASK), date(2026, 12, 20), since=date(2026, 12, 20)) == []
    assert told(owed(reminders(TASK), date(2026, 12, 4), since=date(2026, 12, 1))) == [
        ("2026-12-04", "manager", 7),
        ("2026-12-04", "overdue", 7),
    ]


def run_on(found: list[Reminder], on: list[date]) -> list[str]:
    """What a worker that runs on these days sends, when the outbox takes each slot once."""
    sent: list[str] = []
    for today in on:
        sent += [each.slot for each in owed(found, today) if each.slot not in sent]
    return sent


@given(days, some.integers(0, 60), some.sets(some.integers(0, 90)))
def test_whenever_the_host_runs_nothing_goes_twice_and_the_end_is_always_told(due, lead, running):
    found = reminders(Timing(due, lead))
    on = [due - 60 * DAY + number * DAY for number in sorted({*running, 90})]
    sent = run_on(found, on)
    assert len(sent) == len(set(sent))
    assert {f"{due}/overdue/7", f"{due}/deputy/3", f"{due}/manager/7"} <= set(sent)
    assert run_on(found, [due + n * DAY for n in range(-61, 31)]) == [each.slot for each in found]


def test_the_calendar_has_ends():
    assert plus(date.max, 3) == date.max and plus(date.min, -3) == date.min
    last = Timing(date.max, lead=10, grace=10)
    assert last.state(date.max) == State.DUE and reminders(last)
    assert Timing(date.min, lead=10).opens == date.min
