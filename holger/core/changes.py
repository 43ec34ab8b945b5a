"""Writing an object and telling what changed, once for all services."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial, reduce
from operator import and_
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q

from holger.core import dates, saving
from holger.core.conditions import surely_holds
from holger.core.errors import Conflict
from holger.core.models import Versioned, labelled

Changes = dict[str, list[Any]]
"""Field name → [from, to], in JSON's own types."""
NUMBERED = frozenset({"organisation", "reference"})
"""What holger numbers itself nobody else has: the counter is held until the transaction ends, and the database guards it."""


def write(obj: models.Model, answers: Mapping[str, Any], *, version: int | None = None) -> Changes:
    """Validate and save ``answers`` on ``obj`` and return what changed; an unchanged object is not saved.

    ``version`` is what the writer read; ``Conflict`` is raised when somebody saved in between.
    ``ValidationError`` names the field. Call inside the service's transaction.

    Of a row that is there, only what changed is written: what is kept on it without an edit, such as a score, may have been
    worked out anew since ``obj`` was read.
    """
    creating = obj._state.adding
    if isinstance(obj, Versioned) and not creating:
        _hold(obj, version)
    changes, many = _assign(obj, answers)
    if creating:
        _check(obj, changes)
        obj.save()
    elif changes:
        written = changes.keys() - many.keys()
        if isinstance(obj, Versioned):
            obj.version += 1
            obj.updated_at = dates.now()
            written |= {"version", "updated_at"}
        _check(obj, changes)
        obj.save(update_fields=written)
    for name, rows in many.items():
        if creating:
            saving.tie(obj, name, rows)
        else:
            getattr(obj, name).set(rows)
    return changes


def _check(obj: models.Model, changes: Changes) -> None:
    """``full_clean``, but asking the database only what this change can have broken.

    Whether a row exists that is at hand, and whether a constraint holds whose fields were left alone, costs a question
    each; together they cost most of a save, and the database answers them anyway.
    """
    creating = obj._state.adding
    known = {
        field.name
        for field in obj._meta.concrete_fields
        if field.is_relation and getattr(obj, field.attname) is not None
        if field.name == "organisation" or field.is_cached(obj)
    }
    untouched = set() if creating else {field.name for field in obj._meta.concrete_fields} - changes.keys()
    errors: dict[str, Any] = {}

    def wrong() -> set[str]:
        return {"id"} | errors.keys() - {NON_FIELD_ERRORS}

    touched = [c for c, names in _constraints(type(obj)) if (creating and names != NUMBERED) or names & changes.keys()]
    if _hold_together(obj, [c for c in touched if isinstance(c, models.CheckConstraint)]):
        touched = [c for c in touched if not isinstance(c, models.CheckConstraint)]
    checks: tuple[Callable[[], None], ...] = (
        lambda: obj.clean_fields(exclude=known | untouched),
        obj.clean,
        *((lambda: obj.validate_unique(exclude=wrong()),) if _has_unique_fields(type(obj)) else ()),
        *(partial(_hold_to, constraint, obj, wrong) for constraint in touched),
    )
    for check in checks:
        try:
            check()
        except ValidationError as invalid:
            errors = invalid.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def _hold_together(obj: models.Model, constraints: Sequence[models.CheckConstraint]) -> bool:
    """Do all these hold? Where that is not plain, one question instead of one each; which of them does not is asked only
    when need be."""
    if all(surely_holds(obj, constraint.condition) for constraint in constraints):
        return True
    whole = models.CheckConstraint(condition=reduce(and_, (Q(c.condition) for c in constraints)), name="together")
    try:
        whole.validate(type(obj), obj)
    except ValidationError:
        return False
    return True


def _hold_to(constraint: models.BaseConstraint, obj: models.Model, wrong: Callable[[], set[str]]) -> None:
    """As Django does it, a broken constraint over one field is told at that field."""
    if isinstance(constraint, models.UniqueConstraint) and _is_free(constraint, obj, wrong()):
        return
    try:
        constraint.validate(type(obj), obj, exclude=wrong())
    except ValidationError as invalid:
        names: Sequence[str] = getattr(constraint, "fields", ())
        if getattr(invalid, "code", None) == "unique" and len(names) == 1:
            raise ValidationError({names[0]: invalid}) from invalid
        raise


def _is_free(constraint: models.UniqueConstraint, obj: models.Model, wrong: set[str]) -> bool:
    """Has no row at all the same in its fields? Then its condition, which is dear to ask, does not matter."""
    fields = set(constraint.fields)
    return bool(fields) and not fields & wrong and constraint.nulls_distinct is None and saving.is_free(obj, fields)


@cache
def _has_unique_fields(model: type[models.Model]) -> bool:
    meta = model._meta
    return bool(meta.unique_together) or any(f.unique and not f.primary_key for f in meta.concrete_fields)


@cache
def _constraints(model: type[models.Model]) -> tuple[tuple[models.BaseConstraint, frozenset[str]], ...]:
    """A model's constraints, each with the fields that decide whether it holds."""
    return tuple((constraint, _fields_of(constraint)) for constraint in model._meta.constraints)


def _fields_of(constraint: models.BaseConstraint) -> frozenset[str]:
    names = set(getattr(constraint, "fields", ()))
    condition = getattr(constraint, "condition", None)
    if condition is not None:
        names |= set(condition.referenced_base_fields)
    for expression in getattr(constraint, "expressions", ()):
        parts = [expression] if isinstance(expression, models.F) else expression.flatten()
        names |= {part.name.split("__")[0] for part in parts if isinstance(part, models.F)}
    return frozenset(names)


def _hold(obj: Versioned, version: int | None) -> None:
    """Lock the row until the transaction ends and make sure that nobody else has saved it."""
    current = saving.version_held(obj)
    if current != (obj.version if version is None else version):
        raise Conflict(type(obj)._base_manager.get(pk=obj.pk))
    if current != obj.version:
        obj.refresh_from_db()


def _assign(obj: models.Model, answers: Mapping[str, Any]) -> tuple[Changes, dict[str, list[models.Model]]]:
    changes: Changes = {}
    many: dict[str, list[models.Model]] = {}
    for name, new in answers.items():
        if obj._meta.get_field(name).many_to_many:
            before = [] if obj._state.adding else list(getattr(obj, name).all())
            if {row.pk for row in before} != {row.pk for row in new}:
                many[name] = list(new)
                changes[name] = [labelled(before), labelled(new)]
            continue
        old = getattr(obj, name)
        if old != new:
            setattr(obj, name, new)
            changes[name] = [None if obj._state.adding else labelled(old), labelled(new)]
    return changes, many
