"""A run from beginning to end: begun, kept, done, signed off or sent back; what follows from a deviation, and the next time."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from holger.assets.tests.factories import make_asset
from holger.core.errors import NotAllowed, RuleBroken
from holger.evidence import services as evidence
from holger.history.models import Event
from holger.organisation.models import Person
from holger.tasks import services
from holger.tasks.models import Task
from holger.tasks.rules.sampling import draw
from holger.tasks.signals import task_completed, task_sent_back, task_waits, tasks_given
from holger.tasks.tests.factories import make_activity, make_task, run_of
from tests.cast import actor_of, make_person

pytestmark = pytest.mark.django_db
MONTHLY = {"rule": "FREQ=MONTHLY;BYMONTHDAY=10", "starts": date(2026, 12, 10)}


@pytest.fixture
def heard():
    """What the room has told others: the signal's name and the task's reference."""
    found, signals = [], {"waits": task_waits, "back": task_sent_back, "completed": task_completed}
    listeners = {}
    for name, signal in signals.items():
        listeners[name] = lambda task, name=name, **kwargs: found.append((name, task.reference))
        signal.connect(listeners[name])
    listeners["given"] = lambda tasks, **kwargs: found.extend(("given", task.reference) for task in tasks)
    tasks_given.connect(listeners["given"])
    yield found
    for name, signal in {**signals, "given": tasks_given}.items():
        signal.disconnect(listeners[name])


def told(task):
    return list(Event.objects.filter(subject_id=task.pk).order_by("seq").values_list("action", flat=True))


def refused(act, **given):
    with pytest.raises(RuleBroken) as broken:
        act(**given)
    return broken.value.field, broken.value.message


def proof(actor, task, **answers):
    return evidence.evidence_add(actor=actor, subject=task, url="https://kronborg.example/log", title="Log", **answers)


# Done


def test_bo_does_his_run(cast, bo, anna, heard, today):
    task = run_of(make_activity(anna, performer=cast.bo, **MONTHLY))
    heard.clear()
    period = {"period_from": date(2026, 9, 1), "period_to": date(2026, 11, 24)}
    services.task_done(actor=bo, task=task, result="ok", comment=" All tapes could be read. ", **period)
    task.refresh_from_db()
    assert (task.status, task.result, task.comment) == ("done", "ok", "All tapes could be read.")
    assert (task.done_by, task.doer, task.period_from) == ("Bo Lind", cast.bo, date(2026, 9, 1))
    assert task.done_at is not None
    assert task.started_at is not None
    assert told(task) == ["task.done"]
    event = Event.objects.get(action="task.done")
    assert event.changes["status"] == ["open", "done"]
    assert event.changes["result"] == ["", "ok"]
    assert heard == [("completed", task.reference)]


def test_whoever_is_asked_to_do_it_does_it(cast, anna, emil, today):
    """An employee does their own, and nobody else's."""
    mine, other = make_task(anna, owner=cast.emil), make_task(anna, owner=cast.bo)
    services.task_done(actor=emil, task=mine)
    assert mine.status == "done"
    with pytest.raises(NotAllowed):
        services.task_done(actor=emil, task=other)
    with pytest.raises(NotAllowed):
        services.task_done(actor=actor_of(cast.carl), task=other)
    services.task_done(actor=anna, task=other)
    assert (other.owner, other.done_by) == (cast.bo, "Anna Holm")


def test_it_is_done_once(cast, anna, today):
    task = make_task(anna)
    services.task_done(actor=anna, task=task)
    assert refused(services.task_done, actor=anna, task=task)[1] == "The task is done."
    assert refused(services.task_start, actor=anna, task=task)[1] == "The task is done."
    dropped = make_task(anna)
    services.task_drop(actor=anna, task=dropped, reason="Bought already.")
    assert refused(services.task_done, actor=anna, task=dropped)[1] == "The task is not open any more."


def test_a_stranger_finds_nothing(cast, anna, dorte, today):
    task = make_task(anna)
    for act in (services.task_start, services.task_done, services.task_draft, services.task_sign, services.task_reopen):
        with pytest.raises(Http404):
            act(actor=dorte, task=task)


