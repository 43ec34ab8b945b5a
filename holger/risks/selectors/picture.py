"""The risk picture: how many risks lie in each cell of the matrix, and which have moved."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from holger.core.actor import Actor
from holger.core.kept import Kept
from holger.history.selectors import written
from holger.risks.rules.method import DIMENSIONS, SHORT, Band, Method
from holger.risks.selectors.risks import in_status, open_risks, without_plan

COLUMNS = {"": "consequence", "c": "c", "i": "i", "a": "a", "s": "subjects"}
"""The dimension asked for → the stored consequence that is counted."""


@dataclass(frozen=True)
class HeatCell:
    consequence: int
    likelihood: int
    score: int
    band: Band
    count: int
    line_left: bool
    line_below: bool


@dataclass(frozen=True)
class Heat:
    """The matrix with counts, the highest likelihood first; ``unplaced`` risks have no place in it yet."""

    rows: list[tuple[Any, list[HeatCell]]]
    bands: list[tuple[Band, int]]
    """Every band, the worst first, with its count."""
    total: int
    unplaced: int


def heat(method: Method, risks: QuerySet[Any], stage: str = "current", dimension: str = "") -> Heat:
    """Count ``risks`` (or what was frozen of them) per cell, at one stage and in one dimension or in the worst."""
    column, likelihood = f"{stage}_{COLUMNS[dimension]}", f"{stage}_likelihood"
    counts: dict[tuple[int, int], int] = {}
    for consequence, level, count in risks.order_by().values_list(column, likelihood).annotate(n=Count("pk")):
        counts[consequence, level] = count
    total = sum(counts.values())
    rows = [
        (level, [_cell(method, dimension, c, level.level, counts) for c in method.levels])
        for level in reversed(method.likelihood)
    ]
    by_band = {band.key: 0 for band in method.bands}
    for _level, cells in rows:
        for cell in cells:
            by_band[cell.band.key] += cell.count
    bands = [(band, by_band[band.key]) for band in reversed(method.bands)]
    return Heat(rows, bands, total, total - sum(by_band.values()))


def _cell(
    method: Method, dimension: str, consequence: int, likelihood: int, counts: dict[tuple[int, int], int]
) -> HeatCell:
    here = method.cells[consequence, likelihood]
    over = _over(method, dimension, consequence, likelihood)
    return HeatCell(
        consequence,
        likelihood,
        here.score,
        method.band(here.band),
        counts.get((consequence, likelihood), 0),
        line_left=consequence > 1 and over != _over(method, dimension, consequence - 1, likelihood),
        line_below=likelihood > 1 and over != _over(method, dimension, consequence, likelihood - 1),
    )


def _over(method: Method, dimension: str, consequence: int, likelihood: int) -> bool:
    """Is the cell over the appetite: in this dimension, or in the strictest of all?"""
    dimensions = [SHORT[dimension]] if dimension else DIMENSIONS
    band = method.cells[consequence, likelihood].band
    return any(method.beyond(name, band) for name in dimensions)


def moves(risks: QuerySet[Any], dimension: str = "", most: int = 4) -> list[Any]:
    """The worst risks that controls have moved from one cell to another: for the arrows on the picture."""
    column = COLUMNS[dimension]
    moved = risks.filter(
        **{f"{stage}_{name}__gt": 0 for stage in ("inherent", "current") for name in (column, "likelihood")}
    ).exclude(**{f"inherent_{column}": F(f"current_{column}"), "inherent_likelihood": F("current_likelihood")})
    return list(moved.order_by("-current_score", "pk")[:most])


@dataclass(frozen=True)
class Totals:
    total: int
    over: int
    without_plan: int
    to_assess: int


def totals(risks: QuerySet[Any]) -> Totals:
    """The sentence above the picture, in one question."""
    return Totals(
        **risks.aggregate(
            total=Count("pk"),
            over=Count("pk", filter=Q(over_appetite=True)),
            without_plan=Count("pk", filter=without_plan()),
            to_assess=Count("pk", filter=in_status("to_assess")),
        )
    )


TOTALS: Kept[Totals] = Kept()


def totals_seen(actor: Actor, today: date) -> Totals:
    """The totals of all open risks that the actor sees. Counting reads them all, so it is done once until anything is
    written or the day ends."""
    key = (actor.organisation_id, actor.person_id, actor.grants, written(actor), today)
    return TOTALS.get(key, lambda: totals(open_risks(actor)))
