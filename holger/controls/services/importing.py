"""Controls from a spreadsheet, and back again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.controls.models import Control, Link, Reading, Strength
from holger.controls.permissions import EDIT, IMPORT
from holger.controls.rules.controls import in_order
from holger.controls.selectors import links_of_any
from holger.controls.services.controls import READ, readings_take
from holger.controls.services.shared import tell
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.frameworks.models import Driver
from holger.organisation.services import next_numbers

COLUMNS = {"requirements": str(Strength.WHOLE), "contributes": str(Strength.PART)}
"""The columns of a file that are links, with their strength."""
Kept = list[list[str]]
"""Links as they are kept for the undo: requirement, strength, note."""


@transaction.atomic
def controls_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Write the rows of a file with what they answer, and answer what ``controls_import_undo`` needs."""
    actor.require(IMPORT)
    written = bulk.write(
        actor=actor,
        model=Control,
        verb="control",
        permission=EDIT,
        creates=[_without_links(row) for row in creates],
        updates=[_without_links(row) for row in updates],
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=Control.prefix),
        prepare=_prepare,
    )
    made = [UUID(key) for key in written["created"]]
    rows: list[tuple[UUID, NewRow | ChangedRow]] = [
        *zip(made, creates, strict=True),
        *((row.id, row) for row in updates),
    ]
    before = _tie(actor, rows)
    changed = {row.id for row in updates if row.values.keys() & set(READ)}
    controls = _controls(actor, [key for key, _row in rows])
    readings = readings_take(
        actor, [control for control in controls if control.pk in changed or control.pk in set(made)]
    )
    tell(actor, controls, {name for _key, row in rows for name in row.values})
    after = _kept(actor, before)
    links = {str(key): {"before": before[key], "after": after[key]} for key in before}
    return {**written, "links": links, "readings": [str(reading.pk) for reading in readings]}


@transaction.atomic
def controls_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put everything back as it was before the import; what somebody has tied to a control since stands in its way."""
    actor.require(IMPORT)
    links = {UUID(key): each for key, each in payload["links"].items()}
    now = _kept(actor, links)
    for control in _controls(actor, links):
        if now[control.pk] != links[control.pk]["after"]:
            raise RuleBroken(N_("“%(label)s” has been changed since the import."), params={"label": str(control)})
    mine = {"organisation_id": actor.organisation_id}
    changed = [UUID(entry["id"]) for entry in payload["updated"]]
    Reading.objects.filter(**mine, pk__in=payload["readings"]).delete()
    Link.objects.filter(**mine, control__in=links).delete()
    bulk.undo(actor=actor, model=Control, verb="control", permission=EDIT, payload=payload)
    restored = [(key, links[key]["before"]) for key in changed if key in links]
    Link.objects.bulk_create(
        [
            Link(**mine, control_id=key, requirement_id=UUID(requirement), strength=strength, note=note)
            for key, before in restored
            for requirement, strength, note in before
        ],
        batch_size=500,
    )
    tell(actor, _controls(actor, changed), {name for entry in payload["updated"] for name in entry["values"]})


def _without_links[Row: (NewRow, ChangedRow)](row: Row) -> Row:
    return replace(row, values={name: value for name, value in row.values.items() if name not in COLUMNS})


def _prepare(control: Control) -> None:
    control.title = control.title.strip()
    control.drivers = in_order(control.drivers, Driver.values)
    if not control.title:
        raise RuleBroken(N_("A control needs a title."))


def _tie(actor: Actor, rows: Iterable[tuple[UUID, NewRow | ChangedRow]]) -> dict[UUID, Kept]:
    """Let controls answer what the file says, and return what those that it speaks of answered before."""
    wanted = {key: said for key, row in rows if (said := _said(row.values))}
    before = _kept(actor, wanted)
    notes = {(key, UUID(link[0])): link[2] for key, kept in before.items() for link in kept}
    seen = links_of_any(actor).filter(control__in=wanted).values_list("pk", "control_id", "requirement_id", "strength")
    gone, there = [], set()
    for pk, control, requirement, strength in seen:
        said = wanted[control]
        if any(requirement in keys for keys in said.values()):
            stays = requirement in said.get(strength, ())
        else:
            stays = strength not in said
        if stays:
            there.add((control, requirement))
        else:
            gone.append(pk)
    Link.objects.filter(organisation_id=actor.organisation_id, pk__in=gone).delete()
    Link.objects.bulk_create(
        [
            Link(
                organisation_id=actor.organisation_id,
                control_id=key,
                requirement_id=requirement,
                strength=strength,
                note=notes.get((key, requirement), ""),
            )
            for key, said in wanted.items()
            for strength, requirements in said.items()
            for requirement in sorted(requirements)
            if (key, requirement) not in there
        ],
        batch_size=500,
    )
    return before


def _said(values: Mapping[str, Any]) -> dict[str, set[UUID]]:
    """What a row answers by strength, as far as it has a column for it; what is answered wholly is in one only."""
    said = {strength: set(values[name]) for name, strength in COLUMNS.items() if name in values}
    if Strength.PART in said:
        said[Strength.PART] -= said.get(Strength.WHOLE, set())
    return said


def _kept(actor: Actor, keys: Iterable[UUID]) -> dict[UUID, Kept]:
    found: dict[UUID, Kept] = {key: [] for key in keys}
    rows = Link.objects.filter(organisation_id=actor.organisation_id, control__in=list(found)).order_by(
        "requirement_id"
    )
    for control, requirement, strength, note in rows.values_list("control_id", "requirement_id", "strength", "note"):
        found[control].append([str(requirement), strength, note])
    return found


def _controls(actor: Actor, keys: Iterable[UUID]) -> list[Control]:
    return list(Control.objects.filter(organisation_id=actor.organisation_id, pk__in=list(keys)).order_by("number"))
