"""Numbers about the map, each of them a list that can be opened.

Rows are counted by their organisation rather than their key: it is part of the index that answers these questions.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from holger.assets.models import Asset, AssetType, Dependency
from holger.assets.rules import flags
from holger.assets.selectors.flagged import CONDITIONS, LIVE, flagged
from holger.assets.selectors.rows import assets_for
from holger.core.actor import Actor
from holger.core.kept import Kept
from holger.history.selectors import written


@dataclass(frozen=True)
class Numbers:
    """The map in numbers, as the overview tells it. Criticality and remarks are those of the register ``assets``."""

    criticality: dict[int | None, int]
    flags: dict[str, int]
    processes: int
    total: int
    known: int
    """Objects with an owner, a need and a dependency: well enough known to be assessed."""


NUMBERS: Kept[Numbers] = Kept()


def map_numbers(actor: Actor, today: date) -> Numbers:
    """Counting reads the whole map, so whoever sees all of it shares the numbers until anything is written."""
    if not actor.reach("assets.view").everything:
        return _count(actor, today)
    return NUMBERS.get((actor.organisation_id, written(actor), today), lambda: _count(actor, today))


def _count(actor: Actor, today: date) -> Numbers:
    seen = assets_for(actor)
    plain = seen.exclude(type=AssetType.PROCESS)
    dependencies = Dependency.objects.filter(organisation_id=actor.organisation_id).order_by()
    linked = Q(Exists(dependencies.filter(source=OuterRef("pk")))) | Q(
        Exists(dependencies.filter(target=OuterRef("pk")))
    )
    whole = seen.filter(LIVE).aggregate(
        total=Count("organisation_id"),
        known=Count("organisation_id", filter=Q(owner__isnull=False, criticality__isnull=False) & linked),
        processes=Count("organisation_id", filter=Q(type=AssetType.PROCESS)),
    )
    return Numbers(criticality_counts(plain), flag_counts(plain, today), **whole)


def criticality_counts(rows: QuerySet[Asset]) -> dict[int | None, int]:
    """How many of ``rows`` there are of each criticality; None: no need set or inherited."""
    counts = rows.filter(archived_at=None).order_by().values("criticality").annotate(number=Count("*"))
    return {row["criticality"]: row["number"] for row in counts}


def flag_counts(rows: QuerySet[Asset], today: date) -> dict[str, int]:
    """How many of ``rows`` have each remark, all in one query."""
    counts = {key: Count("organisation_id", filter=CONDITIONS[key](today)) for key in flags.TITLES}
    return rows.filter(LIVE).order_by().aggregate(**counts)


def review_counts(rows: QuerySet[Asset], today: date) -> dict[str, int]:
    """What a list says of itself: how many, without owner, overdue."""
    return (
        rows.filter(archived_at=None)
        .order_by()
        .aggregate(
            total=Count("*"),
            no_owner=Count("organisation_id", filter=flagged("no_owner", today)),
            review_overdue=Count("organisation_id", filter=flagged("review_overdue", today)),
        )
    )
