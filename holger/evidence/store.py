"""Where files of evidence lie: one folder per organisation, each file under the SHA-256 of its content.

A file is whole before it has its name, and has its name before a row tells of it. So a row never lacks its file;
what a crash can leave behind is a file that no row tells of, which ``holger verify`` mentions.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

CHUNK = 1024 * 1024
DRAFT = ".draft-"


@dataclass(frozen=True)
class Kept:
    sha256: str
    size: int


def folder() -> Path:
    return Path(settings.DATA_DIR) / "evidence"


def path_of(organisation_id: UUID, sha256: str) -> Path:
    return folder() / str(organisation_id) / sha256[:2] / sha256


def keep(organisation_id: UUID, file: IO[bytes]) -> Kept:
    """Write a file to where it belongs; the same content twice is kept once."""
    with draft(organisation_id) as out:
        kept = _copy(file, out.file)
        out.keep(kept.sha256)
    return kept


class Draft:
    """A file on its way into an organisation's folder."""

    def __init__(self, organisation_id: UUID, file: IO[bytes], path: Path):
        self.organisation_id, self.file, self.path = organisation_id, file, path

    def write(self, piece: bytes) -> None:
        self.file.write(piece)

    def keep(self, sha256: str) -> None:
        """On disk first, then under its name, and the name on disk as well."""
        self.file.flush()
        os.fsync(self.file.fileno())
        target = path_of(self.organisation_id, sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        os.replace(self.path, target)
        settle(target.parent)
        settle(target.parent.parent)


@contextmanager
def draft(organisation_id: UUID) -> Iterator[Draft]:
    """A file that is not there until it is kept; left without that, nothing remains."""
    top = folder() / str(organisation_id)
    if not top.is_dir():
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        top.mkdir(mode=0o700, exist_ok=True)
        settle(folder().parent)
        settle(folder())
    handle, name = tempfile.mkstemp(dir=top, prefix=DRAFT)
    with os.fdopen(handle, "wb") as file:
        try:
            yield Draft(organisation_id, file, Path(name))
        finally:
            Path(name).unlink(missing_ok=True)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def all_in(organisation_id: UUID, older_than: float | None = None) -> Iterator[str]:
    """The names of all files that are kept for an organisation, or of those last written before a moment."""
    top = folder() / str(organisation_id)
    for path in top.glob("??/*"):
        if older_than is None or path.stat().st_mtime < older_than:
            yield path.name


# --- What nobody knows of ------------------------------------------------------------------------------------------


def set_aside(organisation_id: UUID, sha256: str, older_than: float) -> bool:
    """Out of the way, but not gone. A file that somebody has brought again at this very moment goes back at once."""
    moved = _aside(organisation_id) / sha256
    moved.parent.mkdir(mode=0o700, exist_ok=True)
    os.replace(path_of(organisation_id, sha256), moved)
    if moved.stat().st_mtime >= older_than:
        put_back(organisation_id, sha256)
        return False
    os.utime(moved)
    return True


def aside(organisation_id: UUID) -> Iterator[tuple[str, float]]:
    """Names of files that were set aside, and since when."""
    for path in _aside(organisation_id).glob("*"):
        yield path.name, path.stat().st_mtime


def put_back(organisation_id: UUID, sha256: str) -> None:
    target = path_of(organisation_id, sha256)
    if target.exists():  # brought again meanwhile
        forget(organisation_id, sha256)
        return
    target.parent.mkdir(mode=0o700, exist_ok=True)
    os.replace(_aside(organisation_id) / sha256, target)
    settle(target.parent)


def forget(organisation_id: UUID, sha256: str) -> None:
    (_aside(organisation_id) / sha256).unlink(missing_ok=True)


def forget_drafts(organisation_id: UUID, older_than: float) -> int:
    """Remove what uploads left that were cut off."""
    gone = [p for p in (folder() / str(organisation_id)).glob(f"{DRAFT}*") if p.stat().st_mtime < older_than]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _aside(organisation_id: UUID) -> Path:
    return folder() / str(organisation_id) / ".aside"


def _copy(file: IO[bytes], out: IO[bytes]) -> Kept:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
        out.write(piece)
    return Kept(digest.hexdigest(), size)


def settle(where: Path) -> None:
    """Make the new name itself survive a power cut."""
    if os.name == "posix":
        handle = os.open(where, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
