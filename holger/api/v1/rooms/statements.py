"""Statements of applicability: their versions, what they say line by line, how they differ, and their approval."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.errors import Invalid
from holger.api.v1.operation import operation
from holger.api.v1.references import pointer, shown
from holger.api.v1.resource import PAPERS, Resource, asked_paper, offer, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.controls import selectors, services
from holger.controls.filters.statement import StatementVersionFilter
from holger.controls.models import Statement, Status, Strength
from holger.controls.papers.statement import paper_now, paper_of
from holger.controls.permissions import APPROVE, STATEMENT, VIEW
from holger.controls.rules.statement import BEYOND, IN, OUT, STATUSES, Line
from holger.controls.rules.statement_changes import PARTS, Change, changes
from holger.controls.rules.statement_content import canonical, frozen
from holger.controls.rules.statement_questions import QUESTIONS
from holger.controls.selectors import Now
from holger.controls.tables.statement import now_at
from holger.controls.tables.statement_questions import note_of
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.exchange.papers.paper import Paper
from holger.exchange.papers.sending import paper_response
from holger.frameworks.models import Answer, Driver, Framework
from holger.organisation.models import Person

ROOM = "controls"
ONE = "/statements/{reference}"
Text = dict[Literal["da", "en"], str]
Choice = Literal[(IN, OUT, BEYOND)]  # type: ignore[valid-type]
State = Literal[(*STATUSES, OUT, BEYOND)]  # type: ignore[valid-type]
Digest = Annotated[
    str, Field(pattern=r"^[0-9a-f]{64}$", description="The SHA-256 of the frozen content that was read.")
]

# Versions

WRITTEN = ("introduction", "change_note", "approver")
STAMPS = (
    *("digest", "requested_at", "requested_by", "approved_at", "approved_by", "declined_note", "made_at", "version"),
)
StatementOut = reads(
    "StatementOut",
    Statement,
    ("reference", "number", "status", *WRITTEN, *STAMPS),
    title=(str, Field(description="Of what, and which version, in your language.")),
    number=(int, Field(description="Of the version, counted in its scope.")),
    digest=(str, Field(description="The SHA-256 of the frozen content; empty for a draft.")),
    declined_note=(str, Field(description="What the approver wants done first.")),
    framework=(shown(Framework), Field(description="What it goes through.")),
    scope=(int, Field(validation_alias="scope_number", description="The number of the framework's scope.")),
)


def _fill(request: Call, rows: Sequence[Any]) -> None:
    for row in rows:
        row.framework, row.scope_number = row.scope.framework, row.scope.number


class StatementCreate(Body):
    framework: pointer(Framework)  # type: ignore[valid-type]
    scope: int = Field(1, ge=1, le=1_000_000, description="The number of the framework's scope.")


def _draft(*, actor: Actor, framework: Framework, scope: int = 1) -> Statement:
    found = selectors.statement_scopes_for(actor).filter(framework=framework, number=scope).first()
    if found is None:
        raise NotFound
    return services.statement_draft(actor=actor, scope=found)


statements = offer(
    Resource(
        kind="statements",
        one="statement",
        called="statement of applicability",
        room=ROOM,
        model=Statement,
        view=VIEW,
        rows=selectors.statements_for,
        filters=StatementVersionFilter,
        out=StatementOut,
        searched=(
            "reference",
            "scope__framework__reference",
            "scope__framework__title_da",
            "scope__framework__title_en",
        ),
        sorts=("made_at", "number", "approved_at"),
        order="made_at",
        related=("approver",),
        fill=_fill,
        body=StatementCreate,
        create=(STATEMENT, _draft),
        change=edits("StatementEdit", Statement, WRITTEN),
        edit=(STATEMENT, services.statement_edit),
        delete=(STATEMENT, services.statement_discard),
        deletes="discard",
    )
)


class RequestBody(Body):
    approver: pointer(Person)  # type: ignore[valid-type]
    change_note: Annotated[str, Field(max_length=4000)] = ""


class ApproveBody(Body):
    digest: Digest


class StatementDeclineBody(Body):
    note: Annotated[str, Field(min_length=1, max_length=4000, description="What must be done first.")]


verb(statements, "request", STATEMENT, services.statement_request, "Freeze a draft and ask for approval", RequestBody)
verb(statements, "withdraw", STATEMENT, services.statement_withdraw, "Take back what was sent for approval")
verb(statements, "approve", APPROVE, services.statement_approve, "Approve exactly what was read", ApproveBody)
verb(statements, "decline", APPROVE, services.statement_decline, "Decline to approve", StatementDeclineBody)

# What it says


class MeasureOut(Out):
    reference: str
    title: str
    status: Literal[tuple(Status.values)]  # type: ignore[valid-type]
    strength: Literal[tuple(Strength.values)]  # type: ignore[valid-type]


class StatementLineOut(Out):
    """What a statement says of one requirement."""

    code: str
    title: Text
    theme: str = Field(description="The id of the topmost heading above it.")
    choice: Choice = Field(description="in: chosen; out: left out; beyond: the ambition does not reach it.")
    reason: str = Field(description="Why it is chosen, or the justification for leaving it out.")
    drivers: list[Literal[tuple(Driver.values)]]  # type: ignore[valid-type]
    controls: list[MeasureOut]
    answer: Literal[("", *Answer.values)]  # type: ignore[valid-type]
    status: State = Field(description="How far it is in place; out and beyond where it is not chosen.")
    told_by: Literal["", "controls", "answer"] = Field(description="What the status follows from.")
    maturity: int | None
    target: int | None
    evidence: int = Field(description="Of the last 12 months, on the requirement and on its controls.")


class ThemeOut(Out):
    code: str
    title: Text


class StatementQuestionOut(Out):
    """Something that an auditor would ask, and the requirements that it is about."""

    key: Literal[QUESTIONS]  # type: ignore[valid-type]
    open: bool = Field(description="There is no good answer yet.")
    note: Literal["", "never", "old"] = Field(
        description="Of stale: nothing is approved, or it is more than a year old."
    )
    codes: list[str]


class LinesOut(Out):
    """A draft tells how it stands now; what was sent tells what was frozen."""

    frozen: bool
    themes: list[ThemeOut]
    items: list[StatementLineOut]
    count: int
    questions: list[StatementQuestionOut] = Field(description="About how it stands now, whichever version is read.")


@operation("GET", ONE + "/lines", room=ROOM, permission=VIEW, gives=LinesOut)
def statements_lines(request: Call, reference: str) -> LinesOut:
    """Read a statement of applicability line by line"""
    statement = statements.find(request.actor, reference)
    themes, lines = _said(request, statement)
    return LinesOut(
        frozen=bool(statement.digest),
        themes=[ThemeOut.model_validate(theme) for theme in themes],
        items=[StatementLineOut.model_validate(line) for line in lines],
        count=len(lines),
        questions=[
            StatementQuestionOut(key=each.key, open=each.open, note=note_of(each), codes=list(each.codes))  # type: ignore[arg-type]
            for each in _now(request, statement).questions
        ],
    )


def _now(request: Call, statement: Statement) -> Now:
    return now_at(request, [statement.scope])[statement.scope_id]


def _said(request: Call, statement: Statement) -> tuple[Sequence[Any], Sequence[Line]]:
    if statement.digest:
        held = frozen(selectors.frozen_of(request.actor, statement))
        return held.themes, held.lines
    now = _now(request, statement)
    return now.themes, now.lines


@operation("GET", ONE + "/content", room=ROOM, permission=VIEW, gives=None, media=("application/json",))
def statements_content(request: Call, reference: str) -> HttpResponseBase:
    """Read what was frozen, letter for letter

    The SHA-256 of the answer is the statement's ``digest``. 404 for a draft.
    """
    statement = statements.find(request.actor, reference)
    if not statement.digest:
        raise NotFound
    content: Mapping[str, Any] = selectors.frozen_of(request.actor, statement)
    return HttpResponse(canonical(content).encode(), content_type="application/json")


class ChangeOut(Out):
    """A requirement of which two statements do not say the same. Without ``before`` it came, without ``after`` it went."""

    code: str
    parts: list[Literal[PARTS]] = Field(description="What differs.")  # type: ignore[valid-type]
    before: StatementLineOut | None
    after: StatementLineOut | None


class ChangesOut(Out):
    since: str = Field(description="The reference of the version it is compared with; empty where there is none.")
    items: list[ChangeOut]
    count: int


class SinceQuery(Body):
    since: str = Field("", max_length=50, description="A version of the same scope; without it, the one it follows.")


@operation("GET", ONE + "/changes", room=ROOM, permission=VIEW, gives=ChangesOut, query=SinceQuery)
def statements_changes(request: Call, reference: str, query: SinceQuery) -> ChangesOut:
    """Read what a statement says otherwise than another version"""
    statement = statements.find(request.actor, reference)
    other = _other(request, statement, query.since)
    if other is None:
        return ChangesOut(since="", items=[], count=0)
    found = changes(_said(request, other)[1], _said(request, statement)[1])
    return ChangesOut(since=other.reference, items=[_change(each) for each in found.values()], count=len(found))


def _other(request: Call, statement: Statement, since: str) -> Statement | None:
    rows = selectors.statements_for(request.actor).filter(scope=statement.scope_id).exclude(digest="")
    if not since:
        return (
            rows.filter(number__lt=statement.number, status__in=("approved", "superseded")).order_by("-number").first()
        )
    found = rows.filter(reference=since.upper()).first()
    if found is None:
        raise Invalid({"since": [_("There is no such version of this scope.")]})
    return found


def _change(change: Change) -> ChangeOut:
    before, after = (StatementLineOut.model_validate(line) if line else None for line in (change.before, change.after))
    return ChangeOut(code=change.code, parts=list(change.parts), before=before, after=after)


PaperQuery = creates("StatementPaperQuery", Statement, (), **asked_paper())


@operation("GET", ONE + "/report", room=ROOM, permission=VIEW, gives=None, query=PaperQuery, media=PAPERS)
def statements_report(request: Call, reference: str, query: Any) -> HttpResponseBase:
    """Put a statement of applicability on paper"""
    statement = statements.find(request.actor, reference)

    def make(language: str) -> Paper:
        if statement.digest:
            return paper_of(request, language, statement)
        return paper_now(request, language, _now(request, statement))

    return paper_response(request, make, query.format, query.language or "", about=statement.title)
