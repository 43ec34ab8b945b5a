"""Writing and undoing the rows of an import, for registers whose rows are rows of one model.

A room's service calls these after its own checks. Objects are written in a few statements however many there are; each
leaves its own entry in the history. The values were read and checked by the dry run; the database checks them again,
and the first row that it will not have is named.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.models import ABOUT
from holger.core.words import N_
from holger.exchange.fields import ChangedRow, InFile, NewRow
from holger.history import services as history

BATCH = 500
MOST_BLAMED = 2_000
"""Rows that are checked one by one to find the one that the database refused."""

Written = dict[str, Any]


def write(
    *,
    actor: Actor,
    model: type[models.Model],
    verb: str,
    permission: str,
    creates: Sequence[NewRow],
    updates: Sequence[ChangedRow],
    number: Callable[..., Iterable[int]] | None = None,
    defaults: Mapping[str, Any] | None = None,
    prepare: Callable[[Any], None] | None = None,
) -> Written:
    """Create and change rows of ``model`` and answer what ``undo`` needs.

    ``number(count=n)`` takes the next numbers for references (``organisation.services.next_numbers`` with its
    organisation and prefix filled in). ``prepare(obj)`` completes an object before it is checked and saved.
    """
    new = [_build(actor, model, row, defaults or {}, prepare) for row in creates]
    if number is not None:
        _refer(actor, model, new, number)
    old, before = _load(actor, model, updates, prepare)
    for row, obj in [*zip(creates, new, strict=True), *zip(updates, old, strict=True)]:
        if not actor.may(permission, obj):
            raise RuleBroken(N_("Row %(row)s: you may not change this one."), params={"row": row.number})
    _save(model, creates, new, updates, old)
    _link(model, [*zip(creates, new, strict=True), *zip(updates, old, strict=True)], before)
    entries = [history.Entry(f"{verb}.created", obj, row.changes) for row, obj in zip(creates, new, strict=True)]
    entries += [history.Entry(f"{verb}.changed", obj, row.changes) for row, obj in zip(updates, old, strict=True)]
    history.record_many(actor=actor, entries=entries)
    undo = {"created": [str(obj.pk) for obj in new], "updated": before}
    return json.loads(json.dumps(undo, cls=DjangoJSONEncoder))


def _many(model: type[models.Model], values: Mapping[str, Any]) -> set[str]:
    return {name for name in values if model._meta.get_field(name).many_to_many}


def _assign(obj: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        field = obj._meta.get_field(name)
        if field.many_to_many or isinstance(value, InFile):
            continue
        setattr(obj, field.attname if field.is_relation else name, value)


def _build(
    actor: Actor,
    model: type[models.Model],
    row: NewRow,
    defaults: Mapping[str, Any],
    prepare: Callable[[Any], None] | None,
) -> Any:
    obj = model(organisation_id=actor.organisation_id, **defaults)
    _assign(obj, row.values)
    if prepare:
        prepare(obj)
    return obj


def _refer(actor: Actor, model: Any, new: Sequence[Any], number: Callable[..., Iterable[int]]) -> None:
    """Give references: those from the file stay, and holger's own count goes on behind the highest of its kind."""
    own = f"{model.prefix}-"
    told = {obj.reference.casefold() for obj in new if obj.reference}
    for obj in new:
        rest = obj.reference.removeprefix(own)
        if obj.reference.startswith(own) and rest.isdecimal() and rest == str(int(rest)) and len(rest) < 9:
            obj.number = int(rest)
    highest = max((obj.number for obj in new), default=0)
    waiting = [obj for obj in new if not obj.number]
    taken = iter(number(count=len(waiting) or 1))
    last = 0
    for obj in waiting:
        last = _next(taken, number)
        while not obj.reference and f"{own}{last}".casefold() in told:
            last = _next(taken, number)
        obj.number = last
        obj.reference = obj.reference or f"{own}{last}"
    last = max([last, *taken])
    if highest > last:
        number(count=highest - last)


def _next(taken: Iterator[int], number: Callable[..., Iterable[int]]) -> int:
    found = next(taken, None)
    return next(iter(number(count=1))) if found is None else found


