"""PostgreSQL's row-level security, made from the models: a role sees and writes one organisation's rows.

Which one is told by ``core.tenancy`` for each transaction, in the setting ``holger.organisation``. Where it was not told
the question is an error, so that a forgotten ``tenancy.inside`` shows at once instead of as an empty list. FORCE holds
the tables' owner to the same; with ``holger.whole`` the owner, and nobody else, looks at all rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from holger.core.models import TenantModel
from holger.core.tenancy import DOORS, NOWHERE, Door

HERE = "current_setting('holger.organisation')::uuid"
WHOLE = "current_setting('holger.whole', true) = 'yes'"


@dataclass(frozen=True)
class Policy:
    """Who may see rows of ``table`` (``using``) and write them (``check``). ``does``: ALL, or one SQL command."""

    table: str
    name: str
    using: str = ""
    check: str = ""
    does: str = "ALL"

    def sql(self, to: str = "PUBLIC") -> str:
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return f'CREATE POLICY "{self.name}" ON "{self.table}" FOR {self.does} TO {to}{using}{check}'


def policies() -> Iterator[Policy]:
    """One for each table with rows of organisations; the organisations themselves are seen by all, changed from inside."""
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if model._meta.proxy or not model._meta.managed:
            continue
        if any(field.column == "organisation_id" for field in model._meta.local_concrete_fields):
            mine = f"organisation_id = {HERE}"
            yield Policy(table, "holger_inside", mine, mine)
        elif model._meta.auto_created and (end := _tenant_end(model)):
            # The end's own policy hides what is not ours. IN rather than EXISTS: asked once, also of an empty table.
            mine = f"{end.column} IN (SELECT id FROM {end.related_model._meta.db_table})"
            yield Policy(table, "holger_inside", mine, mine)
    house = apps.get_model("organisation.Organisation")._meta.db_table
    yield Policy(house, "holger_seen", using="true", does="SELECT")
    yield Policy(house, "holger_founded", check="true", does="INSERT")
    yield Policy(house, "holger_changed", f"id = {HERE}", f"id = {HERE}", does="UPDATE")
    yield Policy(house, "holger_removed", f"id = {HERE}", does="DELETE")


def _tenant_end(model: type[models.Model]) -> models.ForeignKey | None:
    """The first of a link table's ends that belongs to an organisation."""
    ends = [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]
    return next((end for end in ends if issubclass(end.related_model, TenantModel)), None)


def tables() -> list[str]:
    """Every table that has walls around its rows."""
    return sorted({policy.table for policy in policies()})


def build(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing or was altered. Table by table, and what is right is left alone: no table is open at any
    moment, and a migration without news keeps nobody waiting.
    """
    for table, owner in sorted(_owners(connection).items()):
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in _missing(cursor, table, owner):
                cursor.execute(statement)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = cursor.fetchone()[0]
        for stranger in _doors(cursor) - {door.function for door in DOORS.values()}:
            cursor.execute(f'DROP ROUTINE "{stranger}"')
        for door in DOORS.values():
            cursor.execute(_opened(door, schema))


def _missing(cursor: Any, table: str, owner: str) -> Iterator[str]:
    """What to say to put the walls around one table right."""
    on, forced = _secured(cursor, table)
    if not on:
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    if not forced:
        yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    standing, wanted = _standing(cursor, table), _wanted(table, owner)
    for name in standing:
        if standing[name] != wanted.get(name):
            yield f'DROP POLICY "{name}" ON "{table}"'
    for name, sql in wanted.items():
        if standing.get(name) != sql:
            yield sql
            yield _SEALED.format(table=table, name=name, sql=sql.replace("'", "''"))


def _wanted(table: str, owner: str) -> dict[str, str]:
    """The table's policies by name, as they are made."""
    ours = {policy.name: policy.sql() for policy in policies() if policy.table == table}
    return ours | {"holger_whole": Policy(table, "holger_whole", WHOLE, WHOLE).sql(f'"{owner}"')}


def _opened(door: Door, schema: str) -> str:
    """The function behind a door: it looks past the walls as the owner, gives ids back, and closes again."""
    asks = door.asks
    for number, name in enumerate(door.takes, start=1):
        asks = asks.replace(f"%({name})s", f"${number}")
    return f"""
        CREATE OR REPLACE FUNCTION {door.function}({", ".join(door.takes.values())}) RETURNS SETOF uuid
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "{schema}", pg_temp AS $door$
        DECLARE
            here text := coalesce(current_setting('holger.organisation', true), '');
            whole text := coalesce(current_setting('holger.whole', true), '');
        BEGIN
            PERFORM set_config('holger.organisation', '{NOWHERE}', true), set_config('holger.whole', 'yes', true);
            RETURN QUERY {asks};
            PERFORM set_config('holger.organisation', here, true), set_config('holger.whole', whole, true);
        END $door$"""


def gaps(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables without walls, or with other policies than ours, and doors that are not there."""
    found = []
    with connection.cursor() as cursor:
        for table, owner in sorted(_owners(connection).items()):
            if _secured(cursor, table) != (True, True):
                found.append(f"row-level security of {table}")
            if _standing(cursor, table) != _wanted(table, owner):
                found.append(f"policies of {table}")
        wanted = {door.function for door in DOORS.values()}
        found += [f"door {name}" for name in sorted(_doors(cursor) ^ wanted)]
    return found


def _doors(cursor: Any) -> set[str]:
    cursor.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prosecdef"
        " AND starts_with(proname, 'holger_door_')"
    )
    return {name for (name,) in cursor.fetchall()}


def _owners(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Our tables that exist, each with the role that owns it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, tableowner FROM pg_tables WHERE schemaname = current_schema() AND tablename = ANY(%s)",
            [tables()],
        )
        return dict(cursor.fetchall())


def _secured(cursor: Any, table: str) -> tuple[bool, bool]:
    cursor.execute("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = to_regclass(%s)", [table])
    on, forced = cursor.fetchone()
    return on, forced


# PostgreSQL spells a policy in its own words. So each carries, as a comment, the statement that made it and a seal of
# what PostgreSQL made of that: whatever is altered later shows.
_SPELLED = (
    "md5(concat_ws('|', p.polcmd, p.polpermissive, p.polroles::regrole[]::text,"
    " pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)))"
)
_SEALED = (
    'DO $seal$ BEGIN EXECUTE format(\'COMMENT ON POLICY "{name}" ON "{table}" IS %L\','
    f" (SELECT {_SPELLED}"
    " FROM pg_policy p WHERE p.polrelid = to_regclass('{table}') AND p.polname = '{name}') || ' {sql}'); END $seal$"
)


def _standing(cursor: Any, table: str) -> dict[str, str]:
    """The table's policies by name, each with the statement that made it; an empty one if it was altered since."""
    cursor.execute(
        f"SELECT p.polname, {_SPELLED}, coalesce(obj_description(p.oid, 'pg_policy'), '')"
        " FROM pg_policy p WHERE p.polrelid = to_regclass(%s)",
        [table],
    )
    told = {}
    for name, spelled, comment in cursor.fetchall():
        seal, _blank, sql = comment.partition(" ")
        told[name] = sql if seal == spelled else ""
    return told
