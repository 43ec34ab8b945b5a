"""Incidents: the case with its steps, timeline, decisions, moments and the deadlines that follow from them."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import get_language
from pydantic import AwareDatetime, BeforeValidator, Field

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import pointer
from holger.api.v1.resource import Paging, Resource, hold, offer, page_at, page_of, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.models import hanging_on
from holger.core.words import say
from holger.incidents import services
from holger.incidents.filters.cases import IncidentFilter
from holger.incidents.models import Decision, Entry, EntryKind, Incident, Moment
from holger.incidents.models.decisions import Answered
from holger.incidents.models.moments import Point
from holger.incidents.permissions import DECIDE, DELETE, VIEW, WORK
from holger.incidents.rules.assessing import QUESTIONS
from holger.incidents.rules.clocks import Clock, State
from holger.incidents.selectors.clocks import case_of
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.services.timeline import WRITTEN as ENTRY_KINDS
from holger.incidents.services.timeline import entry_add
from holger.organisation.models import Person

ROOM = "incidents"
ONE = "/incidents/{reference}"
Long = Annotated[str, Field(max_length=4000)]
Wanted = Annotated[str, Field(min_length=1, max_length=4000)]
When = Annotated[AwareDatetime, Field(description="With its offset: 2026-11-24T03:52:00+01:00.")]
Question = Literal[tuple(QUESTIONS)]  # type: ignore[valid-type]

WRITTEN = (
    *("title", "description", "category", "source", "doubt", "reporter", "reported_by", "owner", "unit"),
    *("detected_at", "occurred_from", "occurred_to", "estimated", "impact", "urgency"),
    *("hits_confidentiality", "hits_integrity", "hits_availability", "cause", "malicious", "cross_border"),
    *("countries", "people_count", "record_count", "users_count", "customers_count", "outage_minutes", "loss"),
    *("containment", "recovery"),
)
FOLLOWS = (
    *("status", "severity", "anonymous", "restricted", "drill", "taken_on_at", "contained_at", "recovered_at"),
    *("closed_at", "created_at", "updated_at", "archived_at", "version"),
)
Country = Annotated[str, Field(min_length=2, max_length=2, description="Two letters, as ISO 3166 has them.")]
Countries = Annotated[list[Country], Field(max_length=250)]
LEADER: Any = (pointer(Person, null=True), Field(None, title="Case leader"))
IncidentOut = reads("IncidentOut", Incident, ("reference", *WRITTEN, *FOLLOWS), countries=(list[str], ...))
IncidentCreate = creates(
    "IncidentCreate",
    Incident,
    WRITTEN,
    countries=(Countries, []),
    owner=LEADER,
    detected_at=(When | None, Field(None, description="Without one: now.")),
    occurred_from=(When | None, None),
    occurred_to=(When | None, None),
)
IncidentEdit = edits(
    "IncidentEdit",
    Incident,
    WRITTEN,
    countries=(Countries, None),
    detected_at=(When, None),
    occurred_from=(When | None, None),
    occurred_to=(When | None, None),
    reason=(Long, Field("", description="Wanted where the time of detection changes, or the case is closed.")),
)


def _create(*, actor: Actor, **answers: Any) -> Incident:
    if answers.get("detected_at") is None:
        answers.pop("detected_at", None)
    return services.incident_create(actor=actor, **answers)


incidents = offer(
    Resource(
        kind="incidents",
        one="incident",
        room=ROOM,
        model=Incident,
        view=VIEW,
        rows=incidents_for,
        filters=IncidentFilter,
        out=IncidentOut,
        searched=("reference", "title", "description"),
        sorts=("number", "title", "severity_rank", "detected_at", "updated_at"),
        related=("owner", "unit", "reporter"),
        body=IncidentCreate,
        create=(WORK, _create),
        change=IncidentEdit,
        edit=(WORK, services.incident_edit),
        delete=(DELETE, services.incident_archive),
    )
)


# Steps


class StepBody(Body):
    at: When | None = Field(None, description="When, if not now.")
    reason: Long = Field("", description="Wanted where the time of a step that is taken already is put right.")


class BackBody(Body):
    reason: Wanted


class IncidentCloseBody(Body):
    at: When | None = None
    reason: Wanted = Field(description="How it ended.")
    anyway: bool = Field(
        False, description="Close it although a question is undecided or a deadline runs. No clock pauses."
    )


class RestrictBody(Body):
    reason: Wanted
    without_me: bool = Field(False, description="Where you shall not see it any more either.")


def _step(step: str) -> Callable[..., Any]:
    def take(*, actor: Actor, incident: Incident, **answers: Any) -> None:
        services.incident_step(actor=actor, incident=incident, step=step, **answers)

    return take


def _restrict(*, actor: Actor, incident: Incident, **answers: Any) -> None:
    services.restricted_set(actor=actor, incident=incident, restricted=True, **answers)


def _open_up(*, actor: Actor, incident: Incident, **answers: Any) -> None:
    services.restricted_set(actor=actor, incident=incident, restricted=False, **answers)


verb(incidents, "contain", WORK, _step("contain"), "Say that an incident is contained", StepBody)
verb(incidents, "recover", WORK, _step("recover"), "Say that an incident is recovered", StepBody)
verb(incidents, "flare-up", WORK, _step("flare_up"), "Say that an incident has flared up again", BackBody)
verb(incidents, "close", WORK, _step("close"), "Close the case of an incident", IncidentCloseBody)
verb(incidents, "reopen", WORK, _step("reopen"), "Open the case of an incident again", BackBody)
verb(incidents, "open-up", WORK, _open_up, "Show an incident to all whose roles reach it again", BackBody)
verb(incidents, "restore", DELETE, services.incident_restore, "Take an incident back from the archive")


@operation("POST", f"{ONE}/restrict", room=ROOM, permission=WORK, gives=None, status=204, body=RestrictBody)
def incidents_restrict(request: Call, reference: str, body: RestrictBody) -> None:
    """Keep an incident from all but its leader and its team"""
    incident = incidents.find(request.actor, reference)
    hold(request, incident)
    _restrict(actor=request.actor, incident=incident, **body.model_dump())


# Timeline


def _key(row: Any) -> Any:
    return getattr(row, "pk", row)


EntryOut = reads(
    "TimelineEntryOut",
    Entry,
    ("id", "kind", "at", "entered_at", "by_name", "text"),
    told=(
        dict[str, Any],
        Field(description="What a line of holger’s own tells, by name; `what` says which line it is."),
    ),
    corrects=(Annotated[UUID | None, BeforeValidator(_key)], Field(description="The line that it puts right.")),
)


class EntryBody(Body):
    kind: Literal[tuple(ENTRY_KINDS)] = Field(EntryKind.NOTE.value)  # type: ignore[valid-type]
    text: Annotated[str, Field(min_length=1, max_length=10_000)]
    at: When | None = Field(None, description="When it happened, if not now.")
    corrects: UUID | None = Field(None, description="The line that this one puts right; that stays.")


def _entries(incident: Incident) -> Any:
    return hanging_on(Entry, incident=incident).order_by("at", "entered_at", "id")


@operation("GET", f"{ONE}/timeline", room=ROOM, permission=VIEW, gives=page_of(EntryOut), query=Paging)
def incidents_timeline(request: Call, reference: str, query: Paging) -> Any:
    """Read the timeline of an incident, the oldest line first"""
    return page_at(request, _entries(incidents.find(request.actor, reference)), query, EntryOut)


@operation("POST", f"{ONE}/timeline", room=ROOM, permission=WORK, gives=EntryOut, status=201, body=EntryBody)
def incidents_timeline_add(request: Call, reference: str, body: EntryBody) -> Answer:
    """Add a line to the timeline of an incident"""
    incident, told = incidents.find(request.actor, reference), body.model_dump()
    if told["corrects"] is not None:
        told["corrects"] = _entries(incident).filter(pk=told["corrects"]).first()
        if told["corrects"] is None:
            raise NotFound
    row = entry_add(actor=request.actor, incident=incident, **told)
    return Answer(row, 201, {"Location": request.path})


# Decisions and moments

DecisionOut = reads(
    "IncidentDecisionOut", Decision, ("id", "question", "clock", "answer", "reason", "at", "by_name", "entered_at")
)
MomentOut = reads(
    "IncidentMomentOut", Moment, ("id", "point", "question", "at", "basis", "reason", "by_name", "entered_at")
)


class DecisionBody(Body):
    question: Question
    answer: Literal[tuple(Answered.values)]  # type: ignore[valid-type]
    reason: Wanted = Field(description="What you build on. An authority may ask for it.")
    at: When | None = Field(None, description="When it was decided, if not now.")


class MomentBody(Body):
    point: Literal[tuple(Point.values)]  # type: ignore[valid-type]
    at: When
    basis: Long = Field("", description="How you know; wanted for when you became aware.")
    question: Literal[("", *QUESTIONS)] = Field(
        "", description="Of what you became aware, where that was at another time."
    )  # type: ignore[valid-type]
    reason: Long = Field("", description="Wanted where the moment was told before: what stood then stays in the log.")


def _told(model: Any, incident: Incident) -> Any:
    return hanging_on(model, incident=incident).order_by("entered_at", "id")


@operation("GET", f"{ONE}/decisions", room=ROOM, permission=VIEW, gives=page_of(DecisionOut), query=Paging)
def incidents_decisions(request: Call, reference: str, query: Paging) -> Any:
    """Read what was decided about an incident; the last answer to a question stands"""
    return page_at(request, _told(Decision, incidents.find(request.actor, reference)), query, DecisionOut)


@operation("POST", f"{ONE}/decisions", room=ROOM, permission=DECIDE, gives=DecisionOut, status=201, body=DecisionBody)
def incidents_decide(request: Call, reference: str, body: DecisionBody) -> Answer:
    """Answer a question about an incident"""
    incident = incidents.find(request.actor, reference)
    row = services.decision_make(actor=request.actor, incident=incident, **body.model_dump())
    return Answer(row, 201, {"Location": request.path})


@operation("GET", f"{ONE}/moments", room=ROOM, permission=VIEW, gives=page_of(MomentOut), query=Paging)
def incidents_moments(request: Call, reference: str, query: Paging) -> Any:
    """Read when things happened in an incident; of each point the last one holds"""
    return page_at(request, _told(Moment, incidents.find(request.actor, reference)), query, MomentOut)


@operation("POST", f"{ONE}/moments", room=ROOM, permission=DECIDE, gives=MomentOut, status=201, body=MomentBody)
def incidents_moment_tell(request: Call, reference: str, body: MomentBody) -> Answer:
    """Tell when something happened, or put it right"""
    incident, told = incidents.find(request.actor, reference), body.model_dump()
    known = _told(Moment, incident).filter(point=body.point, question=body.question).exists()
    if not known:
        told.pop("reason")
    write = services.moment_correct if known else services.moment_tell
    return Answer(write(actor=request.actor, incident=incident, **told), 201, {"Location": request.path})


# Deadlines


class ClockOut(Out):
    """A deadline of the law, worked out from the facts as they stand."""

    key: str
    title: str = Field(description="In your language.")
    regime: str
    to: str = Field(description="Whom it is told, in your language.")
    state: Literal[tuple(State)]  # type: ignore[valid-type]
    start: datetime | None
    due: datetime | None = Field(
        description="Null while it waits, and where the law gives no number: without undue delay."
    )
    undecided: bool = Field(description="Its question is not decided: it runs as if it were so.")
    percent: int | None = Field(description="How much of the time is gone.")


class ClocksOut(Out):
    items: list[ClockOut]


@operation("GET", f"{ONE}/clocks", room=ROOM, permission=VIEW, gives=ClocksOut)
def incidents_clocks(request: Call, reference: str) -> Any:
    """Read the deadlines of an incident, the ones that press most first"""
    case = case_of(request.actor, incidents.find(request.actor, reference))
    if case is None:
        raise NotFound
    return ClocksOut(items=[_clock(each) for each in case.clocks])


def _clock(clock: Clock) -> ClockOut:
    language = get_language()
    return ClockOut(
        key=clock.key,
        title=say(clock.rule.title, language),
        regime=str(clock.rule.regime),
        to=say(clock.to, language),
        state=clock.state.value,
        start=clock.start,
        due=clock.due.at if clock.due else None,
        undecided=clock.undecided,
        percent=clock.percent,
    )
