"""Backups made, kept for a while, and proved, each remembered with how it went."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError

from holger.backup import keys, making, rules
from holger.backup.archive import Unusable
from holger.backup.making import Made
from holger.backup.models import Attempt
from holger.core import dates

BEFORE_MIGRATE = "before-migrate-"
KEPT_BEFORE_MIGRATE = 5
LONGEST_TEST = 6 * 3600  # seconds


def backup_make(*, path: Path, recipients: Sequence[Any] | None = None, with_evidence: bool = True) -> Made:
    """Make a backup and remember that it was made; ``recipients`` are those of the settings unless others are given."""
    chosen = settings.BACKUP_RECIPIENTS if recipients is None else recipients
    with remembered(Attempt.Kind.BACKUP, path, with_evidence) as attempt:
        made = making.make(path=path, recipients=chosen, with_evidence=with_evidence)
        told = made.manifest
        attempt.size, attempt.rows, attempt.digest = made.size, told.rows, told.digest
        attempt.files, attempt.good = told.evidence["files"], not made.lacking
        if made.lacking:
            attempt.words = f"{len(made.lacking)} files of evidence are missing or changed; holger verify names them."
    return made


@contextmanager
def remembered(kind: Attempt.Kind, path: Path, keep: bool = True) -> Iterator[Attempt]:
    """Note how it went, also when it went wrong. A database that cannot even take the note must not hide the reason."""
    attempt, begun = Attempt(kind=kind, file=str(path), at=dates.now()), time.monotonic()
    try:
        yield attempt
    except Exception as error:
        attempt.good, attempt.words = False, str(error)
        raise
    finally:
        attempt.seconds = round(time.monotonic() - begun, 1)
        if keep:
            try:
                attempt.save()
            except DatabaseError:
                if sys.exception() is None:
                    raise


# --- By itself -----------------------------------------------------------------------------------------------------


def backup_scheduled() -> str:
    """Make the day's backup in HOLGER_BACKUP_FOLDER, and let go of those that are no longer kept."""
    folder = settings.BACKUP_FOLDER
    if folder is None:
        return "Nothing was made: HOLGER_BACKUP_FOLDER is not set."
    name = rules.name_of(dates.now(), encrypted=bool(settings.BACKUP_RECIPIENTS))
    made = backup_make(path=folder / name)
    gone = tidy(folder)
    if made.lacking:
        raise CommandError(f"{made.path} was made, but {len(made.lacking)} files of evidence are missing or changed.")
    return f"{made.path.name}: {made.size} bytes, {made.manifest.rows} rows. {gone} older ones removed."


def tidy(folder: Path) -> int:
    """Remove scheduled backups that are no longer kept, and what cut-off ones left; nothing else in the folder."""
    names = {path.name for path in folder.iterdir() if rules.moment_of(path.name)}
    gone = names - rules.kept(names, settings.BACKUP_KEEP)
    parts = {path.name for path in folder.glob("*.part") if rules.moment_of(path.name.removesuffix(".part"))}
    for name in gone | parts:
        (folder / name).unlink(missing_ok=True)
    return len(gone)


def backup_test_scheduled() -> str:
    """Prove that what is backed up can be restored.

    The newest backup is taken, if it can be read here. Of locked ones the key lies elsewhere, as it should; then a
    backup is made for the purpose, and thrown away.
    """
    if settings.BACKUP_FOLDER is None:
        return "Nothing was tested: HOLGER_BACKUP_FOLDER is not set."
    names = sorted(path.name for path in settings.BACKUP_FOLDER.glob("holger-*.backup") if rules.moment_of(path.name))
    if names and not settings.BACKUP_RECIPIENTS:
        return restore_test(path=settings.BACKUP_FOLDER / names[-1])
    with tempfile.TemporaryDirectory(prefix=".backup-test-", dir=settings.DATA_DIR) as folder:
        path = Path(folder) / "test.backup"
        making.make(path=path)
        return restore_test(path=path)


# --- Proved --------------------------------------------------------------------------------------------------------


def restore_test(*, path: Path, identity: Path | None = None, signed_by: str = "", any_signer: bool = False) -> str:
    """Restore a backup into a folder of its own on SQLite, as after a disaster, verify it, and throw it away."""
    if not path.is_file():
        raise Unusable(f"There is no file {path}.")
    signed_by = signed_by or (keys.public(keys.signing_key()) if keys.path().exists() else "")
    command = [sys.executable, "-m", "holger", "restore", str(path.resolve())]
    command += ["--identity", str(identity.resolve())] if identity else []
    command += ["--signed-by", signed_by] if signed_by else []
    command += ["--any-signer"] if any_signer else []
    with (
        remembered(Attempt.Kind.TEST, path) as attempt,
        tempfile.TemporaryDirectory(prefix=".restore-test-", dir=settings.DATA_DIR) as folder,
    ):
        done = subprocess.run(
            command, env=_elsewhere(Path(folder)), capture_output=True, text=True, timeout=LONGEST_TEST, check=False
        )
        attempt.good, attempt.size, attempt.words = done.returncode == 0, path.stat().st_size, done.stdout + done.stderr
        if done.returncode:
            raise CommandError(f"The restore test failed:\n{done.stdout}{done.stderr}".rstrip())
    return f"{path.name} was restored and verified in {attempt.seconds} s."


def _elsewhere(folder: Path) -> dict[str, str]:
    """The environment of an installation that has nothing of this one's but the backup."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLGER_")}
    kept.pop("DATABASE_URL", None)
    data = folder / "data"
    data.mkdir(mode=0o700)
    _seals(data / "history-keys")
    return kept | {"HOLGER_DATA": str(data), "DJANGO_SETTINGS_MODULE": "holger.config.settings"}


def _seals(folder: Path) -> None:
    """What tells seals of the history from forged ones is put back as well, and never what makes them."""
    folder.mkdir(mode=0o700)
    for path in (Path(settings.DATA_DIR) / "history-keys").glob("*.pub"):
        shutil.copy(path, folder)


# --- Before a migration --------------------------------------------------------------------------------------------


def backup_before_migrate() -> Path:
    """The database as it is, kept beside it; the evidence stays where it is, as no migration touches it."""
    folder = Path(settings.DATA_DIR) / "backups"
    path = folder / f"{BEFORE_MIGRATE}{dates.now():%Y%m%d-%H%M%S-%f}.backup"
    making.make(path=path, with_evidence=False)
    for old in sorted(folder.glob(f"{BEFORE_MIGRATE}*.backup"))[:-KEPT_BEFORE_MIGRATE]:
        old.unlink()
    return path
