"""The supervision of processors: assessments by the point model, supervisions with their steps, findings, the year."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from django.utils.translation import get_language
from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.references import pointer, shown
from holger.api.v1.resource import Resource, hold, offer, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.core import dates
from holger.core.actor import Actor
from holger.core.words import say
from holger.organisation.models import Person
from holger.suppliers import library, services
from holger.suppliers.filters.supervision import SupervisionFilter
from holger.suppliers.models import Supplier
from holger.suppliers.models.supervision import (
    Conclusion,
    Finding,
    Outcome,
    ProcessorAssessment,
    Supervision,
)
from holger.suppliers.permissions import SUPERVISE, VIEW
from holger.suppliers.rules.supervising import Standing
from holger.suppliers.selectors import supervision as selectors
from holger.suppliers.selectors.year import lines_of

ROOM = "suppliers"
Long = Annotated[str, Field(max_length=20_000)]
Wanted = Annotated[str, Field(min_length=1, max_length=20_000)]
Why = Annotated[str, Field(min_length=1, max_length=4000)]
Concept = Annotated[int, Field(ge=1, le=6, strict=True)]
SOMEBODY: Any = (pointer(Person, null=True), None)

# Assessments

COUNTED = (
    "people",
    "special",
    "protected",
    "kinds",
    "note",
    "since",
    "responsible",
    "used_concept",
    "deviation",
    "agreed_concept",
)
FOLLOWS = ("points", "required_concept", "months", "next_on", "assessed_on", "assessed_by", "updated_at", "version")
USED: Any = (
    Concept | None,
    Field(None, description="Without one: the lowest that the points allow. A lower one takes a deviation."),
)


def _assess(*, actor: Actor, **answers: Any) -> ProcessorAssessment:
    return services.assessment_set(actor=actor, **answers)


def _reassess(*, actor: Actor, assessment: ProcessorAssessment, **answers: Any) -> ProcessorAssessment:
    return services.assessment_set(actor=actor, supplier=assessment.supplier, **answers)


AGREED: Any = (
    int | None,
    Field(validation_alias="agreed", description="As the agreement in force says; without one, as somebody has said."),
)


def _agree(request: Call, rows: Sequence[Any]) -> None:
    """Put on each row the concept in the agreement."""
    found = selectors.agreed_of(rows, dates.today(request.organisation.zone))
    for row in rows:
        row.agreed = found[row.supplier_id].concept


assessments = offer(
    Resource(
        kind="processor-assessments",
        one="assessment",
        called="assessment of a processor",
        room=ROOM,
        model=ProcessorAssessment,
        view=VIEW,
        rows=selectors.assessments_for,
        out=reads(
            "ProcessorAssessmentOut", ProcessorAssessment, ("id", "supplier", *COUNTED, *FOLLOWS), agreed_concept=AGREED
        ),
        fill=_agree,
        searched=("supplier__title", "supplier__reference"),
        sorts=("next_on", "points", "required_concept"),
        order="next_on",
        related=("supplier", "responsible"),
        body=creates(
            "ProcessorAssessmentCreate",
            ProcessorAssessment,
            ("supplier", *COUNTED),
            used_concept=USED,
            supplier=(pointer(Supplier), ...),
        ),
        create=(SUPERVISE, _assess),
        change=edits("ProcessorAssessmentEdit", ProcessorAssessment, COUNTED, used_concept=USED),
        edit=(SUPERVISE, _reassess),
    )
)

# Supervisions

PLANNED = ("title", "owner", "concept", "planned_on", "plan")
CAME = (
    *("request", "requested_on", "answer_by", "material", "received_on", "reading", "conclusion", "note"),
    *("concluded_on", "concluded_by", "next_on", "next_why", "created_at", "updated_at", "version"),
)

supervisions = offer(
    Resource(
        kind="supervisions",
        one="supervision",
        room=ROOM,
        model=Supervision,
        view=VIEW,
        rows=selectors.supervisions_for,
        filters=SupervisionFilter,
        out=reads("SupervisionOut", Supervision, ("reference", "supplier", *PLANNED, "status", *CAME)),
        searched=("reference", "title", "supplier__title"),
        sorts=("number", "title", "planned_on", "concluded_on", "concept", "updated_at"),
        related=("supplier", "owner"),
        body=creates(
            "SupervisionCreate",
            Supervision,
            ("supplier", *PLANNED),
            supplier=(pointer(Supplier), ...),
            title=(
                Annotated[str, Field(max_length=200)],
                Field("", description="Without one it is called by its year."),
            ),
            concept=(Concept | None, Field(None, description="Without one: the one that the assessment uses.")),
        ),
        create=(SUPERVISE, services.supervision_plan),
        change=edits("SupervisionEdit", Supervision, PLANNED),
        edit=(SUPERVISE, services.supervision_edit),
    )
)
Day = Annotated[date | None, Field(description="On which day, if not today.")]


class SupervisionRequestBody(Body):
    request: Wanted
    on: Day = None
    answer_by: date | None = Field(None, description="Without one: 30 days later.")


class SupervisionReceiveBody(Body):
    material: Wanted
    on: Day = None


class SupervisionReadBody(Body):
    reading: Long


class SupervisionConcludeBody(Body):
    conclusion: Literal[tuple(Conclusion.values)]  # type: ignore[valid-type]
    reading: Long | None = Field(None, description="Without one: what was read before.")
    note: Long = ""
    on: Day = None
    next_on: date | None = Field(None, description="Without one: what the model asks for. A later day takes next_why.")
    next_why: Annotated[str, Field(max_length=2000)] = ""


class SupervisionWhyBody(Body):
    reason: Why


verb(supervisions, "request", SUPERVISE, services.supervision_request, "Write down what was asked of a processor", SupervisionRequestBody)  # fmt: skip
verb(supervisions, "receive", SUPERVISE, services.supervision_receive, "Write down what came from a processor", SupervisionReceiveBody)  # fmt: skip
verb(supervisions, "read", SUPERVISE, services.supervision_read, "Write a reading note of a supervision", SupervisionReadBody)  # fmt: skip
verb(supervisions, "conclude", SUPERVISE, services.supervision_conclude, "Conclude a supervision", SupervisionConcludeBody)  # fmt: skip
verb(supervisions, "cancel", SUPERVISE, services.supervision_cancel, "Cancel a supervision", SupervisionWhyBody)
verb(supervisions, "reopen", SUPERVISE, services.supervision_reopen, "Open a supervision again", SupervisionWhyBody)


# Control objectives


class ObjectiveOut(Out):
    key: str = Field(description="Its letter in an ISAE 3000 report on data protection.")
    title: str = Field(description="In your language.")
    outcome: Literal[("", *Outcome.values)] = Field(description="Empty: not read yet.")  # type: ignore[valid-type]
    note: str
    complementary: str = Field(description="Controls that the report leaves to you.")


class ObjectivesOut(Out):
    items: list[ObjectiveOut]


class ObjectiveBody(Body):
    outcome: Literal[("", *Outcome.values)] = ""  # type: ignore[valid-type]
    note: Annotated[str, Field(max_length=4000)] = ""
    complementary: Annotated[str, Field(max_length=4000)] = ""


class ObjectivesBody(Body):
    objectives: dict[Annotated[str, Field(max_length=10)], ObjectiveBody] = Field(
        max_length=20, description="By letter; those that are not mentioned stay."
    )


ONE = "/supervisions/{reference}"


@operation("GET", f"{ONE}/objectives", room=ROOM, permission=VIEW, gives=ObjectivesOut)
def supervisions_objectives(request: Call, reference: str) -> Any:
    """Read what an assurance report says of each control objective"""
    return _objectives(request.actor, supervisions.find(request.actor, reference))


@operation("POST", f"{ONE}/objectives", room=ROOM, permission=SUPERVISE, gives=ObjectivesOut, body=ObjectivesBody)
def supervisions_objectives_set(request: Call, reference: str, body: ObjectivesBody) -> Any:
    """Write what an assurance report says of control objectives"""
    supervision = supervisions.find(request.actor, reference)
    hold(request, supervision)
    told = {key: each.model_dump() for key, each in body.objectives.items()}
    services.objectives_set(actor=request.actor, supervision=supervision, objectives=told)
    return _objectives(request.actor, supervision)


def _objectives(actor: Actor, supervision: Supervision) -> ObjectivesOut:
    found, language = selectors.objectives_of(actor, supervision), get_language()
    items = []
    for each in library.isae3000().objectives:
        row = found.get(each.key)
        told = {name: getattr(row, name, "") for name in ("outcome", "note", "complementary")}
        items.append(ObjectiveOut(key=each.key, title=say(each.title, language), **told))
    return ObjectivesOut(items=items)


# Findings

FOUND = ("title", "severity", "action", "owner", "due")


def _found(actor: Actor) -> Any:
    return selectors.findings_for(actor)


findings = offer(
    Resource(
        kind="supervision-findings",
        one="finding",
        room=ROOM,
        model=Finding,
        view=VIEW,
        rows=_found,
        out=reads(
            "SupervisionFindingOut", Finding, ("id", "supervision", *FOUND, "done_on", "effect", "done_by", "version")
        ),
        searched=("title", "supervision__reference", "supervision__supplier__title"),
        sorts=("due", "title"),
        order="due",
        related=("supervision", "owner"),
        body=creates(
            "SupervisionFindingCreate", Finding, ("supervision", *FOUND), supervision=(pointer(Supervision), ...)
        ),
        create=(SUPERVISE, services.finding_add),
        change=edits("SupervisionFindingEdit", Finding, FOUND),
        edit=(SUPERVISE, services.finding_edit),
    )
)


class FindingDoneBody(Body):
    effect: Why = Field(description="How you know that it has worked.")
    on: Day = None


verb(findings, "done", SUPERVISE, services.finding_done, "Say that a finding is put right", FindingDoneBody)
verb(findings, "reopen", SUPERVISE, services.finding_reopen, "Say that it has not worked", SupervisionWhyBody)

# The year


class YearQuery(Body):
    year: int | None = Field(None, ge=2000, le=2200, description="Without one: this year.")


class YearLineOut(Out):
    supplier: shown(Supplier)  # type: ignore[valid-type]
    standing: Literal[(Standing.LATE, Standing.NOT_ASSESSED, Standing.INSUFFICIENT, Standing.SOON, Standing.GOOD)]  # type: ignore[valid-type]
    points: int | None
    required_concept: int | None
    used_concept: int | None
    agreed_concept: int | None
    concluded: list[shown(Supervision)] = Field(description="In the year.")  # type: ignore[valid-type]
    last_conclusion: str
    last_on: date | None
    next_on: date | None


class SupervisionYearOut(Out):
    year: int
    items: list[YearLineOut]


@operation("GET", "/supervision-year", room=ROOM, permission=VIEW, gives=SupervisionYearOut, query=YearQuery)
def supervision_year(request: Call, query: YearQuery) -> Any:
    """Read how it stands with the supervision of every processor, the worst first"""
    today = dates.today(request.organisation.zone)
    year = query.year or today.year
    return SupervisionYearOut(year=year, items=[_line(each) for each in lines_of(request.actor, year, today)])


def _line(line: Any) -> YearLineOut:
    found, last = line.assessment, line.last
    numbers = ("points", "required_concept", "used_concept")
    return YearLineOut(
        supplier=line.supplier,
        standing=line.standing,
        concluded=line.held,
        last_conclusion=last.conclusion if last else "",
        last_on=last.concluded_on if last else None,
        next_on=line.next_on,
        agreed_concept=line.agreed,
        **{name: getattr(found, name, None) for name in numbers},
    )
