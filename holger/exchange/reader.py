"""The reading process: opens one file that nobody has vouched for, and writes its rows as JSON lines.

``python -m holger.exchange.reader FILE NAME FOLDER``. It runs apart from the site with limits on memory and time, so that
whatever a file does to it ends here. It knows neither Django nor the database.

Lines: ``{"sheet": name, "hidden": bool}``, then for each row that is not empty ``[number from 1, [cells]]``; at last
``{"end": true}``, or instead ``{"error": code, "params": {}}``. A cell is a JSON value, or ``{"d": date}``,
``{"t": date and time}``, ``{"e": error}`` (``formula`` for one that holds no value).
"""

import datetime
import json
import math
import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from holger.exchange import container, limits, text_tables
from holger.exchange.unreadable import Unreadable

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TEXT_EXTENSIONS = (".csv", ".txt", ".tsv", ".tab")

Row = tuple[int, list[Any]]


def main(arguments: list[str]) -> int:
    return run(read, arguments)


def run(read: Callable[..., Iterator[Any]], arguments: list[str]) -> int:
    """Read a file in this process, and write the lines and how it ended."""
    confine()
    out = sys.stdout
    try:
        for line in read(*arguments):
            out.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")))
            out.write("\n")
        last: dict[str, Any] = {"end": True}
    except Unreadable as error:
        last = {"error": error.code, "params": error.params}
    except MemoryError:
        last = {"error": "too_large", "params": {}}
    except (
        Exception,
        BaseException,
    ) as error:  # a panic in the Rust reader is a BaseException
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        last = {"error": "broken", "params": {}}
    out.write(json.dumps(last) + "\n")
    out.flush()
    return 0


def confine() -> None:
    """Give this process no more memory and time than reading a spreadsheet takes (where the system can)."""
    try:
        import resource

        with open("/proc/self/statm") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
        most = used + limits.CHILD_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU, limits.CHILD_CPU + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return  # without /proc the parent's clock still ends it


def read(path: str, name: str, folder: str) -> Iterator[Any]:
    """The lines for one file; what kind it is its first bytes tell, whatever it is called. ``folder`` is empty and ours."""
    with open(path, "rb") as file:
        head = file.read(4096)
    if not head.strip():
        raise Unreadable("empty")
    if head.startswith(ZIP):
        return _zipped(path, folder)
    if head.startswith(OLE):
        return _old(path, folder)
    return _text(path, name.lower(), head)


def _zipped(path: str, folder: str) -> Iterator[Any]:
    archive, parts = container.inspect(path)
    with archive:
        flags = container.scan(archive, parts)
        places = container.sheet_parts(archive) if flags else {}
        ending = next(ending for part, ending in container.WORKBOOKS.items() if part in archive.namelist())
    return _workbook(path, folder, ending, {sheet: flags[part] for sheet, part in places.items() if part in flags})


def _old(path: str, folder: str) -> Iterator[Any]:
    """The container of Office before 2007: an .xls, an encrypted .xlsx, or some other document."""
    with open(path, "rb") as file:
        content = file.read()
    if ENCRYPTED in content:
        raise Unreadable("encrypted")
    if "Workbook".encode("utf-16-le") not in content and "Book".encode("utf-16-le") not in content:
        raise Unreadable("not_a_spreadsheet")
    del content
    return _workbook(path, folder, ".xls", {})


def _text(path: str, name: str, head: bytes) -> Iterator[Any]:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta")):
        raise Unreadable("web_page")
    encoding = text_tables.encoding_of(path, head)
    if not name.endswith(TEXT_EXTENSIONS):
        _dot, _, extension = name.rpartition(".")
        raise Unreadable("wrong_extension", extension="." + extension[:10])
    return _sheet("", False, text_tables.rows(path, encoding), {})


def _workbook(path: str, folder: str, ending: str, flags: dict[str, container.Flags]) -> Iterator[Any]:
    """The sheets of a workbook. The library goes by the name's ending, so the file is shown to it under the right one."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        shown = os.path.join(folder, "workbook" + ending)
        os.symlink(os.path.abspath(path), shown)
        workbook = CalamineWorkbook.from_path(shown)
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        if len(sheets) > limits.MAX_SHEETS:
            raise Unreadable("too_many_sheets", limit=limits.MAX_SHEETS)
        for meta in sheets:
            sheet = workbook.get_sheet_by_name(meta.name)
            start, end = sheet.start or (0, 0), sheet.end or (-1, -1)
            if end[1] >= limits.MAX_COLUMNS:
                raise Unreadable(
                    "too_many_columns",
                    sheet=meta.name,
                    found=end[1] + 1,
                    limit=limits.MAX_COLUMNS,
                )
            rows = ((number, [None] * start[1] + row) for number, row in enumerate(sheet.iter_rows(), 1))
            hidden = meta.visible != SheetVisibleEnum.Visible
            yield from _sheet(meta.name, hidden, rows, flags.get(meta.name, {}))
    except PasswordError as error:
        raise Unreadable("encrypted") from error
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        said = str(error).lower()
        raise Unreadable("encrypted" if "password" in said else "too_large" if "limit" in said else "broken") from error


_counted = {"cells": 0, "text": 0}


def _sheet(name: str, hidden: bool, rows: Iterable[Row], flags: container.Flags) -> Iterator[Any]:
    """A sheet's heading line and its rows that hold something, within the limits of a whole file."""
    yield {"sheet": name, "hidden": hidden}
    kept = 0
    for number, row in rows:
        cells = [_cell(value) for value in row]
        if flags:
            _put_flags(cells, number - 1, flags)
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        kept += 1
        _count(cells)
        if kept > limits.MAX_ROWS + limits.MAX_COLUMNS:  # room for a title and notes above the headings
            raise Unreadable("too_many_rows", sheet=name, limit=limits.MAX_ROWS)
        if len(cells) > limits.MAX_COLUMNS:
            raise Unreadable(
                "too_many_columns",
                sheet=name,
                found=len(cells),
                limit=limits.MAX_COLUMNS,
            )
        yield [number, cells]


def _put_flags(cells: list[Any], row: int, flags: container.Flags) -> None:
    for column in range(limits.MAX_COLUMNS):
        if error := flags.get((row, column)):
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = {"e": error}


def _count(cells: list[Any]) -> None:
    _counted["cells"] += sum(cell is not None for cell in cells)
    _counted["text"] += sum(len(cell) for cell in cells if isinstance(cell, str))
    if _counted["cells"] > limits.MAX_CELLS or _counted["text"] > limits.MAX_TEXT:
        raise Unreadable("too_large")


def _cell(value: Any) -> Any:
    """A cell's value as JSON can say it: 3.0 is 3, an empty text is nothing, dates keep what they are."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value[: limits.MAX_CELL] if value.strip() else None
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return {"e": "#NUM!"}
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return {"d": value.date().isoformat()}
        return {"t": value.isoformat(timespec="seconds")}
    if isinstance(value, datetime.date):
        return {"d": value.isoformat()}
    return str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
