"""People start and leave by themselves: what is told, when, and that it is told once."""

from datetime import timedelta

import pytest

from holger.accounts.models import User
from holger.api.models import Token
from holger.core import dates
from holger.core.permissions import Role
from holger.exchange.fields import ChangedRow, NewRow
from holger.history.models import Event
from holger.organisation import jobs, services
from holger.organisation.models import Person
from holger.organisation.signals import person_ended, person_started
from tests.cast import actor_of, client_of, make_person


@pytest.fixture
def heard():
    """What is told: (what, whose name, day)."""
    found = []

    def start(person, day, actor, **more):
        found.append(("started", person.name, day))

    def end(person, day, actor, **more):
        found.append(("ended", person.name, day))

    person_started.connect(start)
    person_ended.connect(end)
    yield found
    person_started.disconnect(start)
    person_ended.disconnect(end)


def day(ahead):
    return dates.today() + timedelta(days=ahead)


def new(cast, **answers):
    return services.person_create(actor=actor_of(cast.anna), **{"name": "Ida Friis", **answers})


def edit(cast, person, **answers):
    return services.person_edit(actor=actor_of(cast.anna), person=person, **answers)


def test_whoever_starts_today_is_told_of_at_once(cast, heard):
    person = new(cast, starts_on=day(0))
    assert heard == [("started", "Ida Friis", day(0))]
    assert Event.objects.filter(action="person.started", subject_id=person.pk).count() == 1
    jobs.comings(cast.kronborg.id)
    edit(cast, person, job_title="Plumber")
    edit(cast, Person.objects.get(pk=person.pk), starts_on=day(-3))  # put right: no second coming
    assert len(heard) == 1


def test_whoever_starts_later_is_told_of_on_the_day_by_the_worker(cast, heard, monkeypatch):
    new(cast, starts_on=day(5))
    assert jobs.comings(cast.kronborg.id) == "" and heard == []
    first = day(5)
    monkeypatch.setattr(dates, "today", lambda *zone: first)
    assert jobs.comings(cast.kronborg.id) == "1 has started"
    assert jobs.comings(cast.kronborg.id) == ""
    assert heard == [("started", "Ida Friis", first)]


def test_whoever_has_been_here_for_years_is_not_new(cast, heard):
    person = new(cast, starts_on=day(-900))
    new(cast, name="Without a day")
    assert heard == [] and person.started_told_on == day(-900)


def test_whoever_comes_back_is_told_of_again(cast, heard):
    person = new(cast, starts_on=day(-900), ends_on=day(-200))
    edit(cast, person, starts_on=day(0), ends_on=None)
    assert heard == [("started", "Ida Friis", day(0))]


def test_the_suspended_start_when_they_are_let_in(cast, heard):
    person = new(cast)
    services.person_suspend(actor=actor_of(cast.anna), person=person)
    edit(cast, person, starts_on=day(0))
    assert heard == []
    services.person_resume(actor=actor_of(cast.anna), person=person)
    assert heard == [("started", "Ida Friis", day(0))]


def test_whoever_left_yesterday_is_signed_out_and_keeps_what_is_theirs(cast, heard):
    browser = client_of(cast.bo)
    edit(cast, cast.bo, ends_on=day(0))
    assert heard == []
    edit(cast, cast.bo, ends_on=day(-1))
    assert heard == [("ended", "Bo Lind", day(-1))]
    assert browser.get("/o/kronborg/").status_code == 302  # nobody is signed in there any more
    assert User.objects.filter(pk=cast.bo.user_id).exists() and cast.bo.grants.exists()


def test_invitations_and_tokens_end_with_their_person(cast):
    guest = make_person(cast.kronborg, "Per Lund", Role.AUDITOR, signs_in=False)
    services.invitation_send(actor=actor_of(cast.anna), person=guest)
    token = Token.objects.create(
        organisation=cast.kronborg,
        person=guest,
        name="Old",
        scope={"write": True},
        secret_hash="x" * 64,
        expires_at=dates.now(),
    )
    edit(cast, guest, ends_on=day(-1))
    assert not guest.invitations.filter(revoked_at=None).exists()
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_an_end_that_is_moved_ahead_is_told_of_when_it_comes(cast, heard):
    edit(cast, cast.bo, ends_on=day(-1))
    edit(cast, cast.bo, ends_on=day(3))
    edit(cast, cast.bo, ends_on=day(-2))
    assert heard == [("ended", "Bo Lind", day(-1)), ("ended", "Bo Lind", day(-2))]


def test_an_import_tells_of_those_who_are_new_and_of_nobody_else(cast, heard):
    rows = [
        NewRow(number=2, values={"name": "Here for long", "starts_on": day(-400)}, changes={}),
        NewRow(number=3, values={"name": "New today", "starts_on": day(0)}, changes={}),
        NewRow(number=4, values={"name": "Comes later", "starts_on": day(9)}, changes={}),
    ]
    left = [ChangedRow(number=5, id=cast.bo.id, version=1, values={"ends_on": day(-1)}, changes={})]
    services.person_import(actor=actor_of(cast.anna), creates=rows, updates=left)
    assert heard == [("started", "New today", day(0)), ("ended", "Bo Lind", day(-1))]


def test_a_writer_who_read_the_person_before_takes_nothing_back(cast, heard):
    stale = Person.objects.get(pk=cast.bo.pk)
    Person.objects.filter(pk=cast.bo.pk).update(starts_on=day(0), started_told_on=day(0))
    edit(cast, stale, job_title="Welder")
    assert Person.objects.get(pk=cast.bo.pk).started_told_on == day(0)
    assert jobs.comings(cast.kronborg.id) == "" and heard == []


def test_what_is_told_is_undone_with_the_write(cast, heard):
    def refuse(**more):
        raise RuntimeError

    person_started.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            new(cast, starts_on=day(0))
    finally:
        person_started.disconnect(refuse)
    assert not Person.objects.filter(name="Ida Friis").exists()


def test_another_organisation_hears_nothing(cast, heard):
    Person.objects.filter(pk=cast.dorte.pk).update(starts_on=day(0))
    assert jobs.comings(cast.kronborg.id) == "" and heard == []
    assert jobs.comings(cast.rosenborg.id) == "1 has started"
