"""What is seen of the plan, by whom, and what follows from it."""

from datetime import date, timedelta

import pytest

from holger.controls import selectors, services
from holger.controls.models import Status
from holger.controls.rules.plan_board import place, span
from holger.controls.rules.quarters import Quarter, following
from holger.controls.tables.plan import effect, span_words
from holger.controls.tests.factories import make_control
from holger.controls.tests.plan_factories import make_item
from holger.core import dates
from holger.core.errors import NotAllowed, NotFound
from holger.core.permissions import Role
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import answer, requirement, scope, standing
from holger.ui import days
from tests.cast import actor_of, make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast, anna, rules):
    """Anna's, Bo's, and work of a unit."""
    control = make_control(anna, "Guard", requirements=[requirement(rules, "2.1")])
    first = make_item(anna, "Anna's", requirements=[requirement(rules, "1.1")])
    second = make_item(anna, "Bo's", owner=cast.bo, control=control, depends_on=[first])
    third = make_item(anna, "Production's", unit=cast.production, depends_on=[second])
    return first, second, third


def titles(rows):
    return {row.title for row in rows}


def test_everybody_sees_what_they_reach(cast, plan):
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    seen = {
        cast.anna: {"Anna's", "Bo's", "Production's"},
        cast.carl: {"Anna's", "Bo's", "Production's"},
        cast.bo: {"Bo's"},
        ulla: {"Production's"},
        cast.emil: set(),
        cast.dorte: set(),
    }
    for person, found in seen.items():
        actor = actor_of(person)
        assert titles(selectors.plan_items_for(actor)) == titles(selectors.plan_items_listed(actor)) == found, person
        assert titles(selectors.search_plan(actor, "s", 9)) == found


def test_what_is_archived_is_seen_but_not_chosen(anna, plan):
    services.plan_item_archive(actor=anna, item=plan[0])
    assert "Anna's" in titles(selectors.plan_items_for(anna))
    assert "Anna's" not in titles(selectors.plan_items_pickable(anna))
    assert "Anna's" not in titles(selectors.search_plan(anna, "Anna", 9))


def test_what_waits_for_what_is_told_as_far_as_it_is_seen(cast, anna, plan):
    first, second, third = plan
    assert list(selectors.waits_for(anna, second)) == [first]
    assert list(selectors.held_up_by(anna, second)) == [third]
    bo = actor_of(cast.bo)
    assert not selectors.waits_for(bo, second)
    assert (selectors.waits_unseen(bo, second), selectors.waits_unseen(anna, second)) == (1, 0)
    assert selectors.waits_unseen(bo, third) == 0  # which he does not see either
    waits, held = selectors.neighbours(bo, [second])
    assert (waits, held) == ({}, {})
    waits, held = selectors.neighbours(anna, plan)
    assert (waits[second.pk], held[second.pk]) == ([first], [third])


def test_finished_or_archived_work_blocks_nothing(anna, plan):
    def blocked():
        return {item.title for item in selectors.plan_items_listed(anna) if item.blocked}

    assert blocked() == {"Bo's", "Production's"}
    services.plan_item_done(actor=anna, item=plan[0])
    services.plan_item_archive(actor=anna, item=plan[1])
    assert blocked() == set()


# What each closes


def test_an_item_closes_what_its_control_answers(anna, rules, plan):
    second = plan[1]
    services.plan_item_edit(actor=anna, item=second, requirements=[requirement(rules, "1.2")])
    services.link_add(actor=anna, control=second.control, requirement=requirement(rules, "1.1"), strength="part")
    closed = selectors.closes(anna, plan)[second.pk]
    assert [(each.requirement.code, each.through_control, each.whole) for each in closed] == [
        ("1.1", True, False),
        ("1.2", False, True),
        ("2.1", True, True),
    ]
    counts = selectors.closes_counted(anna, plan)
    assert {title: [*counts[item.pk].values()] for title, item in zip("abc", plan, strict=True)} == {
        "a": [1],
        "b": [3],
        "c": [],
    }


