"""What lists and boards show beside the controls themselves, for some of them at a time."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from holger.assets.selectors import assets_for
from holger.controls.models import Control, Link, Status
from holger.controls.rules.controls import STATUSES
from holger.controls.selectors.controls import controls_for, links_of_any
from holger.core import dates
from holger.core.actor import Actor
from holger.evidence.models import EvidenceLink
from holger.evidence.permissions import VIEW as SEE_EVIDENCE


@dataclass(frozen=True)
class Totals:
    """How many controls there are in each status, how many are late, and how many answer no requirement."""

    by_status: dict[str, int]
    overdue: int

    @property
    def total(self) -> int:
        return sum(self.by_status.values())


def overdue(today: date) -> Q:
    """The same as ``rules.controls.is_overdue``, asked of the database. A test holds the two together."""
    return ~Q(status=Status.IMPLEMENTED) & Q(due__lt=today)


def below_target() -> Q:
    """Less mature than what is aimed at; what nobody has judged is below too."""
    return Q(maturity__lt=F("target")) | Q(maturity=None)


def totals(actor: Actor, today: date) -> Totals:
    """Of what is not archived."""
    late = Count("pk", filter=overdue(today))
    rows = (
        controls_for(actor)
        .filter(archived_at=None)
        .order_by()
        .values_list("status")
        .annotate(number=Count("pk"), late=late)
    )
    counts = {status: (number, overdue) for status, number, overdue in rows}
    return Totals(
        {status: counts.get(status, (0, 0))[0] for status in Status.values},
        sum(late for _number, late in counts.values()),
    )


def answers_by_framework(actor: Actor, controls: Collection[UUID]) -> dict[UUID, dict[UUID, int]]:
    """How many requirements each of some controls answers in each framework."""
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    rows = links_of_any(actor).filter(control__in=controls).order_by()
    counted = rows.values_list("control_id", "requirement__framework_id").annotate(Count("pk"))
    for control, framework, count in counted:
        found[control][framework] = count
    return found


def assets_protected(actor: Actor, controls: Collection[UUID]) -> dict[UUID, int]:
    """How many assets each of some controls protects, of those that the actor sees."""
    through = Control.assets.through.objects.filter(control__in=controls)
    if not actor.reach("assets.view").everything:
        through = through.filter(asset__in=assets_for(actor).values("pk"))
    return dict(through.order_by().values_list("control_id").annotate(Count("pk")))


def with_answers(actor: Actor, rows: QuerySet[Control]) -> QuerySet[Control]:
    """The rows with how many requirements each ``answers``, for a list that is ordered by it."""
    return rows.annotate(answers=_count(links_of_any(actor).filter(control=OuterRef("pk")).values("control")))


def with_place(rows: QuerySet[Control]) -> QuerySet[Control]:
    """The rows with the ``place`` of their status in the order of the work."""
    places = [When(status=status, then=Value(place)) for place, status in enumerate(STATUSES)]
    return rows.annotate(place=Case(*places, output_field=IntegerField()))


def proven_since(actor: Actor, since: date) -> QuerySet[EvidenceLink]:
    """What attaches evidence to controls that covers a day since then, or was brought since then and tells no period."""
    if not actor.may(SEE_EVIDENCE):
        return EvidenceLink.objects.none()
    begun = datetime.combine(since, time.min, ZoneInfo(dates.DEFAULT_ZONE))
    recent = Q(evidence__period_to__gte=since) | Q(evidence__period_to=None, evidence__created_at__gte=begun)
    rows = EvidenceLink.objects.filter(organisation_id=actor.organisation_id, evidence__archived_at=None)
    return rows.filter(recent, subject_type=Control._meta.label_lower)


def _count(rows: QuerySet[Link, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")[:1]), Value(0))