def test_what_does_not_apply_or_deviates_has_a_reason(anna, today):
    task = make_task(anna)
    assert refused(services.task_done, actor=anna, task=task, result="not_applicable")[0] == "reason"
    assert refused(services.task_done, actor=anna, task=task, result="deviation")[0] == "reason"
    assert refused(services.task_done, actor=anna, task=task, result="excellent")[0] == "result"
    services.task_done(actor=anna, task=task, result="not_applicable", reason="There are no tapes any more.")
    assert (task.status, task.reason) == ("done", "There are no tapes any more.")


def test_nothing_is_done_without_the_evidence_that_is_asked_for(cast, bo, anna, today):
    task = run_of(make_activity(anna, performer=cast.bo, needs_evidence=True, **MONTHLY))
    assert refused(services.task_done, actor=bo, task=task)[0] == "evidence"
    found = proof(bo, task)
    evidence.evidence_detach(actor=bo, evidence=found, subject=task)
    assert refused(services.task_done, actor=bo, task=task)[0] == "evidence"
    evidence.evidence_attach(actor=bo, evidence=found, subject=task)
    services.task_done(actor=bo, task=task)
    assert task.status == "done"
    other = run_of(task.activity, 1)
    services.task_done(actor=bo, task=other, result="not_applicable", reason="Moved to the cloud.")
    assert other.status == "done"


def test_an_employee_brings_the_evidence_of_their_own_task(cast, anna, emil, today):
    task = make_task(anna, owner=cast.emil, needs_evidence=True)
    proof(emil, task)
    services.task_done(actor=emil, task=task)
    assert task.status == "done"
    with pytest.raises(NotAllowed):
        proof(emil, make_task(anna, owner=cast.bo))


def test_all_lines_are_ticked_before_it_is_said_to_be_ok(anna, today):
    task = make_task(anna, checklist=["Fetch the tape", "Read it", "Put it back"])
    field, message = refused(services.task_done, actor=anna, task=task, ticks={0, 2})
    assert (field, "off: 1." in message) == ("checklist", True)
    services.task_done(actor=anna, task=task, ticks={0, 1, 2})
    assert [line["done"] for line in task.checklist] == [True, True, True]
    other = make_task(anna, checklist=["Fetch the tape"])
    services.task_done(actor=anna, task=other, result="deviation", reason="It is lost.")
    assert other.status == "done"


# Kept as a draft


def test_a_draft_is_kept_and_told_to_nobody(cast, bo, anna, heard, today):
    task = make_task(anna, owner=cast.bo, checklist=["Fetch", "Read"])
    heard.clear()
    said = {"result": "deviation", "reason": "Torn.", "comment": "So far", "next_due": date(2027, 1, 5)}
    services.task_draft(actor=bo, task=task, ticks={1}, follow_title="New tapes", follow_owner=cast.karen, **said)
    task.refresh_from_db()
    assert (task.status, task.result, task.reason, task.comment) == ("open", "deviation", "Torn.", "So far")
    assert [line["done"] for line in task.checklist] == [False, True]
    assert task.draft == {"next_due": "2027-01-05", "follow_title": "New tapes", "follow_owner": str(cast.karen.pk)}
    services.task_draft(actor=bo, task=task, comment="")
    assert (task.comment, task.draft["follow_title"]) == ("", "New tapes")
    assert told(task) == ["task.created", "task.started"]
    assert heard == []
    with pytest.raises(ValueError, match="status"):
        services.task_draft(actor=bo, task=task, status="done")


def test_a_draft_is_gone_once_it_is_done(anna, today):
    task = make_task(anna)
    services.task_draft(actor=anna, task=task, follow_title="Later")
    services.task_done(actor=anna, task=task)
    assert task.draft == {}


