"""Where files of evidence lie: each under its organisation and the SHA-256 of its content, in a folder or (bucket.py) on
storage that speaks S3.

A file is whole before it has its name, and has its name before a row tells of it. So a row never lacks its file;
what a crash can leave behind is a file that no row tells of, which ``holger verify`` mentions and ``holger sweep`` removes.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

from holger.evidence import bucket
from holger.evidence.kept import CHUNK, Kept, Unavailable

__all__ = ["Draft", "Kept", "Unavailable", "draft", "keep"]

DRAFT = ".draft-"


def is_remote() -> bool:
    return bool(settings.EVIDENCE)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "evidence"


def path_of(organisation_id: UUID, sha256: str) -> Path:
    return folder() / str(organisation_id) / sha256[:2] / sha256


# --- Bringing ------------------------------------------------------------------------------------------------------


def keep(organisation_id: UUID, file: IO[bytes]) -> Kept:
    """Write a file to where it belongs; the same content twice is kept once."""
    if is_remote():
        return bucket.keep(organisation_id, file)
    with draft(organisation_id) as out:
        kept = _copy(file, out)
        out.keep(kept.sha256)
    return kept


class Draft:
    """A file on its way to where it belongs."""

    def __init__(self, organisation_id: UUID, file: IO[bytes], path: Path):
        self.organisation_id, self.file, self.path = organisation_id, file, path
        self.size = 0

    def write(self, piece: bytes) -> None:
        self.size += self.file.write(piece)

    def keep(self, sha256: str) -> None:
        """On disk first, then under its name, and the name on disk as well; or sent away and seen to have arrived."""
        self.file.flush()
        if is_remote():
            bucket.put(self.organisation_id, Kept(sha256, self.size), self.file)
            return
        os.fsync(self.file.fileno())
        target = path_of(self.organisation_id, sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        os.replace(self.path, target)
        settle(target.parent)
        settle(target.parent.parent)


@contextmanager
def draft(organisation_id: UUID) -> Iterator[Draft]:
    """A file that is not there until it is kept; left without that, nothing remains."""
    handle, name = tempfile.mkstemp(dir=None if is_remote() else _top(organisation_id), prefix=DRAFT)
    with os.fdopen(handle, "w+b") as file:
        try:
            yield Draft(organisation_id, file, Path(name))
        finally:
            Path(name).unlink(missing_ok=True)


def _top(organisation_id: UUID) -> Path:
    """The organisation's own folder, made when it is needed."""
    top = folder() / str(organisation_id)
    if not top.is_dir():
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        top.mkdir(mode=0o700, exist_ok=True)
        settle(folder().parent)
        settle(folder())
    return top


def _copy(file: IO[bytes], out: Draft) -> Kept:
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(CHUNK):
        digest.update(piece)
        out.write(piece)
    return Kept(digest.hexdigest(), out.size)


def settle(where: Path) -> None:
    """Make the new name itself survive a power cut."""
    if os.name == "posix":
        handle = os.open(where, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# --- Fetching ------------------------------------------------------------------------------------------------------


def open_file(organisation_id: UUID, sha256: str) -> IO[bytes]:
    """The content as a stream; FileNotFoundError when it is not there."""
    return bucket.open_file(organisation_id, sha256) if is_remote() else path_of(organisation_id, sha256).open("rb")


def fetched(organisation_id: UUID, sha256: str) -> IO[bytes]:
    """The content as a file on this machine, to be read more than once; FileNotFoundError when it is not there."""
    if not is_remote():
        return open_file(organisation_id, sha256)
    copy = tempfile.TemporaryFile(prefix="holger-evidence-")  # noqa: SIM115 (whoever asked closes it)
    with open_file(organisation_id, sha256) as content:
        shutil.copyfileobj(content, copy, CHUNK)
    copy.seek(0)
    return copy


def exists(organisation_id: UUID, sha256: str) -> bool:
    return bucket.exists(organisation_id, sha256) if is_remote() else path_of(organisation_id, sha256).is_file()


def hash_of(organisation_id: UUID, sha256: str) -> str:
    """The SHA-256 of what lies there now, read piece by piece; of a file that is whole it is its name."""
    with open_file(organisation_id, sha256) as file:
        return bucket.hash_of(file)


def hash_in(file: IO[bytes]) -> str:
    """The SHA-256 of what an open file holds from here on."""
    return bucket.hash_of(file)


def where(organisation_id: UUID, sha256: str) -> str:
    """For people who look for a file: a path, or a name in the storage."""
    if is_remote():
        return f"s3://{bucket.bucket()}/{bucket.key_of(organisation_id, sha256)}"
    return str(path_of(organisation_id, sha256))


def place() -> str:
    """For people who look for all of them."""
    return f"s3://{bucket.bucket()}" if is_remote() else str(folder())


def answers() -> None:
    """Raise ``Unavailable`` when the place cannot be reached. A folder is made when it is needed."""
    if is_remote():
        bucket.answers()


def all_in(organisation_id: UUID, older_than: float | None = None) -> Iterator[str]:
    """The names of all files that are kept for an organisation, or of those last written before a moment."""
    if is_remote():
        yield from bucket.all_in(organisation_id, older_than)
        return
    for path in (folder() / str(organisation_id)).glob("??/*"):
        if older_than is None or path.stat().st_mtime < older_than:
            yield path.name


def everything() -> Iterator[tuple[UUID, str]]:
    """Every file there is, by organisation and name, whether or not anybody knows of it."""
    if is_remote():
        yield from bucket.everything()
        return
    for top in folder().glob("*/"):
        yield from ((UUID(top.name), path.name) for path in top.glob("??/*"))


# --- What nobody knows of ------------------------------------------------------------------------------------------


def set_aside(organisation_id: UUID, sha256: str, older_than: float) -> bool:
    """Out of the way, but not gone. A file that somebody has brought again at this very moment goes back at once."""
    if is_remote():
        return bucket.set_aside(organisation_id, sha256, older_than)
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
    if is_remote():
        yield from bucket.aside(organisation_id)
        return
    for path in _aside(organisation_id).glob("*"):
        yield path.name, path.stat().st_mtime


def put_back(organisation_id: UUID, sha256: str) -> None:
    if is_remote():
        bucket.put_back(organisation_id, sha256)
        return
    target = path_of(organisation_id, sha256)
    if target.exists():  # brought again meanwhile
        forget(organisation_id, sha256)
        return
    target.parent.mkdir(mode=0o700, exist_ok=True)
    os.replace(_aside(organisation_id) / sha256, target)
    settle(target.parent)


def forget(organisation_id: UUID, sha256: str) -> None:
    if is_remote():
        bucket.forget(organisation_id, sha256)
    else:
        (_aside(organisation_id) / sha256).unlink(missing_ok=True)


def forget_drafts(organisation_id: UUID, older_than: float) -> int:
    """Remove what uploads left that were cut off."""
    gone = [p for p in (folder() / str(organisation_id)).glob(f"{DRAFT}*") if p.stat().st_mtime < older_than]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _aside(organisation_id: UUID) -> Path:
    return folder() / str(organisation_id) / ".aside"
