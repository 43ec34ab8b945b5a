"""Reading a backup from one end to the other and holding every piece of it against its manifest."""

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from holger.backup import archive, keys, manifest
from holger.backup.archive import BLOB, ROWS, Damaged, Member, Reader, Unusable
from holger.backup.tables import Told, parsed

MOST = 256 * 1024 * 1024
"""No piece of a table unpacks to more: it would be no piece, but a bomb."""
MOST_TOLD = 256 * 1024 * 1024


@dataclass(frozen=True)
class Checked:
    """A backup that holds together. ``signer`` is the public key of whoever made it."""

    manifest: manifest.Manifest
    signer: str


class Taker:
    """What is done with the pieces on the way. By itself nothing: looking is all."""

    def rows(self, table: str, rows: list[list[Any]]) -> None:
        pass

    def file(self, organisation_id: UUID, sha256: str, pieces: Iterator[bytes]) -> None:
        for _piece in pieces:
            pass


@contextmanager
def opened(path: Path, identities: Sequence[Any] = ()) -> Iterator[IO[bytes]]:
    """The archive as a stream, unlocked if it is locked."""
    if not path.is_file():
        raise Unusable(f"There is no file {path}.")
    with path.open("rb") as file:
        is_locked = file.read(len(keys.LOCKED)) == keys.LOCKED
        file.seek(0)
        if not is_locked:
            yield file
            return
        if not identities:
            raise Unusable("The backup is locked. Give the file with the secret key: --identity FILE")
        with keys.unlocked(file, identities) as stream:
            yield stream


def walk(file: IO[bytes], taker: Taker) -> Checked:
    """Read all of it. Every byte is covered by a digest in the manifest, and the manifest by its signature."""
    seen = Seen()
    told: manifest.Manifest | None = None
    content, signer = b"", ""
    for member in Reader(file):
        if member.name == archive.FIRST:
            manifest.check_format(member.content(1000))
            seen.begun = True
        elif not seen.begun:
            raise Damaged("its beginning is missing.")
        elif rows := ROWS.fullmatch(member.name):
            seen.table(member, rows[1], int(rows[2]), taker)
        elif blob := BLOB.fullmatch(member.name):
            seen.file(member, UUID(hex=blob[1]), blob[2], taker)
        elif member.name == archive.MANIFEST:
            content = member.content(MOST_TOLD)
            told = manifest.read(content)
            seen.hold_against(told, member.before)
        elif told is None:
            raise Damaged("its manifest is missing.")
        else:
            signer = manifest.signer(member.content(1000), content)
    assert told is not None  # the reader has seen to the end
    return Checked(told, signer)


class Seen:
    """What was met on the way."""

    def __init__(self) -> None:
        self.begun = False
        self.tables: dict[str, Told] = {}
        self.parts: dict[str, int] = {}
        self.files, self.bytes, self.listed = 0, 0, hashlib.sha256()

    def table(self, member: Member, name: str, number: int, taker: Taker) -> None:
        if number != self.parts.get(name, 0) + 1:
            raise Damaged(f"a piece of {name} is missing.")
        self.parts[name] = number
        content = _unpacked(member)
        try:
            rows = parsed(content)
        except (RecursionError, ValueError) as error:
            raise Damaged(f"{member.name} cannot be read.") from error
        self.tables.setdefault(name, Told([])).add(content, len(rows))
        try:
            taker.rows(name, rows)
        except ValueError as error:
            raise Damaged(f"{member.name}: {error}.") from error

    def file(self, member: Member, organisation_id: UUID, sha256: str, taker: Taker) -> None:
        digest = hashlib.sha256()

        def pieces() -> Iterator[bytes]:
            for piece in member.pieces():
                digest.update(piece)
                yield piece
            if digest.hexdigest() != sha256:
                raise Damaged(f"{member.name} is not what it was.")

        taker.file(organisation_id, sha256, pieces())
        self.listed.update(f"{member.name}\n".encode())
        self.files, self.bytes = self.files + 1, self.bytes + member.size

    def hold_against(self, told: manifest.Manifest, before: str) -> None:
        if told.archive != before:
            raise Damaged("it is not the file that was written.")
        for name, table in told.tables.items():
            met = self.tables.pop(name, Told([]))
            if (met.rows, met.hash.hexdigest()) != (table["rows"], table["sha256"]):
                raise Damaged(f"the rows of {name} are not those that were written.")
        if self.tables:
            raise Damaged(f"it holds tables that it does not tell of: {', '.join(self.tables)}.")
        evidence = told.evidence
        if evidence["included"] and (self.files, self.bytes, self.listed.hexdigest()) != (
            evidence["files"],
            evidence["bytes"],
            evidence["sha256"],
        ):
            raise Damaged("its files of evidence are not those that were written.")
        if not evidence["included"] and self.files:
            raise Damaged("it holds files of evidence that it does not tell of.")


def _unpacked(member: Member) -> bytes:
    packer = zlib.decompressobj(wbits=31)
    try:
        content = packer.decompress(member.content(MOST), MOST)
    except zlib.error as error:
        raise Damaged(f"{member.name} cannot be unpacked.") from error
    if not packer.eof or packer.unused_data or packer.unconsumed_tail:
        raise Damaged(f"{member.name} is not one whole piece.")
    return content
