"""What ``holger doctor`` looks at on the machine: is the database whole, is there room, are files private, is it time?"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from holger.core.registry import Check, Finding

LITTLE_ROOM, NO_ROOM = 1024**3, 200 * 1024**2
DRIFT, WRONG = 5, 60  # seconds
OLD_KEY = 3 * 365  # days
SHOWN = 3


def integrity() -> Iterator[Finding]:
    """Is every page of the database in order, and does every reference lead somewhere?"""
    if connection.vendor == "postgresql":
        yield from _postgres_integrity()
        return
    damage = [row[0] for row in _asked("PRAGMA quick_check(10)") if row[0] != "ok"]
    astray = [] if damage else _asked("PRAGMA foreign_key_check")
    ((synchronous,),) = _asked("PRAGMA synchronous")
    if damage:
        yield Finding("error", f"The database is damaged: {'; '.join(damage[:SHOWN])}", "Restore the last good backup.")
    if astray:
        tables = ", ".join(sorted({row[0] for row in astray}))
        yield Finding("error", f"References lead nowhere in {tables}.", "Run: holger verify. Restore a backup.")
    if synchronous < 2:
        yield Finding("error", "Writes are not on disk when they are answered.", "Unset the option synchronous.")
    if not damage and not astray:
        yield Finding("ok", "The database is whole.")


def _asked(question: str) -> list[tuple[Any, ...]]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall()
    except DatabaseError as error:  # too damaged even to say how
        return [(str(error),)]


def _postgres_integrity() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('data_checksums'), current_setting('fsync'), current_setting('full_page_writes')"
        )
        checksums, fsync, pages = cursor.fetchone()
        cursor.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated LIMIT 3")
        doubtful = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM pg_index WHERE NOT indisvalid OR NOT indisready")
        broken = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database")
        failures = cursor.fetchone()[0]
    yield from _amcheck()
    if fsync != "on" or pages != "on":
        yield Finding("error", "The server does not wait for its disk.", "Set fsync and full_page_writes on.")
    if failures:
        yield Finding("error", f"The server has met {failures} damaged pages.", "Look at its disk; restore a backup.")
    if broken or doubtful:
        yield Finding("error", "Indexes or constraints are not valid.", "Run REINDEX, and VALIDATE CONSTRAINT.")
    if checksums != "on":
        yield Finding("warning", "Pages have no checksums: damage would go unseen.", "Run: pg_checksums --enable")
    if fsync == pages == "on" and not (failures or broken or doubtful):
        yield Finding("ok", "The database is whole, as far as it can tell.")


def _amcheck() -> Iterator[Finding]:
    """Every index page by page, where the server has the extension for it (CREATE EXTENSION amcheck)."""
    if not _asked("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'"):
        return
    told = _asked(
        "SELECT bt_index_check(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE a.amname = 'btree' AND n.nspname = current_schema() AND i.indisvalid"
    )
    if damage := [row[0] for row in told if row[0]]:
        yield Finding("error", f"An index is damaged: {damage[0]}", "Run REINDEX, and look at the disk.")


def room() -> Iterator[Finding]:
    """Is there room to write?"""
    for folder in {settings.DATA_DIR, *_database_folder()}:
        free = shutil.disk_usage(folder).free
        told = f"{free // 1024**2} MB are free where {folder} lies."
        level = "error" if free < NO_ROOM else "warning" if free < LITTLE_ROOM else "ok"
        yield Finding(level, told, "" if level == "ok" else "Make room: holger refuses to write when the disk is full.")


def _database_folder() -> Iterator[Path]:
    if connection.vendor == "sqlite":
        yield Path(connection.settings_dict["NAME"]).parent


def modes() -> Iterator[Finding]:
    """May others on the machine read what lies in the folder?"""
    seen = list(_open_to_others(settings.DATA_DIR))
    for path in seen[:SHOWN]:
        yield Finding("error", f"{path} can be read by other users of this machine.", f"Run: chmod go-rwx {path}")
    if len(seen) > SHOWN:
        yield Finding("error", f"{len(seen) - SHOWN} more files too.", f"Run: chmod -R go-rwx {settings.DATA_DIR}")
    if not seen:
        yield Finding("ok", "All files in the data folder are private.")


def _open_to_others(folder: Path) -> Iterator[Path]:
    for top, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(top) / name
            if not path.is_symlink() and path.stat().st_mode & 0o077:
                yield path


def clock() -> Iterator[Finding]:
    """Does the machine's clock agree with the disk's and the database's?"""
    for name, drift in _drifts():
        if drift > DRIFT:
            level = "error" if drift > WRONG else "warning"
            yield Finding(
                level,
                f"The clock of {name} is {drift:.0f} seconds away from ours.",
                "Let the machines keep time (NTP).",
            )
        else:
            yield Finding("ok", f"The clock agrees with that of {name}.")
    if time.time() < datetime(2026, 1, 1, tzinfo=UTC).timestamp():
        yield Finding("error", "The clock stands years back.", "Set it, and let it keep time (NTP).")


def _drifts() -> Iterator[tuple[str, float]]:
    with tempfile.NamedTemporaryFile(dir=settings.DATA_DIR, prefix=".clock-") as file:
        file.write(b"now")
        file.flush()
        yield "the data folder's disk", abs(os.stat(file.name).st_mtime - time.time())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            yield "the database", abs(float(cursor.fetchone()[0]) - time.time())


def proxy() -> Iterator[Finding]:
    """Does somebody end TLS in front, and are they believed?"""
    if settings.TLS and not settings.TRUSTED_PROXIES:
        yield Finding(
            "error", "People use https, but no proxy is trusted: holger does not know that they do, nor who they are.",
            "Set HOLGER_TRUSTED_PROXIES to the number of proxies in front, most often 1.",
        )  # fmt: skip
    elif settings.TRUSTED_PROXIES and not settings.TLS:
        yield Finding(
            "warning", "A proxy is trusted, but HOLGER_BASE_URL begins with http:// and cookies are not bound to TLS.",
            "Set HOLGER_BASE_URL to https://…",
        )  # fmt: skip
    else:
        yield Finding("ok", "TLS and proxies fit together.")


def keys() -> Iterator[Finding]:
    """Are the keys there, private and not too old?"""
    found = sorted(settings.DATA_DIR.glob("*.key"))
    for path in found:
        told = path.stat()
        days = int((time.time() - told.st_mtime) // 86400)
        if told.st_mode & 0o077:
            yield Finding("error", f"{path} can be read by other users of this machine.", f"Run: chmod 600 {path}")
        elif told.st_size == 0:
            yield Finding(
                "error", f"{path} is empty.", "Put it back from where keys are kept, or remove it to have one made."
            )
        elif days > OLD_KEY:
            yield Finding("warning", f"{path} is {days // 365} years old.", "Think of a new one: docs/operations.md")
        else:
            yield Finding("ok", f"{path} is private and {days} days old.")
    if not found and not os.environ.get("HOLGER_SECRET_KEY"):
        yield Finding("error", f"There is no key in {settings.DATA_DIR}.", "Is HOLGER_DATA the right folder?")


CHECKS = [
    Check("integrity", lambda: list(integrity())),
    Check("room", lambda: list(room())),
    Check("files", lambda: list(modes())),
    Check("clock", lambda: list(clock())),
    Check("proxy", lambda: list(proxy())),
    Check("keys", lambda: list(keys())),
]
