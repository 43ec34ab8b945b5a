"""Rounds, what they froze, how far the open one is, and the trend over the frozen ones."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Subquery

from holger.core.actor import Actor
from holger.risks.models import Risk, Round, Snapshot
from holger.risks.rules.method import BANDS
from holger.risks.selectors.risks import open_risks, risks_for


def rounds_for(actor: Actor) -> QuerySet[Round]:
    """Whoever sees risks sees that rounds are held; what they froze is narrowed by ``snapshots_of``."""
    if not actor.may("risks.view"):
        return Round.objects.none()
    return Round.objects.filter(organisation_id=actor.organisation_id)


def open_round(actor: Actor) -> Round | None:
    return rounds_for(actor).filter(frozen_at__isnull=True).first()


def latest_frozen(actor: Actor) -> Round | None:
    return rounds_for(actor).filter(frozen_at__isnull=False).order_by("-number").first()


def snapshots_of(actor: Actor, held: Round) -> QuerySet[Snapshot]:
    """What a round froze, of the risks this actor may see."""
    rows = Snapshot.objects.filter(organisation_id=actor.organisation_id, round=held)
    if actor.reach("risks.view").everything:
        return rows
    return rows.filter(risk__in=Subquery(risks_for(actor).values("pk")))


def snapshots_of_risk(actor: Actor, risk: Risk) -> QuerySet[Snapshot]:
    rows = Snapshot.objects.filter(organisation_id=actor.organisation_id, risk=risk, round__frozen_at__isnull=False)
    return rows.select_related("round").order_by("round__number")


@dataclass(frozen=True)
class RoundProgress:
    done: int
    total: int

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0

    @property
    def left(self) -> int:
        return self.total - self.done


def round_progress(actor: Actor, held: Round, asset_ids: Collection[UUID] | None = None) -> RoundProgress:
    """How many open risks have been assessed or confirmed since the round opened."""
    rows = open_risks(actor)
    if asset_ids is not None:
        rows = rows.filter(asset_id__in=asset_ids)
    fresh = Q(assessed_at__isnull=False, confirmed_at__gte=held.opened_at)
    counted = rows.aggregate(total=Count("pk"), done=Count("pk", filter=fresh))
    return RoundProgress(counted["done"], counted["total"])


@dataclass(frozen=True)
class Trend:
    """One frozen round in the trend: how many risks in each band, and how many over the appetite."""

    round: Round
    counts: dict[str, int]
    over: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def worst_first(self) -> list[tuple[str, int]]:
        return [(band, self.counts[band]) for band in reversed(BANDS)]


def trend(actor: Actor, most: int = 8) -> list[Trend]:
    """The latest frozen rounds, the oldest first."""
    rounds = list(rounds_for(actor).filter(frozen_at__isnull=False).order_by("-number")[:most])[::-1]
    found = round_counts(actor, rounds)
    return [found[held.id] for held in rounds]


def round_counts(actor: Actor, rounds: list[Round]) -> dict[UUID, Trend]:
    """Counts per band of each round, in one question."""
    rows = Snapshot.objects.filter(organisation_id=actor.organisation_id, round__in=rounds)
    if not actor.reach("risks.view").everything:
        rows = rows.filter(risk__in=Subquery(risks_for(actor).values("pk")))
    counts: dict[UUID, dict[str, int]] = {held.id: dict.fromkeys(BANDS, 0) for held in rounds}
    over: dict[UUID, int] = dict.fromkeys(counts, 0)
    for round_id, band, beyond, count in (
        rows.order_by().values_list("round_id", "current_band", "over_appetite").annotate(n=Count("pk"))
    ):
        if band:
            counts[round_id][band] += count
        over[round_id] += count if beyond else 0
    return {held.id: Trend(held, counts[held.id], over[held.id]) for held in rounds}
