"""The suppliers that a spreadsheet of the record names: a column for each part that they can have."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from holger.core.actor import Actor
from holger.privacy.models import ActivitySupplier
from holger.privacy.rules import hands as rules
from holger.privacy.rules.vocabulary import PROCESSOR
from holger.privacy.selectors.hands import OURS
from holger.privacy.services.hands import mark
from holger.suppliers.models import Supplier
from holger.suppliers.selectors.register import suppliers_for

HANDS: Mapping[str, str] = {
    "processors": PROCESSOR,
    "sub_processors": rules.SUB_PROCESSOR,
    "supplier_recipients": rules.RECIPIENT,
    "joint_suppliers": rules.JOINT,
    "supplier_sources": rules.SOURCE,
}
"""The columns, each with the part that it tells of."""
BATCH = 500
Told = Mapping[UUID, Mapping[str, Collection[UUID]]]
"""By activity and column: the suppliers."""


def hands_put(actor: Actor, told: Told) -> dict[str, list[Any]]:
    """Let activities have just these suppliers, in the parts whose columns are there; answers what ``hands_drop`` and ``hands_restore``
    need. What the actor does not see, or may not, was refused by the dry run; suppliers out of their reach stay."""
    seen = set(suppliers_for(actor).filter(pk__in=_suppliers(told)).values_list("pk", flat=True))
    there = _there(actor, told)
    wanted = {
        (activity, supplier, HANDS[column])
        for activity, columns in told.items()
        for column, keys in columns.items()
        for supplier in keys
        if supplier in seen
    }
    gone = [row for key, row in there.items() if key not in wanted]
    ActivitySupplier.objects.filter(pk__in=[row.pk for row in gone]).delete()
    new = [
        ActivitySupplier(organisation_id=actor.organisation_id, activity_id=activity, supplier_id=supplier, part=part)
        for activity, supplier, part in sorted(wanted - there.keys(), key=str)
    ]
    ActivitySupplier.objects.bulk_create(new, batch_size=BATCH)
    _mark(actor, new)
    return {"added": [str(row.pk) for row in new], "removed": [_kept(row) for row in gone]}


def hands_drop(actor: Actor, payload: Mapping[str, Any]) -> None:
    """Take away what the import brought, before the activities that it brought go."""
    ActivitySupplier.objects.filter(organisation_id=actor.organisation_id, pk__in=payload.get("added", ())).delete()


def hands_restore(actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put back what the import took away, unless somebody has said it again."""
    rows = [ActivitySupplier(organisation_id=actor.organisation_id, **kept) for kept in payload.get("removed", ())]
    ActivitySupplier.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _suppliers(told: Told) -> Iterable[UUID]:
    return {key for columns in told.values() for keys in columns.values() for key in keys}


def _there(actor: Actor, told: Told) -> dict[tuple[UUID, UUID, str], ActivitySupplier]:
    """What the activities have now in the parts that the file tells of, as far as the actor sees the suppliers."""
    rows = ActivitySupplier.objects.filter(organisation_id=actor.organisation_id, activity__in=list(told))
    rows = rows.filter(supplier__in=suppliers_for(actor).order_by().values("pk"))
    asked = {(activity, HANDS[column]) for activity, columns in told.items() for column in columns}
    return {(row.activity_id, row.supplier_id, row.part): row for row in rows if (row.activity_id, row.part) in asked}


def _kept(row: ActivitySupplier) -> dict[str, Any]:
    ends = {"activity_id": str(row.activity_id), "supplier_id": str(row.supplier_id)}
    return {**ends, "part": row.part, "does": row.does, "apart": row.apart}


def _mark(actor: Actor, new: Collection[ActivitySupplier]) -> None:
    ours = ActivitySupplier.objects.filter(OURS, pk__in=[row.pk for row in new])
    for supplier in Supplier.objects.filter(pk__in=ours.order_by().values("supplier"), processor=False):
        mark(actor, supplier)
