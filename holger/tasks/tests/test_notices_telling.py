"""Who is told what, and when: each once, whatever runs how often."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from holger.assets.tests.factories import make_asset
from holger.core.permissions import Role
from holger.organisation import services as people
from holger.organisation.models import Person
from holger.tasks import jobs, services
from holger.tasks.models import Notice, NoticeKind, Task
from holger.tasks.services.missing import tasks_miss
from holger.tasks.services.reminding import remind
from holger.tasks.tests.factories import make_activity, make_task, run_of
from tests.cast import actor_of, make_person

TODAY = date(2026, 11, 24)
ZONE = ZoneInfo("Europe/Copenhagen")


@pytest.fixture
def clock(standing):
    """``clock(days, hour)``: so many days from Tuesday 24 November 2026, at an hour of Copenhagen's."""

    def move(days: int = 0, hour: int = 9, minute: int = 0) -> date:
        day = TODAY + timedelta(days=days)
        moment = datetime.combine(day, time(hour, minute), ZONE)
        standing(moment)
        return day

    move()
    return move


def told(person: Person, *, new: bool = False) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(person=person).order_by("created_at", "pk")
    return [(row.kind, row.title) for row in (rows.filter(read_at=None) if new else rows)]


def kinds(person: Person) -> list[str]:
    return [kind for kind, _title in told(person)]


@pytest.fixture
def task(cast, clock):
    """Bo is to order tapes within ten days, as Anna has asked him."""
    return make_task(actor_of(cast.anna), due=TODAY + timedelta(days=10), owner=cast.bo)


def run(cast) -> int:
    return remind(cast.kronborg.pk)


# From before to long after


def test_a_task_from_given_to_the_manager(cast, clock, task):
    """Due on Friday 4 December. Bo's manager is Olga, who owns the organisation; Karen stands in for him."""
    services.task_edit(actor=actor_of(cast.anna), task=task, deputy=cast.karen)
    assert kinds(cast.bo) == ["given"]
    for day in range(30):
        clock(day)
        run(cast)
        run(cast)
    assert kinds(cast.bo) == ["given", "before", "before", "due", "overdue", "overdue"]
    assert kinds(cast.karen) == ["escalated"]
    assert kinds(cast.olga) == ["escalated"]
    days = Notice.objects.filter(person=cast.bo).order_by("pk").values_list("since", flat=True)
    assert [str(moment.astimezone(ZONE).date()) for moment in days][1:] == [
        "2026-11-27", "2026-12-03", "2026-12-04", "2026-12-05", "2026-12-11",
    ]  # fmt: skip
    notice = Notice.objects.get(person=cast.olga)
    assert (notice.who, notice.path, notice.due) == ("Bo Lind", task.path, task.due)
    assert notice.said == "Bo Lind has not done it yet."


def test_the_manager_comes_before_the_owner_of_the_organisation(cast, clock):
    grete = make_person(cast.kronborg, "Grete Hansen", Role.EMPLOYEE, manager=cast.bo)
    make_task(actor_of(cast.anna), due=TODAY, owner=grete)
    clock(8)
    run(cast)
    assert kinds(cast.bo) == ["escalated"] and kinds(cast.olga) == []


def test_the_activity_says_how_long_the_manager_is_left_in_peace(cast, clock):
    activity = make_activity(
        actor_of(cast.anna), starts=TODAY, owner=cast.anna, performer=cast.bo, grace_days=90, escalate_days=2
    )
    assert run_of(activity).owner == cast.bo
    clock(1)
    run(cast)
    assert kinds(cast.olga) == []
    clock(2)
    run(cast)
    assert kinds(cast.olga) == ["escalated"]


def test_a_manager_who_may_not_see_it_is_told_that_something_is_late_and_no_more(cast, clock):
    emil = cast.emil
    grete = make_person(cast.kronborg, "Grete Hansen", Role.CONTRIBUTOR, manager=emil)
    make_task(actor_of(cast.anna), title="Close the hole in the payroll", due=TODAY, owner=grete)
    clock(8)
    run(cast)
    notice = Notice.objects.get(person=emil)
    assert (notice.kind, notice.title, notice.path) == ("escalated", "Tasks", f"work/team/{grete.reference}/")
    assert "payroll" not in f"{notice.title}{notice.text}{notice.said}"


