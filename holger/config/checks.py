"""What ``holger doctor`` looks at: the library, the folder, the key, the addresses, mail and migrations."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks as django_checks
from django.core import mail
from django.db import connection

from holger.config import settings as configured
from holger.config.security import security
from holger.config.sqlite import library
from holger.core import walls
from holger.core.migrating import migrations_waiting
from holger.core.registry import Check, Finding
from holger.jobs.troubles import TROUBLES, trouble_of


def database() -> Iterator[Finding]:
    """Does the database answer, and does it keep what it promised?"""
    connection.ensure_connection()
    version = ".".join(str(part) for part in connection.get_database_version())
    if connection.vendor == "postgresql":
        level = "ok" if connection.get_database_version() >= (15,) else "error"
        yield Finding(level, f"PostgreSQL {version} answers.", "" if level == "ok" else "Use PostgreSQL 15 or newer.")
        return
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if library.is_safe(connection.get_database_version()):
        yield Finding("ok", f"SQLite {version} is free of the WAL-reset bug; journal mode {journal}.")
    else:
        yield Finding(
            "warning",
            f"SQLite {version} has the WAL-reset bug; journal mode {journal} is used instead.",
            "Install the package pysqlite3, or a Python with SQLite 3.51.3 or newer, for speed.",
        )


def between_organisations() -> Iterator[Finding]:
    """Do the walls stand, and is holger's own role held by them?"""
    if gaps := walls.gaps(connection):
        yield Finding("error", f"The walls between organisations lack: {', '.join(gaps)}.", "Run: holger migrate")
    else:
        yield Finding("ok", "The walls between organisations are whole.")
    if connection.vendor == "postgresql":
        yield _role(walls.standing(connection))


def _role(role: walls.Standing) -> Finding:
    apart = "Let holger setupdatabase make two roles, and give DATABASE_URL the application's."
    if role.unguarded:
        why = "is a superuser" if role.superuser else "may bypass row-level security"
        return Finding("error", f"The database role {role.name} {why}: it sees every organisation's rows.", apart)
    if role.owner:
        return Finding(
            "warning", f"The database role {role.name} owns the tables and could take the walls down.", apart
        )
    return Finding("ok", f"The database role {role.name} is held by the walls.")


def migrations() -> Iterator[Finding]:
    """Are the tables those of this version?"""
    if waiting := migrations_waiting():
        yield Finding("error", f"{waiting} migrations wait.", "Run: holger migrate")
    else:
        yield Finding("ok", "All migrations are in.")


def data_folder() -> Iterator[Finding]:
    """May others on the machine read the data?"""
    yield _private(settings.DATA_DIR, 0o700)
    key = settings.DATA_DIR / "secret.key"
    if key.exists():
        yield _private(key, 0o600)


def _private(path: Path, mode: int) -> Finding:
    if not path.exists():
        return Finding("error", f"{path} is missing.", "Set HOLGER_DATA to a folder holger can write to.")
    if path.stat().st_mode & 0o077:
        return Finding("warning", f"{path} can be read by other users of this machine.", f"Run: chmod {mode:o} {path}")
    return Finding("ok", f"{path} is private.")


def secrets() -> Iterator[Finding]:
    """Is the signing key long enough?"""
    if len(settings.SECRET_KEY) < 50:
        yield Finding(
            "error", "The secret key is shorter than 50 characters.", "Unset HOLGER_SECRET_KEY to have one made."
        )
    else:
        yield Finding("ok", "The secret key is long enough.")


def addresses() -> Iterator[Finding]:
    """Is the installation safe to show to others?"""
    if settings.DEBUG:
        yield Finding("error", "HOLGER_DEBUG is on: error pages show code and data.", "Unset HOLGER_DEBUG.")
    if settings.DEMO:
        yield Finding(
            "warning", "This is a demo: its users and passwords are known.", "Unset HOLGER_DEMO for real use."
        )
    local = any(name in settings.BASE_URL for name in ("//localhost", "//127.0.0.1"))
    if not settings.TLS and not local:
        yield Finding(
            "error", f"{settings.BASE_URL} is not encrypted.", "Serve it over TLS and set HOLGER_BASE_URL to https://…"
        )
    else:
        yield Finding("ok", f"People use {settings.BASE_URL}.")
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("warning", "Any host name is answered.", "Name the hosts in HOLGER_ALLOWED_HOSTS.")


def names() -> Iterator[Finding]:
    """Are there variables that nobody reads?"""
    for line in configured.env.unknown():
        yield Finding("warning", line, "See docs/configuration.md.")


def mail_server() -> Iterator[Finding]:
    """Will mail leave the house?"""
    backend = settings.MAILERS["default"]["BACKEND"]
    if "smtp" not in backend:
        yield Finding("warning", "Mail is not sent, but kept here.", "Set HOLGER_MAIL_URL to a mail server.")
        return
    try:
        with mail.mailers.default:
            yield Finding("ok", "The mail server answers.")
    except OSError as error:
        meaning, remedy = TROUBLES[trouble_of(error)]
        yield Finding("error", f"{meaning} ({error})", remedy)


def framework() -> Iterator[Finding]:
    """Django's own checks."""
    for message in django_checks.run_checks():
        level = "error" if message.level >= django_checks.ERROR else "warning"
        yield Finding(level, message.msg, message.hint or "")


CHECKS = [
    Check("database", lambda: list(database())),
    Check("migrations", lambda: list(migrations())),
    Check("walls", lambda: list(between_organisations())),
    Check("data folder", lambda: list(data_folder())),
    Check("secret key", lambda: list(secrets())),
    Check("addresses", lambda: list(addresses())),
    Check("security", lambda: list(security())),
    Check("settings", lambda: list(names())),
    Check("mail", lambda: list(mail_server())),
    Check("framework", lambda: list(framework())),
]