def _load(
    actor: Actor, model: type[models.Model], updates: Sequence[ChangedRow], prepare: Callable[[Any], None] | None
) -> tuple[list[Any], list[dict[str, Any]]]:
    """The objects to change, locked and changed in memory, with what they were."""
    found: dict[Any, Any] = {}
    for ids in batched((row.id for row in updates), BATCH):
        rows = model._base_manager.select_for_update().filter(organisation_id=actor.organisation_id, pk__in=ids)
        found.update({obj.pk: obj for obj in rows})
    old, before = [], []
    for row in updates:
        obj = found.get(row.id)
        if obj is None or obj.version != row.version:
            raise RuleBroken(
                N_("Row %(row)s was changed by somebody else. Run the dry run again."), params={"row": row.number}
            )
        kept = {
            f.attname: getattr(obj, f.attname)
            for f in (obj._meta.get_field(n) for n in row.values)
            if not f.many_to_many
        }
        before.append({"id": obj.pk, "version": obj.version + 1, "values": kept, "many": {}})
        _assign(obj, row.values)
        obj.version += 1
        obj.updated_at = dates.now()
        if prepare:
            prepare(obj)
        old.append(obj)
    return old, before


def _save(
    model: type[models.Model],
    creates: Sequence[NewRow],
    new: Sequence[Any],
    updates: Sequence[ChangedRow],
    old: Sequence[Any],
) -> None:
    rows: list[tuple[NewRow | ChangedRow, Any]] = [
        *zip(creates, new, strict=True),
        *zip(updates, old, strict=True),
    ]
    checked = {field.name for field in model._meta.fields if not field.is_relation}
    names = {field.name for field in model._meta.fields}
    for row, obj in rows:
        try:
            obj.clean_fields(exclude=names - (checked & row.values.keys()))
        except ValidationError as invalid:
            raise _broken(model, row, invalid) from invalid
    try:
        with transaction.atomic():
            model._base_manager.bulk_create(new, batch_size=BATCH)
            _put(model, old)
    except IntegrityError as error:
        raise _blame(model, rows, error) from error


def _put(model: type[models.Model], changed: Sequence[Any]) -> None:
    """Save whole rows by one statement for many: Django's bulk_update grows a condition for every value instead."""
    fields = [
        field.name for field in model._meta.concrete_fields if not field.primary_key and field.name != "organisation"
    ]
    if changed:
        model._base_manager.bulk_create(
            changed, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )


def _blame(model: type[models.Model], rows: Sequence[tuple[Any, Any]], error: IntegrityError) -> RuleBroken:
    """Which row the database would not have, and why: asked one by one, now that it matters."""
    for row, obj in rows[:MOST_BLAMED]:
        try:
            obj._state.adding = isinstance(row, NewRow)
            obj.full_clean()
        except ValidationError as invalid:
            return _broken(model, row, invalid)
    return RuleBroken(N_("The rows do not fit together: %(error)s"), params={"error": str(error)[:200]})


def _broken(model: type[models.Model], row: NewRow | ChangedRow, invalid: ValidationError) -> RuleBroken:
    labels = {field.name: str(getattr(field, "verbose_name", field.name)) for field in model._meta.get_fields()}
    errors = invalid.message_dict if hasattr(invalid, "error_dict") else {"__all__": invalid.messages}
    said = " ".join(f"{labels.get(name, '')}: {' '.join(texts)}".lstrip(": ") for name, texts in errors.items())
    return RuleBroken(N_("Row %(row)s: %(error)s"), params={"row": row.number, "error": said})


def _link(model: type[models.Model], rows: Sequence[tuple[Any, Any]], before: Sequence[dict[str, Any]]) -> None:
    """Links to several objects, and links to rows that came with the same file."""
    by_row = {row.number: obj for row, obj in rows if isinstance(row, NewRow)}
    by_id = {entry["id"]: entry for entry in before}
    late: set[str] = set()
    pointing: dict[Any, Any] = {}
    for row, obj in rows:
        for name in _many(model, row.values):
            _set_many(model, name, obj, row, by_id)
        for name, value in row.values.items():
            if isinstance(value, InFile):
                setattr(obj, model._meta.get_field(name).attname, by_row[value.number].pk)
                late.add(name)
                pointing[obj.pk] = obj
    if late:
        _put(model, list(pointing.values()))
    _add_many(model, rows, by_row)


def _set_many(model: type[models.Model], name: str, obj: Any, row: Any, by_id: Mapping[Any, dict[str, Any]]) -> None:
    if isinstance(row, ChangedRow):
        by_id[obj.pk]["many"][name] = list(getattr(obj, name).values_list("pk", flat=True))
        getattr(obj, name).clear()


def _add_many(model: type[models.Model], rows: Sequence[tuple[Any, Any]], by_row: Mapping[int, Any]) -> None:
    links: dict[str, list[Any]] = {}
    for row, obj in rows:
        for name in _many(model, row.values):
            field = model._meta.get_field(name)
            through = field.remote_field.through
            ends = {f"{field.m2m_field_name()}_id": obj.pk}
            links.setdefault(name, []).extend(
                through(**ends, **{f"{field.m2m_reverse_field_name()}_id": _key(value, by_row)})
                for value in row.values[name]
            )
    for name, new in links.items():
        model._meta.get_field(name).remote_field.through._base_manager.bulk_create(new, batch_size=BATCH)


