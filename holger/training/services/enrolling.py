"""Giving courses to people: to a whole audience and by name; taking them back."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from holger.audience.selectors import people_in
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import guards
from holger.training.models import Course, Enrolment, State, Why
from holger.training.permissions import ASSIGN
from holger.training.rules.taking import comes_again, due_again
from holger.training.services.shared import must_be_published

AT_ONCE = 1000


@transaction.atomic
def course_give(*, actor: Actor, course: Course, due: date | None = None) -> int:
    """Give it to everybody in its audience who has not got it, and from now on to whoever comes to belong there.

    Returns how many have got it.
    """
    actor.require(ASSIGN, course)
    must_be_published(course)
    count = give(course, by=actor.label, due=due)
    if course.given_at is None:
        course.given_at = dates.now()
        course.save(update_fields=["given_at"])
    tell_given(actor, course, count)
    return count


@transaction.atomic
def course_stop(*, actor: Actor, course: Course) -> Course:
    """Nobody gets it by themselves any more. Who has got it is still to take it."""
    actor.require(ASSIGN, course)
    if course.given_at is not None:
        course.given_at = None
        course.save(update_fields=["given_at"])
        history.record(actor=actor, action="course.given_no_more", target=course)
    return course


@transaction.atomic
def people_enrol(*, actor: Actor, course: Course, people: Iterable[Person], due: date | None = None) -> int:
    """Give it to people by name, also to those who have passed it before. Returns how many have got it."""
    actor.require(ASSIGN, course)
    chosen = {person.pk: person for person in people}
    guards.own(actor, *chosen.values())
    must_be_published(course)
    now = dict(
        hanging_on(Enrolment, course=course).filter(current=True, person__in=chosen).values_list("person", "state")
    )
    wanted = [pk for pk in chosen if now.get(pk) not in (State.OPEN, State.FAILED)]
    enrol(course, wanted, Why.HAND, due or _due(course), by=actor.label)
    tell_given(actor, course, len(wanted))
    return len(wanted)


@transaction.atomic
def enrolment_withdraw(*, actor: Actor, enrolment: Enrolment) -> Enrolment:
    """Somebody need not take it after all. What they have passed stays."""
    actor.require(ASSIGN, enrolment.course)
    if enrolment.state not in (State.OPEN, State.FAILED):
        raise RuleBroken(N_("Only what is still to be taken can be withdrawn."))
    withdraw(actor, [enrolment])
    return enrolment


# Without asking who: for what happens by itself


def give(course: Course, *, by: str, due: date | None = None) -> int:
    """To those of its audience who never got it, and to those for whom it comes again. What was withdrawn stays so."""
    if course.audience is None:
        return 0
    today, day = dates.today(), due or _due(course)
    people = list(people_in(course.audience).values_list("pk", flat=True))
    rows = hanging_on(Enrolment, course=course).filter(current=True).values_list("person", "state", "valid_until")
    now = {person: (state, until) for person, state, until in rows}
    new = [person for person in people if person not in now]
    enrol(course, new, Why.AUDIENCE, day, by=by)
    again: dict[date, list[UUID]] = defaultdict(list)
    for person in people:
        state, until = now.get(person, ("", None))
        if state == State.PASSED and until is not None and comes_again(until, today):
            again[until].append(person)
    for until, whose in again.items():
        enrol(course, whose, Why.AGAIN, due or due_again(until, today, course.due_days), by=by)
    return len(new) + sum(len(whose) for whose in again.values())


def enrol(course: Course, people: Collection[UUID], why: str, due: date | None, *, by: str) -> None:
    """What they had before is no longer current."""
    if not people:
        return
    hanging_on(Enrolment, course=course).filter(current=True, person__in=people).update(current=False)
    now = dates.now()
    rows = [
        Enrolment(
            organisation_id=course.organisation_id,
            course_id=course.pk,
            person_id=person,
            why=why,
            due=due,
            assigned_by=by,
            assigned_at=now,
            created_at=now,
            updated_at=now,
        )
        for person in people
    ]
    Enrolment.objects.bulk_create(rows, batch_size=AT_ONCE)


def withdraw(actor: Actor, rows: Iterable[Enrolment]) -> None:
    entries = []
    for row in rows:
        row.state, row.ended_at = State.WITHDRAWN, dates.now()
        row.version, row.updated_at = row.version + 1, dates.now()
        row.save(update_fields=["state", "ended_at", "version", "updated_at"])
        entries.append(history.Entry("enrolment.withdrawn", row))
    if entries:
        history.record_many(actor=actor, entries=entries)


def _due(course: Course) -> date:
    return dates.today() + timedelta(days=course.due_days)


def tell_given(actor: Actor, course: Course, count: int) -> None:
    history.record(actor=actor, action="course.given_to", target=course, changes={"people": [None, count]})
