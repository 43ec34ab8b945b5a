"""The pages and questions that the next edition of a course will hold. What learners answered is told nowhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Model, QuerySet
from pydantic import BaseModel, Field

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.resource import Paging, hold, page_at, page_of
from holger.api.v1.rooms.training import ROOM, courses
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.training import selectors, services
from holger.training.models import Course, CoursePage, Question
from holger.training.permissions import EDIT, VIEW
from holger.training.services.content import MOST

PAGE = ("title_da", "title_en", "text_da", "text_en", "video")
QUESTION = ("kind", "text_da", "text_en", "explanation_da", "explanation_en")
VERSION: Any = (int, Field(description="The course's: If-Match goes by it, and every change of a page raises it."))

Said = Annotated[str, Field(max_length=500)]


class Option(Body):
    """A possible answer."""

    da: Said = ""
    en: Said = ""
    right: Annotated[bool, Field(strict=True)] = Field(False, description="Of an order it says nothing.")


class OptionOut(Out):
    da: str
    en: str
    right: bool


OPTIONS: Any = Field(max_length=50, description="From 2 to 10. Those to be put in order stand in the right one.")
PageOut = reads("CoursePageOut", CoursePage, ("id", "place", *PAGE), version=VERSION)
QuestionOut = reads(
    "CourseQuestionOut", Question, ("id", "place", *QUESTION), options=(list[OptionOut], OPTIONS), version=VERSION
)


class Move(Body):
    by: Annotated[int, Field(ge=-MOST, le=MOST, strict=True)] = Field(description="-1 is one up, 1 is one down.")


@dataclass(frozen=True)
class Part:
    """What a course is made of: where it lies below the course, what services call one, its fields and its services."""

    name: str
    one: str
    model: type[Model]
    rows: Callable[[Actor, Course], QuerySet[Any]]
    out: type[BaseModel]
    fields: Sequence[str]
    add: Callable[..., Any]
    edit: Callable[..., Any]
    remove: Callable[..., None]
    move: Callable[..., None]
    more: Mapping[str, Any] = field(default_factory=dict)

    def find(self, request: Call, reference: str, key: str) -> Any:
        """One of them, of a course that the caller may see; 412 where the course is another than was read."""
        course = courses.find(request.actor, reference)
        try:
            row = self.rows(request.actor, course).get(pk=UUID(key))
        except (ValueError, self.model.DoesNotExist) as e:  # type: ignore[attr-defined]
            raise NotFound from e
        row.course = course
        if request.method != "GET":
            hold(request, course)
        return self.told(row)

    def told(self, row: Any) -> Any:
        row.version = row.course.version
        return row

    def written(self, body: BaseModel) -> dict[str, Any]:
        """Options are kept as plain values."""
        said = {name: getattr(body, name) for name in body.model_fields_set}
        return said | {
            name: [each.model_dump() for each in value] for name, value in said.items() if isinstance(value, list)
        }


def _offer_reading(part: Part) -> None:
    path = f"/courses/{{reference}}/{part.name}"
    line = partial(operation, "GET", room=ROOM, permission=VIEW)

    def listed(request: Call, reference: str, query: Paging) -> Any:
        course = courses.find(request.actor, reference)

        def tell(_request: Call, rows: Sequence[Any]) -> None:
            for row in rows:
                row.version = course.version

        return page_at(request, part.rows(request.actor, course), query, part.out, fill=tell)

    def got(request: Call, reference: str, **path: str) -> Any:
        return part.find(request, reference, path["id"])

    line(path, gives=page_of(part.out), query=Paging, name=f"courses_{part.name}",
         summary=f"List the {part.name} that the next edition of a course will hold")(listed)  # fmt: skip
    line(path + "/{id}", gives=part.out, name=f"courses_{part.one}", summary=f"Read a {part.one} of a course")(got)


def _offer_writing(part: Part) -> None:
    path, title = f"/courses/{{reference}}/{part.name}", f"Course{part.one.capitalize()}"
    line = partial(operation, room=ROOM, permission=EDIT)

    def added(request: Call, reference: str, body: Any) -> Answer:
        course = courses.find(request.actor, reference)
        row = part.add(actor=request.actor, course=course, **part.written(body))
        return Answer(part.told(row), 201, {"Location": f"{request.path}/{row.pk}"})

    def edited(request: Call, reference: str, body: Any, **path: str) -> Any:
        row = part.find(request, reference, path["id"])
        return part.told(part.edit(actor=request.actor, **{part.one: row}, **part.written(body)))

    def moved(request: Call, reference: str, body: Any, **path: str) -> Any:
        row = part.find(request, reference, path["id"])
        part.move(actor=request.actor, **{part.one: row}, by=body.by)
        return part.find(request, reference, path["id"])

    def removed(request: Call, reference: str, **path: str) -> None:
        part.remove(actor=request.actor, **{part.one: part.find(request, reference, path["id"])})

    create = creates(f"{title}Create", part.model, part.fields, **part.more)
    change = edits(
        f"{title}Edit", part.model, part.fields, **{name: (kind, None) for name, (kind, _) in part.more.items()}
    )
    line("POST", path, gives=part.out, status=201, body=create, name=f"courses_{part.one}_create",
         summary=f"Add a {part.one} behind the others")(added)  # fmt: skip
    line("PATCH", path + "/{id}", gives=part.out, body=change, name=f"courses_{part.one}_edit",
         summary=f"Change a {part.one}")(edited)  # fmt: skip
    line("POST", path + "/{id}/move", gives=part.out, body=Move, name=f"courses_{part.one}_move",
         summary=f"Move a {part.one} among its neighbours")(moved)  # fmt: skip
    line("DELETE", path + "/{id}", gives=None, status=204, name=f"courses_{part.one}_remove",
         summary=f"Remove a {part.one}")(removed)  # fmt: skip


PARTS = (
    Part(
        "pages", "page", CoursePage, selectors.pages_of, PageOut, PAGE,
        services.page_add, services.page_edit, services.page_remove, services.page_move,
    ),
    Part(
        "questions", "question", Question, selectors.questions_of, QuestionOut, QUESTION,
        services.question_add, services.question_edit, services.question_remove, services.question_move,
        {"options": (Annotated[list[Option], OPTIONS], ...)},
    ),
)  # fmt: skip
for each in PARTS:
    _offer_reading(each)
    _offer_writing(each)
