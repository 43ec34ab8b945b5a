"""Classes: planned, people invited, held with a list of who came, or cancelled."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import guards, next_numbers
from holger.training.models import Attendance, Course, Enrolment, Session, SessionStatus, State, Why
from holger.training.permissions import ASSIGN
from holger.training.services.enrolling import enrol
from holger.training.services.shared import must_be_in_use
from holger.training.services.taking import passed

WRITTEN = ("on", "at", "place", "trainer", "note")


@transaction.atomic
def session_create(*, actor: Actor, course: Course, people: Iterable[Person] = (), **answers: Any) -> Session:
    """Plan a class of a course, for those who are invited."""
    actor.require(ASSIGN, course)
    people = list(people)
    guards.own(actor, *people)
    must_be_in_use(course)
    number = next_numbers(organisation_id=actor.organisation_id, prefix=Session.prefix)[0]
    session = Session(organisation_id=actor.organisation_id, number=number, course=course)
    session.reference = f"{Session.prefix}-{number}"
    changes = write(session, _known(answers))
    history.record(actor=actor, action="session.created", target=session, changes=changes)
    _invite(actor, session, people)
    return session


@transaction.atomic
def session_edit(
    *,
    actor: Actor,
    session: Session,
    version: int | None = None,
    people: Iterable[Person] | None = None,
    **answers: Any,
) -> Session:
    actor.require(ASSIGN, session)
    _must_be_planned(session)
    if changes := write(session, _known(answers), version=version):
        history.record(actor=actor, action="session.changed", target=session, changes=changes)
    if people is not None:
        _invite(actor, session, people, others_go=True)
    return session


@transaction.atomic
def session_hold(*, actor: Actor, session: Session, came: Collection[Person]) -> Session:
    """Who was there has completed the course on that day. Once the list is made it stands."""
    actor.require(ASSIGN, session)
    guards.own(actor, *came)
    session = Session.objects.select_for_update(of=("self",)).select_related("course").get(pk=session.pk)
    _must_be_planned(session)
    if session.on > dates.today():
        raise RuleBroken(N_("It has not been held yet."))
    _invite(actor, session, came)
    there = {person.pk for person in came}
    rows = hanging_on(Attendance, session=session)
    rows.update(came=False)
    rows.filter(person__in=there).update(came=True)
    _move(session, SessionStatus.HELD)
    history.record(
        actor=actor, action="session.held", target=session, changes={"people": [None, [str(each) for each in came]]}
    )
    _complete(actor, session, there)
    return session


@transaction.atomic
def session_cancel(*, actor: Actor, session: Session) -> Session:
    actor.require(ASSIGN, session)
    _must_be_planned(session)
    _move(session, SessionStatus.CANCELLED)
    history.record(actor=actor, action="session.cancelled", target=session)
    return session


def _complete(actor: Actor, session: Session, people: Collection[UUID]) -> None:
    """What they were to take is passed by it; whoever was not asked has now taken it too."""
    course = session.course
    wanted = hanging_on(Enrolment, course=course).filter(current=True, person__in=people)
    wanted = wanted.filter(state__in=[State.OPEN, State.FAILED])
    there = set(wanted.values_list("person", flat=True))
    enrol(course, [pk for pk in people if pk not in there], Why.HAND, None, by=actor.label)
    for row in wanted.select_related("course", "person"):
        passed(actor, row, session.on, session=session)


def _invite(actor: Actor, session: Session, people: Iterable[Person], *, others_go: bool = False) -> None:
    chosen = {person.pk: person for person in people}
    guards.own(actor, *chosen.values())
    there = set(hanging_on(Attendance, session=session).values_list("person", flat=True))
    new = [pk for pk in chosen if pk not in there]
    rows = [Attendance(organisation_id=actor.organisation_id, session=session, person_id=pk) for pk in new]
    Attendance.objects.bulk_create(rows)
    gone = 0
    if others_go:
        gone, _kinds = hanging_on(Attendance, session=session).exclude(person__in=chosen).delete()
    if new or gone:
        changes = {"people": [len(there), len(there) + len(new) - gone]}
        history.record(actor=actor, action="session.people_invited", target=session, changes=changes)


def _must_be_planned(session: Session) -> None:
    if session.status == SessionStatus.HELD:
        raise RuleBroken(N_("It has been held. What came of it stays as it is."))
    if session.status == SessionStatus.CANCELLED:
        raise RuleBroken(N_("It was cancelled. Plan another."))


def _move(session: Session, status: str) -> None:
    session.status = status
    session.version, session.updated_at = session.version + 1, dates.now()
    session.save(update_fields=["status", "version", "updated_at"])


def _known(answers: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(answers) - set(WRITTEN):
        raise ValueError(f"not decided here: {unknown}")
    return answers
