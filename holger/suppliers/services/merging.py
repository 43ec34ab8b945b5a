"""Two suppliers that are one: everything that points at the second spelling comes to point at the first, and can go back."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, models, transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.models import ABOUT, TenantModel
from holger.core.walls import APPEND_ONLY
from holger.core.words import N_
from holger.history import services as history
from holger.suppliers.models import Merge, Supplier
from holger.suppliers.permissions import MANAGE
from holger.suppliers.selectors.register import suppliers_for
from holger.suppliers.services import weighing
from holger.suppliers.services.assessing import next_follows
from holger.suppliers.services.parts import tell_transfers

FILLED = ("cvr", "vat", "lei", "registration", "country", "address", "website", "delivers", "owner", "unit")
"""What the one that is kept takes over where it says nothing itself."""
WATCHED = ("processor", "essential", "ict")
"""What one of them is, both are: what follows from it, such as supervision, must not end with a spelling."""
STAYS = frozenset(("suppliers.merge", "history.event"))
"""Rows that tell of the merged one as it was."""
Moved = list[list[str]]


@transaction.atomic
def supplier_merge(*, actor: Actor, supplier: Supplier, into: Supplier, reason: str) -> Supplier:
    """Make ``supplier`` another spelling of ``into``. What cannot change any more, such as a case's timeline, stays as it was.

    Where both have what only one may have, such as an assessment, the one of ``into`` holds and the other stays behind.
    """
    pair = [_mine(actor, each) for each in (supplier, into)]
    supplier, into = pair
    if supplier.pk == into.pk:
        raise RuleBroken(N_("Choose another supplier."), "into")
    if any(each.archived_at is not None for each in pair):
        raise RuleBroken(N_("The supplier is archived. Restore it first."), "into")
    if not reason.strip():
        raise RuleBroken(N_("Write why."), "reason")
    weighing.hold(actor.organisation_id)
    moved = list(_move(actor.organisation_id, supplier, into))
    filled = _fill(supplier, into)
    told: dict[str, Any] = {"actor": actor, "reason": reason.strip()}
    changes = write(into, {**filled, "aliases": _names(supplier, into)})
    history.record(action="supplier.joined", target=into, changes={**changes, "joined": [None, str(supplier)]}, **told)
    write(supplier, {"archived_at": dates.now(), "merged_into": into})
    history.record(action="supplier.merged", target=supplier, changes={"merged_into": [None, str(into)]}, **told)
    kept = {name: _key(getattr(into, name)) for name in filled}
    Merge.objects.create(organisation_id=actor.organisation_id, supplier=supplier, into=into, moved=moved, filled=kept)
    weighing.follow(actor)
    weighing.read_again(into)
    next_follows(into)
    tell_transfers(actor, supplier, into)
    return into


@transaction.atomic
def supplier_unmerge(*, actor: Actor, supplier: Supplier, reason: str) -> Supplier:
    """Take them apart again: what was moved and has not been given to somebody else since goes back."""
    supplier = _mine(actor, supplier)
    merge = Merge.objects.filter(supplier=supplier).select_related("into").first()
    if merge is None or supplier.merged_into_id is None:
        raise RuleBroken(N_("It is not merged into another."))
    if merge.into.merged_into_id is not None:
        raise RuleBroken(N_("What it was merged into is merged itself. Take that one apart first."))
    if not reason.strip():
        raise RuleBroken(N_("Write why."), "reason")
    weighing.hold(actor.organisation_id)
    into = _mine(actor, merge.into)
    for label, field, key in merge.moved:
        model = apps.get_model(label)
        _point(model, field, model._meta.pk.to_python(key), into.pk, supplier.pk)
    told: dict[str, Any] = {"actor": actor, "reason": reason.strip()}
    back = {
        name: into._meta.get_field(name).get_default()
        for name, was in merge.filled.items()
        if _key(getattr(into, name)) == was
    }
    left = [line for line in into.aliases.splitlines() if line not in (supplier.title, *supplier.aliases.splitlines())]
    changes = write(into, {**back, "aliases": "\n".join(left)})
    history.record(action="supplier.parted", target=into, changes={**changes, "joined": [str(supplier), None]}, **told)
    write(supplier, {"archived_at": None, "merged_into": None})
    history.record(action="supplier.unmerged", target=supplier, changes={"merged_into": [str(into), None]}, **told)
    merge.delete()
    weighing.follow(actor)
    weighing.read_again(supplier)
    for each in (supplier, into):
        next_follows(each)
    tell_transfers(actor, supplier, into)
    return supplier


def _mine(actor: Actor, supplier: Supplier) -> Supplier:
    found = suppliers_for(actor).filter(pk=supplier.pk).first()
    if found is None:
        raise NotFound
    actor.require(MANAGE, found)
    return found


def _names(supplier: Supplier, into: Supplier) -> str:
    """The other's names are names of this one from now on, as far as there is room."""
    names = dict.fromkeys([*into.aliases.splitlines(), supplier.title, *supplier.aliases.splitlines()])
    names.pop(into.title, None)
    kept, length = [], 0
    for name in names:
        length += len(name) + 1
        if length > 4000:
            break
        kept.append(name)
    return "\n".join(kept)


def _fill(supplier: Supplier, into: Supplier) -> dict[str, Any]:
    return {
        name: getattr(supplier, name)
        for name in (*FILLED, *WATCHED)
        if not getattr(into, name) and getattr(supplier, name)
    }


def _key(value: Any) -> str:
    return str(value.pk) if isinstance(value, models.Model) else str(value or "")


# What points at a supplier


def _move(organisation_id: UUID, supplier: Supplier, into: Supplier) -> Iterator[list[str]]:
    for model, field in _pointers():
        rows = _rows(model, field, supplier.pk)
        for key in list(rows.values_list("pk", flat=True)):
            if _point(model, field, key, supplier.pk, into.pk):
                yield [model._meta.label_lower, field, str(key)]


def _point(model: type[models.Model], field: str, key: Any, was: UUID, now: UUID) -> bool:
    """Let one row point elsewhere; False where the database will not have it: it is settled, or one is there already."""
    column = field if field.endswith("_id") else f"{field}_id"
    try:
        with transaction.atomic():
            return bool(_rows(model, field, was).filter(pk=key).update(**{column: now}))
    except DatabaseError:
        return False


def _rows(model: type[models.Model], field: str, supplier_id: UUID) -> models.QuerySet[Any]:
    rows = model._base_manager.filter(**{field: supplier_id})
    kind = field.removesuffix("_id") + "_type"
    return rows.filter(**{kind: Supplier._meta.label_lower}) if field in {name for _type, name in ABOUT} else rows


def _pointers() -> Iterator[tuple[type[models.Model], str]]:
    """Each table that can point at a supplier, and the field by which it does; through a key, or by its kind and key."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower in STAYS or model._meta.db_table in APPEND_ONLY or model._meta.proxy:
            continue
        for field in model._meta.local_concrete_fields:
            if field.is_relation and field.related_model is Supplier and field.name != "merged_into":
                yield model, field.name
        if issubclass(model, TenantModel):
            yield from ((model, key) for kind, key in ABOUT if _has(model, kind) and _has(model, key))


def _has(model: type[models.Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
