"""Numbers about the map, each of them a list that can be opened."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from holger.assets.models import Asset, Dependency
from holger.assets.rules import flags
from holger.assets.selectors.flagged import LIVE, flagged
from holger.assets.selectors.rows import assets_for, processes_for
from holger.core.actor import Actor


def criticality_counts(rows: QuerySet[Asset]) -> dict[int | None, int]:
    """How many of ``rows`` there are of each criticality; None: no need set or inherited."""
    counts = rows.filter(archived_at=None).order_by().values("criticality").annotate(number=Count("pk"))
    return {row["criticality"]: row["number"] for row in counts}


def flag_counts(rows: QuerySet[Asset], today: date) -> dict[str, int]:
    """How many of ``rows`` have each remark, all in one query."""
    counts = {key: Count("pk", filter=flagged(key, today)) for key in flags.TITLES}
    return rows.order_by().aggregate(**counts)


def review_counts(rows: QuerySet[Asset], today: date) -> dict[str, int]:
    """What a list says of itself: how many, without owner, overdue."""
    return (
        rows.filter(archived_at=None)
        .order_by()
        .aggregate(
            total=Count("pk"),
            no_owner=Count("pk", filter=flagged("no_owner", today)),
            review_overdue=Count("pk", filter=flagged("review_overdue", today)),
        )
    )


def overdue_reviews_of(actor: Actor, today: date) -> QuerySet[Asset]:
    """What this very person should have reviewed, the longest overdue first."""
    mine = assets_for(actor).filter(owner_id=actor.person_id) if actor.person_id else Asset.objects.none()
    return mine.filter(LIVE, next_review__lt=today).order_by("next_review", "number")


def map_progress(actor: Actor) -> dict[str, int]:
    """How far the map is: objects in all, and how many are well enough known to be assessed."""
    linked = Dependency.objects.filter(Q(source=OuterRef("pk")) | Q(target=OuterRef("pk")))
    counts = (
        assets_for(actor)
        .filter(LIVE)
        .order_by()
        .aggregate(
            total=Count("pk"),
            known=Count("pk", filter=Q(owner__isnull=False, criticality__isnull=False) & Q(Exists(linked))),
        )
    )
    return {**counts, "processes": processes_for(actor).filter(archived_at=None).count()}
