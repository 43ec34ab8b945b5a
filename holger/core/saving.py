"""The few sentences behind writing a row, as plain SQL: every service waits for them, and the ORM, which builds a question
anew for each, multiplies the time they take."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import batched
from typing import Any, cast

from django.db import connection, models
from django.db.transaction import get_connection

type Field = models.Field[Any, Any]

TOGETHER = 200
"""Rows in a statement."""


def holding() -> str:
    """How a question ends that holds its rows until the transaction does; on SQLite there is one writer anyway."""
    return " FOR UPDATE" if connection.features.has_select_for_update else ""


def version_held(obj: models.Model) -> int:
    """The version that a row has by now; the row is held until the transaction ends.

    Raises the model's ``DoesNotExist``.
    """
    sql = f"SELECT version FROM {_table(obj)} WHERE id = %s{holding()}"  # noqa: S608
    with connection.cursor() as cursor:
        row = cursor.execute(sql, [_key(obj)]).fetchone()
    if row is None:
        raise type(obj).DoesNotExist  # type: ignore[attr-defined]
    return int(row[0])


def is_free(obj: models.Model, names: Collection[str]) -> bool:
    """Does no other row have the same in all these fields? What is nothing is the same as nothing else."""
    fields = _fields(obj, names)
    values = _values(obj, fields)
    if None in values:
        return True
    same = " AND ".join(f"{_name(field)} = %s" for field in fields)
    with connection.cursor() as cursor:
        sql = f"SELECT 1 FROM {_table(obj)} WHERE {same} AND id <> %s LIMIT 1"  # noqa: S608
        return cursor.execute(sql, [*values, _key(obj)]).fetchone() is None


def insert(obj: models.Model) -> None:
    """Write a row that is new, as it stands on ``obj``, which gets a key where it has none."""
    if obj.pk is None:
        obj.pk = obj._meta.pk.get_pk_value_on_save(obj)
    with connection.cursor() as cursor:
        cursor.execute(_insert(type(obj)), _values(obj, obj._meta.concrete_fields))
    obj._state.adding, obj._state.db = False, connection.alias


def tie(obj: models.Model, name: str, rows: Iterable[models.Model]) -> None:
    """Let a row that is new have these in its field of many."""
    field = cast("models.ManyToManyField[Any, Any]", obj._meta.get_field(name))
    table, here, there = field.m2m_db_table(), field.m2m_column_name(), field.m2m_reverse_name()
    pairs = [[_key(obj), key] for key in dict.fromkeys(map(_key, rows))]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({here}, {there}) VALUES (%s, %s)", pairs)  # noqa: S608


def update(obj: models.Model, names: Collection[str]) -> None:
    """Write these fields of a row that is there, as they stand on ``obj``.

    Raises the model's ``NotUpdated`` where the row is gone.
    """
    if not names:
        return
    fields = _fields(obj, sorted(names))
    columns = ", ".join(f"{_name(field)} = %s" for field in fields)
    with connection.cursor() as cursor:
        sql = f"UPDATE {_table(obj)} SET {columns} WHERE id = %s"  # noqa: S608
        cursor.execute(sql, [*_values(obj, fields), _key(obj)])
        if not cursor.rowcount:
            raise type(obj).NotUpdated  # type: ignore[attr-defined]


def update_many(rows: Iterable[models.Model], names: Collection[str]) -> None:
    """Write these fields of many rows of one table that are there, as they stand on each."""
    for some in batched(rows, TOGETHER):
        fields = _fields(some[0], names)
        put(type(some[0]), names, [[_key(row), *_values(row, fields)] for row in some])


def put(model: type[models.Model], names: Collection[str], rows: Iterable[Sequence[Any]]) -> None:
    """The same without the rows at hand: for each its key, and the values of these fields, as the database takes them.

    They go some hundred to a statement. The ORM builds a CASE for each row and field; and where one statement for each is
    part of something larger, SQLite keeps what each has touched.
    """
    key, *fields = _fields(model, ["id", *names])
    columns = ", ".join(f"{_name(field)} = {_given(field, place)}" for place, field in enumerate(fields, start=2))
    mark = f"({', '.join(['%s'] * (len(fields) + 1))})"
    for some in batched(rows, TOGETHER):
        values = ", ".join([mark] * len(some))
        table = _table(model)
        sql = f"UPDATE {table} SET {columns} FROM (VALUES {values}) AS v WHERE {table}.id = {_given(key, 1)}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for row in some for value in row])


def _given(field: Field, place: int) -> str:
    """The value in such a place. PostgreSQL wants to know what it is; with a length it would cut off what is longer."""
    if connection.vendor != "postgresql":
        return f"v.column{place}"
    return f"CAST(v.column{place} AS {str(field.db_type(connection)).partition('(')[0]})"


def is_worked_out(obj: models.Model, names: Collection[str] | None) -> bool:
    """Does one of these fields, or of all, say how the database is to make its value, such as by counting on?"""
    told = obj.__dict__.values() if names is None else [obj.__dict__.get(name) for name in names]
    return any(hasattr(value, "resolve_expression") for value in told)


def _fields(obj: models.Model | type[models.Model], names: Iterable[str]) -> list[Field]:
    return [cast(Field, obj._meta.get_field(name)) for name in names]


@cache
def _insert(model: type[models.Model]) -> str:
    fields = model._meta.concrete_fields
    columns, marks = ", ".join(map(_name, fields)), ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {_table(model)} ({columns}) VALUES ({marks})"  # noqa: S608


@cache
def _name(field: Field) -> str:
    """Both databases quote alike."""
    return connection.ops.quote_name(str(field.column))


def _values(obj: models.Model, fields: Iterable[Field]) -> list[Any]:
    here = get_connection()  # each look through Django's ``connection`` looks for the thread's own
    return [field.get_db_prep_save(getattr(obj, field.attname), here) for field in fields]


def _table(obj: models.Model | type[models.Model]) -> str:
    return connection.ops.quote_name(obj._meta.db_table)


def _key(obj: models.Model) -> Any:
    return obj._meta.pk.get_db_prep_save(obj.pk, get_connection())
