"""Where files of evidence lie: each under its organisation and the SHA-256 of its content, in a folder or on storage that
speaks S3, as the installation says.

A file is whole before it has its name, and has its name before a row tells of it. So a row never lacks its file;
what a crash can leave behind is a file that no row tells of, which ``holger verify`` mentions and ``holger sweep`` removes.
"""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import IO
from uuid import UUID

from django.conf import settings

from holger.evidence import bucket, disk
from holger.evidence.kept import CHUNK, Draft, Kept, Place, Unavailable, hashed

__all__ = ["Draft", "Kept", "Unavailable", "draft", "keep"]


def is_remote() -> bool:
    return bool(settings.EVIDENCE)


def _at() -> Place:
    return bucket if is_remote() else disk


def place() -> str:
    """For people who look for the files: a path, or a name in the storage."""
    return _at().place()


def where(organisation_id: UUID, sha256: str) -> str:
    """The same for one file."""
    return _at().where(organisation_id, sha256)


def answers() -> None:
    """Raise ``Unavailable`` when the place cannot be reached."""
    _at().answers()


# --- Bringing ------------------------------------------------------------------------------------------------------


def keep(organisation_id: UUID, file: IO[bytes]) -> Kept:
    """Bring a file to where it belongs; the same content twice is kept once."""
    digest = hashlib.sha256()
    file.seek(0)
    with draft(organisation_id) as out:
        while piece := file.read(CHUNK):
            digest.update(piece)
            out.write(piece)
        out.keep(digest.hexdigest())
        return Kept(digest.hexdigest(), out.size)


def draft(organisation_id: UUID) -> AbstractContextManager[Draft]:
    """A file that is not there until it is kept; left without that, nothing remains."""
    return _at().draft(organisation_id)


def forget_drafts(organisation_id: UUID, older_than: float) -> int:
    """Remove what uploads left that were cut off before a moment; how many there were. Only the disk keeps any, also one
    that was left for a bucket since."""
    return disk.forget_drafts(organisation_id, older_than)


# --- Fetching ------------------------------------------------------------------------------------------------------


def open_file(organisation_id: UUID, sha256: str) -> IO[bytes]:
    """The content as a stream; FileNotFoundError when it is not there."""
    return _at().open_file(organisation_id, sha256)


def fetched(organisation_id: UUID, sha256: str) -> IO[bytes]:
    """The content as a file on this machine, to be read more than once; FileNotFoundError when it is not there."""
    return _at().fetched(organisation_id, sha256)


def exists(organisation_id: UUID, sha256: str) -> bool:
    return _at().exists(organisation_id, sha256)


def hash_of(organisation_id: UUID, sha256: str) -> str:
    """The SHA-256 of what lies there now; of a file that is whole it is its name."""
    with open_file(organisation_id, sha256) as file:
        return hashed(file)


def all_in(organisation_id: UUID, older_than: float | None = None) -> Iterator[str]:
    """The names of all files that are kept for an organisation, or of those last written before a moment."""
    return _at().all_in(organisation_id, older_than)


def everything() -> Iterator[tuple[UUID, str]]:
    """Every file there is, by organisation and name, whether or not anybody knows of it."""
    return _at().everything()


# --- What nobody knows of ------------------------------------------------------------------------------------------


def set_aside(organisation_id: UUID, sha256: str, older_than: float) -> bool:
    """Out of the way, but not gone. A file that somebody has brought again at this very moment goes back at once."""
    return _at().set_aside(organisation_id, sha256, older_than)


def aside(organisation_id: UUID) -> Iterator[tuple[str, float]]:
    """Names of files that were set aside, and since when."""
    return _at().aside(organisation_id)


def put_back(organisation_id: UUID, sha256: str) -> None:
    _at().put_back(organisation_id, sha256)


def forget(organisation_id: UUID, sha256: str) -> None:
    _at().forget(organisation_id, sha256)
