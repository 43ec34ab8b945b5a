"""Rows that cannot be: another organisation's, below what is Kronborg's. The database refuses them (core/walls/triggers.py).

They are there to ask selectors and pages alone: one that leaves it to the walls to keep them away would tell of them.
"""

import copy
import itertools
from collections.abc import Iterator, Set
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from holger.history.models import Chain, Checkpoint, Event
from holger.organisation.models import Person
from holger.policies.models import PolicyText
from holger.privacy.models import ActivityTransfer
from holger.risks.models import Acceptance, AssetScore, Effect, TreatmentAction
from holger.suppliers.models import Transfer
from tests.canary import tenant_models
from tests.cast import Cast
from tests.walled import walls_down

APART = {Chain, Checkpoint, Event, Person}
"""Proved as a whole, or a member who may sign in."""
RELATED = {Acceptance, AssetScore, Effect, TreatmentAction, ActivityTransfer, Transfer, PolicyText}
"""Read together with what they hang on, by Django's own relation, which asks for no organisation."""
FEWEST = 100
"""There must be more in all."""
MOST = 3
"""Of each table."""
TOUCHED = "a row that strays was touched"
OTHERS = 20
"""That are tried for what it must have alone."""


def stray(cast: Cast, but: Set[type[models.Model]] = frozenset()) -> dict[str, str]:
    """Copies of Kronborg's rows that are Rosenborg's but for what they hang on: the key of each by that of its original."""
    with walls_down("wall_*"):
        put = {str(own): str(row.pk) for own, row in strays(cast, APART | but) if _put(row, cast)}
    assert len(put) > FEWEST, f"only {len(put)} rows could be put"
    return put


def strays(cast: Cast, but: Set[type[models.Model]]) -> Iterator[tuple[Any, models.Model]]:
    for model in tenant_models():
        rows: Any = model._base_manager.filter(organisation=cast.kronborg).order_by("pk")
        for row in [] if model in but else rows[:MOST]:
            other: Any = copy.copy(row)
            other.pk, other.organisation = model._meta.pk.get_default(), cast.rosenborg
            other._state = type(row._state)()
            yield row.pk, other


def _put(row: models.Model, cast: Cast) -> bool:
    """As it is, or where there can be one alone, with something else in its place."""
    return any(map(_is_in, itertools.chain([row], _instead(row, cast))))


def _is_in(row: models.Model) -> bool:
    try:
        with transaction.atomic():
            row.save_base(raw=True, force_insert=True)
    except IntegrityError:
        return False
    return True


def _instead(row: models.Model, cast: Cast) -> Iterator[models.Model]:
    """The row with another value of what must be its own, one at a time: what hangs on its parent still does, where that can be."""
    for field in sorted(_own(type(row)), key=lambda field: (field.is_relation, field.name != "number", field.name)):
        for value in _others(row, field, cast):
            other = copy.copy(row)
            other._state = copy.copy(row._state)
            setattr(other, field.attname, value)
            yield other


def _own(model: type[models.Model]) -> set[Any]:
    """Fields of which two rows must not have the same."""
    names = {name for each in model._meta.total_unique_constraints for name in each.fields}
    names |= {name for each in model._meta.constraints for name in getattr(each, "fields", ())}
    single = {field.name for field in model._meta.fields if field.unique and not field.primary_key}
    return {model._meta.get_field(name) for name in (names | single) - {"organisation"}}


def _others(row: models.Model, field: Any, cast: Cast) -> Iterator[Any]:
    value = getattr(row, field.attname)
    if field.is_relation and "organisation" in {each.name for each in field.related_model._meta.fields}:
        own: Any = field.related_model._base_manager.filter(organisation=cast.kronborg)
        yield from own.exclude(pk=value).order_by("pk").values_list("pk", flat=True)[:OTHERS]
    elif field.choices:
        yield from (choice for choice, _ in field.flatchoices if choice != value)
    elif isinstance(field, models.IntegerField):
        yield value + 1000
    elif isinstance(field, models.DateField):
        yield value + timedelta(days=1)
    elif isinstance(field, models.CharField | models.TextField):
        yield value[:-1] + ("x" if value[-1:] != "x" else "y")


def set_astray(cast: Cast) -> None:
    """What strays below what is read by its organisation, with an alarm on it."""
    stray(cast, RELATED)
    alarm(cast)


def alarm(cast: Cast) -> None:
    """From now on it fails to write, change or remove any row of Rosenborg's: SQLite says ``TOUCHED``."""
    key = cast.rosenborg._meta.pk.get_db_prep_value(cast.rosenborg.pk, connection)
    with connection.cursor() as cursor:
        for model in tenant_models():
            for deed, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
                cursor.execute(_alarm(model._meta.db_table, deed, row, key))


def _alarm(table: str, deed: str, row: str, key: str) -> str:
    return (
        f"CREATE TRIGGER alarm_{table}_{deed.lower()} BEFORE {deed} ON {table}"
        f" WHEN {row}.organisation_id = '{key}' BEGIN SELECT RAISE(ABORT, '{TOUCHED}: {deed} {table}'); END"
    )
