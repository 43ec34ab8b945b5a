"""The same change to many activities at once: one statement, and an entry in the history for each that it changed."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from holger.core import dates
from holger.core.actor import Actor
from holger.core.models import labelled
from holger.history import services as history
from holger.privacy.models import Activity, Status
from holger.privacy.permissions import EDIT, MANAGE
from holger.privacy.services.measuring import measure
from holger.privacy.services.record import check

TOGETHER = frozenset({"owner", "unit", "entity", "next_review"})
"""What may be set on many at once: no rule looks at several of these together."""


@transaction.atomic
def activities_edit(*, actor: Actor, activities: Sequence[Activity], **answers: Any) -> int:
    """Set the same answers on all; returns how many that changed."""
    if wrong := answers.keys() - TOGETHER:
        raise ValueError(f"not for many at once: {', '.join(sorted(wrong))}")
    check(actor, answers)
    for row in activities:
        actor.require(EDIT, row)
    for name, value in answers.items():
        _clean(name, value)
    changed = [(row, changes) for row in activities if (changes := _changes(row, answers))]
    _put([row for row, _changes in changed], **answers)
    entries = [history.Entry("processing.edited", row, changes) for row, changes in changed]
    history.record_many(actor=actor, entries=entries)
    measure(list(Activity.objects.filter(pk__in=[row.pk for row, _changes in changed])))
    return len(changed)


@transaction.atomic
def activities_accept(*, actor: Actor, activities: Sequence[Activity]) -> int:
    """Take the drafts among them into the record."""
    return _move(actor, [row for row in activities if row.status == Status.DRAFT], "processing.accepted", status=Status.CURRENT.value, offered_at=None)  # fmt: skip


@transaction.atomic
def activities_archive(*, actor: Actor, activities: Sequence[Activity]) -> int:
    return _move(actor, [row for row in activities if row.archived_at is None], "processing.archived", archived_at=dates.now())  # fmt: skip


def _move(actor: Actor, rows: Sequence[Activity], action: str, **answers: Any) -> int:
    for row in rows:
        actor.require(MANAGE, row)
    _put(rows, **answers)
    history.record_many(actor=actor, entries=[history.Entry(action, row, {}) for row in rows])
    return len(rows)


def _put(rows: Sequence[Activity], **answers: Any) -> None:
    keys = [row.pk for row in rows]
    Activity.objects.filter(pk__in=keys).update(**answers, version=F("version") + 1, updated_at=dates.now())


def _clean(name: str, value: Any) -> None:
    try:
        Activity._meta.get_field(name).clean(getattr(value, "pk", value), None)
    except ValidationError as invalid:
        raise ValidationError({name: invalid.messages}) from invalid


def _changes(row: Activity, answers: dict[str, Any]) -> dict[str, list[Any]]:
    told = {name: (getattr(row, name), value) for name, value in answers.items()}
    return {name: [labelled(old), labelled(new)] for name, (old, new) in told.items() if old != new}
