"""The same change to many rows at once: one statement, and an entry in history for each row that it changed."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from holger.assets.models import Asset
from holger.assets.services import leaning, need
from holger.assets.services.asset import check
from holger.core import dates
from holger.core.actor import Actor
from holger.core.models import labelled
from holger.history import services as history
from holger.organisation.models import Tag

TOGETHER = frozenset({"owner", "deputy", "unit", "status", "next_review"})
"""What may be set on many rows at once: no rule looks at several of these fields together."""


@transaction.atomic
def assets_bulk_edit(*, actor: Actor, assets: Sequence[Asset], **answers: Any) -> int:
    """Set the same answers on all; returns how many rows that changed."""
    if wrong := answers.keys() - TOGETHER:
        raise ValueError(f"not for many at once: {', '.join(sorted(wrong))}")
    check(actor, answers)
    _require_all(actor, "assets.edit", assets)
    for name, value in answers.items():
        _clean(name, value)
    if "status" in answers:
        need.hold(actor.organisation_id)
    changed = [(asset, changes) for asset in assets if (changes := _changes(asset, answers))]
    _held([asset for asset, _changes in changed]).update(**answers, version=F("version") + 1, updated_at=dates.now())
    history.record_many(
        actor=actor, entries=[history.Entry("asset.edited", asset, changes) for asset, changes in changed]
    )
    if "status" in answers:
        leaning.suppliers_follow(actor, [asset.pk for asset, _changes in changed])
    return len(changed)


@transaction.atomic
def assets_bulk_tag(*, actor: Actor, assets: Sequence[Asset], tags: Sequence[Tag]) -> int:
    """Add the tags to all; those that are there stay."""
    check(actor, {"tags": list(tags)})
    _require_all(actor, "assets.edit", assets)
    through = Asset.tags.through
    ids = [asset.pk for asset in assets]
    there = set(through.objects.filter(asset_id__in=ids).values_list("asset_id", "tag_id"))
    new = [(asset, tag) for asset in assets for tag in tags if (asset.pk, tag.pk) not in there]
    through.objects.bulk_create([through(asset_id=asset.pk, tag_id=tag.pk) for asset, tag in new])
    added: dict[Asset, list[str]] = {}
    for asset, tag in new:
        added.setdefault(asset, []).append(tag.name)
    history.record_many(
        actor=actor,
        entries=[
            history.Entry("asset.edited", asset, {"tags": [None, sorted(names)]}) for asset, names in added.items()
        ],
    )
    return len(added)


@transaction.atomic
def assets_bulk_archive(*, actor: Actor, assets: Sequence[Asset]) -> int:
    _require_all(actor, "assets.delete", assets)
    need.hold(actor.organisation_id)
    now = dates.now()
    put_away = [asset for asset in assets if asset.archived_at is None]
    _held(put_away).update(archived_at=now, version=F("version") + 1, updated_at=now)
    history.record_many(
        actor=actor,
        entries=[
            history.Entry("asset.archived", asset, {"archived_at": [None, now.isoformat()]}) for asset in put_away
        ],
    )
    ids = [asset.pk for asset in put_away]
    carried = Asset.objects.filter(dependants__source__in=ids).values_list("pk", flat=True)
    need.after_change(actor, {*ids, *carried})
    dependants = Asset.objects.filter(dependencies__target__in=ids).values_list("pk", flat=True)
    need.moved(actor, {*ids, *dependants})
    leaning.suppliers_follow(actor, ids)
    return len(put_away)


def _require_all(actor: Actor, permission: str, assets: Sequence[Asset]) -> None:
    for asset in assets:
        actor.require(permission, asset)


def _held(assets: Sequence[Asset]) -> Any:
    return Asset.objects.filter(pk__in=[asset.pk for asset in assets])


def _clean(name: str, value: Any) -> None:
    field = Asset._meta.get_field(name)
    try:
        field.clean(value.pk if field.is_relation and value is not None else value, None)
    except ValidationError as error:
        raise ValidationError({name: error}) from error


def _changes(asset: Asset, answers: dict[str, Any]) -> dict[str, list[Any]]:
    return {
        name: [labelled(before), labelled(value)]
        for name, value in answers.items()
        if (before := getattr(asset, name)) != value
    }
