"""Contracts from a spreadsheet, and back again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.db import transaction

from holger.core import saving
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.organisation.services import next_numbers
from holger.suppliers.models import Contract
from holger.suppliers.permissions import CONTRACTS_IMPORT
from holger.suppliers.services.contracts import follow, today_in


@transaction.atomic
def contracts_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Write the rows of a file, and answer what ``contracts_import_undo`` needs. One that is here changes its status by steps."""
    actor.require(CONTRACTS_IMPORT)
    for row in updates:
        if "status" in row.values:
            text = N_("Row %(row)s: the status of a contract that is here already changes on its page.")
            raise RuleBroken(text, params={"row": row.number})
    today = today_in(actor.organisation_id)
    return bulk.write(
        actor=actor,
        model=Contract,
        verb="contract",
        permission=CONTRACTS_IMPORT,
        creates=[replace(row, values=_emptied(row.values)) for row in creates],
        updates=[replace(row, values=_emptied(row.values)) for row in updates],
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=Contract.prefix),
        prepare=lambda contract: _complete(contract, today),
    )


@transaction.atomic
def contracts_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put everything back as it was before the import."""
    actor.require(CONTRACTS_IMPORT)
    bulk.undo(
        actor=actor,
        model=Contract,
        verb="contract",
        permission=CONTRACTS_IMPORT,
        payload=payload,
        computed=("notice_by", "exit_ends"),
    )
    today = today_in(actor.organisation_id)
    changed = [entry["id"] for entry in payload["updated"]]
    rows = list(Contract.objects.filter(organisation_id=actor.organisation_id, pk__in=changed))
    for row in rows:
        follow(row, today)
    saving.update_many(rows, ["notice_by", "exit_ends"])


def _complete(contract: Contract, today: Any) -> None:
    contract.clean()
    follow(contract, today)


def _emptied(values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts that are not told are empty, not nothing."""
    return {name: _empty(name) if value is None else value for name, value in values.items()}


def _empty(name: str) -> Any:
    return None if Contract._meta.get_field(name).null else Contract._meta.get_field(name).get_default()
