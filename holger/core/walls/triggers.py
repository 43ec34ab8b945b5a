"""Triggers made from the models: no row refers to another organisation's, and none moves there.

For every reference from one tenant row to another, an insert or update that would cross organisations is refused by
the database itself, even from raw SQL. A row's organisation never changes. Tables in ``APPEND_ONLY`` refuse change,
deletion and, on SQLite, being written over by INSERT OR REPLACE; what ``LET_THROUGH`` says of them is the one way in.
Tables in ``SETTLED`` keep what has been settled in a row, and the row itself, once it has come that far.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from holger.core.models import ABOUT, TenantModel
from holger.core.registry import registry

type Tables = Mapping[str, set[str]]
"""The columns of each table that there is."""

APPEND_ONLY: set[str] = set()
"""Tables that only grow; a room adds its own when Django starts."""

LET_THROUGH: dict[tuple[str, str], str] = {}
"""(table, UPDATE or DELETE) → the SQL that is true of OLD and NEW where an append-only row may be touched after all."""


@dataclass(frozen=True)
class Settled:
    """Rows that are worked on for a while and then stand for good. ``state`` is the column that says how far a row is, and
    ``values`` those from which there is no way back; ``keeps`` are the columns that never change from then on."""

    state: str
    values: tuple[str, ...]
    keeps: tuple[str, ...]

    @property
    def reached(self) -> str:
        """The SQL that is true of a row that stands."""
        return f"OLD.{self.state} IN {self._values}"

    @property
    def broken(self) -> str:
        """The SQL that is true of a change that a standing row does not take."""
        changed = [f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in self.keeps]
        return f"{self.reached} AND ({' OR '.join([f'NEW.{self.state} NOT IN {self._values}', *changed])})"

    @property
    def _values(self) -> str:
        return f"({', '.join(f"'{value}'" for value in self.values)})"


SETTLED: dict[str, Settled] = {}
"""Tables of which a room says when their rows are settled."""


@dataclass(frozen=True)
class Wall:
    """``table``.``column`` may only hold an id of ``target`` in the organisation that ``owner`` tells."""

    table: str
    column: str
    target: str
    when: str = ""  # a further condition on the new row, for references by type and id
    owner: str = "NEW.organisation_id"
    beside: str = "organisation_id"
    """The other column of the table that decides: whose the row is, or what kind of thing it names."""

    @property
    def name(self) -> str:
        suffix = f"_{self.target}" if self.when else ""
        return f"wall_{self.table}_{self.column}{suffix}"

    @property
    def change(self) -> str:
        """The change that has to be looked at. Most set neither column, and a database that prepares them all the same takes
        longer over the walls than over the change."""
        return f"UPDATE OF {self.column}, {self.beside}"

    def fits(self, tables: Tables) -> bool:
        """While migrations are under way, a table may not be there yet, or not have the column."""
        return {self.column, self.beside} <= tables.get(self.table, set()) and self.target in tables

    @property
    def broken(self) -> str:
        """The SQL that is true of a new row that would cross."""
        return (
            f"NEW.{self.column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {self.target} w"
            f" WHERE w.id = NEW.{self.column} AND w.organisation_id = {self.owner})"
        )


def walls() -> Iterator[Wall]:
    """Every reference between tenant rows that the models have."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.auto_created:
            yield from _link_table(model)
        elif issubclass(model, TenantModel) and not model._meta.proxy:
            for field in model._meta.local_fields:
                if isinstance(field, models.ForeignKey) and issubclass(field.related_model, TenantModel):
                    yield Wall(model._meta.db_table, field.column, field.related_model._meta.db_table)
            yield from _by_type_and_id(model)


def _link_table(model: type[models.Model]) -> Iterator[Wall]:
    """A many-to-many table has no organisation of its own: both ends must agree."""
    links = [f for f in model._meta.local_fields if isinstance(f, models.ForeignKey)]
    tenants = [f for f in links if issubclass(f.related_model, TenantModel)]
    if len(tenants) == 2:
        one, other = tenants
        owner = f"(SELECT organisation_id FROM {one.related_model._meta.db_table} WHERE id = NEW.{one.column})"
        target = other.related_model._meta.db_table
        yield Wall(model._meta.db_table, other.column, target, owner=owner, beside=one.column)


