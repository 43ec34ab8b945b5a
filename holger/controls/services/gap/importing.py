"""The answers of a round from a spreadsheet, as a workshop has filled it in, and back again."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime

from holger.controls.models import GapAnswer
from holger.controls.services.gap.answering import gap_answer
from holger.controls.services.gap.shared import ANSWERS, must_be_open, standing_of
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.words import N_
from holger.exchange.fields import ChangedRow, NewRow
from holger.frameworks import services as frameworks

KEPT = (*ANSWERS, "origin", "skipped", "answered_by")
EMPTY = {"answer": "", "remark": ""}


@transaction.atomic
def gap_answers_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> dict[str, Any]:
    """Answer what a file answers, and tell what the undo needs. A round asks about what it was opened with, and no more."""
    actor.require("controls.import")
    if creates:
        raise RuleBroken(N_("Row %(row)s: the round has no such requirement."), params={"row": creates[0].number})
    known = _found(actor, [row.id for row in updates])
    return {"created": [], "updated": [_answered(actor, known.get(row.id), row) for row in updates]}


def _found(actor: Actor, keys: Collection[UUID]) -> dict[UUID, GapAnswer]:
    rows = GapAnswer.objects.filter(organisation_id=actor.organisation_id)
    return rows.select_related("round__scope__framework", "requirement__framework").in_bulk(keys)


def _answered(actor: Actor, row: GapAnswer | None, told: ChangedRow) -> dict[str, Any]:
    """Write what one row of the file says, and answer what was there."""
    if row is None or row.version != told.version:
        text = N_("Row %(row)s was changed by somebody else. Run the dry run again.")
        raise RuleBroken(text, params={"row": told.number})
    standing = standing_of(row)
    before = {name: getattr(row, name) for name in KEPT}
    at = row.answered_at.isoformat() if row.answered_at else None
    stood = {name: getattr(standing, name) for name in ANSWERS}
    said: dict[str, Any] = {name: EMPTY.get(name) if value is None else value for name, value in told.values.items()}
    try:
        gap_answer(actor=actor, row=row, **{name: value for name, value in said.items() if name in ANSWERS})
    except NotAllowed as refused:
        raise RuleBroken(N_("Row %(row)s: you may not change this one."), params={"row": told.number}) from refused
    return {"id": str(row.pk), "version": row.version, "values": before, "answered_at": at, "stood": stood}


@transaction.atomic
def gap_answers_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put back what was said before; refused where somebody has answered since."""
    actor.require("controls.import")
    known = _found(actor, [UUID(entry["id"]) for entry in payload["updated"]])
    for entry in payload["updated"]:
        _put_back(actor, known.get(UUID(entry["id"])), entry)


def _put_back(actor: Actor, row: GapAnswer | None, entry: Mapping[str, Any]) -> None:
    if row is None:
        raise RuleBroken(N_("Something that the import changed has been removed since."))
    if row.version != entry["version"]:
        raise RuleBroken(N_("“%(label)s” has been changed since the import."), params={"label": str(row)})
    must_be_open(row.round)
    standing = standing_of(row)
    actor.require("frameworks.answer", standing)
    frameworks.standing_answer(actor=actor, standing=standing, **entry.get("stood", {}))
    row.refresh_from_db(fields=("version", *KEPT))  # the round has followed what stands
    at = entry.get("answered_at")
    write(row, {**entry["values"], "answered_at": parse_datetime(at) if at else None})
