"""What must be decided about a contract by when, how that was worked out, and how it goes from one state to the next."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holger.suppliers.rules.contract_states import STEPS, open_to, why_not_notice, why_not_step
from holger.suppliers.rules.contracts import Notice, Unit
from holger.suppliers.rules.deciding import Line, Told, What, next_decision, over_on, worked_out

RENEWS = Told("renews", date(2025, 1, 31), 12, Notice(3))


def test_a_contract_that_renews_itself_wants_notice():
    found = next_decision(RENEWS, date(2026, 6, 1))
    assert (found.what, found.by, found.send_by) == (What.NOTICE, date(2026, 10, 31), date(2026, 10, 30))
    assert found.ends == date(2027, 1, 31)


def test_a_contract_that_ends_by_itself_wants_another_in_its_place():
    told = Told("ends", date(2026, 12, 31), 12, Notice(3))
    found = next_decision(told, date(2026, 6, 1))
    assert (found.what, found.by, found.ends) == (What.EXPIRY, date(2026, 12, 31), date(2026, 12, 31))
    assert next_decision(told, date(2027, 1, 1)) is None
    assert next_decision(told, date(2026, 12, 31)) is not None


def test_a_contract_without_an_end_forces_nobody():
    assert next_decision(Told("open", date(2020, 1, 1), 12, Notice(3)), date(2026, 1, 1)) is None
    assert next_decision(Told("ends"), date(2026, 1, 1)) is None
    assert next_decision(Told("renews", date(2026, 5, 1), 12), date(2026, 1, 1)) is None


def test_when_it_is_over_if_notice_is_given():
    assert over_on(RENEWS, date(2026, 10, 31)) == date(2027, 1, 31)
    assert over_on(RENEWS, date(2026, 11, 1)) == date(2028, 1, 31)
    assert over_on(Told("open", notice=Notice(3, to_month_end=True)), date(2026, 11, 10)) == date(2027, 2, 28)
    assert over_on(Told("open"), date(2026, 11, 10)) is None
    assert over_on(Told("ends", date(2027, 1, 1)), date(2026, 11, 10)) == date(2027, 1, 1)


def test_how_it_was_worked_out_is_told_step_by_step():
    lines = worked_out(RENEWS, next_decision(RENEWS, date(2026, 6, 1)))
    assert [each.line for each in lines] == [Line.TERM, Line.TURNS, Line.BACK_MONTHS, Line.OFF_DAY]
    assert [each.count for each in lines] == [0, 12, 3, 0]
    short = Told("renews", date(2027, 2, 28), 12, Notice(6))
    lines = worked_out(short, next_decision(short, date(2026, 6, 1)))
    assert [each.line for each in lines] == [Line.TERM, Line.BACK_MONTHS, Line.LAST_DAY]
    days = Told("renews", date(2027, 3, 1), 12, Notice(90, Unit.DAYS))
    assert [each.line for each in worked_out(days, next_decision(days, date(2026, 6, 1)))] == [
        Line.TERM,
        Line.BACK_DAYS,
    ]
    ends = Told("ends", date(2026, 12, 31))
    assert [each.line for each in worked_out(ends, next_decision(ends, date(2026, 6, 1)))] == [Line.EXPIRES]


@given(
    st.dates(date(2001, 1, 1), date(2090, 12, 31)),
    st.integers(0, 12),
    st.integers(12, 36),
    st.dates(date(2001, 1, 1), date(2090, 12, 31)),
)
def test_no_decision_lies_behind_and_none_after_the_end(end, months, renews, today):
    found = next_decision(Told("renews", end, renews, Notice(months)), today)
    assert found is None or (today <= found.by <= found.ends and found.send_by <= found.by)


@pytest.mark.parametrize(
    ("status", "steps"),
    [
        ("draft", ["activate"]),
        ("active", ["give_notice", "end"]),
        ("notice_given", ["take_notice_back", "end"]),
        ("ended", ["reopen"]),
    ],
)
def test_the_steps_of_each_state(status, steps):
    assert open_to(status) == steps


def test_why_a_step_cannot_be_taken():
    assert why_not_step("activate", "draft", "", archived=False) is None
    assert "archived" in why_not_step("activate", "draft", "", archived=True).text
    assert "begins" in why_not_step("end", "draft", "", archived=False).text
    assert why_not_step("reopen", "ended", " ", archived=False).field == "reason"
    with pytest.raises(KeyError):
        why_not_step("vanish", "draft", "", archived=False)
    assert {step.ends for step in STEPS.values()} == {"active", "notice_given", "ended"}


def test_notice_is_given_today_or_before_and_it_is_not_over_before():
    today = date(2026, 11, 24)
    assert why_not_notice(today, today, today) is None
    assert why_not_notice(date(2026, 11, 25), date(2027, 1, 1), today).field == "given_on"
    assert why_not_notice(today, date(2026, 11, 23), today).field == "over_on"
