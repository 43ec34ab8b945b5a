"""Many at once: threads that tick, workers that take. Each slot, job and mail is had by one."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django_tasks_db.models import DBTaskResult

from holger.core import dates
from holger.core.registry import Recurring, registry
from holger.jobs import services
from holger.jobs.models import Recurrence, State
from holger.jobs.work import carry, tick
from holger.jobs.work.worker import Worker
from tests.cast import make_organisation

pytestmark = pytest.mark.django_db(transaction=True)
RUNS: Counter[object] = Counter()


def at_once(count, run):
    """Run in so many threads, which begin together; what they answered."""
    gate, answers, errors = threading.Barrier(count), [], []

    def go():
        try:
            gate.wait()
            answers.append(run())
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return answers


@pytest.fixture
def recurring(monkeypatch):
    RUNS.clear()
    hourly = Recurring(
        "test.hourly", "Every hour", timedelta(hours=1), lambda organisation: RUNS.update([organisation]) or "Went."
    )
    whole = Recurring(
        "test.whole", "All", timedelta(hours=1), lambda: RUNS.update([None]) or "Went.", installation=True
    )
    monkeypatch.setattr(registry, "recurring", [hourly, whole])


def test_six_that_tick_at_once_hand_out_each_slot_once(recurring):
    for slug in ("kronborg", "rosenborg"):
        make_organisation(slug)
    at_once(6, tick.plan)
    assert Recurrence.objects.count() == 3
    assert sum(at_once(6, tick.tick)) == 3
    assert DBTaskResult.objects.count() == 3
    assert sum(at_once(6, tick.tick)) == 0


def test_workers_beside_each_other_take_each_job_once(recurring):
    for number in range(6):
        make_organisation(f"house-{number}")
    tick.plan()
    tick.tick()
    taken = []

    def take():
        worker = Worker()
        while (entry := worker.claim()) is not None:
            taken.append(entry.pk)
            carry.carry_out(entry)

    at_once(3, take)
    assert len(taken) == len(set(taken)) == 7
    assert set(RUNS.values()) == {1} and len(RUNS) == 7
    assert set(Recurrence.objects.values_list("state", "words")) == {(State.DONE, "Went.")}


def test_one_mail_is_sent_by_one_of_many(settings):
    settings.MAIL_AT_ONCE = False
    for number in range(5):
        services.mail_put(organisation_id=None, recipient=f"{number}@kronborg.example", subject="Hello", body="…")
    at_once(4, services.deliver_due)
    assert sorted(message.to[0] for message in mail.outbox) == [f"{n}@kronborg.example" for n in range(5)]


def test_a_locked_entry_is_stepped_over(recurring):
    """On PostgreSQL a worker does not wait for another's lock; SQLite has one writer at a time and nothing to step over."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL only")
    make_organisation("kronborg")
    tick.plan()
    tick.tick()
    from django.db import transaction

    with transaction.atomic():
        held = DBTaskResult.objects.ready().get_locked()
        (other,) = at_once(1, lambda: Worker().claim())
        assert other is not None and other.pk != held.pk


def test_a_slot_that_was_missed_is_run_once(recurring, monkeypatch):
    make_organisation("kronborg")
    Worker().until_empty()
    assert sum(RUNS.values()) == 2
    now = dates.now
    monkeypatch.setattr(dates, "now", lambda: now() + timedelta(hours=7.5))
    Worker().until_empty()
    assert sum(RUNS.values()) == 4
    assert all(row.next_run > dates.now() for row in Recurrence.objects.all())


def test_a_slot_handed_to_two_is_carried_out_once(recurring):
    """A queue may give an entry twice, when a worker that was taken for dead was not."""
    make_organisation("kronborg")
    Worker().until_empty()
    DBTaskResult.objects.update(status="READY")
    Worker().until_empty()
    assert sum(RUNS.values()) == 2


def test_long_work_goes_into_the_organisation_by_itself(monkeypatch):
    house = make_organisation("kronborg")
    stood = []

    def look(organisation):
        stood.append(connection.in_atomic_block)
        return "Looked."

    several = [
        Recurring("a", "A", timedelta(days=1), look),
        Recurring("b", "B", timedelta(days=1), look, in_pieces=True),
    ]
    monkeypatch.setattr(registry, "recurring", several)
    Worker().until_empty()
    assert sorted(stood) == [False, True]
    assert set(Recurrence.objects.filter(concerns=house.id).values_list("words", flat=True)) == {"Looked."}


def test_what_is_gone_is_no_longer_planned(recurring, monkeypatch):
    house = make_organisation("kronborg")
    Worker().until_empty()
    house.delete()
    monkeypatch.setattr(registry, "recurring", registry.recurring[:1])
    tick.plan()
    assert not Recurrence.objects.exists()
