"""How the clocks of an incident stand: state by state, and whatever is corrected later."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from holger.incidents import library
from holger.incidents.rules.clock_entry import Start, applying
from holger.incidents.rules.clocks import OPEN, State, by_urgency, clocks
from holger.incidents.rules.facts import Facts, Moment, Sent, why_not_enter
from holger.incidents.rules.why import why
from holger.incidents.tests.stories import KRONBORG, at, aware, decided, sent, told
from tests.work import counted

AWARE = "2026-11-24 09:00"
YES = decided(significant="yes", personal_data="yes", risk_to_people="yes")


@pytest.mark.parametrize(
    ("now", "state", "percent"),
    [
        ("2026-11-24 09:00", State.RUNNING, 0),
        ("2026-11-26 14:59", State.RUNNING, 74),
        ("2026-11-26 15:00", State.DUE_SOON, 75),
        ("2026-11-27 09:00", State.DUE_SOON, 100),
        ("2026-11-27 09:01", State.OVERDUE, 100),
        ("2026-11-30 09:00", State.OVERDUE, 200),
    ],
)
def test_it_runs_is_due_soon_and_is_overdue(now, state, percent):
    clock = told(Facts(aware(AWARE), decisions=YES), now)["gdpr-33"]
    assert (clock.state, clock.percent) == (state, percent)


def test_what_is_undecided_runs_as_if_it_were_so():
    clock = told(Facts(aware(AWARE)), "2026-11-27 10:00")["gdpr-33"]
    assert (clock.state, clock.undecided, clock.late) == (State.OVERDUE, True, timedelta(hours=1))


def test_what_is_decided_not_to_be_so_says_who_decided_it():
    found = told(Facts(aware(AWARE), decisions=decided(personal_data="no")), "2026-11-24 12:00")
    assert found["gdpr-33"].state == found["gdpr-34"].state == State.NOT_RELEVANT
    assert found["nis2-early-warning"].state == State.RUNNING


def test_without_a_start_it_waits():
    assert told(Facts(), "2026-11-24 12:00")["gdpr-33"].state == State.WAITING


def test_people_are_told_without_undue_delay_once_the_risk_is_judged_high():
    facts = Facts(aware(AWARE), decisions={**YES, **decided("2026-11-24 11:00", high_risk="yes")})
    clock = told(facts, "2026-11-24 12:00")["gdpr-34"]
    assert (clock.state, clock.start, clock.due) == (State.DUE_SOON, at("2026-11-24 11:00"), None)


@pytest.mark.parametrize(
    ("notices", "state", "late", "wanted"),
    [
        ([sent("2026-11-27 09:00")], State.SUBMITTED, None, False),
        ([sent("2026-11-27 10:30")], State.SUBMITTED, timedelta(hours=1, minutes=30), True),
        ([sent("2026-11-27 10:30", late_reason="fire")], State.SUBMITTED, timedelta(hours=1, minutes=30), False),
        ([sent("2026-11-26 09:00"), sent("2026-12-01 09:00", Sent.CORRECTION)], State.CORRECTED, None, False),
        (
            [sent("2026-11-26 09:00"), sent("2026-11-26 10:00", Sent.WITHDRAWAL)],
            State.OVERDUE,
            timedelta(days=5),
            False,
        ),
    ],
)
def test_what_was_sent_and_how_late(notices, state, late, wanted):
    facts = Facts(aware(AWARE), decisions=YES, notices={"gdpr-33": notices})
    clock = told(facts, "2026-12-02 09:00")["gdpr-33"]
    assert (clock.state, clock.late, clock.late_reason_wanted) == (state, late, wanted)


def test_taken_back_counts_only_where_there_is_no_duty_any_more():
    taken_back = {"gdpr-33": [sent("2026-11-26 09:00"), sent("2026-11-26 10:00", Sent.WITHDRAWAL)]}
    facts = Facts(aware(AWARE), decisions=decided(risk_to_people="no"), notices=taken_back)
    assert told(facts, "2026-12-02 09:00")["gdpr-33"].state == State.WITHDRAWN


@pytest.mark.parametrize("decisions", [YES, decided(risk_to_people="no")])
def test_what_is_sent_again_after_it_was_taken_back_is_as_late_as_the_second_time(decisions):
    again = [sent("2026-11-26 09:00"), sent("2026-11-26 10:00", Sent.WITHDRAWAL), sent("2026-11-27 11:00")]
    clock = told(Facts(aware(AWARE), decisions=decisions, notices={"gdpr-33": again}), "2026-12-02 09:00")["gdpr-33"]
    assert (clock.state, clock.late) == (State.SUBMITTED, timedelta(hours=2))


def test_a_corrected_start_moves_every_clock_and_keeps_what_it_was():
    found = told(Facts(aware("2026-11-23 09:00", before=AWARE), decisions=YES), "2026-11-24 12:00")
    assert found["nis2-early-warning"].due.at == at("2026-11-24 09:00")
    assert found["gdpr-33"].due.at == at("2026-11-26 09:00")
    assert [each.at for each in found["gdpr-33"].before] == [at(AWARE)]


def test_a_breach_may_be_seen_later_than_the_incident():
    seen = {"personal_data": [Moment(at("2026-11-25 09:00"), basis="the log")]}
    found = told(Facts(aware(AWARE), aware_of=seen, decisions=YES), "2026-11-25 12:00")
    assert found["nis2-notification"].due.at == at("2026-11-27 09:00")
    assert found["gdpr-33"].due.at == at("2026-11-28 09:00")


def test_one_may_look_at_the_dates_before_one_enters_a_start():
    facts = Facts(decisions=YES)
    supposed = told(facts.supposing(Start.AWARE, at(AWARE)), "2026-11-24 12:00")
    assert supposed["gdpr-33"].due.at == at("2026-11-27 09:00")
    assert supposed["nis2-final"].projected.at == at("2026-12-28 00:00")
    assert told(facts, "2026-11-24 12:00")["gdpr-33"].due is None


def test_only_what_has_no_number_is_put_aside_by_hand():
    by_hand = decided(**{"gdpr-33": "no", "nis2-recipients": "no"})
    found = told(Facts(aware(AWARE), decisions=YES, dismissed=by_hand), "2026-11-24 12:00")
    assert found["gdpr-33"].state == State.RUNNING
    assert (found["nis2-recipients"].state, found["nis2-recipients"].decision.by) == (State.NOT_RELEVANT, "Anna")
    again = Facts(aware(AWARE), decisions=YES, dismissed=decided(**{"nis2-recipients": "yes"}))
    assert told(again, "2026-11-24 12:00")["nis2-recipients"].state == State.DUE_SOON


def test_what_presses_most_is_first():
    found = by_urgency(list(told(Facts(aware(AWARE), decisions=YES), "2026-11-25 10:00").values()))
    assert [each.key for each in found][:3] == ["nis2-early-warning", "nis2-recipients", "nis2-notification"]


def test_every_clock_says_why():
    for facts in (Facts(), Facts(aware(AWARE)), Facts(aware(AWARE), decisions=decided(significant="no"))):
        assert all(why(each) for each in told(facts, "2026-11-24 12:00").values())
    late = Facts(aware(AWARE, before=AWARE), decisions=YES, notices={"gdpr-33": [sent("2026-11-28 09:00")]})
    assert [each.text for each in why(told(late, "2026-11-29 12:00")["gdpr-33"])] == [
        "Runs from when you became aware of it.",
        "Hours run through nights, weekends and holidays, and through the change to and from summer time.",
        "The start was corrected. What stood before is kept.",
        "It was sent late. Write why: the law asks for the reason.",
    ]


def test_a_start_is_corrected_only_with_a_reason():
    now = at("2026-11-24 12:00")
    facts = Facts({**aware(AWARE), Start.FIRST_SIGN: [Moment(at("2026-11-24 08:00"))]})
    new = Moment(at("2026-11-24 08:30"), basis="the log", reason="the log tells")
    assert why_not_enter(Start.AWARE, new, facts, now) is None
    assert why_not_enter(Start.AWARE, replace(new, reason=" "), facts, now).field == "reason"
    assert why_not_enter(Start.AWARE, replace(new, basis=""), facts, now).field == "basis"
    assert why_not_enter(Start.AWARE, replace(new, at=at("2026-11-24 07:00")), facts, now).field == "at"
    assert why_not_enter(Start.AWARE, replace(new, at=at("2026-11-24 12:01")), facts, now).field == "at"
    with pytest.raises(ValueError, match="zone"):
        Moment(datetime(2026, 11, 24))


@settings(max_examples=100)
@given(
    some.datetimes(datetime(2025, 7, 2), datetime(2040, 1, 1), timezones=some.just(UTC)),
    some.integers(0, 60 * 24 * 400),
    some.integers(0, 60 * 24 * 400),
)
def test_time_makes_no_clock_younger(start, one, other):
    """An hour later no clock has gone back, and the states follow in one order only."""
    facts, order = Facts({Start.AWARE: [Moment(start)]}), [State.RUNNING, State.DUE_SOON, State.OVERDUE]
    rules, early, late = applying(library.clocks(), KRONBORG), *sorted((one, other))
    before, after = (
        {each.key: each for each in clocks(rules, facts, KRONBORG, start + timedelta(minutes=minutes))}
        for minutes in (early, late)
    )
    for key, clock in before.items():
        if clock.state in OPEN:
            assert order.index(clock.state) <= order.index(after[key].state)
            assert clock.due == after[key].due
            assert (clock.percent or 0) <= (after[key].percent or 0)


def test_the_clocks_of_a_case_are_little_work():
    """A thousand open cases are looked at together."""
    rules, now = applying(library.clocks(), KRONBORG), at("2026-11-25 10:00")
    facts = Facts(aware(AWARE), decisions=YES, notices={"nis2-notification": [sent("2026-11-24 15:00")]})
    clocks(rules, facts, KRONBORG, now)  # the calendar is read the first time it is asked for
    with counted() as work:
        clocks(rules, facts, KRONBORG, now)
    assert work.steps < 450
