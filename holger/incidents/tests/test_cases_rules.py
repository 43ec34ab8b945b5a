"""When a case may take a step, at which time, and when it may be closed."""

from datetime import timedelta

import pytest

from holger.incidents import library
from holger.incidents.rules.assessing import Answer, Decision
from holger.incidents.rules.severity import weighed
from holger.incidents.rules.stepping import (
    Told,
    is_there,
    why_not_at,
    why_not_close,
    why_not_correct,
    why_not_edit,
    why_not_keep,
    why_not_step,
)
from holger.incidents.tests.stories import at

NINE = at("2026-11-24 09:00")
HOUR = timedelta(hours=1)


def told(status="open", **stamps):
    return Told(status, NINE, stamps)


@pytest.mark.parametrize(
    ("step", "status", "reason", "field"),
    [
        ("contain", "open", "", None),
        ("recover", "contained", "", None),
        ("recover", "open", "", None),
        ("close", "recovered", "Done.", None),
        ("close", "recovered", " ", "reason"),
        ("contain", "recovered", "", "step"),
        ("flare_up", "contained", "", "reason"),
        ("flare_up", "closed", "It burns.", "step"),
        ("reopen", "merged", "It was another.", None),
        ("take_on", "reported", "", "step"),
        ("vanish", "open", "", "step"),
    ],
)
def test_each_step_starts_somewhere_and_may_want_a_reason(step, status, reason, field):
    refused = why_not_step(step, told(status), reason)
    assert (refused.field if refused else None) == field


def test_a_step_that_is_taken_is_not_taken_twice():
    assert is_there("contain", told("contained", contained_at=NINE))
    assert not is_there("contain", told("open", contained_at=NINE))
    assert is_there("reopen", told("open"))
    assert not is_there("take_on", told("open", taken_on_at=NINE))


def test_a_time_lies_between_what_comes_before_it_and_now():
    now = NINE + 5 * HOUR
    assert why_not_at("contain", NINE + HOUR, told(), now) is None
    assert "not happened" in why_not_at("contain", now + HOUR, told(), now).text
    assert "before the incident" in why_not_at("contain", NINE - HOUR, told(), now).text
    contained = told("contained", contained_at=NINE + 2 * HOUR)
    assert "ahead of it" in why_not_at("recover", NINE + HOUR, contained, now).text
    recovered = told("recovered", contained_at=NINE + HOUR, recovered_at=NINE + 2 * HOUR)
    assert "follows it" in why_not_at("contain", NINE + 3 * HOUR, recovered, now).text


def test_a_time_that_stands_is_put_right_with_a_reason():
    assert why_not_correct(NINE, NINE, "") is None
    assert why_not_correct(NINE, NINE + HOUR, " ").field == "reason"
    assert why_not_correct(NINE, NINE + HOUR, "The log says so.") is None


def test_closing_asks_for_what_is_open_unless_one_says_so():
    assert why_not_close(0, 0, anyway=False) is None
    assert why_not_close(2, 0, anyway=False).params == {"count": 2}
    assert "still run" in why_not_close(2, 3, anyway=False).text
    assert why_not_close(2, 3, anyway=True) is None


def test_the_facts_of_a_finished_case_are_changed_with_a_reason_only():
    assert why_not_edit("open", archived=False, reason="") is None
    assert why_not_edit("closed", archived=False, reason="").field == "reason"
    assert why_not_edit("closed", archived=False, reason="Wrong number.") is None
    assert why_not_edit("merged", archived=False, reason="Wrong.") is not None
    assert why_not_edit("open", archived=True, reason="Wrong.") is not None


def test_somebody_always_sees_what_is_kept_from_others():
    assert why_not_keep(named=0, keeper_named=False, without_me=True).field == "restricted"
    assert why_not_keep(named=1, keeper_named=False, without_me=False).field == "without_me"
    assert why_not_keep(named=1, keeper_named=False, without_me=True) is None
    assert why_not_keep(named=1, keeper_named=True, without_me=False) is None


def decided(**answers):
    return {key: Decision(key, Answer(given), "", "", NINE) for key, given in answers.items()}


def test_severity_without_impact_is_what_is_decided_or_nothing():
    method = library.severities()[0]
    assert weighed(method, "", "", {}) is None
    assert weighed(method, "large", "", {}) is None
    found = weighed(method, "", "", decided(significant="yes", risk_to_people="yes"))
    assert (found.level.key, list(found.lifted_by)) == ("high", ["significant"])
    assert weighed(method, "large", "now", {}).level.key == "critical"
    assert weighed(method, "of another method", "now", decided(significant="no")) is None
