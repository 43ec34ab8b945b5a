"""What a priority is made of. It is the same whoever asks, so it is gathered by organisation and kept on the item."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from holger.controls.models import Control, Link, PlanItem, Strength
from holger.controls.permissions import VIEW
from holger.controls.rules.plan_priority import Closing, Priority, missing, priority
from holger.controls.selectors.plan import CLOSES, HOLDS
from holger.core.actor import Actor
from holger.frameworks.models import Standing

PART = 0.5
"""What a control gives that contributes to a requirement without answering it."""

type Worst = tuple[float, frozenset[str]]
"""How much of a requirement is missing, and what drives it."""


def priority_of(actor: Actor, item: PlanItem) -> Priority:
    """Why an item has its priority, in parts."""
    actor.require(VIEW, item)
    return priorities_of(actor.organisation_id, [item])[item.pk]


def priorities_of(organisation_id: UUID, items: Iterable[PlanItem]) -> dict[UUID, Priority]:
    """The priority of each, asked of the database for all of them together."""
    rows = [item for item in items if item.organisation_id == organisation_id]
    shares = _shares(rows)
    wanted = {requirement for each in shares.values() for requirement in each}
    gaps = _gaps(organisation_id, wanted)
    reductions = _reductions(rows)
    return {
        row.pk: priority(
            _closings(row, shares[row.pk], gaps),
            reductions.get(row.control_id, 0) if row.control_id else 0,
            None if row.days is None else float(row.days),
            None if row.budget is None else float(row.budget),
        )
        for row in rows
    }


def _closings(row: PlanItem, shares: dict[UUID, float], gaps: dict[UUID, dict[UUID | None, Worst]]) -> list[Closing]:
    found = []
    for requirement, share in shares.items():
        gap, drivers = _worst(gaps.get(requirement, {}), row.unit_id)
        found.append(Closing(gap, drivers, share))
    return found


def _worst(by_unit: dict[UUID | None, Worst], unit: UUID | None) -> Worst:
    """Work of a unit closes what is missing there and in the whole organisation; work of nobody's in particular, everywhere."""
    units = [key for key in by_unit if unit is None or key in (None, unit)] or list(by_unit)
    gaps = [by_unit[key] for key in units]
    return max((gap for gap, _drivers in gaps), default=0.0), frozenset(d for _gap, drivers in gaps for d in drivers)


def _shares(rows: list[PlanItem]) -> dict[UUID, dict[UUID, float]]:
    """Item → requirement → how much of it the item closes."""
    shares: dict[UUID, dict[UUID, float]] = {row.pk: {} for row in rows}
    by_control: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        if row.control_id is not None:
            by_control[row.control_id].append(row.pk)
    links = Link.objects.filter(control__in=by_control, control__archived_at=None, **HOLDS)
    for control, requirement, strength in links.values_list("control_id", "requirement_id", "strength"):
        for item in by_control[control]:
            shares[item][requirement] = 1.0 if strength == Strength.WHOLE else PART
    own = CLOSES.objects.filter(planitem__in=shares, **HOLDS)
    for item, requirement in own.values_list("planitem_id", "requirement_id"):
        shares[item][requirement] = 1.0
    return shares


def _gaps(organisation_id: UUID, requirements: set[UUID]) -> dict[UUID, dict[UUID | None, Worst]]:
    """Requirement → unit in which it holds (None: everywhere) → what is missing there."""
    rows = Standing.objects.filter(organisation_id=organisation_id, applicable=True, wanted=True)
    named = ("requirement_id", "scope__unit_id", "answer", "maturity", "target", "scope__target", "drivers")
    found: dict[UUID, dict[UUID | None, Worst]] = defaultdict(dict)
    for requirement, unit, answer, maturity, own, target, drivers in (
        rows.filter(requirement__in=requirements).values_list(*named) if requirements else ()
    ):
        gap = missing(answer, maturity, target if own is None else own)
        found[requirement][unit] = (gap, frozenset(drivers) if gap else frozenset())
    return found


def _reductions(rows: list[PlanItem]) -> dict[UUID, int]:
    wanted = {row.control_id for row in rows if row.control_id is not None}
    return dict(Control.objects.filter(pk__in=wanted, archived_at=None).values_list("pk", "reduction"))
