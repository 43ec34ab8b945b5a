"""Remarks as database queries, condition by condition the same as ``rules/flags.py``."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from holger.assets.models import Asset, AssetType, Dependency
from holger.assets.rules import flags
from holger.assets.rules.inheritance import DIMENSIONS

type Levels = tuple[int | None, int | None, int | None]
UNASKED: Levels = (None, None, None)
LIVE = Q(archived_at=None) & ~Q(status="retired")


def flagged(key: str, today: date) -> Q:
    """The objects that have the remark ``key`` today. Raises KeyError for a remark that does not exist."""
    return LIVE & CONDITIONS[key](today)


def flags_of(asset: Asset, carried: Mapping[UUID, flags.Carried], today: date) -> list[flags.Flag]:
    return flags.flags(asset, carried.get(asset.pk, flags.Carried()), today)


def carried_by(assets: Collection[Asset]) -> dict[UUID, flags.Carried]:
    """What is asked of each object by what depends directly on it, as far as a remark may come of it.

    Only an override can be lower than what it carries, and only a recovery time too long; the rest is not looked into.
    """
    needs = _needs_on([asset for asset in assets if asset.overridden])
    hours = _hours_on([asset for asset in assets if asset.rto_hours is not None])
    return {key: flags.Carried(*needs.get(key, UNASKED), rto_hours=hours.get(key)) for key in {*needs, *hours}}


def _needs_on(assets: Collection[Asset]) -> dict[UUID, Levels]:
    """The highest need of what depends on each, dimension by dimension."""
    if not assets:
        return {}
    highest = {f"most_{d}": Max(f"source__need_{d}", filter=Q(**{f"carries_{d}": True})) for d in DIMENSIONS}
    rows = _dependencies_on(assets).order_by().values_list("target_id").annotate(**highest)
    return {target: (c, i, a) for target, c, i, a in rows}


def _hours_on(assets: Collection[Asset]) -> dict[UUID, int]:
    """The shortest recovery time of a process that depends on each."""
    if not assets:
        return {}
    processes = _dependencies_on(assets, source__type=AssetType.PROCESS, source__rto_hours__isnull=False)
    shortest: dict[UUID, int] = {}
    for target, hours in processes.order_by().values_list("target_id", "source__rto_hours"):
        wanted = int(hours or 0)  # asked for where there is one
        shortest[target] = min(wanted, shortest.get(target, wanted))
    return shortest


def _dependencies_on(assets: Collection[Asset], **sources: Any) -> QuerySet[Dependency]:
    whose = {asset.organisation_id for asset in assets}
    here = {"organisation_id__in": whose, "target_id__in": [asset.pk for asset in assets]}
    return Dependency.objects.filter(**here, source__archived_at=None, **sources)


def _dependants() -> QuerySet[Dependency]:
    here = {"organisation_id": OuterRef("organisation_id"), "target": OuterRef("pk")}
    return Dependency.objects.filter(**here, source__archived_at=None)


def _lower_than_carried(today: date) -> Q:
    """Only an override can be lower than what it carries, so only those few rows are looked into."""
    found = Q()
    for d in DIMENSIONS:
        stronger = _dependants().filter(**{f"carries_{d}": True, f"source__need_{d}__gt": OuterRef(f"need_{d}")})
        found |= Q(**{f"override_{d}__isnull": False}) & Q(Exists(stronger))
    return found


def _too_slow(today: date) -> Q:
    faster = _dependants().filter(source__type=AssetType.PROCESS, source__rto_hours__lt=OuterRef("rto_hours"))
    return Q(rto_hours__isnull=False) & Q(Exists(faster))


CONDITIONS: dict[str, Callable[[date], Q]] = {
    "internet_exposed_without_mfa": lambda today: Q(
        exposure="internet", type__in=sorted(flags.SIGNED_IN_TO), mfa__in=flags.MISSING
    ),
    "critical_without_mfa": lambda today: (
        ~Q(exposure="internet")
        & Q(criticality=flags.CRITICAL, type__in=sorted(flags.SIGNED_IN_TO), mfa__in=flags.MISSING)
    ),
    "support_ended": lambda today: Q(end_of_support__lt=today),
    "critical_without_backup": lambda today: Q(
        criticality=flags.CRITICAL, type__in=sorted(flags.BACKED_UP), backup__in=flags.MISSING
    ),
    "no_owner": lambda today: Q(owner__isnull=True),
    "review_overdue": lambda today: Q(next_review__lt=today),
    "support_ends_soon": lambda today: Q(end_of_support__range=(today, today + flags.SUPPORT_ENDS_SOON)),
    "special_data_without_logging": lambda today: Q(
        personal_data="special", type__in=sorted(flags.LOGGED), logging__in=flags.MISSING
    ),
    "third_country_with_personal_data": lambda today: (
        ~Q(personal_data="none") & ~Q(country="") & ~Q(country__in=sorted(flags.EEA))
    ),
    "rto_exceeds_process": _too_slow,
    "no_deputy_for_critical": lambda today: Q(criticality=flags.CRITICAL, owner__isnull=False, deputy__isnull=True),
    "lower_need_than_supported": _lower_than_carried,
}
