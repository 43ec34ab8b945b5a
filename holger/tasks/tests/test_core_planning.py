"""The horizon: what is planned, for whom, and that nothing is planned twice or rolled away."""

from datetime import date, timedelta

import pytest

from holger.assets.tests.factories import make_asset
from holger.comments import services as comments
from holger.history.models import Event
from holger.organisation.models import Person
from holger.tasks import services
from holger.tasks.models import Absence, RoleHolder, Task
from holger.tasks.signals import tasks_given, tasks_missed
from holger.tasks.tests.factories import make_activity, run_of
from tests.cast import actor_of, make_person, make_unit

pytestmark = pytest.mark.django_db
MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=10"


def slots(activity):
    return [task.slot for task in Task.objects.filter(activity=activity).order_by("slot")]


def hold_role(cast, role, person, unit=None, deputy=None):
    return RoleHolder.objects.create(organisation=cast.kronborg, role=role, person=person, unit=unit, deputy=deputy)


def away(person, first, last, deputy=None):
    return Absence.objects.create(
        organisation_id=person.organisation_id, person=person, first=first, last=last, deputy=deputy
    )


@pytest.fixture
def given():
    found = []

    def hear(tasks, **kwargs):
        found.extend(tasks)

    tasks_given.connect(hear)
    yield found
    tasks_given.disconnect(hear)


# Up to the horizon


def test_an_activity_has_its_tasks_for_two_months_ahead(cast, anna, today):
    activity = make_activity(
        anna,
        rule=MONTHLY,
        starts=date(2026, 12, 10),
        owner=cast.anna,
        performer=cast.bo,
        minutes=40,
        lead_days=14,
        needs_evidence=True,
        checklist=["Choose a server", " Restore it ", "", "Choose a server"],
        unit=cast.production,
    )
    assert slots(activity) == [date(2026, 12, 10), date(2027, 1, 10)]
    task = run_of(activity)
    assert (task.reference, task.title, task.status) == ("O-1", "Test the restore of a backup", "open")
    assert (task.due, task.opens, task.minutes, task.needs_evidence) == (task.slot, date(2026, 11, 26), 40, True)
    assert task.checklist == [{"text": "Choose a server", "done": False}, {"text": "Restore it", "done": False}]
    assert (task.owner, task.unit, task.approver) == (cast.bo, cast.production, None)
    assert activity.planned_until == today + timedelta(days=60)


def test_planning_again_plans_nothing_twice(cast, anna, later):
    activity = make_activity(anna, rule=MONTHLY, starts=date(2026, 12, 10))
    assert services.tasks_plan(organisation_id=cast.kronborg.pk) == 0
    later(20)
    assert services.tasks_plan(organisation_id=cast.kronborg.pk) == 1
    assert services.tasks_plan(organisation_id=cast.kronborg.pk) == 0
    assert slots(activity) == [date(2026, 12, 10), date(2027, 1, 10), date(2027, 2, 10)]
    assert services.tasks_plan(organisation_id=cast.kronborg.pk, until=date(2027, 4, 30)) == 2
    assert services.tasks_plan(organisation_id=cast.kronborg.pk) == 0


def test_what_was_taken_away_by_hand_does_not_come_again(cast, anna, later):
    activity = make_activity(anna, rule=MONTHLY, starts=date(2026, 12, 10))
    services.task_drop(actor=anna, task=run_of(activity), reason="Nobody is here in December.")
    later(1)
    assert services.tasks_plan(organisation_id=cast.kronborg.pk) == 0


def test_nothing_falls_due_before_it_was_thought_of(anna, today):
    """The first date may lie long ago: it tells which day of the week or month is meant."""
    activity = make_activity(anna, rule="FREQ=WEEKLY", starts=date(2020, 1, 6))  # a Monday
    assert slots(activity)[0] == date(2026, 11, 30)


def test_what_opens_early_is_planned_earlier(anna, today):
    activity = make_activity(anna, rule="FREQ=YEARLY", starts=date(2027, 5, 1), lead_days=180)
    assert slots(activity) == [date(2027, 5, 1)]
    other = make_activity(anna, rule="FREQ=YEARLY", starts=date(2027, 5, 1), lead_days=14)
    assert slots(other) == []