def test_what_is_kept_meanwhile_stands_in_nobodys_way(cast, bo, anna, today):
    """The page keeps a draft by itself, and one may just then have said that it is done."""
    make_task(anna, owner=cast.bo, checklist=["Order", "Pay"])
    early, late = Task.objects.get(), Task.objects.get()
    services.task_draft(actor=bo, task=late, ticks=[0], comment="Half of it.")
    services.task_done(actor=bo, task=early, ticks=[0, 1])
    assert (early.status, early.comment) == ("done", "Half of it.")
    assert refused(services.task_draft, actor=bo, task=late, comment="Too late.")[1] == "The task is done."
    assert Task.objects.get().comment == "Half of it."


# The sample


@pytest.fixture
def sampled(cast, anna, today):
    for number in range(12):
        make_asset(cast.kronborg, f"Server {number}", type="server", owner=cast.karen if number % 2 else cast.emil)
    make_asset(cast.kronborg, "Webshop")
    make_asset(cast.rosenborg, "Their server", type="server")
    return make_activity(
        anna, performer=cast.bo, sample_of="assets", sample_filter="?type=server&page=2", sample_size=4, **MONTHLY
    )


def test_the_sample_is_drawn_when_it_begins_and_can_be_drawn_again(cast, bo, sampled):
    from holger.assets.models import Asset

    task = run_of(sampled)
    assert task.sample == {}
    services.task_start(actor=bo, task=task)
    sample = task.sample
    assert (sample["of"], sample["filter"], sample["population"], sample["size"]) == ("assets", "type=server", 12, 4)
    assert sample["seed"] == f"{sampled.reference}/2026-1"
    keys = Asset.objects.filter(organisation=cast.kronborg, type="server").values_list("pk", flat=True)
    assert [row["id"] for row in sample["rows"]] == list(draw(sample["seed"], map(str, keys), 4).ids)
    assert {row["title"].split()[0] for row in sample["rows"]} == {"Server"}
    make_asset(cast.kronborg, "Server 13", type="server")
    services.task_start(actor=bo, task=task)
    assert task.sample == sample
    event = Event.objects.get(action="task.started")
    assert len(event.changes["sample"][1]) == 4


def test_the_next_run_has_a_sample_of_its_own(bo, sampled):
    first, second = run_of(sampled), run_of(sampled, 1)
    for task in (first, second):
        services.task_start(actor=bo, task=task)
    assert second.sample["seed"] == f"{sampled.reference}/2027-1"


def test_each_row_is_looked_at(bo, cast, sampled):
    task = run_of(sampled)
    assert refused(services.task_done, actor=bo, task=task) == ("sample", "Begin first: the sample is drawn then.")
    services.task_start(actor=bo, task=task)
    keys = [row["id"] for row in task.sample["rows"]]
    rows = dict.fromkeys(keys[:3], ("ok", ""))
    assert refused(services.task_done, actor=bo, task=task, rows=rows)[0] == "sample"
    rows[keys[3]] = ("deviation", " 5 hours ")
    services.task_draft(actor=bo, task=task, rows=rows)
    assert task.sample["rows"][3]["note"] == "5 hours"
    assert refused(services.task_done, actor=bo, task=task, result="ok")[0] == "result"
    assert refused(services.task_draft, actor=bo, task=task, rows={keys[0]: ("fine", "")})[0] == "sample"
    services.task_done(actor=bo, task=task, result="deviation", reason="Too slow.")
    deviating = task.sample["rows"][3]
    born = Task.objects.get(born_of=task)
    assert deviating["title"] in born.title
    assert str(born.about_id) == deviating["id"]
    assert str(born.owner_id) == deviating["owner"]


# A deviation


def test_a_deviation_leads_to_a_task(cast, bo, anna, heard, today):
    task = run_of(make_activity(anna, owner=cast.anna, performer=cast.bo, unit=cast.production, **MONTHLY))
    heard.clear()
    services.task_done(actor=bo, task=task, result="deviation", reason="The tape is torn.")
    born = Task.objects.get(born_of=task)
    assert (born.title, born.description) == ("Put right: Test the restore of a backup", "The tape is torn.")
    assert (born.owner, born.asked_by, born.unit) == (cast.anna, cast.bo, cast.production)
    assert (born.due, born.activity) == (today + timedelta(days=14), None)
    assert told(born) == ["task.born"]
    assert ("given", born.reference) in heard