def test_what_is_due_on_a_sunday_is_not_late_on_monday(cast, clock):
    sunday = TODAY + timedelta(days=5)
    make_task(actor_of(cast.anna), due=sunday, owner=cast.bo)
    clock(6)
    run(cast)
    assert kinds(cast.bo)[-1] == "due"
    clock(7)
    run(cast)
    assert kinds(cast.bo)[-1] == "overdue"


def test_other_rooms_duties_are_reminded_of_as_well(cast, clock):
    asset = make_asset(cast.kronborg, "Business Central", owner=cast.bo, next_review=TODAY + timedelta(days=7))
    run(cast)
    assert told(cast.bo) == [("before", "Review Business Central")]
    assert Notice.objects.get().duty == f"assets.asset:{asset.pk}:review"


# Again and again


def test_whatever_ran_before_the_outcome_is_the_same(cast, clock, task):
    clock(12)
    assert run(cast) == 1
    assert run(cast) == 0
    assert kinds(cast.bo) == ["given", "overdue"]


def test_a_host_that_was_off_for_three_days_catches_up_with_one_notice(cast, clock, task):
    """Off from the day before it is due until two days after."""
    clock(8)
    run(cast)
    clock(12)
    run(cast)
    assert kinds(cast.bo) == ["given", "before", "overdue"]


def test_what_was_due_long_before_anybody_was_told_of_anything_is_told_once(cast, clock):
    make_task(actor_of(cast.anna), due=TODAY, owner=cast.bo)
    clock(40)
    run(cast)
    assert kinds(cast.bo) == ["given", "overdue"] and kinds(cast.olga) == ["escalated"]
    Notice.objects.all().delete()
    clock(120)
    run(cast)
    assert kinds(cast.bo) == []


def test_what_is_done_asks_for_no_attention(cast, clock, task):
    clock(10)
    run(cast)
    assert told(cast.bo, new=True) == [("given", "Order new tapes"), ("due", "Order new tapes")]
    services.task_done(actor=actor_of(cast.bo), task=task)
    clock(10, 10)
    run(cast)
    assert told(cast.bo, new=True) == []
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_what_was_taken_from_somebody_asks_for_no_attention_of_theirs(cast, clock, task):
    clock(10)
    run(cast)
    services.task_give(actor=actor_of(cast.anna), task=task, owner=cast.emil)
    clock(10, 10)
    run(cast)
    assert told(cast.bo, new=True) == []
    assert {kind for kind, _title in told(cast.emil, new=True)} == {"given", "due"}


def test_a_notice_that_is_younger_than_the_look_is_left_alone(cast, clock, task):
    """Written by somebody else while the duties were read, it may be of a duty that was not there yet."""
    services.task_done(actor=actor_of(cast.bo), task=task)
    run(cast)
    assert told(cast.bo, new=True) == [("given", "Order new tapes")]
    clock(0, 9, 5)
    run(cast)
    assert told(cast.bo, new=True) == []


# Given, signed off, sent back, missed


def test_whoever_gets_something_to_do_is_told_by_whom(cast, clock, task):
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.said) == (cast.bo, "given", "Anna Holm has given it to you.")
    services.task_give(actor=actor_of(cast.anna), task=task, owner=cast.emil)
    services.task_give(actor=actor_of(cast.anna), task=task, owner=cast.bo)
    services.task_give(actor=actor_of(cast.anna), task=task, owner=cast.emil)
    services.task_give(actor=actor_of(cast.anna), task=task, owner=cast.bo)
    assert kinds(cast.bo) == ["given"] * 3 and kinds(cast.emil) == ["given"] * 2


def test_nobody_is_told_of_what_they_do_themselves(cast, clock):
    make_task(actor_of(cast.anna), owner=cast.anna)
    assert not Notice.objects.exists()