def _by_type_and_id(model: type[models.Model]) -> Iterator[Wall]:
    named = {field.name for field in model._meta.local_fields}
    for kind, key in ABOUT:
        if {kind, key} <= named:
            for subject in registry.subjects.values():
                condition = f"NEW.{kind} = '{subject.type}'"
                yield Wall(model._meta.db_table, key, subject.model._meta.db_table, when=condition, beside=kind)


def tenant_tables() -> list[str]:
    return sorted(
        model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel) and not model._meta.proxy
    )


def build(connection: BaseDatabaseWrapper) -> None:
    """Make all triggers anew for the tables that exist."""
    drop(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in _POSTGRES_FUNCTIONS:
                cursor.execute(statement)
        sql = _postgres if connection.vendor == "postgresql" else _sqlite
        for statement in sql(_tables(connection)):
            cursor.execute(statement)


def _tables(connection: BaseDatabaseWrapper) -> Tables:
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_COLUMNS if connection.vendor == "postgresql" else _SQLITE_COLUMNS)
        found: dict[str, set[str]] = defaultdict(set)
        for table, column in cursor.fetchall():
            found[table].add(column)
    return found


_POSTGRES_COLUMNS = (  # the information schema would tell of those alone that the role may use
    "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped"
)
_SQLITE_COLUMNS = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"


def drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE t.tgname LIKE 'wall\\_%' AND n.nspname = current_schema()"
            )
            for table, name in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'wall\\_%' ESCAPE '\\'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')


def gaps(connection: BaseDatabaseWrapper) -> list[str]:
    """Triggers that should be there and are not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n"
                " ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND t.tgenabled <> 'D'"
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {name for (name,) in cursor.fetchall()}
    sql = _postgres if connection.vendor == "postgresql" else _sqlite
    wanted = [
        found[1] for statement in sql(_tables(connection)) if (found := re.match(r'CREATE TRIGGER "(\w+)"', statement))
    ]
    return [f"trigger {name}" for name in wanted if name not in there]


def _sqlite(tables: Tables) -> Iterator[str]:
    for wall in walls():
        if not wall.fits(tables):
            continue
        condition = f"{wall.when} AND {wall.broken}" if wall.when else wall.broken
        for name, event in (("insert", "INSERT"), ("update", wall.change)):
            yield (
                f'CREATE TRIGGER "{wall.name}_{name}" BEFORE {event} ON {wall.table} WHEN {condition}'
                f" BEGIN SELECT RAISE(ABORT, 'foreign organisation: {wall.table}.{wall.column}'); END"
            )
    for table in tenant_tables():
        if table in tables:
            refuse = f"BEGIN SELECT RAISE(ABORT, 'organisation never changes: {table}'); END"
            yield (
                f'CREATE TRIGGER "wall_{table}_moved" BEFORE UPDATE OF organisation_id ON {table}'
                f" WHEN NEW.organisation_id IS NOT OLD.organisation_id {refuse}"
            )
            yield (
                f'CREATE TRIGGER "wall_{table}_replaced" BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} w'
                f" WHERE w.id = NEW.id AND w.organisation_id IS NOT NEW.organisation_id) {refuse}"
            )
    for table in sorted(APPEND_ONLY & tables.keys()):
        refuse = f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
        for event in ("UPDATE", "DELETE"):
            way_in = LET_THROUGH.get((table, event))
            when = f"WHEN NOT ({way_in}) " if way_in else ""
            yield f'CREATE TRIGGER "wall_{table}_{event.lower()}" BEFORE {event} ON {table} {when}{refuse}'
        # INSERT OR REPLACE deletes without waking the delete trigger.
        for number, columns in enumerate(_unique(table)):
            same = " AND ".join(f"w.{column} = NEW.{column}" for column in columns)
            yield (
                f'CREATE TRIGGER "wall_{table}_replaced_{number}" BEFORE INSERT ON {table}'
                f" WHEN EXISTS (SELECT 1 FROM {table} w WHERE {same}) {refuse}"
            )

    for table in sorted(SETTLED.keys() & tables.keys()):
        refuse, settled = f"BEGIN SELECT RAISE(ABORT, 'settled: {table}'); END", SETTLED[table]
        yield f'CREATE TRIGGER "wall_{table}_changed" BEFORE UPDATE ON {table} WHEN {settled.broken} {refuse}'
        yield f'CREATE TRIGGER "wall_{table}_deleted" BEFORE DELETE ON {table} WHEN {settled.reached} {refuse}'
        there = settled.reached.replace("OLD.", "w.")
        for number, columns in enumerate(_unique(table)):
            same = " AND ".join(f"w.{column} = NEW.{column}" for column in columns)
            yield (
                f'CREATE TRIGGER "wall_{table}_over_{number}" BEFORE INSERT ON {table}'
                f" WHEN EXISTS (SELECT 1 FROM {table} w WHERE {same} AND {there}) {refuse}"
            )


def _unique(table: str) -> list[list[str]]:
    """The columns by which a new row could take an old one's place."""
    meta = next(model._meta for model in apps.get_models() if model._meta.db_table == table)
    by_name = [c.fields for c in meta.constraints if isinstance(c, models.UniqueConstraint) and c.condition is None]
    columns: list[list[Any]] = [[meta.get_field(name).column for name in names] for names in by_name]
    return [[meta.pk.column], *columns]


