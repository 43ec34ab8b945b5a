"""Gap rounds: opened over a framework, answered requirement by requirement, closed, and compared."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pydantic import Field, create_model

from holger.api.v1.call import Call
from holger.api.v1.errors import Invalid
from holger.api.v1.operation import operation
from holger.api.v1.references import answers_of, pointer
from holger.api.v1.resource import (
    Paging,
    Resource,
    hold,
    narrowed,
    offer,
    order_of,
    page_at,
    page_of,
    parameters_of,
    verb,
    with_words,
)
from holger.api.v1.schemas import Body, Change, Out, creates, edits, reads
from holger.controls import services
from holger.controls.filters.gap import GapAnswerFilter, GapRoundFilter
from holger.controls.models import GapAnswer, GapRound
from holger.controls.permissions import ROUNDS, VIEW
from holger.controls.selectors import gap as selectors
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Answer, Framework
from holger.frameworks.permissions import ANSWER
from holger.frameworks.permissions import SCOPE as DECIDE
from holger.frameworks.selectors import scopes_for
from holger.organisation.models import Person

ROOM = "controls"
ONE = "/gap-rounds/{reference}"
LINE = ONE + "/answers/{path:code}"
Level = Literal[0, 1, 2, 3, 4, 5]
Given = Literal[("", *Answer.values)]  # type: ignore[valid-type]


class GapSumsOut(Out):
    """Each requirement that the round asks about, counted once."""

    met: int
    partly: int
    not_met: int
    unconfirmed: int = Field(description="Filled in beforehand, and nobody has confirmed it. Counts nothing.")
    unanswered: int
    out: int = Field(description="Left out; not in the total.")
    total: int
    progress: int = Field(description="How much is answered or confirmed, in percent.")
    percent: int = Field(description="Met, and half of what is partly met.")
    expected: int = Field(description="The same, should all that was filled in beforehand hold.")
    maturity: float | None = Field(description="The average of those that have one.")
    target: float | None


def _count(request: Call, rows: Sequence[Any]) -> None:
    sums = selectors.gap_sums(request.actor, rows)
    for row in rows:
        row.sums, row.framework, row.scope_number = sums[row.pk], row.scope.framework, row.scope.number


class OfOut(Out):
    """A framework, in one of the scopes in which it holds."""

    framework: str = Field(description="The framework's reference.")
    title: str
    scope: int = Field(description="The scope's number.")
    unit: str = Field(description="Empty: the whole organisation.")


def _count(request: Call, rows: Sequence[Any]) -> None:
    sums = selectors.gap_sums(request.actor, rows)
    for row in rows:
        row.sums = sums[row.pk]
        scope, framework = row.scope, row.scope.framework
        unit = scope.unit.name if scope.unit else ""
        row.of = OfOut(framework=framework.reference, title=framework.title, scope=scope.number, unit=unit)


ABOUT = ("title", "purpose", "due", "participants")
GapRoundOut = reads(
    "GapRoundOut",
    GapRound,
    ("reference", *ABOUT, "opened_at", "closed_at", "closed_by", "conclusion", "version"),
    reference=(str, Field()),
    of=(OfOut, Field(description="What it goes through.")),
    sums=(GapSumsOut, Field(description="How far it is.")),
)
GapRoundOpen = creates(
    "GapRoundOpen",
    GapRound,
    ABOUT,
    framework=(pointer(Framework), Field()),
    scope=(int | None, Field(None, ge=1, le=1_000_000, description="A scope's number; without it, the first you see.")),
    prefill=(bool, Field(True, description="Begin with what is known; all of it is yet to be confirmed.")),
)


def _open(*, actor: Actor, framework: Framework, scope: int | None = None, **answers: Any) -> GapRound:
    """In the scope with that number, else in the first that the caller sees."""
    rows = scopes_for(actor).filter(framework=framework).select_related("framework", "unit").order_by("number")
    found = rows.first() if scope is None else rows.filter(number=scope).first()
    if found is None:
        raise RuleBroken(N_("The framework does not hold there."), "scope")
    return services.gap_round_open(actor=actor, scope=found, **answers)


rounds = offer(
    Resource(
        kind="gap-rounds",
        one="gap_round",
        called="gap round",
        room=ROOM,
        model=GapRound,
        view=VIEW,
        rows=selectors.gap_rounds_for,
        filters=GapRoundFilter,
        out=GapRoundOut,
        searched=("title", "purpose", "conclusion"),
        sorts=("number", "title", "opened_at", "closed_at", "due"),
        order="-number",
        related=("participants", "scope__framework", "scope__unit"),
        fill=_count,
        body=GapRoundOpen,
        create=(ROUNDS, _open),
        change=edits("GapRoundEdit", GapRound, ABOUT),
        edit=(ROUNDS, services.gap_round_edit),
        delete=(ROUNDS, services.gap_round_remove),
        deletes="remove",
    )
)


class GapRoundCloseBody(Body):
    conclusion: Annotated[str, Field(max_length=10_000)] = ""


verb(
    rounds,
    "close",
    ROUNDS,
    services.gap_round_close,
    "Close a gap round: what it found stays as it is",
    GapRoundCloseBody,
)
verb(rounds, "reopen", ROUNDS, services.gap_round_reopen, "Open the latest round of a scope again")


# Its answers


class GapAnswerOut(Out):
    """What a round says of a requirement."""

    code: str
    title: str
    part: str = Field(validation_alias="part_code", description="The id of the topmost requirement above it.")
    applicable: bool
    reason: str = Field(description="Why it is left out.")
    answer: Given
    confirmed: bool = Field(description="Somebody has answered it in this round, or confirmed what was filled in.")
    origin: Literal["", "last", "mapping"] = Field(description="What it was filled in from, until it is confirmed.")
    maturity: Level | None
    target: Level
    gap: int | None = Field(description="Levels missing to the target, one more where partly met, two where not met.")
    remark: str
    skipped: bool
    asked: str = Field(validation_alias="asked_reference", description="The reference of who is to answer.")
    answered_at: datetime | None
    answered_by: str
    version: int


def _rows(request: Call, held: GapRound) -> QuerySet[Any]:
    rows = selectors.with_gaps(selectors.answers_lined_up(request.actor, held))
    return rows.select_related("requirement", "part", "asked").defer("requirement__guide", "part__guide")


def _row(request: Call, reference: str, code: str) -> Any:
    held = rounds.find(request.actor, reference)
    found = _rows(request, held).filter(requirement__code=code).first()
    if found is None:
        raise NotFound
    found.round = held
    found.requirement.framework = held.scope.framework
    return found


def _spread(request: Call, rows: Sequence[Any]) -> None:
    for row in rows:
        row.code, row.title, row.part_code = row.requirement.code, row.requirement.title, row.part.code
        row.asked_reference = row.asked.reference if row.asked else ""


def _shown(request: Call, reference: str, code: str) -> Any:
    """As it is now, with the size of its gap."""
    row = _row(request, reference, code)
    _spread(request, [row])
    return row


SORTS = {"place": "place", "gap": "gap", "maturity": "maturity", "answered_at": "answered_at"}
GapAnswersQuery = create_model(
    "GapAnswersQuery",
    __base__=Paging,
    __module__=__name__,
    q=(str, Field("", max_length=200, description="Words that must all be found in it.")),
    sort=(
        Literal[tuple(sign + name for name in SORTS for sign in ("", "-"))],
        Field("place", description="What to order by; - turns it around."),
    ),
    **parameters_of(GapAnswerFilter),
)
SEARCHED = ("requirement__code", "requirement__title_da", "requirement__title_en", "remark")


@operation("GET", ONE + "/answers", room=ROOM, permission=VIEW, gives=page_of(GapAnswerOut), query=GapAnswersQuery)
def gap_answers_list(request: Call, reference: str, query: Any) -> Any:
    """List what a round says, requirement by requirement

    Without `state`, what it asks about; what is left out is shown with `state=out`.
    """
    held = rounds.find(request.actor, reference)
    framework = held.scope.framework
    if query.group and not framework.groups:
        raise Invalid({"group": [_("The framework has no groups.")]})
    rows = narrowed(GapAnswerFilter, request, _rows(request, held), framework=framework)
    sign, name = ("-", query.sort[1:]) if query.sort.startswith("-") else ("", query.sort)
    rows = with_words(rows, query.q, SEARCHED).order_by(order_of(sign + SORTS[name]), "place")
    return page_at(request, rows, query, GapAnswerOut, fill=_spread)


@operation("POST", LINE + "/confirm", room=ROOM, permission=ANSWER, gives=GapAnswerOut)
def gap_answers_confirm(request: Call, reference: str, code: str) -> Any:
    """Say that what was filled in beforehand holds"""
    row = _row(request, reference, code)
    services.gap_confirm(actor=request.actor, row=row, version=hold(request, row))
    return _shown(request, reference, code)


class SkipBody(Change):
    skipped: bool = Field(True, description="false: it is not left for later after all.")


@operation("POST", LINE + "/skip", room=ROOM, permission=ANSWER, gives=GapAnswerOut, body=SkipBody)
def gap_answers_skip(request: Call, reference: str, code: str, body: SkipBody) -> Any:
    """Leave a requirement for later, so that it is easily found again"""
    row = _row(request, reference, code)
    services.gap_skip(actor=request.actor, row=row, version=hold(request, row), skipped=body.skipped)
    return _shown(request, reference, code)


class LeaveOutBody(Body):
    reason: Annotated[str, Field(min_length=1, max_length=4000, description="Why it does not apply.")]


@operation("POST", LINE + "/leave-out", room=ROOM, permission=DECIDE, gives=GapAnswerOut, body=LeaveOutBody)
def gap_answers_leave_out(request: Call, reference: str, code: str, body: LeaveOutBody) -> Any:
    """Decide that a requirement does not apply, and why"""
    row = _row(request, reference, code)
    services.gap_leave_out(actor=request.actor, row=row, version=hold(request, row), reason=body.reason)
    return _shown(request, reference, code)


# Last, for an id may hold slashes and would swallow what follows it.


@operation("GET", LINE, room=ROOM, permission=VIEW, gives=GapAnswerOut)
def gap_answers_get(request: Call, reference: str, code: str) -> Any:
    """Read what a round says of a requirement"""
    return _shown(request, reference, code)


@operation(
    "PATCH", LINE, room=ROOM, permission=ANSWER, gives=GapAnswerOut,
    body=edits("GapAnswerEdit", GapAnswer, ("answer", "maturity", "remark")),
)  # fmt: skip
def gap_answers_edit(request: Call, reference: str, code: str, body: Any) -> Any:
    """Answer a requirement in a round; the answer stands in the framework at once

    An empty answer takes it back. One that was left out is taken in again, by whoever may decide that.
    """
    row = _row(request, reference, code)
    version, answers = hold(request, row), answers_of(request.actor, body)
    services.gap_answer(actor=request.actor, row=row, version=version, **answers)
    return _shown(request, reference, code)


# Many at once

Codes = Annotated[list[Annotated[str, Field(min_length=1, max_length=60)]], Field(min_length=1, max_length=500)]


class CodesBody(Body):
    codes: Codes = Field(description="The requirements' ids in the framework.")


class GapAskBody(CodesBody):
    person: pointer(Person, null=True)  # type: ignore[valid-type]
    note: Annotated[str, Field(max_length=1000)] = ""


class GapAnswersChangedOut(Out):
    changed: int


def _several(request: Call, reference: str, codes: Sequence[str]) -> list[Any]:
    """The answers to all of these requirements; 422 names those that the round does not have."""
    held = rounds.find(request.actor, reference)
    found = {row.requirement.code: row for row in _rows(request, held).filter(requirement__code__in=codes)}
    if missing := [code for code in codes if code not in found]:
        raise Invalid({"codes": [_("There is no “%(text)s” here.") % {"text": code[:80]} for code in missing]})
    for row in found.values():
        row.round = held
    return list(found.values())


@operation("POST", ONE + "/ask", room=ROOM, permission=DECIDE, gives=GapAnswersChangedOut, body=GapAskBody)
def gap_rounds_ask(request: Call, reference: str, body: GapAskBody) -> GapAnswersChangedOut:
    """Ask somebody to answer some of a round; they are told by mail"""
    answers = answers_of(request.actor, body)
    rows = _several(request, reference, answers.pop("codes"))
    return GapAnswersChangedOut(changed=services.gap_ask(actor=request.actor, rows=rows, **answers))


@operation("POST", ONE + "/confirm", room=ROOM, permission=ANSWER, gives=GapAnswersChangedOut, body=CodesBody)
def gap_rounds_confirm(request: Call, reference: str, body: CodesBody) -> GapAnswersChangedOut:
    """Say that what was filled in beforehand of several requirements holds"""
    rows = _several(request, reference, body.codes)
    return GapAnswersChangedOut(changed=services.gap_confirm_many(actor=request.actor, rows=rows))


# Two rounds

Way = Literal[selectors.MOVES]  # type: ignore[valid-type]


class MoveOut(Out):
    """What became of a requirement since an earlier round."""

    code: str
    title: str
    moved: Way
    then: Given = Field(description="Only what was answered or confirmed.")
    then_maturity: Level | None
    now: Given
    now_maturity: Level | None


class MovesQuery(Paging):
    moved: list[Way] = Field(default=[], max_length=len(selectors.MOVES), description="Only these.")


@operation("GET", ONE + "/compare/{other}", room=ROOM, permission=VIEW, gives=page_of(MoveOut), query=MovesQuery)
def gap_rounds_compare(request: Call, reference: str, other: str, query: MovesQuery) -> Any:
    """Compare two rounds over the same framework, requirement by requirement: the later one with the earlier

    404 for rounds over two frameworks.
    """
    pair = sorted((rounds.find(request.actor, name) for name in (reference, other)), key=lambda held: held.number)
    then, now = pair
    if then.pk == now.pk or then.scope.framework_id != now.scope.framework_id:
        raise NotFound
    found = selectors.compared(request.actor, then, now)
    rows = selectors.answers_lined_up(request.actor, now).select_related("requirement").defer("requirement__guide")
    if query.moved:
        rows = rows.filter(pk__in=found.those(query.moved))

    def fill(request: Call, shown: Sequence[Any]) -> None:
        for row in shown:
            move = found.moves[row.pk]
            row.code, row.title, row.moved = row.requirement.code, row.requirement.title, move.way
            row.then, row.then_maturity = (move.then.answer, move.then.maturity) if move.then else ("", None)
            row.now, row.now_maturity = (row.answer, row.maturity) if row.confirmed and row.applicable else ("", None)

    return page_at(request, rows, query, MoveOut, fill=fill)
