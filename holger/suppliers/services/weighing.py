"""How critical each supplier is, kept true in the transaction that changed what it hangs on."""

from collections.abc import Iterator, Mapping
from itertools import batched
from typing import Any
from uuid import UUID

from holger.core import saving
from holger.core.actor import Actor, Channel
from holger.history import services as history
from holger.organisation.models import Organisation
from holger.suppliers.models import Supplier
from holger.suppliers.rules.chains import Standing, going_round, standings
from holger.suppliers.selectors.chain import Told, told

FIELDS = ("criticality", "driven_type", "driven_id", "goes_round")
TOGETHER = 500
SUPPLIER = "suppliers.supplier"


def hold(organisation_id: UUID, supplier: Supplier | None = None) -> None:
    """Put everybody who changes the organisation's chain in line until the transaction ends.

    ``supplier`` is about to be saved as a whole: what is worked out is read again, for it changes without a new version.
    """
    Organisation.objects.select_for_update(no_key=True).only("id").get(pk=organisation_id)
    if supplier is not None:
        read_again(supplier)


def read_again(supplier: Supplier) -> None:
    supplier.refresh_from_db(fields=FIELDS)


def follow(actor: Actor) -> int:
    """Work out anew how critical all suppliers are and whose chain goes round; answer for how many that is new. What is archived
    stands alone."""
    chain = told(actor.organisation_id)
    rows = Supplier.objects.filter(organisation_id=actor.organisation_id).order_by()
    stored = {row[0]: row for row in rows.values_list("pk", *FIELDS, "archived_at", "own_criticality").iterator(5000)}
    found = standings(chain.chain, [key for key, row in stored.items() if row[-2] is None])
    round_ = going_round(chain.chain.links)
    new = {
        key: now
        for key, row in stored.items()
        if (now := (*_driven(key, row, found, chain), key in round_)) != row[1 : len(FIELDS) + 1]
    }
    for keys in batched(new, TOGETHER):
        some = list(rows.only("reference", "title", "organisation_id", *FIELDS).filter(pk__in=keys))
        for supplier in some:
            for name, value in zip(FIELDS, new[supplier.pk], strict=True):
                setattr(supplier, name, value)
        saving.update_many(some, FIELDS)
        history.record_many(actor=_system(actor), entries=list(_said(some, stored)))
    return len(new)


def _driven(key: UUID, row: Any, found: Mapping[UUID, Standing], chain: Told) -> tuple[int | None, str, UUID | None]:
    if key not in found:  # archived
        return row[-1], "", None
    standing = found[key]
    source = standing.driven_by
    if source is None or standing.overridden or standing.level is None:
        return standing.level, "", None
    return standing.level, chain.kinds.get(source, SUPPLIER), source


def _said(rows: list[Supplier], stored: Mapping[UUID, Any]) -> Iterator[history.Entry]:
    """Only another level is worth a line; another driver of the same level is not."""
    for supplier in rows:
        if stored[supplier.pk][1] != supplier.criticality:
            changes = {"criticality": [stored[supplier.pk][1], supplier.criticality]}
            yield history.Entry("supplier.weighed", supplier, changes)


def _system(actor: Actor) -> Actor:
    """holger itself: it drew the conclusion, though somebody else gave the cause."""
    cause = ", ".join(part for part in (actor.label, actor.via) if part)
    return Actor(actor.organisation_id, None, None, "holger", (), Channel.SYSTEM, via=cause)
