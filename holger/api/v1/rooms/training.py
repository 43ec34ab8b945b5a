"""Courses, and who takes them: completion, never answers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import pointer
from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.core import dates
from holger.core.actor import Actor
from holger.frameworks.models import Requirement
from holger.organisation.models import Person
from holger.training import selectors, services
from holger.training.filters.courses import CourseFilter, EnrolmentFilter
from holger.training.models import Course, Enrolment
from holger.training.permissions import ASSIGN, EDIT, VIEW
from holger.training.selectors import Counts

ROOM = "training"
WRITTEN = (
    *("title_da", "title_en", "summary_da", "summary_en", "minutes", "pass_percent", "attempts", "draw"),
    *("repeat_months", "due_days", "onboarding", "owner", "unit"),
)


class CountsOut(Out):
    """How many are to take it, and how many of them have passed so that it still holds."""

    total: int
    done: int
    late: int
    failed: int = Field(description="They have no attempts left.")


CourseOut = reads(
    "CourseOut",
    Course,
    ("reference", *WRITTEN, "status", "edition", "changed", "published_at", "given_at", "template", "version"),
    counts=(CountsOut, Field(description="Completion, as far as you see it.")),
)


def _fill(request: Call, rows: Any) -> None:
    counted = selectors.counts_by_course(request.actor, dates.today(request.organisation.zone))
    for row in rows:
        row.counts = counted.get(str(row.pk), Counts())


REQUIREMENTS: Any = (pointer(Requirement, many=True), Field([], title="Requirements that it helps to meet"))
courses = offer(
    Resource(
        kind="courses",
        one="course",
        room=ROOM,
        model=Course,
        view=VIEW,
        rows=selectors.courses_for,
        filters=CourseFilter,
        out=CourseOut,
        searched=("reference", "title_da", "title_en", "summary_da", "summary_en"),
        sorts=("number", "minutes", "published_at"),
        related=("owner", "unit"),
        fill=_fill,
        body=creates("CourseCreate", Course, WRITTEN, requirements=REQUIREMENTS),
        create=(EDIT, services.course_create),
        change=edits("CourseEdit", Course, WRITTEN, requirements=REQUIREMENTS),
        edit=(EDIT, services.course_edit),
        delete=(EDIT, services.course_archive),
    )
)
verb(courses, "restore", EDIT, services.course_restore, "Take a course back from the archive")
verb(courses, "publish", EDIT, services.course_publish, "Freeze pages and questions as the edition that is taken")


@operation("POST", "/courses/ready/{key}", room=ROOM, permission=EDIT, gives=CourseOut, status=201)
def courses_adopt(request: Call, key: str) -> Answer:
    """Make a draft of a ready course"""
    course = services.course_adopt(actor=request.actor, key=key)
    return Answer(courses.shown(request, course.reference), 201)


class Give(Body):
    """To whom a course is given, and by when."""

    people: pointer(Person, many=True) = Field([], title="Who", description="Without people: all it is for.")  # type: ignore[valid-type]
    due: date | None = Field(None, description="Without one, so many days from now as the course says.")


def _give(*, actor: Actor, course: Course, people: Sequence[Person] = (), due: date | None = None) -> None:
    if people:
        services.people_enrol(actor=actor, course=course, people=people, due=due)
    else:
        services.course_give(actor=actor, course=course, due=due)


verb(courses, "give", ASSIGN, _give, "Give a course to those it is for, or to some by name", Give)


EnrolmentOut = reads(
    "EnrolmentOut",
    Enrolment,
    (
        *("id", "course", "person", "why", "state", "current", "assigned_at", "due", "passed_on", "valid_until"),
        "extra",
    ),
    certificate=(str, Field(description="The certificate's number; empty before it is passed.")),
)
enrolments = offer(
    Resource(
        kind="enrolments",
        one="enrolment",
        room=ROOM,
        model=Enrolment,
        view=VIEW,
        rows=selectors.enrolments_for,
        filters=EnrolmentFilter,
        out=EnrolmentOut,
        searched=("person__name", "course__title_da", "course__title_en"),
        sorts=("assigned_at", "due", "passed_on", "valid_until"),
        order="assigned_at",
        related=("course", "person"),
    )
)
verb(enrolments, "withdraw", ASSIGN, services.enrolment_withdraw, "Let somebody off a course")
