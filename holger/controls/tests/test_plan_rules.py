"""The plan's rules: quarters, transitions, circles, dates, priorities, bundles and figures, without a database."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from holger.controls.rules import plan
from holger.controls.rules.plan import Work, circle, forecasts, longest_chain, too_late
from holger.controls.rules.plan_gaps import Bundle, Gap, bundles
from holger.controls.rules.plan_priority import Closing, missing, priority
from holger.controls.rules.plan_progress import Item, progress
from holger.controls.rules.quarters import Quarter, following, moved

Q4 = Quarter(2026, 4)
TODAY = date(2026, 11, 24)


# Quarters


def test_a_quarter_knows_its_days():
    assert Quarter.of(date(2026, 12, 31)) == Q4 == Quarter.of(date(2026, 10, 1))
    assert (Q4.first, Q4.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert Quarter(2027, 1).last == date(2027, 3, 31)
    assert Q4.shifted(1) == Quarter(2027, 1)
    assert Q4.shifted(-4) == Quarter(2025, 4)
    assert following(Q4, 3) == [Q4, Quarter(2027, 1), Quarter(2027, 2)]
    assert Quarter(2026, 3) < Q4 < Quarter(2027, 1)


@pytest.mark.parametrize("text", ["2026-Q4", "2026q4", " 2026-K4 ", "2026-4Q"])
def test_a_quarter_is_read(text):
    assert Quarter.read(text) == (None if text == "2026-4Q" else Q4)


@pytest.mark.parametrize("text", ["", "2026", "2026-Q5", "1026-Q1", "9999-Q4", "2026-Q4-1", "٢026-Q1"])
def test_what_is_no_quarter(text):
    assert Quarter.read(text) is None


def test_a_quarter_is_written_as_it_is_read():
    assert Quarter.read(str(Q4)) == Q4


@pytest.mark.parametrize(
    ("day", "by", "there"),
    [
        (date(2026, 10, 1), 1, date(2027, 1, 1)),
        (date(2026, 12, 31), 1, date(2027, 3, 31)),
        (date(2026, 11, 30), 1, date(2027, 2, 28)),
        (date(2027, 2, 28), 1, date(2027, 5, 31)),
        (date(2026, 11, 29), 1, date(2027, 2, 28)),
        (date(2027, 1, 15), -1, date(2026, 10, 15)),
        (date(2026, 1, 1), -4, date(2025, 1, 1)),
    ],
)
def test_a_day_moves_by_quarters(day, by, there):
    assert moved(day, by) == there


# What may happen


def test_work_is_begun_finished_dropped_and_opened_again():
    may = {
        "planned": {"start", "done", "drop"},
        "started": {"done", "drop", "reopen"},
        "done": {"reopen"},
        "dropped": {"reopen"},
    }
    for status, verbs in may.items():
        assert {verb for verb in plan.BECOMES if plan.why_not(verb, status) is None} == verbs, status
    assert {plan.verb_for(status) for status in may} == set(plan.BECOMES)


def test_nothing_is_due_before_it_starts():
    assert plan.why_not_dates(TODAY, TODAY) is None
    assert plan.why_not_dates(None, TODAY) is None
    assert plan.why_not_dates(TODAY, date(2026, 11, 23)).field == "due"


def test_only_open_work_is_overdue():
    yesterday = date(2026, 11, 23)
    assert plan.is_overdue("planned", yesterday, TODAY)
    assert not plan.is_overdue("planned", TODAY, TODAY)
    assert not plan.is_overdue("done", yesterday, TODAY)
    assert not plan.is_overdue("started", None, TODAY)


# What waits for what


def test_a_circle_is_found_and_told_all_the_way_round():
    waits = {"b": ["c"], "c": ["d", "a"], "x": ["a"]}
    assert circle("a", ["b"], waits) == ("a", "b", "c", "a")
    assert circle("a", ["a"], {}) == ("a", "a")
    assert circle("a", ["d"], waits) == ()
    assert circle("x", ["b"], waits) == ()


def test_a_circle_elsewhere_is_none_of_its_business():
    assert circle("a", ["b"], {"b": ["c"], "c": ["b"]}) == ()


def test_nothing_begins_before_what_it_waits_for_has_ended():
    work = {
        "buy": Work(date(2026, 12, 1), date(2026, 12, 31)),
        "build": Work(date(2026, 12, 10), date(2027, 1, 31)),
        "alone": Work(date(2026, 12, 1), date(2026, 12, 2)),
        "done": Work(date(2026, 1, 1), date(2027, 12, 31), open=False),
    }
    found = forecasts(work, {"build": ["buy", "done"]}, TODAY)
    assert found["buy"].end == date(2026, 12, 31)
    assert (found["build"].start, found["build"].driven_by) == (date(2027, 1, 1), "buy")
    assert found["build"].end == date(2027, 2, 22)  # as many days as it was planned to take
    assert "done" not in found
    assert too_late(work, found) == {"build": found["build"]}
    assert longest_chain(found) == ("buy", "build")


def test_what_is_late_begins_today():
    found = forecasts({"a": Work(date(2026, 1, 1), date(2026, 1, 10))}, {}, TODAY)
    assert (found["a"].start, found["a"].end) == (TODAY, date(2026, 12, 3))
    assert too_late({"a": Work(date(2026, 1, 1), date(2026, 1, 10))}, found) == {}  # late, but nobody holds it up


def test_what_is_begun_goes_on_and_ends_today_at_the_earliest():
    late = Work(date(2026, 10, 1), date(2026, 11, 1), begun=True)
    going = Work(date(2026, 11, 1), date(2026, 12, 31), begun=True)
    found = forecasts({"late": late, "going": going}, {}, TODAY)
    assert (found["late"].end, found["going"].end) == (TODAY, date(2026, 12, 31))


def test_effort_alone_is_laid_out_over_weeks_of_five_days():
    assert Work(days=10).length == 14
    assert Work(days=0.5).length == 1
    assert Work().length == 1


def test_a_chain_of_a_thousand_and_the_end_of_the_calendar():
    count = 1_000
    work = {number: Work(date(9_999, 12, 1), date(9_999, 12, 31)) for number in range(count)}
    waits = {number: [number + 1] for number in range(count - 1)}
    found = forecasts(work, waits, TODAY)
    assert found[0].end == date.max
    assert len(longest_chain(forecasts({n: Work(days=5) for n in range(count)}, waits, TODAY))) == count


def test_without_dependencies_there_is_no_chain():
    assert longest_chain(forecasts({"a": Work(), "b": Work()}, {}, TODAY)) == ()
    assert longest_chain({}) == ()


# Priorities


def test_what_is_missing():
    assert [missing(answer) for answer in ("not", "", "partly", "met")] == [1.0, 0.75, 0.5, 0.0]
    assert (
        missing("partly", maturity=1, target=4) == 0.75
    )  # its maturity is further from its target than its answer says
    assert missing("partly", maturity=3, target=3) == 0.5
    assert missing("met", maturity=0, target=5) == 0.0
    assert missing("not", maturity=0, target=0) == 1.0


def points(closings=(), **more):
    return {part.key: part.points for part in priority(closings, **more).parts}


def test_a_priority_is_the_sum_of_its_parts():
    found = priority([Closing(1.0, {"law"})] * 4, reduction=18, days=5, budget=40_000)
    assert found.points == sum(part.points for part in found.parts) == 27 + 20 + 15 + 8
    assert sum(part.most for part in found.parts) == 100
    assert all(0 <= part.points <= part.most for part in found.parts)
    assert all(part.reason.text for part in found.parts)


def test_more_gaps_count_more_but_each_less_than_the_one_before():
    given = [points([Closing(1.0)] * count)["requirements"] for count in range(6)]
    assert given[0] == 0
    steps = [later - sooner for sooner, later in pairwise(given)]
    assert steps == sorted(steps, reverse=True)
    assert points([Closing(1.0)] * 500)["requirements"] == 40
    assert points([Closing(0.5)])["requirements"] < points([Closing(1.0)])["requirements"]
    assert points([Closing(1.0, share=0.5)]) == points([Closing(0.5)])


def test_the_law_comes_first_and_only_for_what_is_missing():
    assert points([Closing(1.0, {"business"}), Closing(0.5, {"law"})])["driver"] == 20
    order = [points([Closing(1.0, {driver})])["driver"] for driver in ("law", "contract", "risk", "business")]
    assert order == sorted(order, reverse=True)
    assert points([Closing(0.0, {"law"}), Closing(1.0)])["driver"] == 0


def test_risk_and_ease():
    assert points(reduction=30)["risk"] == points(reduction=300)["risk"] == 25
    assert points(reduction=0)["risk"] == 0
    assert points(days=0)["ease"] == 15
    assert points(days=10)["ease"] == points(budget=80_000)["ease"] == 8
    assert points(days=1_000)["ease"] == 0
    assert points()["ease"] == 5  # nobody knows


# Bundles


def test_a_control_that_closes_several_makes_one_piece_of_work():
    gaps = [Gap("1.1", "1"), Gap("1.2", "1"), Gap("2.1", "2"), Gap("2.2", "2"), Gap("3", "3")]
    answers = {"backup": {"1.1", "2.1"}, "training": {"1.2", "2.1", "2.2"}, "alone": {"3"}}
    assert bundles(gaps, answers) == [
        Bundle(("1.1",), "backup"),
        Bundle(("1.2", "2.1", "2.2"), "training"),
        Bundle(("3",), "alone"),
    ]


def test_the_rest_is_bundled_by_part_or_not_at_all():
    gaps = [Gap("1.1", "1"), Gap("2.1", "2"), Gap("1.2", "1")]
    assert bundles(gaps, {}) == [Bundle(("1.1",)), Bundle(("2.1",)), Bundle(("1.2",))]
    assert bundles(gaps, {}, "section") == [Bundle(("1.1", "1.2"), section="1"), Bundle(("2.1",), section="2")]
    assert bundles([], {"a": {"x"}}) == []


def test_every_gap_is_closed_once():
    gaps = [Gap(number, number % 7) for number in range(60)]
    answers = {name: {n for n in range(60) if n % step == 0} for name, step in (("two", 2), ("three", 3), ("five", 5))}
    for rest in ("requirement", "section"):
        closed = [each for bundle in bundles(gaps, answers, rest) for each in bundle.requirements]
        assert sorted(closed) == list(range(60))


def test_between_two_controls_for_one_gap_nobody_chooses():
    assert bundles([Gap("1", "1")], {"a": {"1"}, "b": {"1"}}) == [Bundle(("1",))]


# Figures


def test_progress_counts_what_was_to_be_done_and_what_is():
    day = Decimal
    items = [
        Item("done", due=date(2026, 11, 1), done=date(2027, 1, 5), days=day(3), budget=day(100), spent=day(120)),
        Item("started", starts=date(2026, 10, 1), due=date(2026, 12, 31), days=day(5), budget=day(50)),
        Item("planned", due=date(2027, 2, 1)),
        Item("planned", due=date(2030, 1, 1), days=day(1)),
        Item("done", due=date(2026, 1, 1), done=date(2026, 1, 1)),
        Item("dropped", due=date(2026, 12, 1), days=day(9), budget=day(900), spent=day(7)),
        Item("planned", days=day(2)),
    ]
    found = progress(items, following(Q4, 2))
    first, second = found.rows
    assert (first.sums.planned, first.sums.done, first.sums.days) == (2, 0, 8)
    assert (first.sums.budget, first.sums.spent) == (150, 127)
    assert (second.sums.planned, second.sums.done) == (1, 1)
    assert (first.planned_by, first.done_by) == (3, 1)
    assert (second.planned_by, second.done_by) == (4, 2)
    assert (found.before.planned, found.later.planned, found.undated.planned) == (1, 1, 1)
    assert (found.total.planned, found.total.done, found.total.days) == (6, 2, 11)
    assert found.total.over == 0


def test_what_costs_more_than_was_set_aside_is_over():
    (row,) = progress([Item("done", due=TODAY, budget=Decimal(10), spent=Decimal(15))], [Q4]).rows
    assert row.sums.over == 5
