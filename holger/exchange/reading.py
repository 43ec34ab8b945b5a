"""Reading a spreadsheet that anybody may have made, into plain Python values.

``read_workbook`` hands the file to a process of its own (``reader.py``) and takes back its rows. What the file was
(xlsx, xls, ods, csv …) is gone after that: a ``Workbook`` holds sheets, a ``Sheet`` numbered rows of cells. A cell is
None, str, int, float, bool, date, datetime or ``CellError``. A workbook can be kept as text and had back
(``dump``/``load``), so that a file is read once and never again.
"""

import json
import os
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import Any

from holger.exchange import limits
from holger.exchange.safe_text import unescape
from holger.exchange.unreadable import Unreadable


@dataclass(frozen=True)
class CellError:
    """What stands in a cell that has no value: ``#DIV/0!``, or ``formula`` for one that was never calculated."""

    code: str

    def __str__(self) -> str:
        return self.code


Cell = None | str | int | float | bool | date | datetime | CellError
Row = list[Any]


@dataclass
class Sheet:
    name: str
    hidden: bool = False
    numbers: list[int] = field(default_factory=list)
    """The row numbers as the spreadsheet program shows them."""
    rows: list[Row] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass
class Workbook:
    sheets: list[Sheet]

    def sheet(self, name: str | None = None) -> Sheet:
        """The sheet of that name; without one the visible sheet with most cells."""
        for sheet in self.sheets:
            if name is not None and sheet.name.casefold() == name.casefold():
                return sheet
        if name is not None:
            raise KeyError(name)
        return max(self.sheets, key=lambda s: (not s.hidden, sum(map(len, s.rows[:2000]))))


def read_workbook(source: bytes | str | Path, filename: str = "") -> Workbook:
    """Read a file's sheets, or raise ``Unreadable`` within five seconds and without harm to this process."""
    return from_lines(lines_of(source, filename))


def from_lines(lines: Iterable[bytes]) -> Workbook:
    sheets: list[Sheet] = []
    known: dict[str, str] = {}
    for line in lines:
        entry = json.loads(line)
        if isinstance(entry, list):
            number, cells = entry
            sheets[-1].numbers.append(number)
            sheets[-1].rows.append([_value(cell, known) for cell in cells])
        elif "sheet" in entry:
            sheets.append(Sheet(entry["sheet"], entry["hidden"]))
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise Unreadable("nothing_in_it")
    return Workbook(sheets)


def dump(workbook: Workbook) -> bytes:
    """A workbook as bytes to keep."""
    packer = zlib.compressobj(6)
    parts = []
    for sheet in workbook.sheets:
        head = {"sheet": sheet.name, "hidden": sheet.hidden}
        for line in (
            head,
            *([n, [_kept(c) for c in row]] for n, row in zip(sheet.numbers, sheet.rows, strict=True)),
        ):
            parts.append(packer.compress(json.dumps(line, separators=(",", ":")).encode() + b"\n"))
    return b"".join([*parts, packer.flush()])


def load(kept: bytes) -> Workbook:
    """What ``dump`` kept."""
    return from_lines(zlib.decompress(kept).splitlines())


def _kept(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, CellError):
        return {"e": cell.code}
    return {"s": cell} if isinstance(cell, str) else cell


def _value(cell: Any, known: dict[str, str]) -> Any:
    """A cell from its line; equal texts share one string, which keeps large registers small."""
    if isinstance(cell, str):
        return known.setdefault(cell, unescape(cell))
    if not isinstance(cell, dict):
        return cell
    if "s" in cell:
        return known.setdefault(cell["s"], cell["s"])
    if "d" in cell:
        return date.fromisoformat(cell["d"])
    if "t" in cell:
        return datetime.fromisoformat(cell["t"])
    return CellError(cell["e"])


READER = "holger.exchange.reader"


def lines_of(source: bytes | str | Path, filename: str, reader: str = READER) -> Iterator[bytes]:
    """The lines that a reading process writes for a file, without its last word."""
    if isinstance(source, bytes):
        with tempfile.NamedTemporaryFile(prefix="holger-import-") as file:
            _refuse_big(len(source))
            file.write(source)
            file.flush()
            yield from _child(file.name, filename, reader)
    else:
        _refuse_big(os.path.getsize(source))
        yield from _child(str(source), filename or os.path.basename(source), reader)


def _refuse_big(size: int) -> None:
    if size > limits.MAX_FILE:
        raise Unreadable("file_too_big", limit=limits.MAX_FILE // limits.MEGABYTE)


_turns = BoundedSemaphore(limits.AT_ONCE)


def _child(path: str, filename: str, reader: str) -> Iterator[bytes]:
    if not _turns.acquire(timeout=limits.WAIT):
        raise Unreadable("busy")
    try:
        with tempfile.TemporaryDirectory(prefix="holger-import-") as folder:
            yield from _run(path, filename, folder, reader)
    finally:
        _turns.release()


def _run(path: str, filename: str, folder: str, reader: str) -> Iterator[bytes]:
    root = str(Path(__file__).resolve().parents[2])
    search = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    environment = {
        "PYTHONPATH": search,
        "PATH": os.environ.get("PATH", ""),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-P", "-m", reader, path, filename, folder]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    late = []

    def stop() -> None:
        late.append(True)
        process.kill()

    clock = Timer(limits.CHILD_WALL, stop)
    clock.daemon = True
    clock.start()
    assert process.stdout is not None
    try:
        last = b""
        for line in process.stdout:
            if last:
                yield last
            last = line
        process.wait()
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        process.stdout.close()
    _judge(last, process.returncode, bool(late))


def _judge(last: bytes, returned: int, late: bool) -> None:
    """Raise what the reading process ended with, unless it read to the end."""
    try:
        word = json.loads(last) if returned == 0 else {}
    except ValueError:
        word = {}
    if word.get("end"):
        return
    if "error" in word:
        raise Unreadable(word["error"], **word["params"])
    import signal

    out_of_time = late or returned in (-signal.SIGXCPU, -signal.SIGKILL)
    raise Unreadable("too_slow" if out_of_time else "too_large")
