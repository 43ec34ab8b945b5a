"""What may be done to the plan, by whom, and what follows from it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from holger.controls import services
from holger.controls.models import PlanItem
from holger.controls.rules.quarters import Quarter
from holger.controls.tests.factories import make_control
from holger.controls.tests.plan_factories import make_item
from holger.core.errors import Conflict, NotAllowed, RuleBroken
from holger.core.permissions import Role
from holger.frameworks import services as frameworks
from holger.frameworks.models import Standing
from holger.frameworks.signals import scope_changed, standings_changed
from holger.frameworks.tests.factories import answer, requirement, scope, standing
from holger.history.models import Event
from tests.cast import actor_of, make_person, make_unit

pytestmark = pytest.mark.django_db


def told(item):
    rows = Event.objects.filter(subject_id=item.pk).order_by("seq")
    return [event.action for event in rows]


def refused(act, **given):
    with pytest.raises(RuleBroken) as broken:
        act(**given)
    return broken.value


# Making and changing


def test_anna_plans_a_piece_of_work(cast, anna, rules):
    control = make_control(anna)
    first = make_item(anna, "Ask for offers")
    item = services.plan_item_create(
        actor=anna,
        title=" Put the backup in place ",
        control=control,
        requirements=[requirement(rules, "1.1"), requirement(rules, "2.1")],
        depends_on=[first],
        owner=cast.bo,
        unit=cast.production,
        starts=date(2026, 10, 1),
        due=date(2026, 12, 31),
        days=Decimal("2.5"),
        budget=Decimal(20_000),
        competence="Backup software",
        external="The hosting firm",
    )
    item.refresh_from_db()
    assert (item.reference, item.title, item.status) == ("PL-2", "Put the backup in place", "planned")
    assert {row.code for row in item.requirements.all()} == {"1.1", "2.1"}
    assert list(item.depends_on.all()) == [first]
    assert item.priority > 0
    event = Event.objects.get(subject_id=item.pk)
    assert event.action == "plan_item.created"
    assert event.changes["requirements"] == [[], ["1.1 Requirement 1.1", "2.1 Requirement 2.1"]]


def test_an_edit_is_told_and_holds_to_the_version(cast, anna):
    item = make_item(anna)
    services.plan_item_edit(actor=anna, item=item, version=1, spent=Decimal(100), external="A consultant")
    assert told(item) == ["plan_item.created", "plan_item.changed"]
    stale = PlanItem.objects.get(pk=item.pk)
    services.plan_item_edit(actor=anna, item=item, title="Buy two")
    with pytest.raises(Conflict):
        services.plan_item_edit(actor=anna, item=stale, version=2, title="Buy three")
    before = item.version
    services.plan_item_edit(actor=anna, item=item, title="Buy two")
    assert (item.version, len(told(item))) == (before, 3)


def test_it_is_not_due_before_it_starts(anna):
    dates = {"starts": date(2026, 12, 1), "due": date(2026, 11, 30)}
    assert refused(make_item, actor=anna, **dates).field == "due"
    item = make_item(anna, starts=date(2026, 12, 1))
    assert refused(services.plan_item_edit, actor=anna, item=item, due=date(2026, 11, 30)).field == "due"


def test_nothing_costs_less_than_nothing(anna):
    with pytest.raises(ValidationError):
        make_item(anna, days=Decimal(-1))
    with pytest.raises(ValidationError):
        make_item(anna, budget=Decimal("-0.01"))


# What it closes


def test_only_what_holds_and_can_be_answered_is_closed(anna, rules):
    heading = requirement(rules, "1")
    broken = refused(make_item, actor=anna, requirements=[heading])
    assert (broken.field, "1" in broken.message) == ("requirements", True)
    gone = requirement(rules, "1.2")
    item = make_item(anna, requirements=[gone])
    frameworks.requirement_remove(actor=anna, requirement=gone)
    assert refused(make_item, actor=anna, requirements=[gone]).field == "requirements"
    services.plan_item_edit(actor=anna, item=item, requirements=[requirement(rules, "1.1")])
    assert {row.code for row in item.requirements.all()} == {"1.1", "1.2"}  # what it closed stays with it


def test_what_is_elsewhere_is_missing(cast, anna, rules):
    dorte = actor_of(cast.dorte)
    control, theirs = make_control(dorte), make_item(dorte)
    for answers in ({"control": control}, {"depends_on": [theirs]}, {"owner": cast.dorte}):
        with pytest.raises(Http404):
            make_item(anna, **answers)
    with pytest.raises(Http404):
        services.plan_item_edit(actor=anna, item=theirs, title="Mine")
    with pytest.raises(Http404):
        services.plan_item_done(actor=anna, item=theirs)


def test_bo_chooses_only_controls_and_items_that_he_sees(cast, anna):
    bo = actor_of(cast.bo)
    hidden, other = make_control(anna), make_item(anna)
    item = make_item(bo, owner=cast.bo)
    assert refused(services.plan_item_edit, actor=bo, item=item, control=hidden).field == "control"
    assert refused(services.plan_item_edit, actor=bo, item=item, depends_on=[other]).field == "depends_on"


def test_what_bo_does_not_see_stays_as_it_was(cast, anna):
    bo = actor_of(cast.bo)
    hidden, other = make_control(anna), make_item(anna)
    item = make_item(anna, owner=cast.bo, control=hidden, depends_on=[other])
    mine = make_item(bo, owner=cast.bo)
    services.plan_item_edit(actor=bo, item=item, control=None, depends_on=[mine])  # as his form sends it
    item.refresh_from_db()
    assert item.control == hidden
    assert set(item.depends_on.all()) == {other, mine}
    services.plan_item_edit(actor=anna, item=item, control=None, depends_on=[])
    assert item.control is None
    assert not item.depends_on.exists()


def test_an_archived_control_is_not_chosen_anew(anna):
    control = make_control(anna)
    item = make_item(anna, control=control)
    services.control_archive(actor=anna, control=control)
    services.plan_item_edit(actor=anna, item=item, control=control, title="The same")
    assert refused(make_item, actor=anna, control=control).field == "control"


# Who


def test_bo_plans_his_own_work_only(cast, anna):
    bo = actor_of(cast.bo)
    assert make_item(bo, owner=cast.bo).owner == cast.bo
    assert refused(make_item, actor=bo).field == "owner"
    assert refused(make_item, actor=bo, owner=cast.anna).field == "owner"
    with pytest.raises(NotAllowed):
        services.plan_item_edit(actor=bo, item=make_item(anna), title="Mine")


@pytest.mark.parametrize("who", ["carl", "karen", "emil"])
def test_readers_plan_nothing(cast, anna, who):
    actor, item = actor_of(getattr(cast, who)), make_item(anna)
    for act in (
        lambda: make_item(actor, owner=getattr(cast, who)),
        lambda: services.plan_item_edit(actor=actor, item=item, title="x"),
        lambda: services.plan_item_start(actor=actor, item=item),
        lambda: services.plan_item_archive(actor=actor, item=item),
        lambda: services.plan_items_edit_many(actor=actor, items=[item], owner=None),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_bo_archives_nothing(cast, anna):
    item = make_item(anna, owner=cast.bo)
    with pytest.raises(NotAllowed):
        services.plan_item_archive(actor=actor_of(cast.bo), item=item)


def test_whoever_answers_for_a_unit_plans_there(cast, anna):
    ulla = actor_of(make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production))
    assert make_item(ulla, unit=cast.production).unit == cast.production
    assert refused(make_item, actor=ulla, unit=make_unit(cast.kronborg, "Finance")).field == "owner"


# How it goes


def test_work_begins_and_is_finished(anna):
    item = make_item(anna)
    services.plan_item_start(actor=anna, item=item)
    assert item.status == "started"
    services.plan_item_done(actor=anna, item=item)
    assert (item.status, item.done_at is not None) == ("done", True)
    services.plan_item_reopen(actor=anna, item=item)
    assert (item.status, item.done_at) == ("planned", None)
    services.plan_item_drop(actor=anna, item=item, reason=" Too dear ")
    assert item.status == "dropped"
    assert told(item) == [f"plan_item.{verb}" for verb in ("created", "started", "done", "reopened", "dropped")]
    assert Event.objects.filter(subject_id=item.pk).latest("seq").reason == "Too dear"


def test_what_is_finished_is_opened_before_it_begins(anna):
    item = make_item(anna)
    services.plan_item_done(actor=anna, item=item)
    for act in (services.plan_item_start, services.plan_item_done):
        refused(act, actor=anna, item=item)
    refused(services.plan_item_drop, actor=anna, item=item, reason="x")
    services.plan_item_reopen(actor=anna, item=item)
    refused(services.plan_item_reopen, actor=anna, item=item)


def test_nothing_is_dropped_without_a_reason(anna):
    assert refused(services.plan_item_drop, actor=anna, item=make_item(anna), reason=" ").field == "reason"


def test_what_is_put_away_waits_until_it_is_taken_back(anna):
    item = make_item(anna)
    services.plan_item_archive(actor=anna, item=item)
    for act in (services.plan_item_start, services.plan_item_edit, services.plan_item_done):
        refused(act, actor=anna, item=item)
    refused(services.plan_items_edit_many, actor=anna, items=[item], owner=None)
    services.plan_item_restore(actor=anna, item=item)
    assert item.archived_at is None
    assert told(item)[-2:] == ["plan_item.archived", "plan_item.restored"]


# Many at once


def test_many_get_the_same_owner_dates_and_status(cast, anna):
    items = [make_item(anna, f"Item {number}") for number in range(3)]
    answers = {"owner": cast.bo, "unit": cast.production, "starts": date(2027, 1, 1), "due": date(2027, 3, 31)}
    assert services.plan_items_edit_many(actor=anna, items=items, **answers) == 3
    assert services.plan_items_edit_many(actor=anna, items=items, **answers) == 0
    assert services.plan_items_edit_many(actor=anna, items=items, status="started") == 3
    assert services.plan_items_edit_many(actor=anna, items=items, status="done") == 3
    assert all(item.done_at for item in items)
    assert told(items[0]) == [f"plan_item.{verb}" for verb in ("created", "changed", "started", "done")]


def test_many_are_dropped_for_a_reason_or_not_at_all(anna):
    items = [make_item(anna, f"Item {number}") for number in range(2)]
    assert refused(services.plan_items_edit_many, actor=anna, items=items, status="dropped").field == "reason"
    assert services.plan_items_edit_many(actor=anna, items=items, status="dropped", reason="No money") == 2


def test_many_are_all_or_none(anna):
    open_one, done = make_item(anna), make_item(anna, "Done")
    services.plan_item_done(actor=anna, item=done)
    refused(services.plan_items_edit_many, actor=anna, items=[open_one, done], status="dropped", reason="x")
    assert PlanItem.objects.get(pk=open_one.pk).status == "planned"


def test_many_do_not_get_a_title(anna):
    with pytest.raises(ValueError, match="title"):
        services.plan_items_edit_many(actor=anna, items=[], title="All the same")


# What waits for what


def test_a_circle_is_refused_and_told(anna):
    first, second, third = (make_item(anna, f"Item {number}") for number in range(3))
    services.plan_item_edit(actor=anna, item=second, depends_on=[first])
    services.plan_item_edit(actor=anna, item=third, depends_on=[second])
    broken = refused(services.plan_item_edit, actor=anna, item=first, depends_on=[third])
    assert broken.field == "depends_on"
    assert "PL-1 → PL-3 → PL-2 → PL-1" in broken.message
    assert refused(services.plan_item_edit, actor=anna, item=first, depends_on=[first]).field == "depends_on"


def test_a_circle_through_what_one_does_not_see_is_told_without_it(cast, anna):
    bo = actor_of(cast.bo)
    mine, other = make_item(bo, owner=cast.bo), make_item(bo, "Mine too", owner=cast.bo)
    hidden = make_item(anna, "Anna's", depends_on=[mine])
    services.plan_item_edit(actor=anna, item=other, depends_on=[hidden])
    broken = refused(services.plan_item_edit, actor=bo, item=mine, depends_on=[other])
    assert f"{mine.reference} → {other.reference} → … → {mine.reference}" in broken.message


def test_a_circle_may_not_come_back_from_the_archive(anna):
    first = make_item(anna, "First")
    second = make_item(anna, "Second", depends_on=[first])
    services.plan_item_archive(actor=anna, item=second)
    third = make_item(anna, "Third")
    assert refused(services.plan_item_edit, actor=anna, item=first, depends_on=[second]).field == "depends_on"
    services.plan_item_edit(actor=anna, item=first, depends_on=[third])
    services.plan_item_restore(actor=anna, item=second)


# Quarters


def test_work_is_placed_in_a_quarter_and_moved(anna):
    item = make_item(anna)
    refused(services.plan_item_move, actor=anna, item=item, quarters=1)
    services.plan_item_place(actor=anna, item=item, quarter=Quarter(2026, 4))
    assert (item.starts, item.due) == (date(2026, 10, 1), date(2026, 12, 31))
    services.plan_item_move(actor=anna, item=item, quarters=1)
    assert (item.starts, item.due) == (date(2027, 1, 1), date(2027, 3, 31))
    services.plan_item_move(actor=anna, item=item, quarters=-2)
    assert (item.starts, item.due) == (date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize(("day", "by"), [(date(9999, 12, 31), 1), (date(1, 1, 1), -1), (date(2026, 1, 1), 40_000)])
def test_nothing_is_moved_out_of_the_calendar(anna, day, by):
    refused(services.plan_item_move, actor=anna, item=make_item(anna, due=day), quarters=by)


# Priorities


def priority(item):
    return PlanItem.objects.values_list("priority", flat=True).get(pk=item.pk)


@pytest.fixture
def item(anna, rules):
    return make_item(anna, requirements=[requirement(rules, "1.1")])


def test_a_priority_follows_what_it_closes_and_costs(anna, rules, item):
    before = priority(item)
    services.plan_item_edit(actor=anna, item=item, requirements=[requirement(rules, "1.1"), requirement(rules, "2.1")])
    more = priority(item)
    assert more > before
    services.plan_item_edit(actor=anna, item=item, days=Decimal(400))
    assert priority(item) < more


def test_a_priority_follows_its_control(anna, rules, item):
    control = make_control(anna, requirements=[requirement(rules, "2.1")])
    before = priority(item)
    services.plan_item_edit(actor=anna, item=item, control=control)
    with_control = priority(item)
    assert with_control > before
    services.reductions_set(organisation_id=anna.organisation_id, reductions={control.pk: 30})
    assert priority(item) == with_control + 25
    services.control_archive(actor=anna, control=control)
    assert priority(item) == before


def test_a_priority_hears_of_its_control(anna, item, rules):
    control = make_control(anna)
    services.plan_item_edit(actor=anna, item=item, control=control)
    before = priority(item)
    link = services.link_add(actor=anna, control=control, requirement=requirement(rules, "2.1"))
    more = priority(item)
    assert more > before
    services.link_edit(actor=anna, link=link, strength="part")
    assert before < priority(item) < more
    services.link_remove(actor=anna, link=link)
    assert priority(item) == before
    services.reductions_set(organisation_id=anna.organisation_id, reductions={control.pk: 30})
    assert priority(item) == before + 25


def test_a_priority_hears_of_answers(anna, rules, item):
    before = priority(item)
    frameworks.standing_choose(actor=anna, standing=standing(rules, "1.1"), drivers=["law"])
    standings_changed.send(sender=Standing, standings=[standing(rules, "1.1")], answered=False)
    assert priority(item) == before + 20
    answer(anna, rules, **{"1.1": "met"})
    standings_changed.send(sender=Standing, standings=[standing(rules, "1.1")], answered=True)
    assert priority(item) < before


def test_a_priority_hears_of_scopes(anna, rules, item):
    before = priority(item)
    Standing.objects.filter(requirement__code="1.1").update(wanted=False)
    scope_changed.send(sender=None, scope=scope(rules))
    assert priority(item) < before


def test_what_is_left_out_or_met_gives_no_priority(anna, rules, item):
    frameworks.standing_choose(actor=anna, standing=standing(rules, "1.1"), applicable=False, reason="No doors")
    assert priority(item) == 5  # nobody knows what it takes


def test_work_of_a_unit_looks_at_the_unit(cast, anna, rules):
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production)
    answer(anna, rules, **{"1.1": "met"})
    answer(anna, rules, number=2, **{"1.1": "not"})
    here = make_item(anna, requirements=[requirement(rules, "1.1")], unit=cast.production)
    elsewhere = make_item(anna, requirements=[requirement(rules, "1.1")], unit=make_unit(cast.kronborg, "Finance"))
    assert priority(here) > priority(elsewhere) == 5


def test_what_is_finished_keeps_its_priority(anna, rules, item):
    before = priority(item)
    services.plan_item_done(actor=anna, item=item)
    answer(anna, rules, **{"1.1": "met"})
    assert services.plan_priorities_update(organisation_id=anna.organisation_id) == 0
    assert priority(item) == before


def test_updating_some_comes_to_the_same_as_updating_all(cast, anna, rules, others):
    control = make_control(anna, requirements=[requirement(others, "A"), requirement(rules, "2.1")])
    for number, code in enumerate(("1.1", "1.2", "2.1")):
        make_item(anna, f"Item {number}", requirements=[requirement(rules, code)], control=control if number else None)
    answer(anna, rules, **{"1.1": "not", "2.1": "partly"})
    answer(anna, others, A="met")
    ours = {"organisation_id": anna.organisation_id}
    services.plan_priorities_update(**ours, requirements=[requirement(rules, "1.1").pk], framework=others.pk)
    services.plan_priorities_update(**ours, controls=[control.pk])
    assert services.plan_priorities_update(**ours) == 0


# From the gaps


def test_a_plan_is_made_of_the_gaps(cast, anna, rules):
    answer(anna, rules, **{"1.1": "not", "1.2": "partly", "2.1": "not"})
    control = make_control(anna, "Guard the doors", requirements=[requirement(rules, "1.1"), requirement(rules, "2.1")],
                           owner=cast.bo)  # fmt: skip
    wanted = [requirement(rules, code).pk for code in ("1.1", "1.2", "2.1", "2.1(a)/b")]
    made = services.plan_from_gaps(actor=anna, scope=scope(rules), requirement_ids=wanted, quarter=Quarter(2027, 1))
    told_of = [(item.title, sorted(row.code for row in item.requirements.all())) for item in made]
    assert told_of == [
        ("Guard the doors", ["1.1", "2.1"]),
        ("1.2 Requirement 1.2", ["1.2"]),
        ("2.1(a)/b Requirement 2.1(a)/b", ["2.1(a)/b"]),
    ]
    assert (made[0].control, made[0].owner) == (control, cast.bo)
    assert {(item.starts, item.due) for item in made} == {(date(2027, 1, 1), date(2027, 3, 31))}
    assert [item.reference for item in made] == ["PL-1", "PL-2", "PL-3"]
    assert all(priority(item) > 5 for item in made)
    assert told(made[0]) == ["plan_item.created"]


def test_parts_of_a_framework_may_be_planned_as_one(anna, rules):
    wanted = [requirement(rules, code).pk for code in ("1.1", "1.2", "2.1")]
    made = services.plan_from_gaps(actor=anna, scope=scope(rules), requirement_ids=wanted, rest="section")
    assert [item.title for item in made] == ["1 Requirement 1", "2.1 Requirement 2.1"]


def test_a_gap_is_never_planned_twice(anna, rules):
    wanted = [requirement(rules, code).pk for code in ("1.1", "1.2")]
    services.plan_from_gaps(actor=anna, scope=scope(rules), requirement_ids=wanted[:1])
    (second,) = services.plan_from_gaps(actor=anna, scope=scope(rules), requirement_ids=wanted)
    assert [row.code for row in second.requirements.all()] == ["1.2"]
    again = {"actor": anna, "scope": scope(rules), "requirement_ids": wanted}
    assert refused(services.plan_from_gaps, **again).field == "requirements"
    services.plan_item_drop(actor=anna, item=second, reason="x")
    assert len(services.plan_from_gaps(**again)) == 1  # what was dropped is open again


def test_what_a_planned_control_answers_is_planned(anna, rules):
    make_item(anna, control=make_control(anna, requirements=[requirement(rules, "1.1")]))
    wanted = [requirement(rules, "1.1").pk]
    refused(services.plan_from_gaps, actor=anna, scope=scope(rules), requirement_ids=wanted)


def test_a_control_in_place_is_no_work_to_come(anna, rules):
    both = [requirement(rules, "1.1"), requirement(rules, "2.1")]
    make_control(anna, requirements=both, status="implemented")
    made = services.plan_from_gaps(actor=anna, scope=scope(rules), requirement_ids=[row.pk for row in both])
    assert [item.control for item in made] == [None, None]


def test_a_unit_plans_for_itself(cast, anna, rules):
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production)
    finance = make_unit(cast.kronborg, "Finance")
    wanted = [requirement(rules, "1.1").pk]
    make_item(anna, requirements=[requirement(rules, "1.1")], unit=finance)
    (made,) = services.plan_from_gaps(actor=anna, scope=scope(rules, 2), requirement_ids=wanted)
    assert made.unit == cast.production
    refused(services.plan_from_gaps, actor=anna, scope=scope(rules), requirement_ids=wanted)  # work anywhere counts


def test_what_is_met_or_left_out_is_no_gap(anna, rules):
    answer(anna, rules, **{"1.1": "met"})
    frameworks.standing_choose(actor=anna, standing=standing(rules, "1.2"), applicable=False, reason="No need")
    for code in ("1.1", "1.2", "1"):
        wanted = [requirement(rules, "2.1").pk, requirement(rules, code).pk]
        refused(services.plan_from_gaps, actor=anna, scope=scope(rules), requirement_ids=wanted)
    assert not PlanItem.objects.exists()
    refused(services.plan_from_gaps, actor=anna, scope=scope(rules), requirement_ids=[])


def test_who_makes_a_plan_of_the_gaps(cast, anna, rules):
    wanted = [requirement(rules, "1.1").pk]
    for who in (cast.carl, cast.emil, cast.bo):
        with pytest.raises(NotAllowed):
            services.plan_from_gaps(actor=actor_of(who), scope=scope(rules), requirement_ids=wanted)
    with pytest.raises(Http404):
        services.plan_from_gaps(actor=actor_of(cast.dorte), scope=scope(rules), requirement_ids=wanted)
    with pytest.raises(Http404):
        services.plan_from_gaps(actor=anna, scope=scope(rules), requirement_ids=wanted, owner=cast.dorte)


def test_bo_plans_where_he_answers_for_it(cast, anna, rules):
    frameworks.scope_edit(actor=anna, scope=scope(rules), owner=cast.bo)
    bo, wanted = actor_of(cast.bo), [requirement(rules, "1.1").pk]
    (made,) = services.plan_from_gaps(actor=bo, scope=scope(rules), requirement_ids=wanted)
    assert made.owner == cast.bo
    other = {"requirement_ids": [requirement(rules, "1.2").pk], "owner": cast.anna}
    assert refused(services.plan_from_gaps, actor=bo, scope=scope(rules), **other).field == "owner"
