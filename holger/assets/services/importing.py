"""Rows from a spreadsheet: written in bulk, each with its entry in the history, and taken back as one."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.assets.models import Asset, AssetType, Dependency, Process
from holger.assets.rules import impact
from holger.assets.services import need
from holger.assets.services.dependency import CARRIES, told
from holger.assets.services.leaning import suppliers_follow
from holger.core import saving
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.exchange import bulk
from holger.exchange.registers import ChangedRow, NewRow
from holger.history import services as history
from holger.organisation.services import next_numbers

DRIVERS = tuple(f"driven_{dimension}" for dimension in need.DIMENSIONS)
SETTLED = frozenset((*CARRIES, "note"))
"""What an import may change about a dependency that is there."""
LEANING = frozenset(("supplier", "status"))
"""What says whether an asset makes its supplier critical."""
FEW = 50
"""So many changed objects are followed one by one; for more it is quicker to compute the whole map."""


def process_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> dict[str, Any]:
    return _import(actor, Process, creates, updates, {"type": AssetType.PROCESS})


def asset_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> dict[str, Any]:
    return _import(actor, Asset, creates, updates, {})


@transaction.atomic
def _import(
    actor: Actor,
    model: type[Asset],
    creates: Sequence[NewRow],
    updates: Sequence[ChangedRow],
    defaults: Mapping[str, Any],
) -> dict[str, Any]:
    actor.require("assets.import")
    need.hold(actor.organisation_id)
    written = bulk.write(
        actor=actor,
        model=model,
        verb="asset",
        permission="assets.import",
        creates=creates,
        updates=updates,
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=model.prefix),
        defaults=defaults,
        prepare=_prepare,
    )
    _follow(actor, {row.id for row in updates if row.values.keys() & set(need.BASE_FIELDS)})
    told = [*(row.values for row in creates), *(row.values for row in updates)]
    if any(values.keys() & LEANING for values in told):
        suppliers_follow(actor)
    return written


def asset_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    _undo(actor, Asset, payload)


def process_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    _undo(actor, Process, payload)


@transaction.atomic
def _undo(actor: Actor, model: type[Asset], payload: Mapping[str, Any]) -> None:
    actor.require("assets.import")
    need.hold(actor.organisation_id)
    bulk.undo(actor=actor, model=model, verb="asset", permission="assets.import", payload=payload, computed=DRIVERS)
    changed = (entry for entry in payload["updated"] if entry["values"].keys() & set(need.BASE_FIELDS))
    _follow(actor, {UUID(str(entry["id"])) for entry in changed})
    suppliers_follow(actor)


def _follow(actor: Actor, changed: set[UUID]) -> None:
    if len(changed) > FEW:
        need.recompute(actor=actor)
    elif changed:
        need.after_change(actor, changed)


def _prepare(asset: Asset) -> None:
    """What a single edit would have refused, and the need that a new object has before anything leads to it."""
    for reason in impact.broken(asset.impacts, asset.rto_hours, asset.rpo_hours, asset.mtpd_hours):
        raise RuleBroken(
            N_("“%(title)s”: %(problem)s"), params={"title": asset.title, "problem": RuleBroken(reason).message}
        )
    if asset._state.adding:
        levels = [getattr(asset, f"own_{dimension}") for dimension in need.DIMENSIONS]
        asset.need_c, asset.need_i, asset.need_a = levels
        asset.criticality = need.criticality(levels)


@transaction.atomic
def dependency_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> dict[str, Any]:
    actor.require("assets.import")
    need.hold(actor.organisation_id)
    new = _create(actor, creates)
    before = _change(actor, updates)
    _follow(actor, {row.target_id for row in new} | {entry.pop("target") for entry in before})
    return {"created": [str(row.pk) for row in new], "updated": before}


def _create(actor: Actor, creates: Sequence[NewRow]) -> list[Dependency]:
    ids = {end for row in creates for end in (row.values["source"], row.values["target"])}
    ends: dict[Any, Asset] = {}
    for some in batched(ids, 5000):
        seen = Asset.objects.filter(organisation_id=actor.organisation_id)
        ends |= seen.only("id", "reference", "title", "organisation_id", "unit_id", "owner_id").in_bulk(some)
    new = []
    for row in creates:
        values = {**row.values, "source": ends[row.values["source"]], "target": ends[row.values["target"]]}
        if values["source"] == values["target"]:
            raise RuleBroken(N_("Row %(row)s: nothing depends on itself."), params={"row": row.number})
        _require(actor, row, values["source"], values["target"])
        new.append(Dependency(organisation_id=actor.organisation_id, **values))
    Dependency.objects.bulk_create(new, batch_size=1000)
    history.record_many(actor=actor, entries=[entry for row in new for entry in told(row, added=True)])
    return new


def _may(actor: Actor, source: Asset, target: Asset) -> bool:
    return actor.may("assets.import", source) or actor.may("assets.import", target)


def _require(actor: Actor, row: NewRow | ChangedRow, source: Asset, target: Asset) -> None:
    if not _may(actor, source, target):
        raise RuleBroken(N_("Row %(row)s: you may not change this one."), params={"row": row.number})


def _change(actor: Actor, updates: Sequence[ChangedRow]) -> list[dict[str, Any]]:
    """Change what is there; answers what it was, and for the needs which targets to follow."""
    found: dict[Any, Dependency] = {}
    for some in batched((row.id for row in updates), 5000):
        mine = Dependency.objects.filter(organisation_id=actor.organisation_id).select_related("source", "target")
        found |= mine.in_bulk(some)
    before, entries = [], []
    for row in updates:
        dependency = found[row.id]
        _require(actor, row, dependency.source, dependency.target)
        values = {name: value for name, value in row.values.items() if name in SETTLED}
        kept = {name: getattr(dependency, name) for name in values}
        before.append({"id": str(row.id), "values": kept, "target": dependency.target_id})
        for name, value in values.items():
            setattr(dependency, name, value)
        entries.append(history.Entry("dependency.edited", dependency.source, dict(row.changes), str(dependency)))
    saving.update_many(found.values(), sorted(SETTLED))
    history.record_many(actor=actor, entries=entries)
    return before


@transaction.atomic
def dependency_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Take back what the import tied, and give back what it changed; what is gone since needs no undoing."""
    actor.require("assets.import")
    need.hold(actor.organisation_id)
    mine = Dependency.objects.filter(organisation_id=actor.organisation_id).select_related("source", "target")
    former = {UUID(entry["id"]): entry["values"] for entry in payload["updated"]}
    created, changed = list(_by_ids(mine, payload["created"])), list(_by_ids(mine, former))
    for row in (*created, *changed):
        if not _may(actor, row.source, row.target):
            raise RuleBroken(N_("You may not change “%(label)s”."), params={"label": str(row)})
    targets = {row.target_id for row in (*created, *changed)}
    entries = [entry for row in created for entry in told(row, added=False)]
    for row in changed:
        changes = {name: [getattr(row, name), value] for name, value in former[row.pk].items()}
        entries.append(history.Entry("dependency.edited", row.source, changes, str(row)))
        for name, value in former[row.pk].items():
            setattr(row, name, value)
    saving.update_many(changed, sorted(SETTLED))
    for some in batched([row.pk for row in created], 5000):
        Dependency.objects.filter(pk__in=some).delete()
    history.record_many(actor=actor, entries=entries)
    _follow(actor, targets)


def _by_ids(rows: Any, ids: Any) -> Any:
    for some in batched(ids, 5000):
        yield from rows.filter(pk__in=some)