def test_what_no_longer_holds_is_closed_no_longer(anna, rules, plan):
    frameworks.requirement_remove(actor=anna, requirement=requirement(rules, "1.1"))
    assert selectors.closes(anna, plan)[plan[0].pk] == []
    frameworks.framework_archive(actor=anna, framework=rules)
    assert not any(selectors.closes(anna, plan).values())
    assert not any(selectors.closes_counted(anna, plan).values())


def test_a_control_that_is_not_seen_closes_nothing_that_is_told(cast, plan):
    bo, second = actor_of(cast.bo), plan[1]
    assert selectors.closes(bo, [second])[second.pk] == []
    assert selectors.control_of(bo, second) is None


def test_what_is_planned_for_a_control_or_a_requirement(cast, anna, rules, plan):
    first, second, _third = plan
    assert list(selectors.items_of_control(anna, second.control)) == [second]
    assert list(selectors.items_of_requirement(anna, requirement(rules, "2.1"))) == [second]
    services.plan_item_done(actor=anna, item=second)
    services.plan_item_edit(actor=anna, item=first, requirements=[requirement(rules, "2.1")])
    assert list(selectors.items_of_requirement(anna, requirement(rules, "2.1"))) == [first, second]  # open ones first
    assert not selectors.items_of_requirement(actor_of(cast.dorte), requirement(rules, "2.1"))
    assert list(selectors.items_of_requirement(actor_of(cast.bo), requirement(rules, "2.1"))) == []


def test_the_worst_answer_is_told(cast, anna, rules):
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production)
    answer(anna, rules, **{"1.1": "met"})
    answer(anna, rules, number=2, **{"1.1": "partly"})
    row = requirement(rules, "1.1")
    assert selectors.answers_to(anna, [row], None) == {row.pk: "partly"}
    assert selectors.answers_to(anna, [row], cast.production.pk) == {row.pk: "partly"}
    assert selectors.answers_to(anna, [row], make_unit(cast.kronborg, "Finance").pk) == {row.pk: "met"}


# Priorities


def test_a_priority_is_told_to_whoever_sees_the_item(cast, anna, plan):
    assert selectors.priority_of(anna, plan[0]).points == plan[0].priority > 0
    with pytest.raises(NotAllowed):
        selectors.priority_of(actor_of(cast.bo), plan[0])
    with pytest.raises(NotFound):
        selectors.priority_of(actor_of(cast.dorte), plan[0])


# Dates


def test_what_cannot_be_done_in_time(cast, anna):
    today = date(2026, 11, 24)
    first = make_item(anna, "First", starts=today, due=today + timedelta(days=40))
    second = make_item(anna, "Second", owner=cast.bo, starts=today, due=today + timedelta(days=20), depends_on=[first])
    found = selectors.outlook(anna, today)
    assert found.chain == (first.pk, second.pk)
    assert found.late[second.pk].end == found.ends == today + timedelta(days=61)
    assert selectors.held_back(anna, second, today) == (found.late[second.pk], first)
    assert selectors.held_back(anna, first, today) is None
    assert selectors.outlook(actor_of(cast.bo), today).late == {}  # he does not see what it waits for
    services.plan_item_done(actor=anna, item=first)
    assert selectors.outlook(anna, today).chain == ()


# Gaps


def test_the_gaps_of_a_scope(cast, anna, rules, plan):
    answer(anna, rules, **{"1.2": "met"})
    frameworks.standing_choose(actor=anna, standing=standing(rules, "2.1(a)/b"), applicable=False, reason="No need")
    found = selectors.gaps_of(anna, scope(rules))
    assert [(gap.requirement.code, gap.size, gap.planned, [item.title for item in gap.items]) for gap in found] == [
        ("1.1", 0.75, True, ["Anna's"]),
        ("2.1", 0.75, True, ["Bo's"]),
    ]
    assert selectors.gaps_of(actor_of(cast.dorte), scope(rules)) == []
    frameworks.scope_edit(actor=anna, scope=scope(rules), owner=cast.bo)
    for_bo = selectors.gaps_of(actor_of(cast.bo), scope(rules))
    assert [(gap.planned, [item.title for item in gap.items]) for gap in for_bo] == [(True, []), (True, ["Bo's"])]


