"""Impact assessments (GDPR article 35): screening an activity, and an assessment from its draft to a decision that stands."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import pointer
from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.rooms.privacy import activities
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.privacy import library, services
from holger.privacy.filters.dpia import DpiaFilter
from holger.privacy.models import Activity, Dpia, DpiaVersion, Screening
from holger.privacy.permissions import ADVISE, DECIDE, EDIT, MANAGE, VIEW
from holger.privacy.rules.assessments import LONGEST
from holger.privacy.rules.dpia import Answer as Said
from holger.privacy.rules.dpia import missing
from holger.privacy.selectors import dpia as selectors
from holger.privacy.services.dpia import OPINION

ROOM = "privacy"
TOLD = ("title", "owner")
FOLLOWS = (
    *("status", "answers", "opinion_by", "opinion_at", "sent_back", "consulted_on", "consultation", "next_review"),
    *("created_at", "updated_at", "archived_at", "version"),
)
QUESTIONS = tuple(each.key for each in library.assessment().questions if each.key != OPINION)
CRITERIA = tuple(criterion.key for _group, criterion in library.assessment().criteria)
Reason = Annotated[str, Field(max_length=4000)]
Wanted = Annotated[str, Field(min_length=1, max_length=4000)]
Text = Annotated[str, Field(max_length=LONGEST)]


def _fill(request: Call, rows: Sequence[Any]) -> None:
    """Put on each row what must still be answered."""
    officer = selectors.has_officer(request.organisation.pk)
    for row in rows:
        row.missing = [each.key for each in missing(library.assessment(), row.answers, has_dpo=officer)]


assessments = offer(
    Resource(
        kind="impact-assessments",
        one="dpia",
        called="impact assessment",
        room=ROOM,
        model=Dpia,
        view=VIEW,
        rows=selectors.dpias_for,
        filters=DpiaFilter,
        out=reads(
            "ImpactAssessmentOut",
            Dpia,
            ("reference", "activity", *TOLD, "unit", *FOLLOWS),
            missing=(list[str], Field(description="Keys of what must be answered before it is decided on.")),
        ),
        searched=("reference", "title", "activity__title"),
        sorts=("number", "title", "status", "next_review", "updated_at"),
        related=("owner", "unit"),
        fill=_fill,
        body=creates("ImpactAssessmentCreate", Dpia, TOLD, activity=(pointer(Activity), ...)),
        create=(EDIT, services.dpia_create),
        change=edits("ImpactAssessmentEdit", Dpia, (*TOLD, "unit")),
        edit=(EDIT, services.dpia_edit),
        delete=(MANAGE, services.dpia_archive),
    )
)


class ImpactAnswerBody(Body):
    answers: dict[Literal[QUESTIONS], Text] = Field(  # type: ignore[valid-type]
        max_length=len(QUESTIONS), description="By the keys of the questions; those that are not mentioned stay."
    )


class OpinionBody(Body):
    opinion: Annotated[str, Field(min_length=1, max_length=LONGEST)]


class ImpactReasonBody(Body):
    reason: Wanted


class ConsultBody(Body):
    on: date = Field(description="When the authority was asked.")


class ConsultationBody(Body):
    answer: Annotated[str, Field(min_length=1, max_length=10_000)]


class ApproveImpactBody(Body):
    next_review: date = Field(description="When it is looked at again.")
    reason: Reason = Field("", description="On what conditions.")


verb(assessments, "answer", EDIT, services.dpia_answer, "Answer questions of an impact assessment", ImpactAnswerBody)
verb(assessments, "advise", ADVISE, services.dpia_advise, "Give the data protection officer's opinion", OpinionBody)
verb(assessments, "send", EDIT, services.dpia_send, "Send an impact assessment for a decision")
verb(assessments, "send-back", DECIDE, services.dpia_send_back, "Send an impact assessment back", ImpactReasonBody)
verb(assessments, "consult", DECIDE, services.dpia_consult, "Write down that the authority was asked", ConsultBody)
verb(assessments, "consulted", DECIDE, services.dpia_consultation_answer, "Write down what the authority answered", ConsultationBody)  # fmt: skip
verb(assessments, "approve", DECIDE, services.dpia_approve, "Approve an impact assessment", ApproveImpactBody)
verb(
    assessments, "reject", DECIDE, services.dpia_reject, "Decide that the processing may not be done", ImpactReasonBody
)
verb(assessments, "revise", EDIT, services.dpia_revise, "Begin a new version of an impact assessment", ImpactReasonBody)
verb(assessments, "restore", MANAGE, services.dpia_restore, "Take an impact assessment back from the archive")

VersionOut = reads(
    "ImpactVersionOut",
    DpiaVersion,
    ("number", "answers", "opinion_by", "consultation", "approved", "reason", "by_name", "entered_at"),
)


class ImpactVersionsOut(Out):
    items: list[VersionOut]  # type: ignore[valid-type]


@operation("GET", "/impact-assessments/{reference}/versions", room=ROOM, permission=VIEW, gives=ImpactVersionsOut)
def impact_assessments_versions(request: Call, reference: str) -> Any:
    """Read an impact assessment as it was decided on, each time"""
    return {"items": list(selectors.versions_of(assessments.find(request.actor, reference)))}


# Screening

ScreeningOut = reads(
    "ScreeningOut", Screening, ("id", "answers", "outcome", "needed", "reason", "by_name", "entered_at")
)


class ScreeningsOut(Out):
    items: list[ScreeningOut]  # type: ignore[valid-type]


class ScreeningBody(Body):
    answers: dict[Literal[CRITERIA], Literal[tuple(Said)]] = Field(max_length=len(CRITERIA))  # type: ignore[valid-type]
    needed: bool = Field(strict=True, description="Whether an assessment is made.")
    reason: Reason = Field("", description="Wanted where none is made although something speaks for it.")


SCREENINGS = "/processing-activities/{reference}/screenings"


@operation("GET", SCREENINGS, room=ROOM, permission=VIEW, gives=ScreeningsOut)
def processing_activities_screenings(request: Call, reference: str) -> Any:
    """Read how an activity was screened for an impact assessment, the latest first"""
    return {"items": list(selectors.screenings_of(activities.find(request.actor, reference)))}


@operation("POST", SCREENINGS, room=ROOM, permission=EDIT, gives=ScreeningOut, status=201, body=ScreeningBody)
def processing_activities_screenings_add(request: Call, reference: str, body: ScreeningBody) -> Any:
    """Screen an activity for an impact assessment"""
    activity = activities.find(request.actor, reference)
    made = services.screening_make(actor=request.actor, activity=activity, **body.model_dump())
    return Answer(ScreeningOut.model_validate(made), 201)