def test_whoever_finds_it_says_what_is_to_be_done_and_by_whom(cast, emil, anna, today):
    """Emil may give nobody a task otherwise."""
    task = make_task(anna, owner=cast.emil)
    services.task_done(
        actor=emil, task=task, result="deviation", reason="Empty.", follow_title="Buy tapes", follow_owner=cast.bo
    )
    born = Task.objects.get(born_of=task)
    assert (born.title, born.owner, born.asked_by) == ("Buy tapes", cast.bo, cast.emil)
    with pytest.raises(Http404):
        services.task_done(actor=anna, task=make_task(anna), result="deviation", reason="x", follow_owner=cast.dorte)


def test_it_concerns_the_owner_of_what_the_run_is_about(cast, anna, bo, today):
    make_asset(cast.kronborg, "Payroll", owner=cast.karen)
    task = run_of(make_activity(anna, owner=cast.anna, each_of="assets", **MONTHLY))
    services.task_done(actor=anna, task=task, result="deviation", reason="Too many have access.")
    assert Task.objects.get(born_of=task).owner == cast.karen
    Person.objects.filter(pk=cast.karen.pk).update(suspended_at=task.done_at)
    other = run_of(task.activity, 1)
    services.task_done(actor=anna, task=other, result="deviation", reason="Still.")
    assert Task.objects.get(born_of=other).owner == cast.anna


# Two people


@pytest.fixture
def two(cast, anna, today):
    return run_of(make_activity(anna, performer=cast.bo, approver=cast.karen, **MONTHLY))


def test_somebody_else_signs_it_off(cast, bo, two, heard):
    karen = actor_of(cast.karen)
    services.task_done(actor=bo, task=two)
    assert (two.status, two.awaits_sign_off, heard) == ("waiting", True, [("waits", two.reference)])
    services.task_sign(actor=karen, task=two)
    assert (two.status, two.signed_by, two.awaits_sign_off) == ("done", "Karen Bech", False)
    assert told(two) == ["task.done", "task.signed"]
    assert heard[-1] == ("completed", two.reference)


def test_nobody_signs_off_what_they_did(cast, anna, bo, two):
    services.task_done(actor=bo, task=two)
    assert "yourself" in refused(services.task_sign, actor=bo, task=two)[1]
    assert refused(services.task_sign, actor=anna, task=two)[1] == "Somebody else is to sign it off."
    services.task_edit(actor=anna, task=two, approver=cast.anna)
    services.task_sign(actor=anna, task=two)
    assert two.status == "done"


def test_a_second_click_finds_it_signed_off(cast, bo, two):
    services.task_done(actor=bo, task=two)
    first, second = Task.objects.get(pk=two.pk), Task.objects.get(pk=two.pk)
    approver = actor_of(two.approver)
    services.task_sign(actor=approver, task=first)
    assert refused(services.task_sign, actor=approver, task=second)[1] == "Nothing waits for sign-off here."


def test_whoever_signs_it_off_does_not_do_it(cast, two):
    karen = actor_of(cast.karen)
    for act in (services.task_start, services.task_done, services.task_draft):
        assert "You sign it off" in refused(act, actor=karen, task=two)[1]


def test_what_is_sent_back_is_done_once_more(cast, bo, anna, two, heard, later):
    karen = actor_of(cast.karen)
    services.task_done(actor=bo, task=two, result="deviation", reason="Slow.", follow_title="Buy a disk")
    assert refused(services.task_sign, actor=karen, task=two, accept=False)[0] == "reason"
    services.task_sign(actor=karen, task=two, accept=False, reason="Which servers?")
    assert (two.status, two.sent_back, two.done_at, two.doer) == ("open", "Which servers?", None, None)
    assert heard[-1] == ("back", two.reference)
    later(60)
    services.tasks_miss(organisation_id=cast.kronborg.pk)
    two.refresh_from_db()
    assert two.status == "open"  # it was done in time, if not well
    services.task_done(actor=bo, task=two, result="deviation", reason="MES.", follow_title="Buy two disks")
    assert (two.status, two.sent_back) == ("waiting", "")
    assert [born.title for born in Task.objects.filter(born_of=two)] == ["Buy two disks"]
    services.task_sign(actor=karen, task=two)
    assert told(two)[-4:] == ["task.done", "task.sent_back", "task.done", "task.signed"]