def _key(value: Any, by_row: Mapping[int, Any]) -> Any:
    """The id of an object that is there, or of one that came with the same file."""
    return by_row[value.number].pk if isinstance(value, InFile) else value


def undo(
    *,
    actor: Actor,
    model: type[models.Model],
    verb: str,
    permission: str,
    payload: Mapping[str, Any],
    computed: Iterable[str] = (),
) -> None:
    """Put back what ``write`` changed and remove what it created, or say why not.

    ``computed``: names of fields that point to ``model`` but are worked out by holger, and so hold nothing back.
    """
    created = _created(actor, model, payload["created"])
    changed = _changed(actor, model, payload["updated"])
    for obj in [*created, *changed.values()]:
        if not actor.may(permission, obj):
            raise RuleBroken(N_("You may not change “%(label)s”."), params={"label": str(obj)})
    entries = []
    for entry in payload["updated"]:
        obj = changed[UUID(entry["id"])]
        entries.append(history.Entry(f"{verb}.changed", obj, _restore(obj, entry)))
    _put(model, list(changed.values()))
    _refuse_referred(model, {obj.pk for obj in created}, frozenset(computed))
    entries += [history.Entry(f"{verb}.removed", obj) for obj in created]
    history.record_many(actor=actor, entries=entries)
    for batch in batched(created, BATCH):
        model._base_manager.filter(pk__in=[obj.pk for obj in batch]).delete()


def _created(actor: Actor, model: type[models.Model], ids: Sequence[str]) -> list[Any]:
    found: list[Any] = []
    for batch in batched(ids, BATCH):
        found += model._base_manager.filter(organisation_id=actor.organisation_id, pk__in=batch)
    for obj in found:
        if obj.version != 1:
            raise _changed_since(obj)
    return found


def _changed(actor: Actor, model: type[models.Model], entries: Sequence[Mapping[str, Any]]) -> dict[UUID, Any]:
    versions = {UUID(entry["id"]): entry["version"] for entry in entries}
    found: dict[UUID, Any] = {}
    for batch in batched(versions, BATCH):
        rows = model._base_manager.select_for_update().filter(organisation_id=actor.organisation_id, pk__in=batch)
        found.update({obj.pk: obj for obj in rows})
    for key, version in versions.items():
        if key not in found:
            raise RuleBroken(N_("Something that the import changed has been removed since."))
        if found[key].version != version:
            raise _changed_since(found[key])
    return found


def _changed_since(obj: Any) -> RuleBroken:
    return RuleBroken(N_("“%(label)s” has been changed since the import."), params={"label": str(obj)})


def _refuse_referred(model: type[models.Model], ids: set[Any], computed: frozenset[str]) -> None:
    """Nothing that somebody has built upon may vanish under them."""
    for relation in model._meta.concrete_model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.field.name in computed:
            continue
        if relation.field.model._meta.auto_created:  # the table between, seen through its field as well
            continue
        for batch in batched(ids, BATCH):
            others = relation.field.model._base_manager.filter(**{f"{relation.field.name}__in": batch})
            if issubclass(relation.field.model, model._meta.concrete_model or model):
                others = others.exclude(pk__in=batch)
            for other in others[:BATCH]:
                if other.pk not in ids:
                    raise RuleBroken(
                        N_("“%(other)s” refers to something that the import created."), params={"other": str(other)}
                    )
    subject = model._meta.concrete_model._meta.label_lower
    for other in apps.get_models():
        names = {field.name for field in other._meta.fields}
        for kind, key in ABOUT if other._meta.app_label != "history" else ():
            for batch in batched(ids, BATCH) if {kind, key} <= names else ():
                if other._base_manager.filter(**{kind: subject, f"{key}__in": batch}).exists():
                    raise RuleBroken(
                        N_("%(kind)s has been attached to something that the import created."),
                        params={"kind": other._meta.verbose_name},
                    )


def _restore(obj: Any, entry: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give an object its former values; answers the changes for the history."""
    changes: dict[str, list[Any]] = {}
    for attname, kept in entry["values"].items():
        field = obj._meta.get_field(attname)
        value = field.to_python(kept) if kept is not None else None
        changes[field.name] = [str(getattr(obj, attname) or "") or None, str(value or "") or None]
        setattr(obj, attname, value)
    for name, ids in entry["many"].items():
        getattr(obj, name).set(ids)
    obj.version += 1
    obj.updated_at = dates.now()
    return changes
