"""The implementation plan: its items, what may be done to them, what is made of gaps, and how it goes."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, create_model

from holger.api.v1.call import Call
from holger.api.v1.errors import Invalid
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import Ref, answers_of, pointer, refs_to
from holger.api.v1.resource import Resource, narrowed, offer, parameters_of, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.controls import selectors, services
from holger.controls.filters.plan import PictureFilter, PlanFilter
from holger.controls.models import PlanItem
from holger.controls.permissions import DELETE, PLAN, VIEW
from holger.controls.rules.plan import is_overdue
from holger.controls.rules.plan_gaps import REQUIREMENT, REST
from holger.controls.rules.plan_progress import Progress, Sums
from holger.controls.rules.quarters import Quarter, following
from holger.core import dates
from holger.core.errors import NotFound, RuleBroken
from holger.frameworks.models import Answer as Answers
from holger.frameworks.models import Framework, Scope
from holger.frameworks.selectors import scopes_for
from holger.organisation.models import Person

ROOM = "controls"
Money = Annotated[Decimal | None, Field(ge=0, max_digits=12, decimal_places=2, description="In your own currency.")]
Days = Annotated[Decimal | None, Field(ge=0, le=10_000, max_digits=7, decimal_places=1)]
Given = Literal[("", *Answers.values)]  # type: ignore[valid-type]


def _quarter(text: str) -> str:
    if Quarter.read(text) is None:
        raise ValueError("write a quarter as 2026-Q4")
    return text


QuarterText = Annotated[str, Field(max_length=10, description="A quarter: 2026-Q4."), AfterValidator(_quarter)]

# Items


class ClosedOut(Out):
    """A requirement that an item closes."""

    framework: str = Field(description="The framework's reference: FW-1.")
    code: str
    title: str
    through_control: bool = Field(description="Because the control that it puts in place answers it.")
    whole: bool = Field(description="Not only in part.")


class PartOut(Out):
    """One of the reasons for a priority."""

    part: Literal["requirements", "driver", "risk", "ease"]
    points: int
    most: int
    reason: str = Field(description="In your language.")


WRITTEN = (
    *("title", "description", "control", "requirements", "depends_on", "owner", "unit", "starts", "due", "days"),
    *("budget", "spent", "competence", "external"),
)
AMOUNTS: dict[str, Any] = {"days": (Days, None), "budget": (Money, None), "spent": (Money, None)}
PlanItemOut = reads(
    "PlanItemOut",
    PlanItem,
    (*("reference", *WRITTEN, "status", "priority", "done_at", "created_at", "updated_at", "archived_at", "version"),),
    control=(Ref | None, Field(validation_alias="control_seen", description="If you see it.")),
    requirements=(list[ClosedOut], Field(validation_alias="closed", description="All that it closes.")),
    depends_on=(list[Ref], Field(validation_alias="waits_for", description="Of what it waits for, what you see.")),
    holds_up=(list[Ref], Field(validation_alias="held_up", description="Of what waits for it, what you see.")),
    blocked=(bool, Field(description="It waits for something that is not finished.")),
    overdue=(bool, Field(description="It is open, and its due date has passed.")),
    reduction=(int, Field(description="Points that all risks together lose through its control.")),
    why=(list[PartOut], Field(description="What the priority of an open item is made of.")),
)


def _fill(request: Call, rows: Sequence[Any]) -> None:
    """Put on each item what it closes, waits for and holds up, as far as the caller sees it, and why it matters."""
    actor, today = request.actor, dates.today(request.organisation.zone)
    closed = selectors.closes(actor, rows)
    open_ones = [row for row in rows if row.is_open]
    why = selectors.priorities_of(actor.organisation_id, open_ones)
    controls = {row.pk: row for row in selectors.controls_for(actor).filter(pk__in=[row.control_id for row in rows])}
    waits, held = selectors.neighbours(actor, rows)
    for row in rows:
        row.control_seen = refs_to([controls[row.control_id]])[0] if row.control_id in controls else None
        row.closed = [_closed(each) for each in closed[row.pk]]
        row.waits_for, row.held_up = refs_to(waits.get(row.pk, [])), refs_to(held.get(row.pk, []))
        row.overdue = is_overdue(row.status, row.due, today)
        row.reduction = row.control.reduction if row.control else 0
        row.why = [_part(each) for each in why[row.pk].parts] if row.pk in why else []


def _closed(each: selectors.Closed) -> ClosedOut:
    requirement = each.requirement
    return ClosedOut(
        framework=requirement.framework.reference,
        code=requirement.code,
        title=requirement.title,
        through_control=each.through_control,
        whole=each.whole,
    )


def _part(part: Any) -> PartOut:
    return PartOut(part=part.key, points=part.points, most=part.most, reason=RuleBroken(part.reason).message)


# Below the list, before the single item: or their names would be taken for references.


class GapOut(Out):
    """A requirement that applies and is not met."""

    code: str
    title: str
    answer: Given = Field(description="Empty: unanswered.")
    missing: float = Field(description="How much of it: 1 for all of it.")
    planned: bool = Field(description="Open work closes it already; it is left out when a plan is made.")
    items: list[Ref] = Field(description="That work, as far as you see it.")


class PlanProposalOut(Out):
    """A plan item that could be made."""

    title: str
    control: Ref | None = Field(description="The control that closes all of it.")
    requirements: list[str] = Field(description="Their ids in the framework.")


class GapsOut(Out):
    items: list[GapOut]
    count: int
    proposals: list[PlanProposalOut] = Field(description="What would be made of all that is not planned yet.")


class GapsQuery(Body):
    rest: Literal[REST] = Field(  # type: ignore[valid-type]
        REQUIREMENT, description="What no control closes together: one item for each requirement, or for each section."
    )


def _scope(request: Call, framework: str, number: int) -> Scope:
    rows = scopes_for(request.actor).select_related("framework", "unit", "owner")
    found = rows.filter(framework__reference=framework.upper(), number=number).first()
    if found is None:
        raise NotFound
    request.actor.require(PLAN, found)
    return found


@operation(
    "GET", "/frameworks/{reference}/scopes/{int:number}/gaps", room=ROOM, permission=PLAN, gives=GapsOut, query=GapsQuery
)  # fmt: skip
def plan_gaps(request: Call, reference: str, number: int, query: GapsQuery) -> GapsOut:
    """Read the gaps of a framework in a scope, and what a plan would make of them"""
    scope = _scope(request, reference, number)
    gaps = selectors.gaps_of(request.actor, scope)
    left = [gap for gap in gaps if not gap.planned]
    language = request.organisation.language
    found = selectors.items_proposed(request.actor, scope, left, rest=query.rest, language=language)
    return GapsOut(items=[_gap(gap) for gap in gaps], count=len(gaps), proposals=[_proposal(each) for each in found])


def _gap(gap: selectors.Gap) -> GapOut:
    return GapOut(
        code=gap.requirement.code,
        title=gap.requirement.title,
        answer=gap.standing.answer,
        missing=gap.size,
        planned=gap.planned,
        items=refs_to(list(gap.items)),
    )


def _proposal(found: selectors.Proposal) -> PlanProposalOut:
    return PlanProposalOut(
        title=found.title,
        control=refs_to([found.control])[0] if found.control else None,
        requirements=[row.code for row in found.requirements],
    )


class FromGaps(Body):
    framework: pointer(Framework)  # type: ignore[valid-type]
    scope: int = Field(1, ge=1, le=1_000_000, description="A scope's number.")
    requirements: list[Annotated[str, Field(max_length=60)]] = Field(
        [], max_length=2_000, description="Ids in the framework. None: all gaps that are not planned yet."
    )
    rest: Literal[REST] = Field(REQUIREMENT, description="As in the list of gaps.")  # type: ignore[valid-type]
    owner: pointer(Person, null=True) = None  # type: ignore[valid-type]
    quarter: QuarterText | None = None


class PlanItemList(Out):
    items: list[PlanItemOut]  # type: ignore[valid-type]
    count: int


@operation(
    "POST", "/plan-items/from-gaps", room=ROOM, permission=PLAN, gives=PlanItemList, status=201, body=FromGaps
)  # fmt: skip
def plan_items_from_gaps(request: Call, body: FromGaps) -> Answer:
    """Make a plan of the gaps of a framework

    One item for each control that closes several of them. What is planned already is left out.
    """
    answers = answers_of(request.actor, body)
    scope = _scope(request, answers["framework"].reference, body.scope)
    gaps = selectors.gaps_of(request.actor, scope)
    made = services.plan_from_gaps(
        actor=request.actor,
        scope=scope,
        requirement_ids=_wanted(gaps, body.requirements),
        rest=body.rest,
        owner=answers.get("owner"),
        quarter=Quarter.read(body.quarter) if body.quarter else None,
    )
    rows = list(plan_items.rows(request.actor).filter(pk__in=[item.pk for item in made]).order_by("number"))
    _fill(request, rows)
    return Answer(PlanItemList(items=[PlanItemOut.model_validate(row) for row in rows], count=len(rows)), 201)


def _wanted(gaps: Sequence[selectors.Gap], codes: Sequence[str]) -> set[UUID]:
    if not codes:
        return {gap.requirement.pk for gap in gaps if not gap.planned}
    known = {gap.requirement.code: gap.requirement.pk for gap in gaps}
    if missing := [code for code in codes if code not in known]:
        raise Invalid({"requirements": [_("There is no “%(text)s” here.") % {"text": code[:80]} for code in missing]})
    return {known[code] for code in codes}


class PlanSumsOut(Out):
    planned: int = Field(description="How many were to be done.")
    done: int = Field(description="How many of all were done then.")
    days: float
    budget: float
    spent: float


class QuarterOut(PlanSumsOut):
    quarter: str
    planned_by: int = Field(description="How many were to be done by its end.")
    done_by: int = Field(description="How many are done by its end.")


class ProgressOut(Out):
    """What was dropped counts nowhere, but for what it has cost."""

    quarters: list[QuarterOut]
    before: PlanSumsOut
    later: PlanSumsOut
    undated: PlanSumsOut
    total: PlanSumsOut


class Window(Body):
    first: QuarterText | None = Field(None, description="From which quarter on; without it, from this one.")
    quarters: int = Field(8, ge=1, le=40)


ProgressQuery = create_model("PlanProgressQuery", __base__=Window, __module__=__name__, **parameters_of(PictureFilter))


@operation(
    "GET", "/plan-items/progress", room=ROOM, permission=VIEW, gives=ProgressOut, query=ProgressQuery
)  # fmt: skip
def plan_items_progress(request: Call, query: Any) -> ProgressOut:
    """Read how the plan goes, quarter by quarter: what was to be done and is, with days and money"""
    zone = request.organisation.zone
    first = Quarter.read(query.first) if query.first else Quarter.of(dates.today(zone))
    assert first is not None
    rows = narrowed(PictureFilter, request, selectors.plan_items_listed(request.actor))
    return _progress(selectors.progress_of(rows, following(first, query.quarters), zone))


def _progress(found: Progress) -> ProgressOut:
    return ProgressOut(
        quarters=[
            QuarterOut(quarter=str(row.quarter), planned_by=row.planned_by, done_by=row.done_by, **_sums(row.sums))
            for row in found.rows
        ],
        **{name: PlanSumsOut(**_sums(getattr(found, name))) for name in ("before", "later", "undated", "total")},
    )


def _sums(sums: Sums) -> dict[str, Any]:
    return {name: getattr(sums, name) for name in ("planned", "done", "days", "budget", "spent")}


plan_items = offer(
    Resource(
        kind="plan-items",
        one="item",
        called="plan item",
        room=ROOM,
        model=PlanItem,
        view=VIEW,
        rows=selectors.plan_items_listed,
        filters=PlanFilter,
        out=PlanItemOut,
        searched=("reference", "title", "description", "competence", "external"),
        sorts=("number", "title", "priority", "starts", "due", "days", "budget", "spent", "updated_at"),
        fill=_fill,
        body=creates("PlanItemCreate", PlanItem, WRITTEN, **AMOUNTS),
        create=(PLAN, services.plan_item_create),
        change=edits("PlanItemEdit", PlanItem, WRITTEN, **AMOUNTS),
        edit=(PLAN, services.plan_item_edit),
        delete=(DELETE, services.plan_item_archive),
    )
)


class PlanDropBody(Body):
    reason: Annotated[str, Field(min_length=1, max_length=1000, description="Why it will not be done.")]


class PlanMoveBody(Body):
    quarters: Annotated[int, Field(ge=-40, le=40, strict=True, description="How many; earlier where negative.")]


class PlaceBody(Body):
    quarter: QuarterText


def _place(*, actor: Any, item: PlanItem, quarter: str) -> None:
    found = Quarter.read(quarter)
    assert found is not None
    services.plan_item_place(actor=actor, item=item, quarter=found)


verb(plan_items, "start", PLAN, services.plan_item_start, "Begin the work")
verb(plan_items, "done", PLAN, services.plan_item_done, "Say that the work is done")
verb(plan_items, "drop", PLAN, services.plan_item_drop, "Drop a plan item", PlanDropBody)
verb(plan_items, "reopen", PLAN, services.plan_item_reopen, "Plan it again")
verb(plan_items, "place", PLAN, _place, "Let it begin and end with a quarter", PlaceBody)
verb(plan_items, "move", PLAN, services.plan_item_move, "Move it by quarters", PlanMoveBody)
verb(plan_items, "restore", DELETE, services.plan_item_restore, "Take a plan item back from the archive")