def test_only_what_is_done_is_signed_off(cast, two):
    karen = actor_of(cast.karen)
    assert refused(services.task_sign, actor=karen, task=two)[1] == "Nothing waits for sign-off here."


def test_where_nobody_else_was_found_somebody_else_signs_all_the_same(cast, anna, today):
    Person.objects.filter(pk=cast.bo.pk).update(manager=None)
    task = run_of(make_activity(anna, owner=cast.olga, performer=cast.olga, approver_role="management"))
    assert (task.owner, task.approver) == (cast.olga, None)
    olga = actor_of(cast.olga)
    services.task_done(actor=olga, task=task)
    assert task.status == "waiting"
    assert "yourself" in refused(services.task_sign, actor=olga, task=task)[1]
    services.task_sign(actor=anna, task=task)
    assert task.status == "done"


# Missed, and done all the same


def test_what_was_missed_can_be_done_and_stays_missed(cast, bo, anna, heard, later):
    task = run_of(make_activity(anna, performer=cast.bo, **MONTHLY))
    later(30)
    services.tasks_miss(organisation_id=cast.kronborg.pk)
    task.refresh_from_db()
    services.task_done(actor=bo, task=task, comment="Late, but done.")
    assert (task.status, task.result, task.done_by) == ("missed", "ok", "Bo Lind")
    assert heard[-1] == ("completed", task.reference)
    assert refused(services.task_done, actor=bo, task=task)[1] == "The task is done."
    assert "stays missed" in refused(services.task_reopen, actor=anna, task=task)[1]


def test_what_was_missed_is_signed_off_as_well(cast, bo, two, later):
    later(30)
    services.tasks_miss(organisation_id=cast.kronborg.pk)
    two.refresh_from_db()
    services.task_done(actor=bo, task=two)
    assert (two.status, two.awaits_sign_off) == ("missed", True)
    services.task_sign(actor=actor_of(cast.karen), task=two, accept=False, reason="Once more.")
    assert (two.status, two.awaits_sign_off) == ("missed", False)
    services.task_done(actor=bo, task=two)
    services.task_sign(actor=actor_of(cast.karen), task=two)
    assert (two.status, two.signed_by) == ("missed", "Karen Bech")


# The next time


def test_the_next_time_is_as_planned_or_on_the_day_that_is_chosen(cast, bo, anna, today):
    activity = make_activity(anna, performer=cast.bo, lead_days=10, **MONTHLY)
    first, second = run_of(activity), run_of(activity, 1)
    services.task_done(actor=bo, task=first, next_due=date(2027, 1, 20))
    second.refresh_from_db()
    assert (second.slot, second.due, second.opens) == (date(2027, 1, 10), date(2027, 1, 20), date(2027, 1, 10))
    assert told(second) == ["task.moved"]
    services.task_done(actor=bo, task=second, next_due=date(2027, 3, 1))
    third = run_of(activity, 2)
    assert (third.slot, third.due, third.owner) == (date(2027, 2, 10), date(2027, 3, 1), cast.bo)
    services.tasks_plan(organisation_id=cast.kronborg.pk, until=date(2027, 3, 31))
    assert [task.slot.month for task in Task.objects.filter(activity=activity).order_by("slot")] == [12, 1, 2, 3]


def test_a_day_that_has_passed_is_no_next_time(bo, cast, anna, today):
    task = run_of(make_activity(anna, performer=cast.bo, **MONTHLY))
    assert refused(services.task_done, actor=bo, task=task, next_due=today)[0] == "next_due"
    last = run_of(make_activity(anna, performer=cast.bo, ends=date(2026, 12, 31), **MONTHLY))
    assert refused(services.task_done, actor=bo, task=last, next_due=date(2027, 2, 1))[0] == "next_due"


