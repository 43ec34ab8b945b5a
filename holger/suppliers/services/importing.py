"""Suppliers from a spreadsheet, and back again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.organisation.services import next_numbers
from holger.suppliers.models import Supplier
from holger.suppliers.permissions import IMPORT
from holger.suppliers.services.register import complete
from holger.suppliers.services.weighing import follow, hold


@transaction.atomic
def suppliers_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Write the rows of a file, and answer what ``suppliers_import_undo`` needs. One that is here changes its status by steps."""
    actor.require(IMPORT)
    for row in updates:
        if "status" in row.values:
            text = N_("Row %(row)s: the status of a supplier that is here already changes on its page.")
            raise RuleBroken(text, params={"row": row.number})
    hold(actor.organisation_id)
    written = bulk.write(
        actor=actor,
        model=Supplier,
        verb="supplier",
        permission=IMPORT,
        creates=[replace(row, values=_emptied(row.values)) for row in creates],
        updates=[replace(row, values=_emptied(row.values)) for row in updates],
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=Supplier.prefix),
        prepare=complete,
    )
    if any("own_criticality" in row.values for row in updates):
        follow(actor)
    return written


@transaction.atomic
def suppliers_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put everything back as it was before the import."""
    actor.require(IMPORT)
    hold(actor.organisation_id)
    bulk.undo(actor=actor, model=Supplier, verb="supplier", permission=IMPORT, payload=payload)
    follow(actor)


def _emptied(values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts that are not told are empty, not nothing."""
    return {name: _empty(name) if value is None else value for name, value in values.items()}


def _empty(name: str) -> Any:
    field = Supplier._meta.get_field(name)
    return None if field.null or field.many_to_many else ""