def test_what_opens_later_is_told_of_when_it_opens(cast, clock):
    make_task(actor_of(cast.anna), due=TODAY + timedelta(days=60), opens=TODAY + timedelta(days=30), owner=cast.bo)
    activity = make_activity(
        actor_of(cast.anna), starts=TODAY + timedelta(days=60), lead_days=20, owner=cast.anna, performer=cast.emil
    )
    assert run_of(activity).owner == cast.emil
    run(cast)
    assert not Notice.objects.exists()
    clock(40)
    run(cast)
    assert kinds(cast.emil) == ["given"]
    assert Notice.objects.get(person=cast.emil).since.astimezone(ZONE) == datetime(2027, 1, 3, tzinfo=ZONE)


def test_what_opens_shortly_before_it_is_due_is_reminded_of_only(cast, clock):
    activity = make_activity(
        actor_of(cast.anna), starts=TODAY + timedelta(days=3), lead_days=5, owner=cast.anna, performer=cast.emil
    )
    assert run_of(activity).opens < TODAY
    run(cast)
    assert kinds(cast.emil) == ["before"]
    clock(2)
    run(cast)
    assert kinds(cast.emil) == ["before", "before"]


@pytest.fixture
def signed(cast, clock):
    return make_task(actor_of(cast.anna), "Check the logs", owner=cast.bo, approver=cast.anna)


def test_sign_off_sent_back_and_sign_off_once_more(cast, signed):
    bo, anna = actor_of(cast.bo), actor_of(cast.anna)
    services.task_done(actor=bo, task=signed)
    assert told(cast.anna) == [("sign_off", "Sign off Check the logs")]
    run(cast)
    assert len(told(cast.anna)) == 1, "whoever looks at all duties finds it told"
    services.task_sign(actor=anna, task=signed, accept=False, reason="The May logs are missing.")
    notice = Notice.objects.get(kind=NoticeKind.SENT_BACK)
    assert (notice.person, notice.said) == (cast.bo, "Anna Holm wants it done once more. The May logs are missing.")
    services.task_done(actor=bo, task=signed)
    assert kinds(cast.anna) == ["sign_off", "sign_off"]
    services.task_sign(actor=anna, task=signed, accept=False, reason="June too.")
    assert kinds(cast.bo) == ["given", "sent_back", "sent_back"]


def test_whoever_is_to_sign_off_instead_is_told_by_the_next_look(cast, signed):
    services.task_done(actor=actor_of(cast.bo), task=signed)
    Task.objects.filter(pk=signed.pk).update(approver=cast.karen)
    run(cast)
    assert told(cast.karen) == [("sign_off", "Sign off Check the logs")]


def test_who_is_asked_after_the_day_is_not_late_at_once(cast, clock, signed):
    """Bo did it five days too late: Anna has not had it for five days."""
    clock(12)
    run(cast)
    services.task_done(actor=actor_of(cast.bo), task=signed)
    run(cast)
    assert kinds(cast.anna) == ["sign_off"]
    clock(14)
    run(cast)
    assert kinds(cast.anna) == ["sign_off", "overdue"]


def test_what_was_missed_is_told_to_whoever_should_have_and_whoever_answers_for_it(cast, clock):
    activity = make_activity(actor_of(cast.anna), starts=TODAY, owner=cast.anna, performer=cast.bo, grace_days=2)
    clock(3)
    assert tasks_miss(organisation_id=cast.kronborg.pk) == 1
    assert kinds(cast.bo) == kinds(cast.anna) == ["missed"]
    assert Notice.objects.get(person=cast.anna).said == "Bo Lind did not do it in time."
    services.task_done(actor=actor_of(cast.bo), task=run_of(activity))
    clock(4)
    run(cast)
    assert ("missed", activity.title) in told(cast.anna, new=True), "it was missed, whatever was done afterwards"


