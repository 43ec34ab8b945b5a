"""Work that somebody asks for: as whom it is done, how it ends, and what happens when it does not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.registry import registry
from holger.history.models import Event
from holger.jobs import rules, selectors, services
from holger.jobs.models import Job, State, Worker
from holger.jobs.tests import kit
from holger.jobs.work import worker as working
from holger.organisation import services as organisation
from tests.cast import actor_of


@pytest.fixture(autouse=True)
def _nothing_done_yet(monkeypatch):
    kit.DONE.clear()
    monkeypatch.setattr(registry, "recurring", [])


def work() -> None:
    working.Worker().until_empty()


def due_now() -> None:
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))


def test_a_job_is_done_as_whoever_asked_for_it(cast):
    job = services.enqueue(actor=actor_of(cast.anna), job=kit.note, text="hello")
    assert (job.state, kit.DONE) == (State.WAITING, [])
    work()
    job.refresh_from_db()
    assert (job.state, job.words, job.percent, job.attempts) == (State.DONE, "Noted hello.", 100, 1)
    assert [(cast.kronborg.id, "Anna Holm", "system", "hello")] == kit.DONE
    event = Event.objects.get(action="person.changed")
    assert (event.actor_label, event.channel, event.via) == ("Anna Holm", "system", "test.note")


def test_whoever_may_not_cannot_ask(cast):
    with pytest.raises(NotAllowed):
        services.enqueue(actor=actor_of(cast.carl), job=kit.note, text="hello")
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_nothing_is_queued_when_the_transaction_fails(cast):
    with transaction.atomic():
        services.enqueue(actor=actor_of(cast.anna), job=kit.note, text="hello")
        transaction.set_rollback(True)
    work()
    assert not kit.DONE


@pytest.mark.parametrize("how", ["suspended", "ended", "inactive", "roleless"])
def test_a_job_of_somebody_who_has_left_is_refused_and_told(cast, how):
    job = services.enqueue(actor=actor_of(cast.anna), job=kit.note, text="hello")
    if how == "suspended":
        organisation.person_suspend(actor=actor_of(cast.olga), person=cast.anna)
    elif how == "ended":
        cast.anna.ends_on = dates.today() - timedelta(days=2)
        cast.anna.save()
    elif how == "inactive":
        cast.anna.user.is_active = False
        cast.anna.user.save()
    else:
        cast.anna.grants.all().delete()
    work()
    job.refresh_from_db()
    assert (job.state, kit.DONE) == (State.REFUSED, [])
    assert "no longer a member" in job.words
    assert not DBTaskResult.objects.ready().exists()


def test_a_job_of_somebody_who_may_no_longer_is_refused(cast):
    job = services.enqueue(actor=actor_of(cast.anna), job=kit.note, text="hello")
    cast.anna.grants.update(role="auditor")
    work()
    job.refresh_from_db()
    assert (job.state, kit.DONE) == (State.REFUSED, [])
    assert "people.edit" in job.words


def test_a_job_without_its_organisation_is_refused(cast):
    from holger.jobs import queue

    queue.carry_job.enqueue(organisation=str(uuid4()), job=str(uuid4()))
    job = services.enqueue(actor=actor_of(cast.anna), job=kit.note, text="hello")
    foreign = queue.carry_job.enqueue(organisation=str(cast.rosenborg.id), job=str(job.pk))
    DBTaskResult.objects.filter(pk=job.queued_as).delete()
    work()
    assert not kit.DONE
    assert not DBTaskResult.objects.ready().exists()
    assert DBTaskResult.objects.get(pk=foreign.db_result.pk).status == "SUCCESSFUL"
    job.refresh_from_db()
    assert job.state == State.WAITING


def test_a_rule_that_says_no_is_not_tried_again(cast):
    job = services.enqueue(actor=actor_of(cast.anna), job=kit.refuse)
    work()
    job.refresh_from_db()
    assert (job.state, job.words, job.attempts) == (State.REFUSED, "Not on a Sunday.", 1)
    assert not DBTaskResult.objects.ready().exists()


def test_what_fails_is_tried_again_later_and_in_the_end_given_up(cast):
    job = services.enqueue(actor=actor_of(cast.anna), job=kit.fail, text="Flood.")
    waits = []
    for _turn in range(6):
        work()
        entry = DBTaskResult.objects.get()
        if entry.status == "READY":
            waits.append(round((entry.run_after - timezone.now()).total_seconds(), -1))
        due_now()
    assert waits == [wait.total_seconds() for wait in rules.JOB_WAITS]
    job.refresh_from_db()
    assert (job.state, job.words, job.attempts) == (State.FAILED, "ValueError: Flood.", 5)
    assert len(kit.DONE) == 5
    assert not Event.objects.filter(action="person.changed").exists(), "a failed try leaves nothing"
    assert "Flood" not in str(DBTaskResult.objects.values().get()), "the queue keeps nothing of the organisation's"


def test_a_failed_job_is_tried_again_by_an_owner(cast):
    job = services.enqueue(actor=actor_of(cast.anna), job=kit.fail, text="Flood.")
    with pytest.raises(RuleBroken):
        services.job_retry(actor=actor_of(cast.olga), job=job)
    Job.objects.update(state=State.FAILED)
    with pytest.raises(NotAllowed):
        services.job_retry(actor=actor_of(cast.anna), job=job)
    with pytest.raises(NotFound):
        services.job_retry(actor=actor_of(cast.dorte), job=job)
    services.job_retry(actor=actor_of(cast.olga), job=job)
    assert DBTaskResult.objects.count() == 1
    assert Event.objects.get(action="job.retried").actor_label == "Olga Krogh"
    work()
    assert len(kit.DONE) == 1


def test_a_long_job_tells_how_far_it_is_and_keeps_each_piece(cast):
    job = services.enqueue(actor=actor_of(cast.anna), job=kit.pieces, fails=True)
    work()
    job.refresh_from_db()
    assert (job.state, job.percent, job.words) == (State.WAITING, 50, "ValueError: Broken off.")
    assert Event.objects.filter(reason_like("half")).count() == 1
    Job.objects.update(arguments={})
    due_now()
    work()
    job.refresh_from_db()
    assert (job.state, job.percent, job.words) == (State.DONE, 100, "All of it.")


def reason_like(text):
    from django.db.models import Q

    return Q(payload__contains=text)


def test_what_takes_too_long_is_stopped_even_if_it_catches_everything(cast):
    job = services.enqueue(actor=actor_of(cast.anna), job=kit.dawdle)
    work()
    job.refresh_from_db()
    assert job.state == State.WAITING
    assert "took longer" in job.words
    assert not kit.DONE


# --- Workers that die ----------------------------------------------------------------------------------------------


def claimed(cast) -> tuple[Job, DBTaskResult, working.Worker]:
    """A job that a worker has begun and never ended."""
    job = services.enqueue(actor=actor_of(cast.anna), job=kit.note, text="hello")
    dead = working.Worker()
    dead.beat()
    Worker.objects.filter(pk=dead.id).update(host="elsewhere")
    entry = dead.claim()
    assert entry is not None
    return job, entry, dead


def test_what_a_dead_worker_left_is_done_by_another(cast):
    job, _entry, dead = claimed(cast)
    other = working.Worker()
    assert other.reap() == 0, "it was seen just now"
    Worker.objects.filter(pk=dead.id).update(seen_at=dates.now() - rules.DEAD_AFTER - timedelta(seconds=1))
    assert other.reap() == 1
    assert other.reap() == 0
    job.refresh_from_db()
    assert (job.state, job.words) == (State.WAITING, "The worker stopped while this was running.")
    due_now()
    other.until_empty()
    job.refresh_from_db()
    assert (job.state, job.attempts, len(kit.DONE)) == (State.DONE, 2, 1)


def test_a_worker_that_lives_but_is_stuck_loses_the_job_after_its_limit(cast):
    _job, entry, _dead = claimed(cast)
    DBTaskResult.objects.filter(pk=entry.pk).update(started_at=timezone.now() - timedelta(minutes=11, seconds=5))
    assert working.Worker().reap() == 1
    from holger.jobs.work import carry

    assert carry.finish(entry, State.DONE) == "", "and what it says afterwards counts for nothing"
    assert DBTaskResult.objects.get().status == "READY"


def test_work_that_was_done_before_its_worker_died_is_not_done_again(cast):
    _job, entry, _dead = claimed(cast)
    from holger.jobs.work import carry

    carry.JobWork(entry).run()  # and then the power went
    Worker.objects.all().delete()
    other = working.Worker()
    assert other.reap() == 1
    due_now()
    other.until_empty()
    assert len(kit.DONE) == 1
    assert Event.objects.filter(action="person.changed").count() == 1


def test_a_process_that_is_gone_is_dead_at_once(cast):
    import platform
    import subprocess
    import sys

    gone = subprocess.Popen([sys.executable, "-c", ""])
    while selectors._exists(gone.pid):  # it has ended, and nobody has asked how: a zombie
        pass
    row = Worker.objects.create(id="x", host=platform.node(), pid=gone.pid)
    assert not selectors.is_alive(row)
    gone.wait()
    assert not selectors.is_alive(row)
    row.pid = 1
    assert selectors.is_alive(row)
    row.seen_at -= rules.BUSY_UNTIL
    assert not selectors.is_alive(row), "the number may be another process's by now"
