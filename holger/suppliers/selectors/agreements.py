"""Which data processing agreements are in force: with whom, and what they say of supervision."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from holger.suppliers.models import Contract, ContractKind, ContractStatus, Renewing

BINDING = (ContractStatus.ACTIVE, ContractStatus.NOTICE_GIVEN)


def in_force(today: date) -> Q:
    """Contracts that bind on a day, and are a data processing agreement or hold one. One that has run out binds nobody, although
    nobody has said yet that it is over (``Contract.ends_now``)."""
    agreement = Q(kind=ContractKind.DPA) | Q(agreement__isnull=False)
    begun = Q(starts=None) | Q(starts__lte=today)
    over = Q(status=ContractStatus.ACTIVE, renewal=Renewing.ENDS, ends__isnull=False, ends__lt=today)
    left = Q(status=ContractStatus.NOTICE_GIVEN, over_on__isnull=False, over_on__lt=today)
    return Q(archived_at=None, status__in=BINDING) & agreement & begun & ~over & ~left


def agreements_in_force(today: date) -> QuerySet[Contract]:
    """Of all suppliers: whoever asks names the suppliers, which it has found for whoever asks."""
    return Contract.objects.filter(in_force(today))


@dataclass(frozen=True)
class Agreed:
    """The concept of supervision that is agreed with a processor. ``contract`` is the agreement that says it, None where somebody has
    said it by hand."""

    concept: int | None
    contract: Contract | None = None


def agreed_with(supplier_ids: Collection[UUID], today: date) -> Mapping[UUID, Agreed]:
    """By supplier, what the newest agreement in force says that somebody has read; asked for all of them together."""
    rows = agreements_in_force(today).filter(supplier__in=supplier_ids, agreement__isnull=False)
    rows = rows.select_related("agreement").order_by("number")
    return {row.supplier_id: Agreed(row.agreement.concept, row) for row in rows}