def test_a_host_that_was_off_catches_up(cast, anna, later):
    """What fell due meanwhile has its task, and is missed."""
    activity = make_activity(anna, rule=MONTHLY, starts=date(2026, 12, 10))
    later(150)
    services.tasks_plan(organisation_id=cast.kronborg.pk)
    assert slots(activity)[:5] == [date(2026, 12, 10), *(date(2027, month, 10) for month in (1, 2, 3, 4))]
    assert services.tasks_miss(organisation_id=cast.kronborg.pk) == 5


def test_it_ends_when_it_ends(cast, anna, later):
    activity = make_activity(anna, rule=MONTHLY, starts=date(2026, 12, 10), ends=date(2027, 1, 31))
    later(90)
    services.tasks_plan(organisation_id=cast.kronborg.pk)
    assert slots(activity) == [date(2026, 12, 10), date(2027, 1, 10)]


def test_planning_is_told(cast, anna, later):
    activity = make_activity(anna, rule=MONTHLY, starts=date(2026, 12, 10))
    later(20)
    services.tasks_plan(organisation_id=cast.kronborg.pk)
    first, second = Event.objects.filter(action="activity.planned", subject_id=activity.pk).order_by("seq")
    assert (first.actor_label, first.changes) == ("Anna Holm", {"tasks": [None, ["2026-12-10", "2027-01-10"]]})
    assert (second.actor_label, second.channel) == ("holger", "system")
    assert second.changes == {"tasks": [None, ["2027-02-10"]]}


def test_what_is_elsewhere_is_left_alone(cast, anna, dorte, later):
    make_activity(anna, rule=MONTHLY, starts=date(2026, 12, 10))
    theirs = make_activity(dorte, rule=MONTHLY, starts=date(2026, 12, 10))
    later(100)
    services.tasks_plan(organisation_id=cast.kronborg.pk)
    services.tasks_miss(organisation_id=cast.kronborg.pk)
    assert len(slots(theirs)) == 2
    assert not Task.objects.filter(organisation=cast.rosenborg, status="missed").exists()


# Who does it


def test_the_performer_does_it_else_whoever_answers_for_it(cast, anna, today):
    assert run_of(make_activity(anna, performer=cast.bo, owner=cast.anna)).owner == cast.bo
    assert run_of(make_activity(anna, owner=cast.anna)).owner == cast.anna
    assert run_of(make_activity(anna)).owner is None


def test_a_role_is_looked_up_from_the_unit_upwards(cast, anna, today):
    group = make_unit(cast.kronborg, "Group")
    site = make_unit(cast.kronborg, "Site", parent=group)
    hall = make_unit(cast.kronborg, "Hall", parent=site)
    hold_role(cast, "it", cast.olga)
    hold_role(cast, "it", cast.karen, group)
    asked = {"performer_role": "it", "owner": cast.anna}
    assert run_of(make_activity(anna, **asked)).owner == cast.olga
    assert run_of(make_activity(anna, unit=hall, **asked)).owner == cast.karen
    hold_role(cast, "it", cast.bo, site)
    assert run_of(make_activity(anna, unit=hall, **asked)).owner == cast.bo
    assert run_of(make_activity(anna, unit=cast.production, **asked)).owner == cast.olga
    assert run_of(make_activity(anna, performer_role="hr", owner=cast.anna)).owner == cast.anna


def test_whoever_has_left_gets_nothing_more(cast, anna, today):
    Person.objects.filter(pk=cast.bo.pk).update(ends_on=today - timedelta(days=1))
    hold_role(cast, "it", cast.bo, deputy=cast.karen)
    assert run_of(make_activity(anna, performer=cast.bo, owner=cast.anna)).owner == cast.anna
    assert run_of(make_activity(anna, performer=cast.bo, deputy=cast.emil, owner=cast.anna)).owner == cast.emil
    assert run_of(make_activity(anna, performer_role="it", owner=cast.anna)).owner == cast.karen


