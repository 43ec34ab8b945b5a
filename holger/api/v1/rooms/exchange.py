"""Spreadsheets in: upload, dry run, correct, import all rows or none, take back. Export is with each register."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import UploadedFile
from pydantic import Field

from holger.api import rules
from holger.api.v1.call import Call
from holger.api.v1.errors import Invalid, Refused
from holger.api.v1.operation import Answer, operation
from holger.api.v1.resource import RESOURCES
from holger.api.v1.schemas import Body, Out
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import Reason
from holger.exchange import limits, selectors, services
from holger.exchange.matching import letters
from holger.exchange.models import ImportRun
from holger.exchange.permissions import IMPORT
from holger.exchange.planning import Plan
from holger.exchange.unreadable import Unreadable

ROOM = "exchange"


class ProblemOut(Out):
    row: int = Field(description="As the spreadsheet program counts.")
    column: str
    field: str
    value: str
    message: str
    suggestion: str | None


class ImportRunOut(Out):
    """A file on its way into a register. A draft tells what importing it would do now."""

    id: UUID
    kind: str = Field(description="The register it goes into.")
    filename: str
    status: Literal["draft", "applied", "undone"]
    sheet: str
    header_row: int
    mapping: dict[str, str] = Field(description="Column → field: {“B”: “title”}.")
    counts: dict[str, int] = Field(description="Rows to create, update, leave the same, skip, and with problems.")
    problems: list[ProblemOut]
    may_apply: bool = Field(description="Nothing stands in the way, and there is something to import.")
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None


class Runs(Out):
    items: list[ImportRunOut]
    count: int


class UploadBody(Body):
    sheet: str = Field("", max_length=200, description="Which sheet; empty: the first with rows.")
    header_row: int | None = Field(
        None, ge=1, le=limits.MAX_ROWS, description="The row with headings; guessed if left out."
    )


class MapBody(Body):
    mapping: dict[Annotated[str, Field(pattern=r"^[A-Z]{1,3}$")], Annotated[str, Field(max_length=50)]] = Field(
        max_length=limits.MAX_COLUMNS, description="Column → field. A column that is left out is not imported."
    )


class FixBody(Body):
    cells: dict[Annotated[str, Field(pattern=r"^[1-9]\d{0,6}$")], dict[str, Annotated[str, Field(max_length=4000)]]] = (
        Field({}, max_length=1000, description="Row → field → what to read instead.")
    )
    skip: list[Annotated[int, Field(ge=1, le=limits.MAX_ROWS, strict=True)]] = Field([], max_length=limits.MAX_ROWS)
    keep: list[Annotated[int, Field(ge=1, le=limits.MAX_ROWS, strict=True)]] = Field([], max_length=limits.MAX_ROWS)
    suggestions: bool = Field(
        False, strict=True, description="Take the first suggestion of every problem that has one."
    )


def _enter(request: Call, kind: str) -> None:
    """The register is there, the person may import to it, and the token's scope reaches it too."""
    selectors.register_to_import(request.actor, kind)
    known = RESOURCES.get(kind)
    if known is None or not rules.opens(request.auth.scope, known.room, rules.WRITE):
        raise Refused(403, "scope", _("The token's scope does not reach this."))


def _run(request: Call, kind: str, key: str) -> ImportRun:
    _enter(request, kind)
    try:
        return selectors.runs_for(request.actor, kind).get(pk=UUID(key))
    except (ValueError, ImportRun.DoesNotExist) as e:
        raise NotFound from e


def _told(request: Call, run: ImportRun) -> ImportRunOut:
    draft = run.status == ImportRun.Status.DRAFT
    plan = services.plan_of(actor=request.actor, run=run) if draft else None
    return ImportRunOut(
        id=run.pk,
        kind=run.kind,
        filename=run.filename,
        status=run.status,
        sheet=run.sheet,
        header_row=run.header_row,
        mapping={letters(column): name for column, name in sorted(run.columns.items())},
        counts=dict(plan.counts) if plan else run.counts,
        problems=_problems(plan) if plan else [],
        may_apply=plan.may_apply if plan else False,
        created_at=run.created_at,
        applied_at=run.applied_at,
        undone_at=run.undone_at,
    )


