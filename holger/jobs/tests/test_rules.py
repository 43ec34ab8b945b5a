"""When to try again, and when somebody is taken for dead."""

from datetime import UTC, datetime, timedelta

import pytest

from holger.jobs import rules

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_waits_grow_and_end():
    waits = [rules.wait_after(failures, rules.JOB_WAITS) for failures in range(1, 7)]
    assert waits[:4] == sorted(rules.JOB_WAITS)
    assert waits[4:] == [None, None]


@pytest.mark.parametrize(
    ("late", "hours"), [(timedelta(0), 1), (timedelta(minutes=59), 1), (HOUR, 2), (timedelta(hours=5.5), 6)]
)
def test_missed_slots_are_not_made_up_for(late, hours):
    following = rules.next_slot(NOON, HOUR, NOON + late)
    assert following == NOON + hours * HOUR
    assert following > NOON + late


@pytest.mark.parametrize(
    ("after", "alive", "abandoned"),
    [
        (timedelta(minutes=5), True, False),
        (timedelta(minutes=10, seconds=59), True, False),
        (timedelta(minutes=11, seconds=1), True, True),
        (timedelta(seconds=1), False, True),
    ],
)
def test_who_lives_has_the_limit_and_some_grace(after, alive, abandoned):
    assert rules.is_abandoned(NOON, timedelta(minutes=10), alive, NOON + after) is abandoned


def test_an_error_is_told_in_a_line():
    assert rules.in_short(ValueError("no\n  such   thing")) == "ValueError: no such thing"
    assert rules.in_short(KeyError()) == "KeyError"
    assert len(rules.in_short(ValueError("x" * 1000))) == rules.LONGEST_ERROR
