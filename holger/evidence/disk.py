"""Evidence on this machine's disk: each file under its organisation and the SHA-256 of its content."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

from holger.core.files import settle

DRAFT = ".draft-"


def top() -> Path:
    return Path(settings.DATA_DIR) / "evidence"


def path_of(organisation_id: UUID, sha256: str) -> Path:
    return _own(organisation_id) / sha256[:2] / sha256


def where(organisation_id: UUID, sha256: str) -> str:
    return str(path_of(organisation_id, sha256))


def place() -> str:
    return str(top())


def answers() -> None:
    """A folder is made when it is needed."""


# --- Bringing ------------------------------------------------------------------------------------------------------


class Draft:
    """A file beside where it will belong, on the same disk."""

    def __init__(self, organisation_id: UUID, file: IO[bytes], path: Path):
        self.organisation_id, self.file, self.path = organisation_id, file, path
        self.size = 0

    def write(self, piece: bytes) -> None:
        self.size += self.file.write(piece)

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
    handle, name = tempfile.mkstemp(dir=_made(organisation_id), prefix=DRAFT)
    with os.fdopen(handle, "w+b") as file:
        try:
            yield Draft(organisation_id, file, Path(name))
        finally:
            Path(name).unlink(missing_ok=True)


def forget_drafts(organisation_id: UUID, older_than: float) -> int:
    """Remove what uploads left that were cut off."""
    gone = [path for path in _own(organisation_id).glob(f"{DRAFT}*") if path.stat().st_mtime < older_than]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _own(organisation_id: UUID) -> Path:
    return top() / str(organisation_id)


def _made(organisation_id: UUID) -> Path:
    """The organisation's own folder, made when it is needed."""
    own = _own(organisation_id)
    if not own.is_dir():
        top().mkdir(mode=0o700, parents=True, exist_ok=True)
        own.mkdir(mode=0o700, exist_ok=True)
        settle(top().parent)
        settle(top())
    return own


# --- Fetching ------------------------------------------------------------------------------------------------------


def open_file(organisation_id: UUID, sha256: str) -> IO[bytes]:
    return path_of(organisation_id, sha256).open("rb")


fetched = open_file  # it lies on this machine already


def exists(organisation_id: UUID, sha256: str) -> bool:
    return path_of(organisation_id, sha256).is_file()


def all_in(organisation_id: UUID, older_than: float | None = None) -> Iterator[str]:
    for path in _own(organisation_id).glob("??/*"):
        if older_than is None or path.stat().st_mtime < older_than:
            yield path.name


def everything() -> Iterator[tuple[UUID, str]]:
    for own in top().glob("*/"):
        yield from ((UUID(own.name), path.name) for path in own.glob("??/*"))


# --- What nobody knows of ------------------------------------------------------------------------------------------


def set_aside(organisation_id: UUID, sha256: str, older_than: float) -> bool:
    moved = _aside(organisation_id) / sha256
    moved.parent.mkdir(mode=0o700, exist_ok=True)
    os.replace(path_of(organisation_id, sha256), moved)
    if moved.stat().st_mtime >= older_than:
        put_back(organisation_id, sha256)
        return False
    os.utime(moved)
    return True


def aside(organisation_id: UUID) -> Iterator[tuple[str, float]]:
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


def _aside(organisation_id: UUID) -> Path:
    return _own(organisation_id) / ".aside"
