"""Processes and assets: made, edited, reviewed, put away and taken back, and their need overridden."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models, transaction

from holger.assets.models import Asset, AssetType, Process
from holger.assets.rules import impact
from holger.assets.services import leaning, need
from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.models import TenantModel
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.services import next_numbers

COMPUTED = frozenset((*need.NEED_FIELDS, "override_c", "override_i", "override_a", "override_reason"))
"""What ``asset_create`` and ``asset_edit`` do not touch: it is computed, or has a verb of its own."""


@transaction.atomic
def asset_create(*, actor: Actor, **answers: Any) -> Asset:
    check(actor, answers)
    actor.require("assets.create", Asset(organisation_id=actor.organisation_id, unit=answers.get("unit")))
    need.hold(actor.organisation_id)
    prefix = prefix_of(answers.get("type", AssetType.APPLICATION))
    number = next_numbers(organisation_id=actor.organisation_id, prefix=prefix)[0]
    asset = Asset(organisation_id=actor.organisation_id, number=number, reference=f"{prefix}-{number}")
    check_impact(asset, answers)
    for dimension in need.DIMENSIONS:
        setattr(asset, f"need_{dimension}", answers.get(f"own_{dimension}"))
    asset.criticality = need.criticality(answers.get(f"own_{dimension}") for dimension in need.DIMENSIONS)
    changes = write(asset, answers)
    history.record(actor=actor, action="asset.created", target=asset, changes=changes)
    if asset.supplier_id is not None:
        leaning.suppliers_follow(actor)
    return asset


@transaction.atomic
def asset_edit(*, actor: Actor, asset: Asset, version: int | None = None, **answers: Any) -> Asset:
    actor.require("assets.edit", asset)
    check(actor, answers)
    if (answers.get("type", asset.type) == AssetType.PROCESS) != asset.is_process:
        raise RuleBroken(N_("A process stays a process, and an asset an asset. Make a new one instead."), "type")
    check_impact(asset, answers)
    need.hold(actor.organisation_id, asset)
    changes = write(asset, answers, version=version)
    if changes:
        history.record(actor=actor, action="asset.edited", target=asset, changes=changes)
    if told := {field[-1]: change for field, change in changes.items() if field in need.BASE_FIELDS}:
        growing = {d: not getattr(asset, f"override_{d}") and (new or 0) > (old or 0) for d, (old, new) in told.items()}
        need.after_change(actor, {asset.pk}, growing)
        asset.refresh_from_db(fields=need.NEED_FIELDS)
    if "supplier" in changes or ("status" in changes and asset.supplier_id is not None):
        leaning.suppliers_follow(actor)
    return asset


@transaction.atomic
def asset_review(*, actor: Actor, asset: Asset, today: date, next_review: date, note: str = "") -> Asset:
    """The facts were gone through and hold; look again on ``next_review``."""
    actor.require("assets.edit", asset)
    if next_review <= today:
        raise RuleBroken(N_("Choose a date after today."), "next_review")
    need.hold(actor.organisation_id, asset)
    changes = write(asset, {"last_reviewed": today, "next_review": next_review})
    history.record(actor=actor, action="asset.reviewed", target=asset, changes=changes, reason=note)
    return asset


@transaction.atomic
def asset_override_need(
    *,
    actor: Actor,
    asset: Asset,
    reason: str,
    override_c: int | None = None,
    override_i: int | None = None,
    override_a: int | None = None,
    version: int | None = None,
) -> Asset:
    """Let a level that a person answers for stand in place of what the map says. None leaves a dimension to the map."""
    actor.require("assets.override", asset)
    levels = {"override_c": override_c, "override_i": override_i, "override_a": override_a}
    if all(level is None for level in levels.values()):
        raise RuleBroken(N_("Choose at least one level, or clear the override."), "override_c")
    if not reason.strip():
        raise RuleBroken(N_("Say why the need is overridden."), "override_reason")
    need.hold(actor.organisation_id, asset)
    changes = write(asset, {**levels, "override_reason": reason.strip()}, version=version)
    if changes:
        changes.pop("override_reason", None)  # told as the reason
        history.record(actor=actor, action="asset.overridden", target=asset, changes=changes, reason=reason.strip())
        _update_needs(actor, asset)
    return asset


@transaction.atomic
def asset_override_clear(*, actor: Actor, asset: Asset, version: int | None = None) -> Asset:
    actor.require("assets.override", asset)
    need.hold(actor.organisation_id, asset)
    nothing = {"override_c": None, "override_i": None, "override_a": None, "override_reason": ""}
    changes = write(asset, nothing, version=version)
    if changes:
        history.record(actor=actor, action="asset.override_cleared", target=asset, changes=changes)
        _update_needs(actor, asset)
    return asset


@transaction.atomic
def asset_archive(*, actor: Actor, asset: Asset) -> Asset:
    """Put away: out of lists and remarks, and nothing inherits from it. Its history and references stay."""
    return _put(actor, asset, "asset.archived", dates.now())


@transaction.atomic
def asset_restore(*, actor: Actor, asset: Asset) -> Asset:
    return _put(actor, asset, "asset.restored", None)


def _put(actor: Actor, asset: Asset, action: str, when: Any) -> Asset:
    actor.require("assets.delete", asset)
    if (asset.archived_at is None) == (when is None):
        return asset
    need.hold(actor.organisation_id, asset)
    changes = write(asset, {"archived_at": when})
    history.record(actor=actor, action=action, target=asset, changes=changes)
    _update_needs(actor, asset, *asset.dependencies.values_list("target_id", flat=True))
    need.moved(actor, {asset.pk, *asset.dependants.values_list("source_id", flat=True)})
    if asset.supplier_id is not None:
        leaning.suppliers_follow(actor)
    return asset


def _update_needs(actor: Actor, asset: Asset, *others: Any) -> None:
    need.after_change(actor, {asset.pk, *others})
    asset.refresh_from_db(fields=need.NEED_FIELDS)


def prefix_of(asset_type: str) -> str:
    return Process.prefix if asset_type == AssetType.PROCESS else Asset.prefix


def check(actor: Actor, answers: Mapping[str, Any]) -> None:
    """Refuse what nobody answers by hand, and whatever belongs to another organisation."""
    if wrong := COMPUTED & answers.keys():
        raise ValueError(f"not written by hand: {', '.join(sorted(wrong))}")
    for name, value in answers.items():
        rows = (
            [value]
            if isinstance(value, models.Model)
            else value
            if isinstance(value, list | tuple | models.QuerySet)
            else []
        )
        for row in rows:
            if isinstance(row, TenantModel) and row.organisation_id != actor.organisation_id:
                raise RuleBroken(N_("Choose one from the list."), name)


IMPACT_FIELDS = (*(f"impact_{time}" for time in impact.TIMES), "rto_hours", "rpo_hours", "mtpd_hours")


def check_impact(asset: Asset, answers: Mapping[str, Any]) -> None:
    if not answers.keys() & set(IMPACT_FIELDS):
        return
    *impacts, rto, rpo, mtpd = (answers.get(name, getattr(asset, name)) for name in IMPACT_FIELDS)
    for reason in impact.broken(impacts, rto, rpo, mtpd):
        raise RuleBroken(reason)
