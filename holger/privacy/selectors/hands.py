"""The suppliers that have a part in processing activities, seen by an actor, and what is known of them there."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from holger.core.actor import Actor
from holger.privacy.models import Activity, ActivitySupplier, Role, Status
from holger.privacy.permissions import VIEW
from holger.privacy.rules.hands import SUB_PROCESSOR
from holger.privacy.rules.vocabulary import PROCESSOR
from holger.privacy.selectors.record import activities_for
from holger.suppliers.models import ProcessorAssessment, Supervision
from holger.suppliers.permissions import VIEW as SUPPLIERS
from holger.suppliers.rules import supervising
from holger.suppliers.selectors.agreements import agreements_in_force
from holger.suppliers.selectors.register import suppliers_for

OURS = Q(part=PROCESSOR) | Q(part=SUB_PROCESSOR, activity__role=Role.PROCESSOR)
"""``rules.hands.ours``, asked of the database."""


def hands_for(actor: Actor) -> QuerySet[ActivitySupplier]:
    """Those of which the actor sees both the activity and the supplier."""
    rows = ActivitySupplier.objects.filter(organisation_id=actor.organisation_id)
    if not actor.reach(VIEW).everything:
        rows = rows.filter(activity__in=activities_for(actor).order_by().values("pk"))
    if not actor.reach(SUPPLIERS).everything:
        rows = rows.filter(supplier__in=suppliers_for(actor).order_by().values("pk"))
    return rows.select_related("activity", "supplier")


def hands_of(actor: Actor, activity: Activity, today: date) -> list[ActivitySupplier]:
    """Those of an activity that the actor has found, by the supplier's name, with its transfers to third countries at hand, and with
    how it stands with them (``standing``)."""
    rows = standing(hands_for(actor).filter(activity=activity), today)
    return list(rows.select_related(None).select_related("supplier").prefetch_related("supplier__transfers"))


def hands_among(actor: Actor, keys: Collection[UUID]) -> Mapping[UUID, Sequence[ActivitySupplier]]:
    """By activity, for those that the actor has found: asked for all of them together."""
    found: dict[UUID, list[ActivitySupplier]] = defaultdict(list)
    for row in hands_for(actor).filter(activity__in=keys).prefetch_related("supplier__transfers"):
        found[row.activity_id].append(row)
    return found


def of_supplier(actor: Actor, supplier_id: UUID) -> QuerySet[ActivitySupplier]:
    """What a supplier does in activities that are not archived: those that are done now first."""
    rows = hands_for(actor).filter(supplier=supplier_id, activity__archived_at=None)
    return rows.order_by("activity__status", "activity__title", "part", "pk")


def standing(rows: QuerySet[ActivitySupplier], today: date) -> QuerySet[ActivitySupplier]:
    """The same with how it stands with the supplier: ``agreed`` says whether an agreement is in force, ``planned`` is when the first
    supervision under way is to be done, ``next_on`` when the assessment wants the next."""
    here = OuterRef("supplier")
    under_way = Supervision.objects.filter(supplier=here, status__in=supervising.OPEN).order_by().values("supplier")
    assessed = ProcessorAssessment.objects.filter(supplier=here)
    return rows.annotate(
        agreed=Exists(agreements_in_force(today).filter(supplier=here)),
        planned=Subquery(under_way.annotate(first=Min("planned_on")).values("first")),
        next_on=Subquery(assessed.values("next_on")),
    )


def without_agreement(today: date) -> QuerySet[ActivitySupplier]:
    """Processors of ours with whom no agreement is in force."""
    return ActivitySupplier.objects.filter(OURS).filter(
        ~Exists(agreements_in_force(today).filter(supplier=OuterRef("supplier")))
    )


def not_supervised(today: date) -> QuerySet[ActivitySupplier]:
    """Processors of ours with an agreement, whose supervision is late or that nobody has planned."""
    rows: Any = standing(ActivitySupplier.objects.filter(OURS), today)
    late = Q(planned__lt=today) | Q(planned=None) & (Q(next_on=None) | Q(next_on__lt=today))
    found: QuerySet[ActivitySupplier] = rows.filter(late, agreed=True)
    return found


def current_of(actor: Actor, supplier_id: UUID) -> QuerySet[Activity]:
    """The activities in the record that a supplier is processor for, as far as the actor sees them."""
    ours = ActivitySupplier.objects.filter(OURS, supplier=supplier_id, organisation_id=actor.organisation_id)
    rows = activities_for(actor).filter(status=Status.CURRENT, archived_at=None)
    return rows.filter(pk__in=ours.order_by().values("activity")).order_by("number")