def test_what_closes_a_gap_in_a_unit(cast, anna, rules):
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production)
    row = requirement(rules, "1.1")
    finance = make_unit(cast.kronborg, "Finance")
    elsewhere = make_item(anna, "Finance's", requirements=[row], unit=finance)
    assert selectors.planned_already(scope(rules)) == {row.pk: {elsewhere.pk}}
    assert selectors.planned_already(scope(rules, 2)) == {}
    everywhere = make_item(anna, "Everybody's", requirements=[row])
    assert selectors.planned_already(scope(rules, 2)) == {row.pk: {everywhere.pk}}
    services.plan_item_done(actor=anna, item=everywhere)
    services.plan_item_drop(actor=anna, item=elsewhere, reason="x")
    assert selectors.planned_already(scope(rules)) == {}


def test_a_contribution_does_not_close_a_gap(anna, rules):
    control = make_control(anna)
    services.link_add(actor=anna, control=control, requirement=requirement(rules, "1.1"), strength="part")
    make_item(anna, control=control)
    assert selectors.planned_already(scope(rules)) == {}


def test_what_is_proposed(cast, anna, rules):
    both = [requirement(rules, "1.1"), requirement(rules, "1.2")]
    control = make_control(anna, "Guard", requirements=both)
    make_control(anna, "In place", requirements=both, status=Status.IMPLEMENTED)
    gaps = selectors.gaps_of(anna, scope(rules))
    found = selectors.items_proposed(anna, scope(rules), gaps, rest="section", language="da")
    assert [(each.title, each.control, [row.code for row in each.requirements]) for each in found] == [
        ("Guard", control, ["1.1", "1.2"]),
        ("2 Krav 2", None, ["2.1", "2.1(a)/b"]),
    ]
    for_bo = selectors.items_proposed(actor_of(cast.bo), scope(rules), gaps, language="en")
    assert [each.title for each in for_bo][:2] == ["1.1 Requirement 1.1", "1.2 Requirement 1.2"]  # he sees no control


# On the board, and in words


def test_where_a_bar_stands():
    quarters = following(Quarter(2026, 4), 4)
    assert place(date(2026, 10, 1), quarters) == 0
    assert place(date(2027, 4, 1), quarters) == 50
    whole = span(date(2026, 10, 1), date(2026, 12, 31), quarters)
    assert (whole.x, round(whole.width)) == (0, 25)
    assert span(date(2026, 9, 1), date(2026, 9, 30), quarters) is None
    assert span(date(2027, 10, 1), None, quarters) is None
    assert span(None, None, quarters) is None
    long = span(date(2020, 1, 1), date(2030, 1, 1), quarters)
    assert (long.x, long.width, long.before, long.after) == (0, 100, True, True)
    last = span(None, date(2027, 9, 30), quarters)
    assert last.end <= 100
    assert last.width >= 1


def test_words_for_what_it_does_and_when(anna):
    assert effect({"ISO 27001": 4, "NIS2": 2}, 18) == (
        "Closes 4 requirements in ISO 27001 and 2 in NIS2; takes 18 points of risk away."
    )
    assert effect({"NIS2": 1}) == "Closes 1 requirement in NIS2."
    assert effect({}, 1) == "Takes 1 point of risk away."
    assert effect({}) == ""
    item = make_item(anna, starts=date(2026, 10, 1), due=date(2027, 3, 31))
    assert span_words(item) == "Q4 2026 – Q1 2027"
    assert span_words(make_item(anna, due=date(2027, 3, 31))) == "Q1 2027"
    assert span_words(make_item(anna)) == ""
    assert days.quarter(2026, 4) == "Q4 2026"
    assert dates.today()
