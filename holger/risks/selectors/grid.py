"""What the assessment grid asks: an asset's risks with what was said last time, and assets to choose from."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from holger.assets.models import Asset
from holger.core.actor import Actor
from holger.risks.models import Effect, Risk, Round, Snapshot
from holger.risks.selectors.risks import assessable_assets, risks_of
from holger.risks.selectors.rounds import latest_frozen, open_round


@dataclass(frozen=True)
class Grid:
    """An asset's open risks, what the latest frozen round held of them, and the round that is open."""

    risks: list[Risk]
    before: dict[UUID, Snapshot]
    last: Round | None
    held: Round | None

    def fresh(self, risk: Risk) -> bool:
        """Is the risk done: fully assessed, and in an open round since it opened?"""
        if risk.assessed_at is None:
            return False
        return self.held is None or (risk.confirmed_at is not None and risk.confirmed_at >= self.held.opened_at)

    def outdated(self, risk: Risk) -> list[Effect]:
        """What has come into place, or fallen away, since the risk's levels were set."""
        return [effect for effect in risk.effects.all() if effect.is_outdated]

    def unchanged(self, risk: Risk) -> bool:
        """May it be as last time? Assessed before this round, and its controls stand as the levels count on."""
        return risk.assessed_at is not None and not self.fresh(risk) and not self.outdated(risk)

    @property
    def missing(self) -> int:
        return sum(not self.fresh(risk) for risk in self.risks)


def grid_of(actor: Actor, asset: Asset) -> Grid:
    controls = (
        Effect.objects.filter(organisation_id=actor.organisation_id)
        .select_related("control")
        .order_by("-counted", "control__number")
    )
    risks = list(risks_of(actor, asset).prefetch_related(Prefetch("effects", controls)))
    last = latest_frozen(actor)
    before: dict[UUID, Snapshot] = {}
    if last is not None:
        rows = Snapshot.objects.filter(organisation_id=actor.organisation_id, round=last, asset=asset)
        before = {row.risk_id: row for row in rows}
    return Grid(risks, before, last, open_round(actor))


def snapshot_before(actor: Actor, risk: Risk) -> Snapshot | None:
    """What the latest frozen round held of one risk."""
    rows = Snapshot.objects.filter(organisation_id=actor.organisation_id, risk=risk, round__frozen_at__isnull=False)
    return rows.order_by("-round__number").first()


def assets_to_assess(actor: Actor) -> QuerySet[Any]:
    """The assets this actor may assess, with how many risks each has and how many are not assessed.

    Counted by subqueries: only the rows that are shown are counted, however many there are.
    """
    open_ones = {"organisation_id": actor.organisation_id, "archived_at": None, "closed_at": None}
    risks = Risk.objects.filter(asset=OuterRef("pk"), **open_ones).order_by()
    shown = ("organisation_id", "reference", "number", "title", "type", "criticality", "unit_id", "deputy_id")
    return (
        assessable_assets(actor)
        .select_related("owner", "risk_score")
        .only(*shown, "owner__name", "owner__initials", "risk_score__score")
        .annotate(
            risk_count=_counted(risks),
            to_assess=_counted(risks.filter(assessed_at__isnull=True)),
            last_assessed=Subquery(risks.order_by("-assessed_at").values("assessed_at")[:1]),
        )
    )


def _counted(risks: QuerySet[Risk]) -> Coalesce:
    return Coalesce(Subquery(risks.values("asset").annotate(n=Count("pk")).values("n")), 0)