def test_the_tasks_of_somebody_away_go_to_whoever_stands_in(cast, anna, today):
    day = today + timedelta(days=10)
    away(cast.bo, day, day, cast.karen)
    performed = {"performer": cast.bo, "owner": cast.anna}
    assert run_of(make_activity(anna, **performed)).owner == cast.karen
    assert run_of(make_activity(anna, deputy=cast.emil, **performed)).owner == cast.emil
    away(cast.emil, day, day)
    assert run_of(make_activity(anna, deputy=cast.emil, **performed)).owner == cast.karen
    hold_role(cast, "it", cast.bo, deputy=cast.olga)
    assert run_of(make_activity(anna, performer_role="it")).owner == cast.olga
    before = make_activity(anna, starts=day - timedelta(days=1), **performed)
    assert run_of(before).owner == cast.bo


def test_somebody_away_with_nobody_to_stand_in_keeps_it(cast, anna, today):
    away(cast.bo, today, today + timedelta(days=30))
    assert run_of(make_activity(anna, performer=cast.bo, owner=cast.anna)).owner == cast.bo


def test_a_deputy_stands_by(cast, anna, today):
    task = run_of(make_activity(anna, performer=cast.bo, deputy=cast.karen))
    assert (task.owner, task.deputy) == (cast.bo, cast.karen)


# Who signs it off


def test_somebody_else_signs_it_off(cast, anna, today):
    task = run_of(make_activity(anna, performer=cast.bo, approver=cast.karen))
    assert task.approver == cast.karen
    hold_role(cast, "security_officer", cast.anna, deputy=cast.olga)
    assert run_of(make_activity(anna, performer=cast.bo, approver_role="security_officer")).approver == cast.anna
    away(cast.anna, today, today + timedelta(days=30))
    assert run_of(make_activity(anna, performer=cast.bo, approver_role="security_officer")).approver == cast.olga


def test_never_the_same_person(cast, anna, today):
    """Who holds both roles does it, and somebody else signs: the role's deputy, the owner, the manager, the head."""
    hold_role(cast, "it", cast.bo, deputy=cast.karen)
    roles = {"performer_role": "it", "approver_role": "it"}
    assert run_of(make_activity(anna, **roles)).approver == cast.karen
    RoleHolder.objects.update(deputy=None)
    assert run_of(make_activity(anna, owner=cast.anna, **roles)).approver == cast.anna
    Person.objects.filter(pk=cast.bo.pk).update(manager=cast.carl)
    assert run_of(make_activity(anna, **roles)).approver == cast.carl
    Person.objects.filter(pk=cast.bo.pk).update(manager=None)
    assert run_of(make_activity(anna, **roles)).approver == cast.olga
    hold_role(cast, "management", cast.olga)
    alone = run_of(make_activity(anna, performer_role="management", approver_role="management"))
    assert (alone.owner, alone.approver, alone.wants_sign_off) == (cast.olga, None, True)


# One for each


def test_each_object_has_its_task_and_its_owner_does_it(cast, anna, today):
    activity = make_activity(
        anna,
        "Review access",
        rule=MONTHLY,
        starts=date(2026, 12, 10),
        each_of="people",
        each_filter="q=Lind",
        owner=cast.anna,
    )
    first, second = Task.objects.filter(activity=activity).order_by("slot")
    assert (first.title, first.about_type, first.about_id) == (
        "Review access: Bo Lind",
        "organisation.person",
        cast.bo.pk,
    )
    assert (first.unit, first.owner, second.slot) == (cast.production, cast.anna, date(2027, 1, 10))


def test_the_owner_of_each_system_gets_one(cast, anna, today):
    make_asset(cast.kronborg, title="Business Central", owner=cast.bo)
    make_asset(cast.kronborg, title="MES", owner=None)
    away_day = today + timedelta(days=10)
    make_asset(cast.kronborg, title="Payroll", owner=cast.karen, deputy=cast.emil)
    away(cast.karen, away_day, away_day)
    activity = make_activity(anna, "Review access", each_of="assets", performer=cast.olga)
    told = {task.title.split(": ")[1]: task.owner for task in Task.objects.filter(activity=activity)}
    assert told == {"Business Central": cast.bo, "MES": cast.olga, "Payroll": cast.emil}


def test_what_is_new_gets_its_task_and_what_is_gone_loses_it(cast, anna, later):
    activity = make_activity(anna, rule=MONTHLY, starts=date(2026, 12, 10), each_of="people", each_filter="q=Lind")
    later(1)
    birgit = make_person(cast.kronborg, "Birgit Lind", signs_in=False)
    assert services.tasks_plan(organisation_id=cast.kronborg.pk) == 2
    Person.objects.filter(pk=cast.bo.pk).update(name="Robert Ek", email="")
    services.tasks_plan(organisation_id=cast.kronborg.pk)
    assert set(Task.objects.filter(activity=activity).values_list("about_id", flat=True)) == {birgit.pk}


