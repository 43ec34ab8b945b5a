"""What is due when: the tasks that there are, and the runs that are still to be planned."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from holger.assets import services as assets
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.frameworks import services as frameworks
from holger.tasks import selectors, services
from holger.tasks.filters.runs import RunFilter
from holger.tasks.filters.tasks import TaskFilter
from holger.tasks.models import Task
from holger.tasks.rules.standing import STATES, coming, kind_of, standing, worst
from holger.tasks.rules.timing import Timing
from holger.tasks.rules.wheel_marks import URGENCY
from holger.tasks.selectors import Period, runs_between, runs_named, together
from holger.tasks.tests.factories import make_activity, make_task, run_of
from tests.cast import make_unit

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
NEXT = Period(date(2027, 1, 1), date(2027, 12, 31))


def days(runs):
    return [run.day for run in runs]


# How a run stands


def test_every_state_has_its_place_on_the_wheel():
    assert STATES == URGENCY
    assert {kind_of(state) for state in STATES} == {"done", "deviation", "missed", "planned"}
    assert worst({"done", "missed", "planned"}) == "missed"


@pytest.mark.parametrize(
    ("status", "result", "due", "state"),
    [
        ("open", "", date(2027, 6, 1), "planned"),
        ("open", "", date(2026, 12, 20), "open"),
        ("open", "", date(2026, 12, 8), "soon"),
        ("open", "", date(2026, 11, 24), "due"),
        ("open", "", date(2026, 11, 23), "late"),
        ("missed", "", date(2026, 11, 1), "missed"),
        ("missed", "ok", date(2026, 11, 1), "missed"),
        ("waiting", "ok", date(2026, 11, 1), "waiting"),
        ("done", "ok", date(2026, 11, 1), "done"),
        ("done", "not_applicable", date(2026, 11, 1), "done"),
        ("done", "deviation", date(2026, 11, 1), "deviation"),
    ],
)
def test_a_run_stands_as_its_status_and_the_day_say(status, result, due, state):
    timing = Timing(due, lead=30, grace=0, shown=due)
    assert standing(status, result, timing, date(2026, 11, 24)) == state


def test_what_is_past_its_grace_is_late_until_it_is_marked():
    """The job that marks it may not have run yet."""
    assert standing("open", "", Timing(date(2026, 10, 1), grace=2), date(2026, 11, 24)) == "late"


def test_coming_dates_are_reckoned_once():
    coming.cache_clear()
    told = ("FREQ=MONTHLY;INTERVAL=3", date(2026, 1, 31), None, date(2026, 1, 1), date(2026, 12, 31))
    assert coming(*told) == (date(2026, 1, 31), date(2026, 4, 30), date(2026, 7, 31), date(2026, 10, 31))
    assert coming(*told) is coming(*told)
    assert coming(told[0], told[1], date(2026, 5, 1), *told[3:]) == (date(2026, 1, 31), date(2026, 4, 30))


# A period


def test_a_year_holds_tasks_and_what_is_still_to_be_planned(today, anna):
    activity = make_activity(anna, "Restore test", starts=date(2026, 12, 4))
    runs = runs_between(anna, NEXT, today)
    assert days(runs) == [date(2027, 3, 4), date(2027, 6, 4), date(2027, 9, 6), date(2027, 12, 6)]
    assert [run.due for run in runs][2] == date(2027, 9, 4)  # a Saturday: shown on the Monday
    assert not any(run.task for run in runs) and {run.state for run in runs} == {"planned"}
    (first,) = runs_between(anna, YEAR, today)
    assert (first.task, first.state, first.of.reference) == (run_of(activity).reference, "soon", activity.reference)
    assert first.path == f"tasks/{first.task}/" and runs[0].path == activity.path


def test_a_date_is_there_once_whether_or_not_its_task_is_made(today, anna):
    make_activity(anna, rule="FREQ=MONTHLY", starts=date(2026, 12, 7))
    period = Period(today, date(2027, 5, 1))
    before = days(runs_between(anna, period, today))
    services.tasks_plan(organisation_id=anna.organisation_id, until=date(2027, 3, 1))
    after = runs_between(anna, period, today)
    assert days(after) == before and len(before) == 5
    assert [bool(run.task) for run in after] == [True, True, True, False, False]


def test_a_day_off_carries_into_the_next_period_and_is_not_lost(today, anna):
    make_activity(anna, "Last of the year", rule="FREQ=YEARLY", starts=date(2026, 12, 31))
    assert days(runs_between(anna, YEAR, today)) == []
    (run,) = runs_between(anna, Period(date(2027, 1, 1), date(2027, 1, 31)), today)
    assert (run.due, run.day) == (date(2026, 12, 31), date(2027, 1, 4))


def test_what_ended_was_paused_or_put_away_comes_no_more(today, anna):
    ends = make_activity(anna, "Ends", rule="FREQ=MONTHLY", ends=date(2027, 2, 28))
    paused, gone = make_activity(anna, "Paused"), make_activity(anna, "Gone")
    services.activity_pause(actor=anna, activity=paused)
    services.activity_archive(actor=anna, activity=gone)
    runs = runs_between(anna, NEXT, today)
    assert {run.of.pk for run in runs} == {ends.pk} and max(days(runs)) < date(2027, 3, 1)


def test_what_counts_from_when_it_was_done_is_shown_once_ahead(today, anna, later):
    activity = make_activity(anna, rule="FREQ=MONTHLY;INTERVAL=3", basis="done", starts=date(2026, 12, 4))
    assert runs_between(anna, NEXT, today) == []  # it waits for the one that is open
    day = later(10)
    services.task_done(actor=anna, task=run_of(activity), result="ok", comment="")
    (run,) = [run for run in runs_between(anna, NEXT, day) if run.state == "planned"]
    assert run.due == date(2027, 3, 4)


def test_single_tasks_belong_to_calendars_and_not_to_the_wheel(today, anna):
    task = make_task(anna, "Order tapes")
    make_activity(anna)
    assert task.reference in [run.task for run in runs_between(anna, YEAR, today)]
    assert task.reference not in [run.task for run in runs_between(anna, YEAR, today, one_off=False)]


def test_what_was_dropped_or_put_away_is_not_shown(today, anna):
    dropped, archived = make_task(anna, "Dropped"), make_task(anna, "Archived")
    services.task_drop(actor=anna, task=dropped, reason="Not needed.")
    services.task_archive(actor=anna, task=archived)
    assert runs_between(anna, YEAR, today) == []


# Who


def test_who_will_do_it_is_found_like_when_the_task_is_made(today, anna, cast):
    unit = make_unit(cast.kronborg, "Finance")
    services.role_holder_set(actor=anna, role="it", person=cast.bo)
    by_role = make_activity(anna, "By role", performer_role="it")
    by_name = make_activity(anna, "By name", performer=cast.emil, unit=unit)
    nobody = make_activity(anna, "Nobody's")
    told = {run.of.pk: run for run in runs_between(anna, NEXT, today, people=True)}
    assert (told[by_role.pk].person_id, told[by_role.pk].person) == (cast.bo.pk, cast.bo.name)
    assert told[by_name.pk].person == cast.emil.name
    assert told[nobody.pk].person_id is None
    assert all(run.person_id is None for run in runs_between(anna, NEXT, today))


def test_one_for_each_object_is_one_on_pictures_and_each_persons_own_load(today, anna, cast, systems):
    activity = make_activity(anna, "Review of access", each_of="assets", each_filter="", starts=date(2026, 12, 4))
    made = runs_between(anna, YEAR, today)
    assert len(made) == len(systems) and len(together(made)) == 1
    (times,) = together(made)
    assert times.key == f"{activity.reference}@2026-12-04" and times.count == len(systems) and times.done == 0
    assert len(runs_named(anna, [times.key], today)) == len(systems)
    ahead = runs_between(anna, NEXT, today, people=True)
    assert len(ahead) == 4 * len(systems) and {run.person for run in ahead} == {cast.bo.name, cast.emil.name}
    assert len(runs_between(anna, NEXT, today)) == 4


@pytest.fixture
def systems(anna, cast):
    owners = (cast.bo, cast.emil, cast.bo)
    return [
        assets.asset_create(actor=anna, type="server", title=f"Server {number}", owner=owner)
        for number, owner in enumerate(owners)
    ]


# By name


def test_runs_are_found_by_what_marks_are_named(today, anna, dorte):
    activity = make_activity(anna, rule="FREQ=YEARLY", starts=date(2027, 6, 1))
    task = make_task(anna)
    (run,) = runs_named(anna, [f"{activity.reference}@2027-06-01"], today)
    assert (run.of.pk, run.task, run.key) == (activity.pk, "", f"{activity.reference}@2027-06-01")
    assert [run.task for run in runs_named(anna, [task.reference], today)] == [task.reference]
    for wrong in ("", "AK-99@2027-06-01", f"{activity.reference}@2027-06-02", f"{activity.reference}@never", "O-999"):
        assert runs_named(anna, [wrong], today) == []
    assert runs_named(dorte, [task.reference, run.key], today) == []


# Who sees what


def test_contributors_and_employees_see_their_own_year(today, anna, bo, emil, cast):
    make_activity(anna, "Bo's", performer=cast.bo)
    make_activity(anna, "Anna's", owner=cast.anna)
    task = make_task(anna, "Emil's", owner=cast.emil)
    assert {run.title for run in runs_between(bo, NEXT, today)} == {"Bo's"}
    assert [run.task for run in runs_between(emil, YEAR, today)] == [task.reference]
    assert runs_between(emil, NEXT, today) == []


# Filters


def kept(actor, query, period, today, **more):
    filters = RunFilter(QueryDict(query), selectors.activities_for(actor), actor=actor)
    chosen = filters.qs if filters.by_activity else None
    return filters.kept(runs_between(actor, period, today, activities=chosen, people=True, **more))


def test_the_same_filters_narrow_tasks_and_what_is_to_come(today, anna, cast):
    unit = make_unit(cast.kronborg, "Finance")
    make_activity(anna, "Restore", category="continuity", performer=cast.bo, unit=unit)
    make_activity(anna, "Training", category="people", performer=cast.emil)
    make_activity(anna, "Nobody's", category="people")
    make_task(anna, "Single", owner=cast.bo)

    def titles(query, period=NEXT, **more):
        return {run.title for run in kept(anna, query, period, today, **more)}

    assert titles("") == {"Restore", "Training", "Nobody's"}
    assert titles("category=people") == {"Training", "Nobody's"}
    assert titles(f"owner={cast.bo.pk}") == {"Restore"}
    assert titles(f"owner={cast.bo.pk}", YEAR) == {"Restore", "Single"}
    assert titles("owner=none") == {"Nobody's"}
    assert titles(f"unit={unit.pk}") == {"Restore"}
    assert titles("state=planned&state=open") == {"Restore", "Training", "Nobody's"}
    assert titles("state=missed") == set()
    assert titles("category=people&owner=none") == {"Nobody's"}


def test_a_framework_narrows_to_what_serves_it(today, anna):
    rules = frameworks.framework_create(actor=anna, title_en="House rules")
    rule = frameworks.requirement_add(actor=anna, framework=rules, code="1", title_en="Doors are locked")
    make_activity(anna, "Doors", about=[rule])
    make_activity(anna, "Other")
    assert {run.title for run in kept(anna, f"framework={rules.reference}", NEXT, today)} == {"Doors"}
    found = TaskFilter({"framework": [rules.reference]}, selectors.tasks_for(anna), actor=anna)
    assert {task.title for task in found.qs} == {"Doors"}


# Moving


def test_a_run_is_moved_before_it_has_a_task(today, anna):
    activity = make_activity(anna, rule="FREQ=YEARLY", starts=date(2027, 6, 1))
    assert not Task.objects.filter(activity=activity).exists()
    moved = services.run_move(
        actor=anna, activity=activity, slot=date(2027, 6, 1), due=date(2027, 9, 1), reason="Summer."
    )
    (task,) = Task.objects.filter(activity=activity)
    assert (moved, task.slot, task.due) == (1, date(2027, 6, 1), date(2027, 9, 1))
    assert days(runs_between(anna, NEXT, today)) == [date(2027, 9, 1)]
    services.tasks_plan(organisation_id=anna.organisation_id, until=date(2027, 12, 1))
    assert Task.objects.filter(activity=activity).count() == 1


def test_putting_off_wants_a_reason_and_a_slot_must_be_there(today, anna):
    activity = make_activity(anna, rule="FREQ=YEARLY", starts=date(2027, 6, 1))
    told = {"actor": anna, "activity": activity}
    with pytest.raises(RuleBroken, match="Write why"):
        services.run_move(**told, slot=date(2027, 6, 1), due=date(2027, 9, 1))
    with pytest.raises(RuleBroken):
        services.run_move(**told, slot=date(2027, 6, 2), due=date(2027, 5, 1))
    services.activity_pause(actor=anna, activity=activity)
    with pytest.raises(RuleBroken):
        services.run_move(**told, slot=date(2027, 6, 1), due=date(2027, 5, 1))


def test_who_may_not_plan_moves_nothing(today, anna, emil, bo, dorte, cast):
    activity = make_activity(anna, performer=cast.emil, starts=today + timedelta(days=20))
    told = {"activity": activity, "slot": activity.starts, "due": activity.starts - timedelta(days=2)}
    for actor in (emil, bo):
        with pytest.raises(NotAllowed):
            services.run_move(actor=actor, **told)
    with pytest.raises(NotFound):
        services.run_move(actor=dorte, **told)


def test_all_objects_are_moved_together(today, anna, systems):
    activity = make_activity(anna, "Review", each_of="assets", starts=date(2027, 6, 1))
    moved = services.run_move(actor=anna, activity=activity, slot=date(2027, 6, 1), due=date(2027, 5, 3))
    assert moved == len(systems) == Task.objects.filter(activity=activity, due=date(2027, 5, 3)).count()