def test_counted_from_when_it_was_done_it_can_be_moved_too(bo, cast, anna, today):
    activity = make_activity(anna, performer=cast.bo, rule="FREQ=YEARLY", starts=date(2026, 12, 10), basis="done")
    services.task_done(actor=bo, task=run_of(activity), next_due=date(2027, 6, 1))
    following = run_of(activity, 1)
    assert (following.slot, following.due) == (date(2027, 11, 24), date(2027, 6, 1))


def test_each_object_has_its_own_next_time(cast, anna, today):
    make_asset(cast.kronborg, "Payroll", owner=cast.karen)
    make_asset(cast.kronborg, "Webshop", owner=cast.karen)
    activity = make_activity(anna, each_of="assets", **MONTHLY)
    task = Task.objects.get(activity=activity, slot=date(2026, 12, 10), title__endswith="Payroll")
    services.task_done(actor=anna, task=task, next_due=date(2027, 1, 20))
    told = dict(Task.objects.filter(activity=activity, slot=date(2027, 1, 10)).values_list("title", "due"))
    assert told == {
        "Test the restore of a backup: Payroll": date(2027, 1, 20),
        "Test the restore of a backup: Webshop": date(2027, 1, 10),
    }


# Given, moved, dropped, opened again


def test_somebody_else_is_to_do_it(cast, anna, bo, heard, today):
    task = make_task(anna, owner=cast.bo)
    heard.clear()
    services.task_give(actor=bo, task=task, owner=cast.karen, reason="She has the key.")
    assert (task.owner, task.asked_by) == (cast.karen, cast.anna)
    event = Event.objects.get(action="task.given")
    assert (event.changes["owner"], event.reason) == (["Bo Lind", "Karen Bech"], "She has the key.")
    assert heard == [("given", task.reference)]
    mine = make_task(bo, owner=cast.bo)
    services.task_give(actor=bo, task=mine, owner=cast.karen)
    assert mine.asked_by == cast.bo  # who gave it away still sees it
    assert bo.may("tasks.view", mine)


def test_it_is_given_to_nobody_who_signs_it_off_or_has_gone(cast, anna, two):
    assert refused(services.task_give, actor=anna, task=two, owner=cast.karen)[0] == "owner"
    gone = make_person(cast.kronborg, "Gitte Gone", signs_in=False, ends_on=date(2026, 1, 1))
    assert refused(services.task_give, actor=anna, task=two, owner=gone)[0] == "owner"
    with pytest.raises(Http404):
        services.task_give(actor=anna, task=two, owner=cast.dorte)


def test_an_employee_gives_nothing_away(cast, anna, emil, today):
    task = make_task(anna, owner=cast.emil)
    for act, more in (
        (services.task_give, {"owner": cast.bo}),
        (services.task_move, {"due": date(2027, 1, 1), "reason": "Busy"}),
        (services.task_drop, {"reason": "Busy"}),
        (services.task_edit, {"title": "Less"}),
    ):
        with pytest.raises(NotAllowed):
            act(actor=emil, task=task, **more)


def test_it_is_moved_with_a_reason_and_its_slot_stays(cast, anna, today):
    task = run_of(make_activity(anna, performer=cast.bo, **MONTHLY))
    assert refused(services.task_move, actor=anna, task=task, due=date(2026, 12, 20))[0] == "reason"
    assert refused(services.task_move, actor=anna, task=task, due=today - timedelta(days=1), reason="x")[0] == "due"
    services.task_move(actor=anna, task=task, due=date(2026, 12, 20), reason="The firm is closed.")
    assert (task.slot, task.due) == (date(2026, 12, 10), date(2026, 12, 20))
    event = Event.objects.get(action="task.moved")
    assert (event.changes, event.reason) == ({"due": ["2026-12-10", "2026-12-20"]}, "The firm is closed.")
    services.task_move(actor=anna, task=task, due=date(2026, 11, 25))
    assert (task.due, task.opens) == (date(2026, 11, 25), date(2026, 11, 25))