def test_a_register_that_is_gone_has_no_tasks(cast, anna, later, monkeypatch):
    from holger.core.registry import registry

    make_activity(anna, rule=MONTHLY, starts=date(2026, 12, 10), each_of="people", each_filter="q=Lind")
    monkeypatch.delitem(registry.populations, "people")
    later(30)
    assert services.tasks_plan(organisation_id=cast.kronborg.pk) == 0


# Counted from when it was done


def test_the_next_is_counted_from_when_it_was_done(cast, anna, later):
    activity = make_activity(anna, rule="FREQ=MONTHLY", starts=date(2026, 12, 1), basis="done", performer=cast.bo)
    assert slots(activity) == [date(2026, 12, 1)]
    later(3)
    assert services.tasks_plan(organisation_id=cast.kronborg.pk) == 0
    services.task_done(actor=actor_of(cast.bo), task=run_of(activity))
    assert slots(activity) == [date(2026, 12, 1), date(2026, 12, 27)]


def test_the_next_after_a_missed_one_is_counted_from_its_date(cast, anna, later):
    activity = make_activity(anna, rule="FREQ=MONTHLY", starts=date(2026, 12, 1), basis="done")
    later(10)
    services.tasks_miss(organisation_id=cast.kronborg.pk)
    services.tasks_plan(organisation_id=cast.kronborg.pk)
    assert slots(activity) == [date(2026, 12, 1), date(2027, 1, 1)]


def test_each_object_is_counted_by_itself(cast, anna, later):
    activity = make_activity(
        anna,
        rule="FREQ=MONTHLY",
        starts=date(2026, 12, 1),
        basis="done",
        each_of="people",
        each_filter="",
        owner=cast.anna,
    )
    mine = Task.objects.get(activity=activity, about_id=cast.bo.pk)
    later(2)
    services.task_done(actor=anna, task=mine)
    services.tasks_plan(organisation_id=cast.kronborg.pk)
    told = dict(Task.objects.filter(activity=activity, status="open").values_list("about_id", "slot"))
    assert told.pop(cast.bo.pk) == date(2026, 12, 26)
    assert set(told.values()) == {date(2026, 12, 1)}


# Missed


def test_what_nobody_did_is_missed_for_good(cast, anna, later):
    heard = []
    tasks_missed.connect(heard_by := lambda tasks, **kwargs: heard.extend(tasks))
    activity = make_activity(anna, rule=MONTHLY, starts=date(2026, 12, 10), grace_days=5)
    later(21)  # 15 December, the last day of grace
    assert services.tasks_miss(organisation_id=cast.kronborg.pk) == 0
    later(22)
    assert services.tasks_miss(organisation_id=cast.kronborg.pk) == 1
    task = run_of(activity)
    assert (task.status, task.due, task.slot, heard) == ("missed", task.slot, date(2026, 12, 10), [task])
    assert task.missed_at is not None
    event = Event.objects.get(action="task.missed")
    assert (event.subject_id, event.changes, event.actor_label) == (task.pk, {"status": ["open", "missed"]}, "holger")
    assert services.tasks_miss(organisation_id=cast.kronborg.pk) == 0
    assert run_of(activity, 1).status == "open"
    tasks_missed.disconnect(heard_by)


def test_nobody_is_late_on_a_day_off(cast, anna, later):
    """Saturday 12 December is shown as Monday 14, and missed on Tuesday."""
    activity = make_activity(anna, rule="FREQ=YEARLY", starts=date(2026, 12, 12))
    for days, missed in ((19, 0), (20, 0), (21, 1)):
        later(days)
        assert services.tasks_miss(organisation_id=cast.kronborg.pk) == missed
    assert run_of(activity).due == date(2026, 12, 12)


def test_what_is_done_once_only_is_late_and_never_missed(cast, anna, later):
    from holger.tasks.tests.factories import make_task

    make_task(anna)
    later(300)
    assert services.tasks_miss(organisation_id=cast.kronborg.pk) == 0


# Changing an activity


