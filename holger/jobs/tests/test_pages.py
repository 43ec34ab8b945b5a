"""Owners see what runs; whoever asked for a job sees that job; the stranger sees nothing."""

import pytest

from holger.core import dates
from holger.core.registry import registry
from holger.jobs import checks, services
from holger.jobs.models import Job, Mail, Recurrence, State, Worker
from holger.jobs.tests import kit
from holger.jobs.work import worker as working
from tests.cast import actor_of, client_of

WORK = "/o/kronborg/settings/work/"


@pytest.fixture
def job(cast):
    return services.enqueue(actor=actor_of(cast.anna), job=kit.note, text="hello")


def failed_mail(organisation):
    mail = services.mail_put(
        organisation_id=organisation.id, recipient="bo@kronborg.example", subject="Hello Bo", body="…"
    )
    Mail.objects.filter(pk=mail.pk).update(state=State.FAILED, error="SMTPDataError: spam", attempts=1)
    return mail


def test_an_empty_page_says_that_nobody_works(cast):
    page = client_of(cast.olga).get(WORK).content.decode()
    assert "No worker runs" in page
    assert "No mail has gone wrong" in page
    assert "Nobody has asked for anything yet" in page


def test_the_page_tells_what_ran_and_how_it_went(cast, job):
    worker = working.Worker()
    worker.beat()
    worker.until_empty()
    failed_mail(cast.kronborg)
    page = client_of(cast.olga).get(WORK).content.decode()
    assert "No worker runs" not in page
    for told in ("Note something", "Noted hello.", "Anna Holm", "Hello Bo", "SMTPDataError: spam", "Jobs forgotten: 0"):
        assert told in page
    assert "Forget old jobs" in page and "Forget sent mail" not in page, "the installation's own work is not shown"
    assert Recurrence.objects.filter(concerns=cast.kronborg.id, state=State.DONE).exists()


def test_another_organisations_work_is_not_shown(cast):
    services.enqueue(actor=actor_of(cast.dorte), job=kit.note, text="rose garden")
    failed_mail(cast.rosenborg)
    working.Worker().until_empty()
    page = client_of(cast.olga).get(WORK).content.decode()
    assert "rose garden" not in page and "Hello Bo" not in page


@pytest.mark.parametrize("who", ["anna", "karen", "bo", "carl", "emil"])
def test_only_owners_come_here(cast, job, who):
    client = client_of(getattr(cast, who))
    assert client.get(WORK).status_code == 403
    assert client.post(f"{WORK}jobs/{job.pk}/retry/").status_code == 403
    assert client.post(f"{WORK}mail/{job.pk}/retry/").status_code == 403


def test_the_stranger_finds_nothing(cast, job):
    client = client_of(cast.dorte)
    for path in (WORK, f"/o/kronborg/jobs/{job.pk}/", f"/o/rosenborg/jobs/{job.pk}/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/o/kronborg/settings/work/jobs/{job.pk}/retry/").status_code == 404


def test_an_owner_tries_again(cast, job):
    Job.objects.update(state=State.FAILED)
    mail = failed_mail(cast.kronborg)
    client = client_of(cast.olga)
    assert client.post(f"{WORK}jobs/{job.pk}/retry/")["Location"] == WORK
    assert client.post(f"{WORK}mail/{mail.pk}/retry/")["Location"] == WORK
    assert (Job.objects.get().state, Mail.objects.get(pk=mail.pk).state) == (State.WAITING, State.WAITING)
    foreign = failed_mail(cast.rosenborg)
    assert client.post(f"{WORK}mail/{foreign.pk}/retry/").status_code == 404


def test_whoever_asked_sees_how_it_goes(cast, job):
    address = f"/o/kronborg/jobs/{job.pk}/"
    page = client_of(cast.anna).get(address).content.decode()
    assert "as soon as a worker is free" in page and "every 2s" in page
    Job.objects.update(state=State.RUNNING, percent=40, words="Two of five.")
    part = client_of(cast.anna).get(address, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "Two of five." in part.content.decode() and "<html" not in part.content.decode()
    Job.objects.update(state=State.DONE, percent=100, words="All.")
    assert "every 2s" not in client_of(cast.anna).get(address).content.decode()
    assert client_of(cast.bo).get(address).status_code == 404
    assert client_of(cast.olga).get(address).status_code == 200


def test_the_doctor_says_when_nobody_works(cast):
    (finding,) = checks.worker()
    assert finding.level == "warning" and "holger worker" in finding.remedy
    working.Worker().beat()
    assert [finding.level for finding in checks.worker()] == ["ok"]
    failed_mail(cast.kronborg)
    assert [finding.level for finding in checks.worker()] == ["ok", "warning"]
    Worker.objects.all().delete()


def test_the_doctor_says_when_what_comes_again_ran_and_where_it_failed(cast, monkeypatch):
    known = {work.name: work for work in registry.recurring}
    monkeypatch.setattr(registry, "recurring", [known["jobs.tidy"], known["jobs.tidy_installation"]])
    found = list(checks.recurring())
    assert [one.level for one in found] == ["ok", "ok"] and all("not planned yet" in one.text for one in found)
    working.Worker().until_empty()
    own = known["jobs.tidy"]
    told = next(one.text for one in checks.recurring() if one.text.startswith(own.name))
    assert "last 2" in told and "next 2" in told and "in 2 organisations" in told
    Recurrence.objects.filter(name=own.name, concerns=cast.kronborg.id).update(
        state=State.FAILED, words="ValueError: Flood"
    )
    failed = next(one for one in checks.recurring() if one.level == "warning")
    assert "failed in 1: ValueError: Flood" in failed.text and failed.remedy
    Recurrence.objects.update(state=State.DONE, next_run=dates.now() - 3 * own.every)
    assert {one.level for one in checks.recurring()} == {"warning"}
    assert all("long ago" in one.text for one in checks.recurring())


def test_what_went_wrong_with_mail_is_told_in_words_beside_the_servers_own(cast):
    mail = failed_mail(cast.kronborg)
    Mail.objects.filter(pk=mail.pk).update(trouble="recipient", error="550 no such user")
    page = client_of(cast.olga).get(WORK).content.decode()
    assert "does not take mail to this address" in page and "550 no such user" in page
