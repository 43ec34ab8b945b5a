"""Courses taught in a room: planned, people invited, held with a list of who was there, or cancelled."""

from typing import Any

from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import answers_of, pointer, shown
from holger.api.v1.resource import Paging, Resource, offer, page_at, page_of, verb
from holger.api.v1.rooms.training import ROOM, courses
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.organisation.models import Person
from holger.training import selectors, services
from holger.training.filters.courses import SessionFilter
from holger.training.models import Session
from holger.training.permissions import ASSIGN, VIEW

WRITTEN = ("on", "at", "place", "trainer", "note")
PEOPLE: Any = (pointer(Person, many=True), Field([], title="Who is invited"))

ClassOut = reads("ClassOut", Session, ("reference", "course", *WRITTEN, "status", "version"))
classes = offer(
    Resource(
        kind="classes",
        one="session",
        called="class",
        room=ROOM,
        model=Session,
        view=VIEW,
        rows=selectors.sessions_for,
        filters=SessionFilter,
        out=ClassOut,
        searched=("reference", "place", "trainer", "course__title_da", "course__title_en"),
        sorts=("number", "on"),
        related=("course",),
        body=creates("ClassCreate", Session, ("course", *WRITTEN), people=PEOPLE),
        create=(ASSIGN, services.session_create),
        change=edits("ClassEdit", Session, WRITTEN, people=PEOPLE),
        edit=(ASSIGN, services.session_edit),
    )
)


class HoldBody(Body):
    came: pointer(Person, many=True) = Field(title="Who was there", description="Others too: they need no invitation.")  # type: ignore[valid-type]


verb(classes, "hold", ASSIGN, services.session_hold, "Say who was at a class: they have completed the course", HoldBody)
verb(classes, "cancel", ASSIGN, services.session_cancel, "Cancel a class")


class AttendanceOut(Out):
    person: shown(Person)  # type: ignore[valid-type]
    came: bool | None = Field(description="Null: nobody has said yet.")


@operation(
    "GET", "/classes/{reference}/attendance", room=ROOM, permission=VIEW, gives=page_of(AttendanceOut), query=Paging
)
def classes_attendance(request: Call, reference: str, query: Paging) -> Any:
    """List who is invited to a class, and who came"""
    rows = selectors.attendances_of(request.actor, classes.find(request.actor, reference))
    return page_at(request, rows, query, AttendanceOut)


# The same, below its course


@operation("GET", "/courses/{reference}/classes", room=ROOM, permission=VIEW, gives=page_of(ClassOut), query=Paging)
def courses_classes(request: Call, reference: str, query: Paging) -> Any:
    """List the classes of a course, the last one first"""
    rows = selectors.sessions_for(request.actor).filter(course=courses.find(request.actor, reference))
    return page_at(request, rows.order_by("-on", "-number"), query, ClassOut, ("course",))


@operation(
    "POST", "/courses/{reference}/classes", room=ROOM, permission=ASSIGN, gives=ClassOut, status=201,
    body=creates("CourseClassCreate", Session, WRITTEN, people=PEOPLE),
)  # fmt: skip
def courses_class_create(request: Call, reference: str, body: Any) -> Answer:
    """Plan a class of a course"""
    course = courses.find(request.actor, reference)
    made = services.session_create(actor=request.actor, course=course, **answers_of(request.actor, body))
    base = request.path.split("/courses/")[0]
    return Answer(classes.shown(request, made.reference), 201, {"Location": f"{base}/classes/{made.reference}"})
