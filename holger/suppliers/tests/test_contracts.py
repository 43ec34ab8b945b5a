"""No notice date slips by because a month is short."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holger.suppliers.rules.clauses import BY_KEY, CLAUSES, missing, notice_remark, wanted
from holger.suppliers.rules.contracts import (
    ENDS_BEFORE,
    NO_PERIOD,
    NOTICE_TOO_LONG,
    Notice,
    Terms,
    Unit,
    current_end,
    due,
    earliest_end,
    missed_exit,
    next_exit,
    notice_date,
    reminders,
    why_not,
)

THREE = Notice(3)


@pytest.mark.parametrize(
    ("end", "notice", "latest"),
    [
        (date(2026, 12, 31), Notice(3), date(2026, 9, 30)),
        (date(2026, 6, 30), Notice(3), date(2026, 3, 31)),
        (date(2027, 2, 28), Notice(6), date(2026, 8, 31)),
        (date(2026, 8, 31), Notice(6), date(2026, 2, 28)),
        (date(2028, 8, 31), Notice(6), date(2028, 2, 29)),
        (date(2026, 12, 15), Notice(1), date(2026, 11, 15)),
        (date(2026, 3, 30), Notice(1), date(2026, 2, 28)),
        (date(2026, 3, 1), Notice(90, Unit.DAYS), date(2025, 12, 1)),
        (date(2026, 3, 1), Notice(0), date(2026, 3, 1)),
    ],
)
def test_the_latest_notice_date(end, notice, latest):
    assert notice_date(end, notice) == latest


def test_a_contract_that_renews_itself():
    terms = Terms(date(2025, 1, 31), THREE, renews=12)
    assert current_end(terms, date(2026, 6, 1)) == date(2027, 1, 31)
    found = next_exit(terms, date(2026, 6, 1))
    assert (found.ends, found.notice_by) == (date(2027, 1, 31), date(2026, 10, 31))
    assert found.send_by == date(2026, 10, 30)  # the 31st is a Saturday
    assert next_exit(terms, date(2026, 10, 31)).ends == date(2027, 1, 31)
    assert next_exit(terms, date(2026, 11, 1)).ends == date(2028, 1, 31)


def test_what_was_missed_is_said():
    terms = Terms(date(2026, 12, 31), THREE, renews=12)
    assert missed_exit(terms, date(2026, 9, 30)) is None
    assert missed_exit(terms, date(2026, 10, 1)) == date(2026, 12, 31)
    assert missed_exit(terms, date(2027, 1, 1)) is None


def test_a_short_month_shortens_no_later_term():
    terms = Terms(date(2026, 1, 31), Notice(0), renews=1)
    assert current_end(terms, date(2026, 2, 15)) == date(2026, 2, 28)
    assert current_end(terms, date(2026, 3, 15)) == date(2026, 3, 31)


def test_contracts_without_a_way_out_to_mind():
    assert next_exit(Terms(None, THREE), date(2026, 1, 1)) is None
    assert next_exit(Terms(date(2026, 5, 1), THREE), date(2026, 1, 1)) is None
    assert next_exit(Terms(date(2026, 5, 1), None, renews=12), date(2026, 1, 1)) is None
    assert current_end(Terms(None), date(2026, 1, 1)) is None
    assert current_end(Terms(date(2020, 5, 1)), date(2026, 1, 1)) == date(2020, 5, 1)
    assert missed_exit(Terms(None, THREE), date(2026, 1, 1)) is None


def test_a_contract_without_an_end_stops_when_notice_has_run():
    assert earliest_end(Notice(3, to_month_end=True), date(2026, 11, 10)) == date(2027, 2, 28)
    assert earliest_end(Notice(1), date(2026, 1, 31)) == date(2026, 2, 28)
    assert earliest_end(Notice(1), date(2026, 2, 28)) == date(2026, 3, 28)
    assert earliest_end(Notice(30, Unit.DAYS), date(2026, 1, 31)) == date(2026, 3, 2)


@given(st.dates(date(2001, 1, 1), date(2090, 12, 31)), st.integers(0, 24), st.integers(1, 36))
def test_notice_given_on_the_latest_date_has_run_out_at_the_end(end, months, renews):
    latest = notice_date(end, Notice(months))
    assert earliest_end(Notice(months), latest) <= end
    found = next_exit(Terms(end, Notice(months), renews), end)
    assert found is None or (found.notice_by >= end and found.send_by <= found.notice_by <= found.ends)


def test_far_away_dates_end_somewhere():
    assert next_exit(Terms(date(1900, 1, 1), Notice(1, Unit.DAYS), renews=1), date(9999, 12, 31)) is None
    assert current_end(Terms(date(9999, 12, 31), THREE, renews=12), date(9999, 12, 31)) == date(9999, 12, 31)


def test_reminders_come_three_times_and_once_each():
    latest = date(2026, 9, 30)
    assert [each.on for each in reminders(latest)] == [date(2026, 4, 3), date(2026, 7, 2), date(2026, 8, 31)]
    assert len({each.slot for each in reminders(latest)}) == 3
    assert due(latest, date(2026, 4, 2)) is None
    assert due(latest, date(2026, 4, 3)).days == 180
    assert due(latest, date(2026, 8, 30)).days == 90
    assert due(latest, latest).days == 30
    assert due(latest, latest + timedelta(days=1)) is None


def test_terms_that_contradict_themselves():
    assert why_not(date(2026, 2, 1), Terms(date(2026, 1, 1)), renews_itself=False) == ENDS_BEFORE
    assert why_not(None, Terms(date(2026, 1, 1)), renews_itself=True) == NO_PERIOD
    assert why_not(None, Terms(date(2026, 1, 1), Notice(6), renews=3), renews_itself=True) == NOTICE_TOO_LONG
    assert (
        why_not(None, Terms(date(2026, 1, 1), Notice(200, Unit.DAYS), renews=6), renews_itself=True) == NOTICE_TOO_LONG
    )
    assert why_not(date(2026, 1, 1), Terms(date(2026, 1, 1), Notice(3), renews=3), renews_itself=True) is None


def test_what_a_contract_should_say_depends_on_the_supplier():
    assert len(BY_KEY) == len(CLAUSES) == 15
    assert len(wanted(processor=False, criticality=1)) == 7
    assert len(wanted(processor=True, criticality=1)) == 11
    assert len(wanted(processor=True, criticality=3)) == 15
    keys = [clause.key for clause in missing({"security", "audit"}, processor=False, criticality=4)]
    assert "security" not in keys and "exit" in keys and "instruction" not in keys


def test_hours_until_we_are_told():
    assert notice_remark(24, processor=True, under_nis2=True) is None
    assert notice_remark(48, processor=True, under_nis2=False) is None
    assert notice_remark(72, processor=True, under_nis2=False).params == {"hours": 72, "most": 48}
    assert notice_remark(48, processor=True, under_nis2=True).params["most"] == 24
    assert notice_remark(None, processor=True, under_nis2=True) is None
    assert notice_remark(500, processor=False, under_nis2=False) is None