def test_what_is_nobodys_is_missed_by_the_owner_of_the_organisation(cast, clock):
    make_activity(actor_of(cast.anna), starts=TODAY, grace_days=0)
    Task.objects.update(owner=None)
    clock(2)
    tasks_miss(organisation_id=cast.kronborg.pk)
    assert kinds(cast.olga) == ["missed"]


# Who is not there


@pytest.mark.parametrize("gone", ["suspended", "left", "locked"])
def test_whoever_is_not_here_is_told_nothing_and_their_manager_is(cast, clock, task, gone):
    if gone == "suspended":
        people.person_suspend(actor=actor_of(cast.olga), person=cast.bo)
    elif gone == "left":
        Person.objects.filter(pk=cast.bo.pk).update(ends_on=TODAY)
    else:
        cast.bo.user.is_active = False
        cast.bo.user.save()
    clock(10)
    run(cast)
    assert kinds(cast.bo) == ["given"]
    assert told(cast.olga) == [("due", "Order new tapes")]
    assert Notice.objects.get(person=cast.olga).said == "In place of Bo Lind."


def test_whoever_stands_in_for_somebody_away_is_told_in_their_place(cast, clock, task):
    services.absence_set(
        actor=actor_of(cast.bo), person=cast.bo, first=TODAY, last=TODAY + timedelta(days=14), deputy=cast.karen
    )
    clock(10)
    run(cast)
    assert kinds(cast.bo) == ["given"]
    notice = Notice.objects.get(person=cast.karen)
    assert (notice.kind, notice.said) == ("due", "In place of Bo Lind.")
    clock(15)
    run(cast)
    assert kinds(cast.bo) == ["given", "overdue"], "back, he is told how it stands"


def test_whoever_may_not_open_it_is_not_told_of_it(cast, clock):
    """It is not in Carl's own list either: auditors do no tasks."""
    task = make_task(actor_of(cast.anna), owner=cast.bo, due=TODAY)
    Task.objects.filter(pk=task.pk).update(owner=cast.carl)
    run(cast)
    assert kinds(cast.carl) == []


def test_whoever_cannot_sign_in_is_told_of_their_own(cast, clock):
    hans = make_person(cast.kronborg, "Hans Bro", signs_in=False)
    make_task(actor_of(cast.anna), owner=hans, due=TODAY)
    run(cast)
    assert kinds(hans) == ["given", "due"]


def test_each_is_told_in_their_own_language(cast, clock):
    cast.bo.user.language = "da"
    cast.bo.user.save()
    for owner in (cast.bo, cast.karen):
        make_asset(cast.kronborg, f"{owner.name}'s", owner=owner, next_review=TODAY)
    run(cast)
    assert told(cast.karen) == [("due", "Review Karen Bech's")]
    assert told(cast.bo)[0][1] not in ("", "Review Bo Lind's"), "in Danish"


# Cost


def _fill(cast, count: int) -> None:
    anna = actor_of(cast.anna)
    for number in range(count):
        make_task(anna, f"Task {number}", owner=cast.bo, due=TODAY + timedelta(days=number % 9))


@pytest.mark.parametrize("count", [1, 40])
def test_looking_at_everything_asks_equally_often_however_much_there_is(
    cast, clock, count, django_assert_max_num_queries
):
    _fill(cast, count)
    clock(1)
    with django_assert_max_num_queries(66):
        assert run(cast)
    with django_assert_max_num_queries(54):
        assert run(cast) == 0


def test_another_organisations_work_is_not_looked_at(cast, clock, task):
    make_task(actor_of(cast.dorte), "Water the roses", due=TODAY, owner=cast.dorte)
    clock(10)
    run(cast)
    assert not Notice.objects.filter(person=cast.dorte).exists()
    assert remind(cast.rosenborg.pk) == 1
    assert told(cast.dorte) == [("overdue", "Water the roses")]


def test_the_job_says_how_it_went(cast, clock, task):
    clock(10)
    assert jobs.reminders(cast.kronborg.pk) == "1 notice, 1 mail"
    assert jobs.reminders(cast.kronborg.pk) == ""
    clock(500)
    assert jobs.forget(cast.kronborg.pk) == "2 old notices forgotten"