_POSTGRES_FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION holger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$""",
)


def _postgres(tables: Tables) -> Iterator[str]:
    for number, wall in enumerate(walls()):
        if not wall.fits(tables):
            continue
        name = f"wall_{number}_{wall.table}_{wall.column}"[:60]
        # A trigger's WHEN may not query, so each wall has its own small function.
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {wall.broken} THEN"
            f" RAISE EXCEPTION 'foreign organisation: {wall.table}.{wall.column}'"
            f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        when = f"WHEN ({wall.when}) " if wall.when else ""
        yield (
            f'CREATE TRIGGER "{name}" BEFORE INSERT OR {wall.change} ON {wall.table} FOR EACH ROW {when}'
            f"EXECUTE FUNCTION {name}()"
        )
    for table in tenant_tables():
        if table in tables:
            yield (
                f'CREATE TRIGGER "wall_{table}_moved" BEFORE UPDATE OF organisation_id ON {table} FOR EACH ROW'
                " WHEN (NEW.organisation_id IS DISTINCT FROM OLD.organisation_id)"
                f" EXECUTE FUNCTION holger_refuse('organisation never changes: {table}')"
            )
    for table in sorted(APPEND_ONLY & tables.keys()):
        for event, row in (("UPDATE", "NEW"), ("DELETE", "OLD")):
            name = f"wall_{table}_{event.lower()}"
            way_in = LET_THROUGH.get((table, event), "FALSE")
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {way_in} THEN"
                f" RETURN {row}; END IF; RAISE EXCEPTION 'append only: {table}'"
                f" USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            yield f'CREATE TRIGGER "{name}" BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()'
        yield (
            f'CREATE TRIGGER "wall_{table}_whole" BEFORE TRUNCATE ON {table} FOR EACH STATEMENT'
            f" EXECUTE FUNCTION holger_refuse('append only: {table}')"
        )
    for table in sorted(SETTLED.keys() & tables.keys()):
        refuse, settled = f"EXECUTE FUNCTION holger_refuse('settled: {table}')", SETTLED[table]
        for event, name, when in (("UPDATE", "changed", settled.broken), ("DELETE", "deleted", settled.reached)):
            yield (
                f'CREATE TRIGGER "wall_{table}_{name}" BEFORE {event} ON {table} FOR EACH ROW WHEN ({when}) {refuse}'
            )
        yield f'CREATE TRIGGER "wall_{table}_whole" BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}'
