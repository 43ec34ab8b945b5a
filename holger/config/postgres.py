"""Setting up a PostgreSQL database: who owns it, who works in it, and what each of them may do.

The owner makes and changes tables and the walls in them. The application reads and writes rows, and no more: it owns
nothing, and is neither a superuser nor free of row-level security. What tables that do not exist yet are to allow it
stands in the owner's default privileges; ``core.walls.roles`` narrows it after each migration.
"""

import re
import secrets
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Composable, Identifier, Literal

PUT_IN = "PASSWORD"


@dataclass(frozen=True)
class Made:
    """The addresses of the application and the owner; ``kept`` are roles whose password was left as it is."""

    application: str
    owner: str
    kept: tuple[str, ...]


def set_up(address: str, name: str, *, new_passwords: bool = False) -> Made:
    """Make what is missing and put right what is not as it should be. ``address`` is an administrator's."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name):
        raise ValueError("The name may have small letters, digits and underscores, and begins with a letter.")
    owner, application = f"{name}_owner", f"{name}_app"
    with psycopg.connect(address, autocommit=True) as admin:
        passwords = {role: make_role(admin, role, new_passwords) for role in (owner, application)}
        make_database(admin, name, owner)
    with psycopg.connect(address, dbname=name, autocommit=True) as admin:
        share(admin, owner, application)
        _leave(admin, owner)
    kept = tuple(role for role, password in passwords.items() if not password)
    return Made(
        _address(address, application, passwords[application], name),
        _address(address, owner, passwords[owner], name),
        kept,
    )


def make_role(admin: Connection, role: str, new_password: bool) -> str:
    """A role that may sign in and nothing else. Returns its password if it was given one."""
    there = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if not there:
        _do(admin, SQL("CREATE ROLE {} LOGIN"), Identifier(role))
    powers = admin.execute("SELECT rolsuper OR rolbypassrls OR rolreplication FROM pg_roles WHERE rolname = %s", [role])
    _do(admin, SQL("ALTER ROLE {} LOGIN NOCREATEDB NOCREATEROLE"), Identifier(role))
    if _first(powers):  # only a superuser may say so, and only where it was otherwise
        _do(admin, SQL("ALTER ROLE {} NOSUPERUSER NOBYPASSRLS NOREPLICATION"), Identifier(role))
    if there and not new_password:
        return ""
    password = secrets.token_urlsafe(32)
    # Hashed here, so that no log of the server's ever has the password.
    hashed = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    _do(admin, SQL("ALTER ROLE {} PASSWORD {}"), Identifier(role), Literal(hashed))
    return password


def make_database(admin: Connection, name: str, owner: str) -> None:
    """The database, in the owner's hands."""
    _become_able(admin, owner)
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        _do(
            admin,
            SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0"),
            Identifier(name),
            Identifier(owner),
        )
    else:
        _do(admin, SQL("ALTER DATABASE {} OWNER TO {}"), Identifier(name), Identifier(owner))


def share(admin: Connection, owner: str, application: str) -> None:
    """In holger's own database: what the application may do, now and with tables to come. Nobody else may do anything."""
    ours = {"name": Identifier(admin.info.dbname), "owner": Identifier(owner), "app": Identifier(application)}
    for statement in (
        "ALTER SCHEMA public OWNER TO {owner}",
        "SET ROLE {owner}",
        "REVOKE ALL ON DATABASE {name} FROM PUBLIC",  # no temporary tables either, which could pose as ours
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {name} TO {app}",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {app}",
    ):
        admin.execute(SQL(statement).format(**{key: part for key, part in ours.items() if f"{{{key}}}" in statement}))
    # Tables from before. Those that the application knows already have their rights, some of them narrower.
    asked = (
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT has_table_privilege(%s, oid, 'SELECT')"
    )
    for (table,) in admin.execute(asked, [application]).fetchall():
        _do(admin, SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON public.{} TO {}"), Identifier(table), ours["app"])
    admin.execute("RESET ROLE")


def _become_able(admin: Connection, owner: str) -> None:
    """An administrator who is no superuser must belong to the owner's role to give it a database."""
    if not _first(admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        _do(admin, SQL("GRANT {} TO CURRENT_USER"), Identifier(owner))


def _leave(admin: Connection, owner: str) -> None:
    if not _first(admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        _do(admin, SQL("REVOKE {} FROM CURRENT_USER"), Identifier(owner))


def _do(admin: Connection, statement: SQL, *parts: Composable) -> None:
    admin.execute(statement.format(*parts))


def _first(cursor: psycopg.Cursor) -> object:
    row = cursor.fetchone()
    return row[0] if row else None


def _address(address: str, role: str, password: str, name: str) -> str:
    """The administrator's address with another role and database in it."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, f"{role}:{quote(password) or PUT_IN}@{host}", f"/{name}", parts.query, ""))
