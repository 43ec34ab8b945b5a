"""Courses, and who takes them, from a spreadsheet and back again."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction

from holger.audience.models import Audience
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.organisation.models import Person
from holger.organisation.services import next_numbers
from holger.training.models import Course, Edition, Enrolment, State, Status, Why
from holger.training.permissions import ASSIGN, EDIT
from holger.training.rules.content import digest_of, written
from holger.training.selectors import as_written
from holger.training.services.enrolling import tell_given
from holger.training.services.shared import must_be_published

# Courses


@transaction.atomic
def courses_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Write the rows of a file, new ones as drafts that are for nobody yet; answers what ``courses_import_undo`` needs."""
    actor.require(EDIT)
    done = bulk.write(
        actor=actor,
        model=Course,
        verb="course",
        permission=EDIT,
        creates=creates,
        updates=updates,
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=Course.prefix),
        prepare=_prepare,
    )
    for course in _courses(actor, done["created"]):
        course.audience = Audience.objects.create(organisation_id=actor.organisation_id)
        course.save(update_fields=["audience"])
    _compare(_courses(actor, [row.id for row in updates]))
    return done


@transaction.atomic
def courses_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put everything back; a course whose pages somebody has begun to write, or that was given, stands in its way."""
    actor.require(EDIT)
    audiences = [course.audience for course in _courses(actor, payload["created"]) if course.audience]
    bulk.undo(actor=actor, model=Course, verb="course", permission=EDIT, payload=payload)
    for audience in audiences:
        audience.delete()
    _compare(_courses(actor, [entry["id"] for entry in payload["updated"]]))


def _prepare(course: Course) -> None:
    if course.status == Status.ARCHIVED:
        raise RuleBroken(N_("The course is archived. Restore it first."))
    course.title_da, course.title_en = course.title_da.strip(), course.title_en.strip()
    if not (course.title_da or course.title_en):
        raise RuleBroken(N_("Give it a title in at least one language."))


def _courses(actor: Actor, keys: Iterable[Any]) -> list[Course]:
    rows = Course.objects.filter(organisation_id=actor.organisation_id, pk__in=list(keys))
    return list(rows.select_related("audience").order_by("number"))


def _compare(courses: Iterable[Course]) -> None:
    """A title or pass mark is part of an edition: tell whether what is written is still what was published."""
    for course in courses:
        newest = Edition.objects.filter(course=course).order_by("-number").first()
        changed = newest is not None and digest_of(written(as_written(course))) != newest.digest
        Course.objects.filter(pk=course.pk).exclude(changed=changed).update(changed=changed)


# Who takes them


@transaction.atomic
def enrolments_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Give courses to people by name, and other last days; answers what ``enrolments_import_undo`` needs."""
    actor.require(ASSIGN)
    courses = {row.pk: row for row in _courses(actor, {row.values["course"] for row in creates})}
    for course in courses.values():
        actor.require(ASSIGN, course)
        must_be_published(course)
    earlier = _step_back(actor, creates)
    done = bulk.write(
        actor=actor,
        model=Enrolment,
        verb="enrolment",
        permission=ASSIGN,
        creates=creates,
        updates=updates,
        defaults={"why": Why.HAND, "assigned_by": actor.label},
        prepare=_enrolment(actor, courses, updates),
    )
    for key, count in Counter(row.values["course"] for row in creates).items():
        tell_given(actor, courses[key], count)
    return {**done, "earlier": earlier}


@transaction.atomic
def enrolments_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Take back what was given; whoever has begun meanwhile stands in its way."""
    actor.require(ASSIGN)
    bulk.undo(actor=actor, model=Enrolment, verb="enrolment", permission=ASSIGN, payload=payload)
    Enrolment.objects.filter(organisation_id=actor.organisation_id, pk__in=payload["earlier"]).update(current=True)


def _step_back(actor: Actor, creates: Sequence[NewRow]) -> list[str]:
    """What these people had of these courses before and was withdrawn is no longer the latest."""
    pairs = {(row.values["course"], row.values["person"]) for row in creates}
    rows = Enrolment.objects.filter(organisation_id=actor.organisation_id, current=True, state=State.WITHDRAWN)
    found = rows.filter(course__in={course for course, _person in pairs}).values_list("pk", "course", "person")
    keys = [pk for pk, *pair in found if tuple(pair) in pairs]
    Enrolment.objects.filter(pk__in=keys).update(current=False)
    return [str(key) for key in keys]


def _enrolment(actor: Actor, courses: dict[Any, Course], updates: Sequence[ChangedRow]) -> Callable[[Enrolment], None]:
    """Completes a row. People and courses are found once, so that the history need not ask for each."""
    people = Person.objects.filter(organisation_id=actor.organisation_id).in_bulk()
    changed = {row.id for row in updates if row.values}
    known = courses | Course.objects.filter(organisation_id=actor.organisation_id).in_bulk()

    def prepare(row: Enrolment) -> None:
        if row.pk in changed and row.state not in (State.OPEN, State.FAILED):
            raise RuleBroken(N_("Only what is still to be taken can get another day."))
        row.course, row.person = known[row.course_id], people[row.person_id]
        row.due = row.due or dates.today() + timedelta(days=row.course.due_days)

    return prepare
