"""The file itself: a plain tar that any program can open, written in one spelling and read with distrust.

The reader takes nothing but what the writer writes: small plain files with known names, in order, each header in the
one spelling it can have. So a name that leads out of the folder, a link, a second file of the same name or a bit that
fell over is refused where it stands, before anything is done with it.
"""

import hashlib
import re
import tarfile
from collections.abc import Iterator
from typing import IO

from django.core.management.base import CommandError

BLOCK = tarfile.BLOCKSIZE
CHUNK = 1024 * 1024
FIRST, MANIFEST, SIGNATURE = "holger-backup.json", "manifest.json", "manifest.sig"
ROWS = re.compile(r"tables/([a-z0-9_]{1,63})/(\d{6})\.jsonl\.gz")
BLOB = re.compile(r"evidence/([0-9a-f]{32})/([0-9a-f]{64})")
ORDER = (re.compile(re.escape(FIRST)), ROWS, BLOB, re.compile(re.escape(MANIFEST)), re.compile(re.escape(SIGNATURE)))


class Unusable(CommandError):
    """A backup that cannot be trusted, read or put where it was meant to go. Nothing was touched."""


class Damaged(Unusable):
    def __init__(self, what: str):
        super().__init__(f"The backup is damaged and nothing was touched: {what}")


def header(name: str, size: int) -> bytes:
    """The one header that a file of this name and size can have."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


class Writer:
    """Writes one file after the other and keeps the digest of all that was written."""

    def __init__(self, out: IO[bytes]):
        self.out, self.hash, self.size = out, hashlib.sha256(), 0

    def add(self, name: str, content: bytes) -> None:
        self._write(header(name, len(content)))
        self._write(content)
        self._pad(len(content))

    def add_file(self, name: str, size: int, file: IO[bytes]) -> str:
        """Copy an open file of a known size; returns the digest of what was copied."""
        self._write(header(name, size))
        copied, left = hashlib.sha256(), size
        while left and (piece := file.read(min(CHUNK, left))):
            copied.update(piece)
            self._write(piece)
            left -= len(piece)
        if left:
            raise OSError(f"{name} became shorter while it was read")
        self._pad(size)
        return copied.hexdigest()

    def close(self) -> None:
        self._write(bytes(2 * BLOCK))

    def _pad(self, size: int) -> None:
        self._write(bytes(-size % BLOCK))

    def _write(self, content: bytes) -> None:
        self.hash.update(content)
        self.size += len(content)
        self.out.write(content)


class Member:
    """One file in the archive. ``before`` is the digest of everything that stands before it."""

    def __init__(self, reader: "Reader", name: str, size: int, before: str):
        self.name, self.size, self.before, self._reader, self._left = name, size, before, reader, size

    def pieces(self) -> Iterator[bytes]:
        while self._left:
            piece = self._reader.take(min(CHUNK, self._left))
            self._left -= len(piece)
            yield piece

    def content(self, most: int) -> bytes:
        if self.size > most:
            raise Damaged(f"{self.name} is larger than it can be.")
        return b"".join(self.pieces())

    def finish(self) -> None:
        for _piece in self.pieces():
            pass
        if any(self._reader.take(-self.size % BLOCK)):
            raise Damaged(f"something stands behind {self.name}.")


class Reader:
    def __init__(self, file: IO[bytes]):
        self.file, self.hash = file, hashlib.sha256()

    def __iter__(self) -> Iterator[Member]:
        last = (-1, "")
        while True:
            before = self.hash.hexdigest()
            block = self.take(BLOCK)
            if not any(block):
                break
            name, size = self._read_header(block)
            place = next((number for number, pattern in enumerate(ORDER) if pattern.fullmatch(name)), None)
            if place is None:
                raise Damaged(f"“{name}” does not belong in a backup.")
            if (place, name) <= last:
                raise Damaged(f"“{name}” is out of order.")
            last = (place, name)
            member = Member(self, name, size, before)
            yield member
            member.finish()
        if any(self.take(BLOCK)) or self.file.read(1):
            raise Damaged("something stands behind its end.")
        if last[1] != SIGNATURE:
            raise Damaged("its end is missing.")

    def take(self, size: int) -> bytes:
        content = self.file.read(size) if size else b""
        if len(content) != size:
            raise Damaged("it ends too early.")
        self.hash.update(content)
        return content

    def _read_header(self, block: bytes) -> tuple[str, int]:
        try:
            info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
            same = header(info.name, info.size) == block
        except (tarfile.TarError, UnicodeError, ValueError) as error:
            raise Damaged("a header cannot be read.") from error
        if not same:
            raise Damaged(f"the header of “{info.name}” is not as it was written.")
        return info.name, info.size
