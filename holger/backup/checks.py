"""``holger doctor``: would there be a way back tomorrow?"""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import connection

from holger.backup import selectors
from holger.backup.models import Attempt
from holger.backup.selectors import Latest
from holger.core import walls
from holger.core.registry import Finding

SAID = {Attempt.Kind.BACKUP: "backup", Attempt.Kind.TEST: "restore test"}
REMEDY = {
    Attempt.Kind.BACKUP: "Run: holger backup FILE, or set HOLGER_BACKUP_FOLDER and let holger worker do it every day.",
    Attempt.Kind.TEST: "Run: holger restore --test FILE with a backup.",
}


def backups() -> Sequence[Finding]:
    """When was the last good backup, and the last proof that one can be restored?"""
    return [finding for kind in Attempt.Kind for finding in _told(selectors.latest(kind))] + list(_settings())


def _told(latest: Latest) -> Iterator[Finding]:
    name, remedy = SAID[latest.kind], REMEDY[latest.kind]
    if latest.good is None:
        # A new installation has nothing to lose yet, and its owner is told; one that means to make backups should have.
        level = "error" if settings.BACKUP_FOLDER and latest.kind == Attempt.Kind.BACKUP else "warning"
        yield Finding(level, f"No good {name} is known.", remedy)
    elif latest.late:
        yield Finding("error", f"The last good {name} was made at {latest.good.at:%Y-%m-%d %H:%M} UTC.", remedy)
    else:
        yield Finding("ok", f"The last good {name} was made at {latest.good.at:%Y-%m-%d %H:%M} UTC.")
    if latest.failed:
        first = latest.failed.words.strip().splitlines()[-1:] or [""]
        yield Finding("error", f"The {name} of {latest.failed.at:%Y-%m-%d %H:%M} UTC failed: {first[0]}", remedy)


def _settings() -> Iterator[Finding]:
    folder = settings.BACKUP_FOLDER
    if folder is None:
        yield Finding(
            "warning", "No backups are made by themselves.", "Set HOLGER_BACKUP_FOLDER to a folder on another machine."
        )
        return
    if not folder.is_dir():
        yield Finding("error", f"{folder} is missing.", "Make or mount it, writable for holger.")
    elif folder.is_relative_to(settings.DATA_DIR) or folder.stat().st_dev == settings.DATA_DIR.stat().st_dev:
        yield Finding(
            "warning", f"{folder} lies on the same disk as the data.", "Copy the backups to another machine as well."
        )
    if connection.vendor == "postgresql" and not settings.OWNER_DATABASE and not walls.standing(connection).owner:
        yield Finding(
            "warning", "Who runs this sees one organisation at a time, and can make no backup.",
            "Set HOLGER_OWNER_DATABASE_URL where holger worker and holger backup run.",
        )  # fmt: skip
    if not settings.BACKUP_RECIPIENTS:
        yield Finding(
            "warning", "Backups are not locked: whoever has one can read everything.",
            "Run: holger backupkey FILE, and set HOLGER_BACKUP_RECIPIENTS.",
        )  # fmt: skip
