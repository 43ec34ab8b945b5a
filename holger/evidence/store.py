"""Where files of evidence lie: one folder per organisation, each file under the SHA-256 of its content.

A file is whole before it has its name, and has its name before a row tells of it. So a row never lacks its file;
what a crash can leave behind is a file that no row tells of, which ``holger verify`` mentions.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

CHUNK = 1024 * 1024


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
    top = folder() / str(organisation_id)
    top.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=top, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as out:
            kept = _copy(file, out)
            out.flush()
            os.fsync(out.fileno())
        target = path_of(organisation_id, kept.sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        os.replace(draft, target)
        _settle(target.parent)
        _settle(top)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return kept


def hash_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def all_in(organisation_id: UUID) -> Iterator[str]:
    """The names of all files that are kept for an organisation."""
    top = folder() / str(organisation_id)
    if top.is_dir():
        yield from (path.name for path in top.glob("??/*"))


def _copy(file: IO[bytes], out: IO[bytes]) -> Kept:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
        out.write(piece)
    return Kept(digest.hexdigest(), size)


def _settle(where: Path) -> None:
    """Make the new name itself survive a power cut."""
    if os.name == "posix":
        handle = os.open(where, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
