"""Writing an object and telling what changed, once for all services."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from holger.core import dates
from holger.core.errors import Conflict
from holger.core.models import Versioned, labelled

Changes = dict[str, list[Any]]
"""Field name → [from, to], in JSON's own types."""


def write(obj: models.Model, answers: Mapping[str, Any], *, version: int | None = None) -> Changes:
    """Validate and save ``answers`` on ``obj`` and return what changed; an unchanged object is not saved.

    ``version`` is what the writer read; ``Conflict`` is raised when somebody saved in between.
    ``ValidationError`` names the field. Call inside the service's transaction.
    """
    creating = obj._state.adding
    if isinstance(obj, Versioned) and not creating:
        _hold(obj, version)
    changes, many = _assign(obj, answers)
    if creating or changes:
        if isinstance(obj, Versioned) and not creating:
            obj.version += 1
            obj.updated_at = dates.now()
        obj.full_clean()
        obj.save()
    for name, rows in many.items():
        getattr(obj, name).set(rows)
    return changes


def _hold(obj: Versioned, version: int | None) -> None:
    """Lock the row until the transaction ends and make sure that nobody else has saved it."""
    current = type(obj)._base_manager.select_for_update().filter(pk=obj.pk).values_list("version", flat=True).get()
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
