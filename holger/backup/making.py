"""Making a backup while people work: one moment of the database, and exactly the files that it tells of."""

import fcntl
import hashlib
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

from holger import __version__
from holger.backup import archive, keys, manifest, rules
from holger.backup.archive import Unusable, Writer
from holger.backup.tables import Table, Told, files_in, lines, migrations_in, tables_at
from holger.core import dates, tenancy
from holger.core.files import settle
from holger.core.registry import registry
from holger.evidence import store
from holger.evidence.kept import hashed

PIECE = 4 * 1024 * 1024
"""So many bytes of rows stand together in one file of the archive."""


@dataclass(frozen=True)
class Made:
    """A finished backup. ``lacking`` are files of evidence that the rows tell of and the store did not have, or had changed."""

    path: Path
    size: int
    manifest: manifest.Manifest
    lacking: Sequence[str]


def make(*, path: Path, recipients: Sequence[Any] = (), with_evidence: bool = True) -> Made:
    """Write a backup to ``path``: under another name until it is whole and on disk, and never over another file."""
    if path.exists():
        raise Unusable(f"{path} is there already, and a backup never takes another's place. Choose another name.")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with alone() as folder, tenancy.as_owner():
        part.unlink(missing_ok=True)  # of a backup that was cut off
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                with ExitStack() as stack:
                    stream = stack.enter_context(keys.locked(out, recipients)) if recipients else out
                    told = _write(Writer(stream), stack.enter_context(snapshot(folder)), with_evidence)
                out.flush()
                os.fsync(out.fileno())
            _give_name(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return Made(path, path.stat().st_size, told, told.evidence["lacking"])


def _give_name(part: Path, path: Path) -> None:
    """From one moment to the next the backup is there, whole, unless something else has taken its name."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise Unusable(f"{path} has come to be meanwhile, and a backup never takes another's place.") from None
    except OSError:  # a file system without links
        part.rename(path)
    part.unlink(missing_ok=True)
    settle(path.parent)


@contextmanager
def alone() -> Iterator[Path]:
    """One backup at a time; yields a folder of its own, closed to others. What a killed one left behind goes."""
    top = Path(settings.DATA_DIR)
    top.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(top / "backup.lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable("Another backup is being made. Wait for it.") from None
        for left in top.glob(".backup-*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=".backup-", dir=top))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def snapshot(folder: Path) -> Iterator[str]:
    """A connection that sees the database as it is at one moment, whatever is written meanwhile."""
    here = connections["default"]
    alias = f"snapshot-{os.getpid()}-{folder.name}"
    options = {**here.settings_dict}
    if here.vendor == "sqlite":
        options["NAME"] = str(folder / "snapshot.sqlite3")
        with here.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [options["NAME"]])
            cursor.execute("PRAGMA shrink_memory")  # of the pages that it has read, which nobody asks for again
    connections.databases[alias] = options
    try:
        with transaction.atomic(using=alias):
            if here.vendor == "postgresql":
                with connections[alias].cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


def _write(out: Writer, alias: str, with_evidence: bool) -> manifest.Manifest:
    migrations = migrations_in(alias)
    tables = tables_at(migrations)
    out.add(archive.FIRST, manifest.first())
    rows = {name: _write_rows(out, table, alias) for name, table in tables.items()}
    evidence = _write_files(out, files_in(tables.values(), alias), with_evidence)
    told = manifest.Manifest(
        holger=__version__,
        created_at=dates.now().isoformat(timespec="seconds"),
        database=connections[alias].vendor,
        migrations=[list(node) for node in migrations],
        tables=rows,
        evidence=evidence,
        left_out=sorted(rules.LEFT_OUT | registry.fleeting),
        digest=rules.digest(rows, evidence),
        archive=out.hash.hexdigest(),
    )
    content = told.spelled()
    out.add(archive.MANIFEST, content)
    out.add(archive.SIGNATURE, manifest.signed(content))
    out.close()
    return told


def _write_rows(out: Writer, table: Table, alias: str) -> dict[str, Any]:
    told = Told(table.columns)
    for number, (content, rows) in enumerate(_pieces(table, alias), 1):
        told.add(content, rows)
        packer = zlib.compressobj(level=3, wbits=31)
        out.add(f"tables/{table.name}/{number:06}.jsonl.gz", packer.compress(content) + packer.flush())
    return told.as_json()


def _pieces(table: Table, alias: str) -> Iterator[tuple[bytes, int]]:
    gathered, size = [], 0
    for text in lines(table, alias):
        gathered.append(text)
        size += len(text)
        if size >= PIECE:
            yield b"".join(gathered), len(gathered)
            gathered, size = [], 0
    if gathered:
        yield b"".join(gathered), len(gathered)


def _write_files(out: Writer, wanted: Iterator[tuple[UUID, str]], included: bool) -> dict[str, Any]:
    listed, files, size, lacking = hashlib.sha256(), 0, 0, []
    for organisation_id, sha256 in wanted:
        name = f"evidence/{organisation_id.hex}/{sha256}"
        found = _file(organisation_id, sha256)
        if found is None:
            lacking.append(name)
            continue
        with found:
            length = found.seek(0, os.SEEK_END)
            found.seek(0)
            if included and out.add_file(name, length, found) != sha256:
                raise OSError(f"{name} was changed while it was read")
        listed.update(f"{name}\n".encode())
        files, size = files + 1, size + length
    told = {"included": included, "files": files, "bytes": size, "sha256": listed.hexdigest()}
    return told | {"lacking": lacking}


def _file(organisation_id: UUID, sha256: str) -> IO[bytes] | None:
    """The file, open, if it is there and is what it was."""
    try:
        file = store.fetched(organisation_id, sha256)
    except FileNotFoundError:
        return None
    if hashed(file) != sha256:
        file.close()
        return None
    file.seek(0)
    return file
