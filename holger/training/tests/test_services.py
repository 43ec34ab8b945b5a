"""Courses from draft to certificate, and what happens by itself on the way."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from holger.core import dates
from holger.core.errors import NotAllowed, RuleBroken
from holger.history.models import Event
from holger.organisation.models import Person
from holger.organisation.signals import person_ended, person_started
from holger.training import library, selectors, services
from holger.training.models import Attempt, Course, Edition, Enrolment, State, Tally, Why
from holger.training.tests.factories import SINGLE, make_course, take
from tests.cast import Cast, actor_of, make_person

pytestmark = pytest.mark.django_db


def mine(person: Person) -> Enrolment:
    return selectors.mine(actor_of(person)).get()


def give(cast: Cast, **answers: object) -> Course:
    course = make_course(actor_of(cast.anna), **answers)
    services.course_give(actor=actor_of(cast.anna), course=course)
    return course


def test_a_course_is_given_to_its_audience_once(cast: Cast) -> None:
    course = give(cast)
    assert {row.person.name for row in Enrolment.objects.all()} >= {"Anna Holm", "Emil Vang"}
    assert not Enrolment.objects.filter(person=cast.dorte).exists()
    assert services.course_give(actor=actor_of(cast.anna), course=course) == 0
    assert mine(cast.emil).due == dates.today() + timedelta(days=30)


def test_passing_gives_a_certificate_that_holds_for_a_year(cast: Cast) -> None:
    give(cast)
    attempt = take(actor_of(cast.emil), mine(cast.emil))
    row = mine(cast.emil)
    assert (attempt.right, attempt.total, row.state, row.certificate) == (3, 3, State.PASSED, "CERT-1")
    assert row.valid_until is not None and (row.valid_until - dates.today()).days in (365, 366)
    assert Event.objects.filter(action="enrolment.passed").count() == 1
    with pytest.raises(RuleBroken, match="passed it already"):
        services.attempt_begin(actor=actor_of(cast.emil), enrolment=row)


def test_fail_try_again_and_run_out(cast: Cast) -> None:
    give(cast)
    emil = actor_of(cast.emil)
    take(emil, mine(cast.emil), right=False)
    assert (mine(cast.emil).state, selectors.left(mine(cast.emil))) == (State.OPEN, 1)
    take(emil, mine(cast.emil), right=False)
    assert mine(cast.emil).state == State.FAILED
    with pytest.raises(RuleBroken, match="no attempts left"):
        services.attempt_begin(actor=emil, enrolment=mine(cast.emil))
    with pytest.raises(NotAllowed):
        services.attempts_give(actor=emil, enrolment=mine(cast.emil))
    services.attempts_give(actor=actor_of(cast.anna), enrolment=mine(cast.emil))
    take(emil, mine(cast.emil))
    assert mine(cast.emil).state == State.PASSED


def test_whoever_leads_somebody_may_give_them_more(cast: Cast) -> None:
    Person.objects.filter(pk=cast.emil.pk).update(manager=cast.bo)
    give(cast, attempts=1)
    take(actor_of(cast.emil), mine(cast.emil), right=False)
    row = mine(cast.emil)
    assert row in selectors.enrolments_led(actor_of(cast.bo))
    assert row not in selectors.enrolments_led(actor_of(cast.carl))
    services.attempts_give(actor=actor_of(cast.bo), enrolment=row, count=2)
    assert mine(cast.emil).state == State.OPEN


def test_an_attempt_is_the_learners_and_is_answered_once(cast: Cast) -> None:
    give(cast)
    attempt = services.attempt_begin(actor=actor_of(cast.emil), enrolment=mine(cast.emil))
    assert services.attempt_begin(actor=actor_of(cast.emil), enrolment=mine(cast.emil)) == attempt
    with pytest.raises(NotAllowed):
        services.attempt_begin(actor=actor_of(cast.anna), enrolment=mine(cast.emil))
    with pytest.raises(RuleBroken, match="every question"):
        services.attempt_submit(actor=actor_of(cast.emil), attempt=attempt, answers={})
    take(actor_of(cast.emil), mine(cast.emil))
    for change in (lambda: Attempt.objects.update(right=0), lambda: Edition.objects.update(number=7)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_change_is_seen_when_it_is_published(cast: Cast) -> None:
    anna = actor_of(cast.anna)
    course = make_course(anna)
    services.question_add(actor=anna, course=course, **SINGLE)
    course.refresh_from_db()
    edition = selectors.newest(course)
    assert course.changed and edition is not None and len(selectors.content_of(edition).questions) == 3
    course = services.course_publish(actor=anna, course=course)
    edition = selectors.newest(course)
    assert (course.edition, course.changed) == (2, False)
    assert edition is not None and len(selectors.content_of(edition).questions) == 4


def test_only_what_can_be_answered_is_asked(cast: Cast) -> None:
    course = make_course(actor_of(cast.anna))
    both = [{**option, "right": True} for option in SINGLE["options"]]
    with pytest.raises(RuleBroken, match="the one answer"):
        services.question_add(actor=actor_of(cast.anna), course=course, **{**SINGLE, "options": both})
    with pytest.raises(RuleBroken, match="https"):
        services.page_add(actor=actor_of(cast.anna), course=course, title_en="V", video="http://example.org/v")


def test_newcomers_get_the_starter_pack_and_leavers_drop_out(cast: Cast) -> None:
    make_course(actor_of(cast.anna), onboarding=True)
    make_course(actor_of(cast.anna), title_en="Not for them", onboarding=True, everybody=False)
    nora = make_person(cast.kronborg, "Nora Ny")
    person_started.send(sender=Person, person=nora, actor=actor_of(cast.anna), day=dates.today())
    row = Enrolment.objects.get(person=nora)
    assert (row.why, row.state) == (Why.NEWCOMER, State.OPEN)
    person_ended.send(sender=Person, person=nora, actor=actor_of(cast.anna), day=dates.today())
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN
    person_started.send(sender=Person, person=nora, actor=actor_of(cast.anna), day=dates.today())
    assert Enrolment.objects.filter(person=nora, current=True).get().state == State.OPEN


def test_those_who_have_left_drop_out_in_their_own_organisation(cast: Cast) -> None:
    make_course(actor_of(cast.dorte), onboarding=True)
    nora = make_person(cast.rosenborg, "Nora Ny")
    person_started.send(sender=Person, person=nora, actor=actor_of(cast.dorte), day=dates.today())
    Person.objects.filter(pk=nora.pk).update(ends_on=dates.today() - timedelta(days=1))
    services.courses_follow(organisation_id=cast.kronborg.pk)
    assert Enrolment.objects.get(person=nora).state == State.OPEN
    services.courses_follow(organisation_id=cast.rosenborg.pk)
    assert Enrolment.objects.get(person=nora).state == State.WITHDRAWN


def test_what_no_longer_holds_comes_again(cast: Cast) -> None:
    course = give(cast)
    take(actor_of(cast.emil), mine(cast.emil))
    assert services.courses_follow(organisation_id=cast.kronborg.pk) == 0
    Enrolment.objects.filter(person=cast.emil).update(valid_until=dates.today() + timedelta(days=20))
    assert services.courses_follow(organisation_id=cast.kronborg.pk) == 1
    again = mine(cast.emil)
    assert (again.why, again.state, again.due) == (Why.AGAIN, State.OPEN, dates.today() + timedelta(days=30))
    assert selectors.certificates(actor_of(cast.emil)).count() == 1
    services.course_archive(actor=actor_of(cast.anna), course=course)
    assert services.courses_follow(organisation_id=cast.kronborg.pk) == 0


def test_a_class_counts_for_those_who_came(cast: Cast) -> None:
    give(cast)
    anna = actor_of(cast.anna)
    course = Course.objects.get()
    session = services.session_create(
        actor=anna, course=course, people=[cast.emil, cast.bo], on=dates.today(), place="Kantinen"
    )
    services.session_hold(actor=anna, session=session, came=[cast.emil, cast.carl])
    passed = Enrolment.objects.filter(state=State.PASSED)
    assert {row.person for row in passed} == {cast.emil, cast.carl}
    assert {row.session for row in passed} == {session}
    assert dict(session.attendances.values_list("person__name", "came")) == {
        "Emil Vang": True,
        "Bo Lind": False,
        "Carl Friis": True,
    }
    with pytest.raises(RuleBroken, match="has been held"):
        services.session_edit(actor=anna, session=services_session(session), place="Elsewhere")


def services_session(session: object) -> object:
    session.refresh_from_db()  # type: ignore[attr-defined]
    return session


def test_weak_spots_are_told_of_five_or_more(cast: Cast) -> None:
    course = give(cast)
    anna = actor_of(cast.anna)
    people = [cast.anna, cast.bo, cast.carl, cast.olga]
    for person in people:
        take(actor_of(person), mine(person), right=False)
    assert selectors.weak_spots(anna, course) == []
    take(actor_of(cast.emil), mine(cast.emil))
    assert [(each.asked, each.percent) for each in selectors.weak_spots(anna, course)] == [(5, 80)] * 3
    take(actor_of(cast.bo), mine(cast.bo))
    assert set(Tally.objects.values_list("asked", flat=True)) == {5}


@pytest.mark.parametrize("key", list(library.courses()))
def test_a_ready_course_becomes_a_draft(cast: Cast, key: str) -> None:
    anna = actor_of(cast.anna)
    course = services.course_adopt(actor=anna, key=key)
    ready = library.courses()[key]
    assert (course.pages.count(), course.questions.count()) == (len(ready.pages), len(ready.questions))
    with pytest.raises(RuleBroken, match="already"):
        services.course_adopt(actor=anna, key=key)
    services.course_renew(actor=anna, course=course)
    assert services.course_publish(actor=anna, course=course).edition == 1


def test_the_database_keeps_what_was_published(cast: Cast) -> None:
    rows = Edition.objects.filter(pk=give(cast).editions.get().pk)
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        rows.update(content={})
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        rows._raw_delete(rows.db)
