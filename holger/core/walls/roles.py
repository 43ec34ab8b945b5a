"""Who holger is to PostgreSQL: what the application's role may do, and whether it could walk around the walls."""

from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from holger.core.walls.triggers import APPEND_ONLY, LET_THROUGH

MAY_REDACT: dict[str, tuple[str, ...]] = {}
"""Columns of append-only tables that may be written over (table → columns), where a room must be able to redact."""

KEPT = ("django_migrations",)
"""Tables that only migrations write."""


@dataclass(frozen=True)
class Standing:
    """The role that answers requests. Superusers and BYPASSRLS see every row; an owner could take the walls down."""

    name: str
    superuser: bool
    bypasses: bool
    owner: bool

    @property
    def unguarded(self) -> bool:
        return self.superuser or self.bypasses


def standing(connection: BaseDatabaseWrapper) -> Standing:
    """What the role of this connection is, itself or through a role that it may become."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, bool_or(r.rolsuper), bool_or(r.rolbypassrls),"
            " EXISTS (SELECT 1 FROM pg_tables t WHERE t.schemaname = current_schema()"
            " AND pg_has_role(current_user, t.tableowner, 'MEMBER'))"
            " FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'MEMBER')"
        )
        return Standing(*cursor.fetchone())


def narrow(connection: BaseDatabaseWrapper) -> None:
    """Take from everybody but the owner what the tables' nature forbids: history grows, migrations are the owner's."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname, a.grantee::regrole::text FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a"
            " WHERE n.nspname = current_schema() AND c.relname = ANY(%s) AND a.grantee NOT IN (0, c.relowner)",
            [sorted({*APPEND_ONLY, *KEPT})],
        )
        for table, role in cursor.fetchall():
            taken = ["TRUNCATE", "UPDATE", *(["INSERT"] if table in KEPT else [])]
            if (table, "DELETE") not in LET_THROUGH:  # there the trigger asks for a permit
                taken.append("DELETE")
            cursor.execute(f'REVOKE {", ".join(taken)} ON "{table}" FROM {role}')
            if columns := MAY_REDACT.get(table):
                cursor.execute(f'GRANT UPDATE ({", ".join(columns)}) ON "{table}" TO {role}')
