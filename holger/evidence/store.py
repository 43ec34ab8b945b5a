"""Where files of evidence lie: one folder per organisation, each file under the SHA-256 of its content.

The folder is HOLGER_DATA/evidence or, with HOLGER_EVIDENCE_URL, on storage that speaks S3 (``bucket.py``). Whoever reads or
writes evidence asks here: ``keep``, ``open_file``, ``exists``, ``all_in``; no one else knows where it is.

A file is whole before it has its name, and has its name before a row tells of it. So a row never lacks its file;
what a crash can leave behind is a file that no row tells of, which ``holger verify`` mentions.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

from holger.evidence import bucket
from holger.evidence.kept import CHUNK, Kept, Unavailable

__all__ = ["Kept", "Unavailable", "all_in", "answers", "exists", "folder", "hash_of", "keep", "open_file", "where"]


def is_remote() -> bool:
    return bool(settings.EVIDENCE)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "evidence"


def path_of(organisation_id: UUID, sha256: str) -> Path:
    return folder() / str(organisation_id) / sha256[:2] / sha256


def keep(organisation_id: UUID, file: IO[bytes]) -> Kept:
    """Write a file to where it belongs; the same content twice is kept once."""
    if is_remote():
        return bucket.keep(organisation_id, file)
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


def open_file(organisation_id: UUID, sha256: str) -> IO[bytes]:
    """The content as a stream; FileNotFoundError when it is not there."""
    return bucket.open_file(organisation_id, sha256) if is_remote() else path_of(organisation_id, sha256).open("rb")


def exists(organisation_id: UUID, sha256: str) -> bool:
    return bucket.exists(organisation_id, sha256) if is_remote() else path_of(organisation_id, sha256).is_file()


def hash_of(organisation_id: UUID, sha256: str) -> str:
    """The SHA-256 of what lies there now, read piece by piece; of a file that is whole it is its name."""
    with open_file(organisation_id, sha256) as file:
        return bucket.hash_of(file)


def where(organisation_id: UUID, sha256: str) -> str:
    """For people who look for a file: a path, or a name in the storage."""
    if is_remote():
        return f"s3://{bucket.bucket()}/{bucket.key_of(organisation_id, sha256)}"
    return str(path_of(organisation_id, sha256))


def answers() -> None:
    """Raise ``Unavailable`` when the place cannot be reached. A folder is made when it is needed."""
    if is_remote():
        bucket.answers()


def all_in(organisation_id: UUID) -> Iterator[str]:
    """The names of all files that are kept for an organisation."""
    if is_remote():
        yield from bucket.all_in(organisation_id)
        return
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
