"""What both places for files have in common: the disk (disk.py) and storage that speaks S3 (bucket.py)."""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Protocol
from uuid import UUID

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    sha256: str
    size: int


class Unavailable(OSError):
    """The place where files lie cannot be reached, or has not kept what it was given."""


class Draft(Protocol):
    """A file on its way to where it belongs."""

    size: int

    def write(self, piece: bytes) -> None: ...

    def keep(self, sha256: str) -> None:
        """Under its name when this returns, and as safe as the place can make it."""


class Place(Protocol):
    """Where files lie. A module is one: no place has anything to remember."""

    def draft(self, organisation_id: UUID) -> AbstractContextManager[Draft]: ...
    def open_file(self, organisation_id: UUID, sha256: str) -> IO[bytes]: ...
    def fetched(self, organisation_id: UUID, sha256: str) -> IO[bytes]: ...
    def exists(self, organisation_id: UUID, sha256: str) -> bool: ...
    def where(self, organisation_id: UUID, sha256: str) -> str: ...
    def place(self) -> str: ...
    def answers(self) -> None: ...
    def all_in(self, organisation_id: UUID, older_than: float | None = None) -> Iterator[str]: ...
    def everything(self) -> Iterator[tuple[UUID, str]]: ...
    def set_aside(self, organisation_id: UUID, sha256: str, older_than: float) -> bool: ...
    def aside(self, organisation_id: UUID) -> Iterator[tuple[str, float]]: ...
    def put_back(self, organisation_id: UUID, sha256: str) -> None: ...
    def forget(self, organisation_id: UUID, sha256: str) -> None: ...


def hashed(file: IO[bytes]) -> str:
    """The SHA-256 of what an open file holds from here on, read piece by piece."""
    digest = hashlib.sha256()
    while piece := file.read(CHUNK):
        digest.update(piece)
    return digest.hexdigest()
