"""The database's own walls between organisations, made from the models after each migration.

Triggers refuse a reference across organisations on SQLite and PostgreSQL (``triggers.py``). On PostgreSQL policies show
and take only the rows of the organisation that was named (``policies.py``), to a role that can neither change the walls
nor walk around them (``roles.py``). The triggers are dropped before migrations, which could not change the tables
under them; the policies stay up.
"""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from holger.core.walls import policies, roles, triggers
from holger.core.walls.roles import MAY_REDACT, Standing, standing
from holger.core.walls.triggers import APPEND_ONLY, LET_THROUGH, SETTLED, Settled, tenant_tables, walls

__all__ = [
    "APPEND_ONLY",
    "LET_THROUGH",
    "MAY_REDACT",
    "SETTLED",
    "Settled",
    "Standing",
    "after_migrate",
    "before_migrate",
    "build",
    "drop",
    "gaps",
    "standing",
    "tenant_tables",
    "walls",
]


def before_migrate(using: str, **kwargs: object) -> None:
    drop(connections[using])


def after_migrate(using: str, **kwargs: object) -> None:
    build(connections[using])


def build(connection: BaseDatabaseWrapper) -> None:
    """Make all walls anew for the tables that exist."""
    triggers.build(connection)
    if connection.vendor == "postgresql":
        policies.build(connection)
        roles.narrow(connection)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away. The policies stay: without them the tables would be closed, or open to all."""
    triggers.drop(connection)


def gaps(connection: BaseDatabaseWrapper) -> list[str]:
    """What should stand and does not; empty when the walls are whole."""
    found = triggers.gaps(connection)
    return found + policies.gaps(connection) if connection.vendor == "postgresql" else found
