"""How often one may try and how long a session lasts, without a database."""

from datetime import timedelta

import pytest

from holger.accounts import rules

NOW = 1_000_000.0
WINDOW = rules.WINDOW.total_seconds()


def test_only_the_last_quarter_of_an_hour_counts():
    times = [NOW - WINDOW - 1, NOW - WINDOW, NOW - WINDOW + 1, NOW, NOW + 1]
    assert rules.recent(times, NOW) == times[2:]


@pytest.mark.parametrize(
    ("everybody", "own", "may"),
    [(9, None, True), (10, None, False), (10, 0, True), (99, 4, True), (0, 5, False)],
)
def test_strangers_and_known_browsers_are_counted_apart(everybody, own, may):
    assert rules.may_try(everybody, own) is may


def test_the_strictest_limit_holds():
    assert rules.strictest(120, []) == 120
    assert rules.strictest(120, [None, 0]) == 120
    assert rules.strictest(120, [None, 30, 60]) == 30
    assert rules.strictest(120, [500]) == 120


@pytest.mark.parametrize(
    ("since", "seen", "over"),
    [(60, 0, False), (3600, 1800, False), (3601, 0, True), (3000, 1801, True), (0, 0, False)],
)
def test_a_session_ends_when_left_alone_and_when_old(since, seen, over):
    limits = {"idle": timedelta(minutes=30), "whole": timedelta(hours=1)}
    assert rules.is_over(since=NOW - since, seen=NOW - seen, now=NOW, **limits) is over
