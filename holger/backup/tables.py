"""Tables as they are at a set of migrations, their rows read out in one spelling and written back again.

The models are those of the migrations in the database, not of the code that runs: so a backup can be made before a
migration, and one from before can be restored after it.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connections, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import F
from django.db.models.functions import Collate

from holger.backup import rules
from holger.core.registry import registry

Migration = tuple[str, str]

READ: dict[str, Callable[[Any], Any]] = {
    "BinaryField": lambda text: base64.b64decode(text, validate=True),
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
    "DurationField": lambda number: timedelta(microseconds=number),
    "TimeField": time.fromisoformat,
    "UUIDField": UUID,
}
BATCH = 500


@dataclass(frozen=True)
class Table:
    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def fields(self) -> list[Any]:
        """The columns, by name: the same order on every installation."""
        columns = [f for f in self.model._meta.local_concrete_fields if not f.generated]
        return sorted(columns, key=lambda f: f.column)

    @property
    def columns(self) -> list[str]:
        return [f.column for f in self.fields]

    @property
    def holds_files(self) -> bool:
        """Do its rows tell of files in the evidence store?"""
        return {"organisation_id", "sha256", "size", "file_name"} <= set(self.columns)


def migrations_in(using: str) -> list[Migration]:
    """The migrations that a database has had."""
    return sorted(MigrationLoader(connections[using], ignore_no_migrations=True).applied_migrations)


def unknown(migrations: Iterable[Migration]) -> list[Migration]:
    """Those that this version of holger has never heard of."""
    return sorted(set(migrations) - set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations))


def tables_at(migrations: Iterable[Migration]) -> dict[str, Table]:
    """All tables that a backup keeps, by name."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    state = loader.project_state([node for node in migrations if node in loader.graph.nodes])
    found = {}
    for model in state.apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.proxy or not meta.managed or rules.is_left_out(meta.app_label, str(meta.model_name), registry.fleeting):
            continue
        table = Table(model)
        found[table.name] = table
    return dict(sorted(found.items()))


def rows_in(using: str) -> str:
    """The first table that anybody has written to, or nothing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for name in sorted(there & set(tables_at(migrations_in(using)))):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # noqa: S608 (names of our models)
            if cursor.fetchone():
                return name
    return ""


# --- Out -----------------------------------------------------------------------------------------------------------


@dataclass
class Told:
    """What is known of a table's rows: how many, and their digest."""

    columns: list[str]
    rows: int = 0
    hash: Any = field(default_factory=hashlib.sha256)

    def add(self, content: bytes, rows: int) -> None:
        self.hash.update(content)
        self.rows += rows

    def as_json(self) -> dict[str, Any]:
        return {"columns": self.columns, "rows": self.rows, "sha256": self.hash.hexdigest()}


def lines(table: Table, using: str) -> Iterator[bytes]:
    """A table's rows, a line each, by primary key; never more than a few thousand at a time."""
    names = [f.attname for f in table.fields]
    rows = table.model._base_manager.using(using).order_by(_by_key(table, using)).values_list(*names)
    for row in rows.iterator(chunk_size=2000):
        yield rules.line(row)


def _by_key(table: Table, using: str) -> Any:
    """Texts are ordered byte by byte, as SQLite does; ids and numbers have but one order."""
    key = table.model._meta.pk
    if isinstance(key, models.CharField | models.TextField) and connections[using].vendor == "postgresql":
        return Collate(F(key.attname), "C")
    return key.attname


def told_of(table: Table, using: str) -> dict[str, Any]:
    """Count and digest of the rows that a database holds now."""
    told = Told(table.columns)
    for text in lines(table, using):
        told.add(text, 1)
    return told.as_json()


def files_in(tables: Iterable[Table], using: str) -> Iterator[tuple[UUID, str]]:
    """Organisation and digest of every file of evidence that the rows tell of, once each and in order."""
    asked = [
        table.model._base_manager.using(using).exclude(sha256="").order_by().values_list("organisation_id", "sha256")
        for table in tables
        if table.holds_files
    ]
    if asked:
        first, *rest = asked
        yield from first.union(*rest).order_by("organisation_id", "sha256").iterator()


# --- In ------------------------------------------------------------------------------------------------------------


def parsed(content: bytes) -> list[list[Any]]:
    """The rows in a piece of a table. Raises ValueError for anything that is not rows."""
    rows = [json.loads(text) for text in content.splitlines()]
    if not all(isinstance(row, list) for row in rows):
        raise ValueError("not a row")
    return rows


class Inserter:
    """Writes rows as they are: no defaults, no stamps of time, no signals."""

    def __init__(self, table: Table, using: str):
        self.connection, self.fields = connections[using], table.fields
        quote = self.connection.ops.quote_name
        columns = ", ".join(quote(f.column) for f in self.fields)
        marks = ", ".join(["%s"] * len(self.fields))
        self.sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 (names of our models)
        self.read = [READ.get(kind_of(f)) for f in self.fields]

    def insert(self, rows: Iterable[list[Any]]) -> None:
        prepared = [self._prepared(row) for row in rows]
        with self.connection.cursor() as cursor:
            for begin in range(0, len(prepared), BATCH):
                cursor.executemany(self.sql, prepared[begin : begin + BATCH])

    def _prepared(self, row: list[Any]) -> list[Any]:
        try:
            values = [
                read(value) if read and value is not None else value for read, value in zip(self.read, row, strict=True)
            ]
        except (ArithmeticError, TypeError, ValueError, binascii.Error) as error:
            raise ValueError(f"a row cannot be read: {error}") from error
        return [f.get_db_prep_save(value, self.connection) for f, value in zip(self.fields, values, strict=True)]


def kind_of(column: Any) -> str:
    """The kind of value in a column; a reference holds what it refers to."""
    while column.is_relation:
        column = column.target_field
    return column.get_internal_type()