def test_several_are_given_and_moved_at_once(cast, anna, bo, heard, today):
    tasks = [make_task(anna, f"Task {number}", owner=cast.bo) for number in range(3)]
    heard.clear()
    assert services.tasks_give_many(actor=anna, tasks=tasks, owner=cast.karen) == 3
    assert services.tasks_give_many(actor=anna, tasks=tasks, owner=cast.karen) == 0
    assert len(heard) == 3
    assert services.tasks_move_many(actor=anna, tasks=tasks, due=date(2027, 1, 1), reason="January") == 3
    assert set(Task.objects.values_list("owner", "due")) == {(cast.karen.pk, date(2027, 1, 1))}
    with pytest.raises(NotAllowed):
        services.tasks_give_many(actor=bo, tasks=[make_task(anna, owner=cast.emil)], owner=cast.bo)


def test_it_is_dropped_with_a_reason(anna, today):
    task = make_task(anna)
    assert refused(services.task_drop, actor=anna, task=task, reason=" ")[0] == "reason"
    services.task_drop(actor=anna, task=task, reason="Bought already.")
    assert (task.status, task.reason) == ("dropped", "Bought already.")
    assert refused(services.task_drop, actor=anna, task=task, reason="x")[1] == "The task is not open any more."


def test_what_is_opened_again_is_due_today_at_the_earliest(cast, anna, later):
    task = make_task(anna, owner=cast.bo)
    services.task_done(actor=anna, task=task, comment="Done")
    day = later(30)
    services.task_reopen(actor=anna, task=task)
    assert (task.status, task.due, task.done_at, task.doer, task.comment) == ("open", day, None, None, "Done")
    assert refused(services.task_reopen, actor=anna, task=task)[1] == "The task is open."


# One-off


def test_anna_gives_emil_a_task_about_a_system(cast, anna, heard, today):
    asset = make_asset(cast.kronborg, "Payroll")
    task = services.task_create(
        actor=anna,
        title=" Order tapes ",
        due=date(2026, 12, 1),
        owner=cast.emil,
        description="Ten of them.",
        subject=asset,
        approver=cast.karen,
        minutes=15,
        checklist=["Ask for offers", "Order"],
    )
    assert (task.reference, task.title, task.asked_by, task.status) == ("O-1", "Order tapes", cast.anna, "open")
    assert (task.about_type, task.about_id, task.subject_type) == ("assets.asset", asset.pk, "tasks.task")
    assert heard == [("given", "O-1")]
    with pytest.raises(Http404):
        services.task_create(actor=anna, title="x", due=today, subject=make_asset(cast.rosenborg, "Theirs"))
    assert refused(make_task, actor=anna, owner=cast.bo, approver=cast.bo)[0] == "approver"


def test_bo_gives_tasks_to_anybody_and_emil_to_nobody(cast, bo, emil, today):
    task = make_task(bo, owner=cast.emil)
    assert (task.owner, task.asked_by) == (cast.emil, cast.bo)
    assert bo.may("tasks.plan", task)
    with pytest.raises(NotAllowed):
        make_task(emil, owner=cast.emil)
    with pytest.raises(NotAllowed):
        make_task(actor_of(cast.carl))


def test_what_is_ticked_stays_ticked(anna, today):
    task = make_task(anna, checklist=["One", "Two"])
    services.task_draft(actor=anna, task=task, ticks={1})
    services.task_edit(actor=anna, task=task, checklist=["Nought", "Two"], title="More")
    assert task.checklist == [{"text": "Nought", "done": False}, {"text": "Two", "done": True}]
    assert refused(services.task_edit, actor=anna, task=task, checklist=["x" * 301])[0] == "checklist"
    services.task_drop(actor=anna, task=task, reason="No.")
    with pytest.raises(RuleBroken):
        services.task_edit(actor=anna, task=task, title="Less")


def test_what_should_not_be_there_is_put_away(cast, anna, bo, today):
    task = make_task(anna, owner=cast.bo)
    with pytest.raises(NotAllowed):
        services.task_archive(actor=bo, task=task)
    services.task_archive(actor=anna, task=task)
    assert refused(services.task_done, actor=bo, task=task)[1] == "The task is archived. Restore it first."
    services.task_restore(actor=anna, task=task)
    services.task_done(actor=bo, task=task)