def test_another_rule_moves_what_nobody_has_touched(cast, anna, bo, today):
    activity = make_activity(anna, rule="FREQ=WEEKLY", starts=date(2026, 12, 1), performer=cast.bo, lead_days=7)
    before = list(Task.objects.filter(activity=activity).order_by("slot"))
    started, moved, proven = before[0], before[1], before[2]
    services.task_start(actor=bo, task=started)
    services.task_move(actor=anna, task=moved, due=date(2026, 12, 9), reason="Holiday")
    comments.comment_add(actor=anna, subject=proven, text="Remember the tapes.")
    services.activity_edit(actor=anna, activity=activity, rule="FREQ=MONTHLY;BYMONTHDAY=20")
    kept = {task.pk: task for task in Task.objects.filter(activity=activity)}
    assert [kept[task.pk].slot for task in (started, moved, proven)] == [task.slot for task in before[:3]]
    rest = sorted(task.slot for pk, task in kept.items() if pk not in {started.pk, moved.pk, proven.pk})
    assert rest == [date(2026, 12, 20), date(2027, 1, 20)]
    assert [kept[task.pk].slot for task in before[3:5]] == rest  # the same tasks on other days
    told = Event.objects.filter(action="activity.planned", subject_id=activity.pk).order_by("seq").last()
    assert told.changes["tasks"][1] == ["2026-12-20", "2027-01-20"]


def test_another_performer_gets_what_nobody_has_touched(cast, anna, bo, given, today):
    activity = make_activity(anna, rule=MONTHLY, starts=date(2026, 12, 10), performer=cast.bo)
    services.task_start(actor=bo, task=run_of(activity))
    given.clear()
    services.activity_edit(actor=anna, activity=activity, performer=cast.karen, title="Restore", minutes=20)
    first, second = run_of(activity), run_of(activity, 1)
    assert (first.owner, first.title) == (cast.bo, "Test the restore of a backup")
    assert (second.owner, second.title, second.minutes, second.version) == (cast.karen, "Restore", 20, 1)
    assert given == [second]


def test_what_does_not_show_in_tasks_leaves_them_alone(cast, anna, today):
    activity = make_activity(anna)
    count = Event.objects.filter(action="activity.planned").count()
    services.activity_edit(actor=anna, activity=activity, purpose="Tapes tear.", grace_days=3)
    assert Event.objects.filter(action="activity.planned").count() == count


def test_a_pause_takes_away_what_is_to_come_and_makes_up_for_nothing(cast, anna, bo, later):
    activity = make_activity(anna, rule="FREQ=WEEKLY", starts=date(2026, 12, 1), performer=cast.bo)
    services.task_start(actor=bo, task=run_of(activity))
    services.activity_pause(actor=anna, activity=activity)
    assert slots(activity) == [date(2026, 12, 1)]
    later(30)
    assert services.tasks_plan(organisation_id=cast.kronborg.pk) == 0
    services.activity_resume(actor=anna, activity=activity)
    assert slots(activity)[:2] == [date(2026, 12, 1), date(2026, 12, 29)]


def test_an_archived_activity_has_nothing_more_to_do(cast, anna, later):
    activity = make_activity(anna, rule="FREQ=WEEKLY", starts=date(2026, 12, 1))
    services.activity_archive(actor=anna, activity=activity)
    assert slots(activity) == []
    later(30)
    assert services.tasks_plan(organisation_id=cast.kronborg.pk) == 0
    services.activity_restore(actor=anna, activity=activity)
    assert slots(activity)[0] == date(2026, 12, 29)


def test_whoever_gets_something_hears_of_it(cast, anna, given, today):
    make_activity(anna, rule=MONTHLY, starts=date(2026, 12, 10), performer=cast.bo)
    assert [task.owner for task in given] == [cast.bo, cast.bo]


@pytest.mark.parametrize("count", [1, 30])
def test_planning_asks_equally_often_however_much_there_is(cast, anna, later, count, django_assert_max_num_queries):
    for number in range(count):
        make_activity(anna, f"Activity {number}", rule=MONTHLY, starts=date(2026, 12, 10), performer=cast.bo)
    later(20)
    with django_assert_max_num_queries(26):
        assert services.tasks_plan(organisation_id=cast.kronborg.pk) == count
