"""The overview's figures: what needs this person, the map, the risks and the way there."""

from typing import Any, Literal

from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.references import Ref
from holger.api.v1.schemas import Out
from holger.assets import selectors as assets
from holger.core import dates
from holger.core.registry import registry
from holger.reports.permissions import OVERVIEW
from holger.risks import selectors as risks
from holger.tasks.selectors import work
from holger.tasks.tables.work import told

MOST = 5


class NeedOut(Out):
    title: str
    reason: str
    verb: str = Field(description="What to do about it.")
    due: str
    level: Literal["crit", "high", "mid", "none"]
    path: str = Field(description="Where, below /o/{organisation}/.")


class MapFigures(Out):
    total: int
    criticality: dict[str, int] = Field(description="How many of each criticality; none: not set.")
    remarks: dict[str, int] = Field(description="How many with each remark.")


class WorstRisk(Ref):
    asset: Ref
    score: int
    band: str


class RiskFigures(Out):
    total: int
    over_appetite: int
    without_plan: int
    to_assess: int
    worst: list[WorstRisk]


class StepOut(Out):
    key: str
    title: str
    done: int
    total: int
    text: str


class OverviewOut(Out):
    """What a person may not see is null."""

    needs: list[NeedOut]
    map: MapFigures | None
    risks: RiskFigures | None
    steps: list[StepOut]


@operation("GET", "/overview", room="reports", permission=OVERVIEW, gives=OverviewOut)
def overview(request: Call) -> OverviewOut:
    """Read the overview's figures"""
    actor = request.actor
    today = dates.today(request.organisation.zone)
    steps = [step for step in registry.steps if actor.reach(step.permission).goes_beyond_own]
    steps.sort(key=lambda step: step.order)
    return OverviewOut(
        needs=[NeedOut.model_validate(told(line, today)) for line in work.pressing(actor, today)],
        map=_map(request) if actor.may("assets.view") else None,
        risks=_risks(request) if actor.may("risks.view") else None,
        steps=[_step(step, step.progress(actor)) for step in steps],
    )


def _map(request: Call) -> MapFigures:
    rows = assets.assets_for(request.actor).filter(archived_at=None)
    counts = assets.criticality_counts(rows)
    return MapFigures(
        total=sum(counts.values()),
        criticality={str(level or "none"): count for level, count in counts.items()},
        remarks=assets.flag_counts(rows, dates.today(request.organisation.zone)),
    )


def _risks(request: Call) -> RiskFigures:
    rows = risks.open_risks(request.actor)
    totals = risks.totals(rows)
    worst = rows.filter(current_score__isnull=False).select_related("asset", "threat")
    return RiskFigures(
        total=totals.total,
        over_appetite=totals.over,
        without_plan=totals.without_plan,
        to_assess=totals.to_assess,
        worst=[_worst(risk) for risk in worst.order_by("-current_score", "number")[:MOST]],
    )


def _worst(risk: Any) -> WorstRisk:
    asset = Ref(reference=risk.asset.reference, title=risk.asset.title)
    return WorstRisk(
        reference=risk.reference, title=risk.name, asset=asset, score=risk.current_score, band=risk.current_band
    )


def _step(step: Any, progress: Any) -> StepOut:
    return StepOut(
        key=step.key, title=str(step.title), done=progress.done, total=progress.total, text=str(progress.text)
    )