def _problems(plan: Plan) -> list[ProblemOut]:
    return [
        ProblemOut(
            row=problem.row,
            column=problem.column,
            field=problem.target,
            value=str(problem.value),
            message=_say(problem.message),
            suggestion=_say(problem.suggestion.label) if problem.suggestion else None,
        )
        for problem in plan.problems
    ]


def _say(reason: Reason) -> str:
    return RuleBroken(reason).message


@operation("GET", "/imports/{kind}", room=ROOM, permission=IMPORT, gives=Runs)
def imports_list(request: Call, kind: str) -> Runs:
    """Read the latest imports to a register"""
    _enter(request, kind)
    runs = [_told(request, run) for run in selectors.latest_runs(request.actor, kind)]
    return Runs(items=runs, count=len(runs))


@operation(
    "POST",
    "/imports/{kind}",
    room=ROOM,
    permission=IMPORT,
    gives=ImportRunOut,
    status=201,
    body=UploadBody,
    upload=True,
)
def imports_start(request: Call, kind: str, file: UploadedFile, body: UploadBody) -> Answer:
    """Upload a spreadsheet for a dry run

    Nothing is imported. The answer says how the columns were understood, what would be created and changed, and
    every problem by row and column.
    """
    _enter(request, kind)
    if (file.size or 0) > limits.MAX_FILE:
        raise Refused(
            413, "too_large", _say(Unreadable("file_too_big", limit=limits.MAX_FILE // limits.MEGABYTE).reason)
        )
    try:
        run = services.run_start(
            actor=request.actor, kind=kind, content=file.read(), filename=file.name or "file",
            sheet=body.sheet or None, header_row=body.header_row,
        )  # fmt: skip
    except Unreadable as e:
        if e.code == "busy":
            raise Refused(429, "too_many", _say(e.reason), Retry_After="5") from e
        raise Invalid({"file": [_say(e.reason)]}) from e
    return Answer(_told(request, run), 201, {"Location": f"{request.path}/{run.pk}"})


@operation("GET", "/imports/{kind}/{id}", room=ROOM, permission=IMPORT, gives=ImportRunOut)
def imports_get(request: Call, kind: str, **path: str) -> ImportRunOut:
    """Read an import; for a draft, the dry run"""
    return _told(request, _run(request, kind, path["id"]))


@operation("POST", "/imports/{kind}/{id}/map", room=ROOM, permission=IMPORT, gives=ImportRunOut, body=MapBody)
def imports_map(request: Call, kind: str, body: MapBody, **path: str) -> ImportRunOut:
    """Say which column is which field"""
    run, mapping = _run(request, kind, path["id"]), {_column(key): name for key, name in body.mapping.items()}
    return _told(request, services.run_map(actor=request.actor, run=run, mapping=mapping))


def _column(name: str) -> int:
    """B → 1."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


@operation("POST", "/imports/{kind}/{id}/fix", room=ROOM, permission=IMPORT, gives=ImportRunOut, body=FixBody)
def imports_fix(request: Call, kind: str, body: FixBody, **path: str) -> ImportRunOut:
    """Correct cells, skip rows, or take the suggestions"""
    run = _run(request, kind, path["id"])
    if body.suggestions:
        plan = services.plan_of(actor=request.actor, run=run)
        run = services.run_fix_all(actor=request.actor, run=run, plan=plan)
    cells = {int(row): fields for row, fields in body.cells.items()}
    return _told(request, services.run_fix(actor=request.actor, run=run, cells=cells, skip=body.skip, keep=body.keep))


@operation("POST", "/imports/{kind}/{id}/apply", room=ROOM, permission=IMPORT, gives=ImportRunOut)
def imports_apply(request: Call, kind: str, **path: str) -> ImportRunOut:
    """Import all rows, or none"""
    return _told(request, services.run_apply(actor=request.actor, run=_run(request, kind, path["id"])))


@operation("POST", "/imports/{kind}/{id}/undo", room=ROOM, permission=IMPORT, gives=ImportRunOut)
def imports_undo(request: Call, kind: str, **path: str) -> ImportRunOut:
    """Take the last import back"""
    return _told(request, services.run_undo(actor=request.actor, run=_run(request, kind, path["id"])))


@operation("DELETE", "/imports/{kind}/{id}", room=ROOM, permission=IMPORT, gives=None, status=204)
def imports_discard(request: Call, kind: str, **path: str) -> None:
    """Forget a file that was not imported"""
    services.run_discard(actor=request.actor, run=_run(request, kind, path["id"]))
