"""Looking at a zip-based workbook before anything unpacks it: bombs, passwords, XML that spreadsheets do not have.

Runs in the reading process. Python's zipfile never inflates past the size an entry states and checks its sum, so one
pass through all XML makes a lie about sizes a broken file before the real reader sees it.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree

from holger.exchange import limits
from holger.exchange.unreadable import Unreadable

CHUNK = 1024 * 1024
OVERLAP = 256
"""Bytes of a chunk seen again with the next, so that nothing hides on the border."""

DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
FULL_ROW = re.compile(rb"</(?:\w{1,10}:)?row>")
FULL_CELL = re.compile(rb"</(?:\w{1,10}:)?c>")
SUSPECT_CELL = re.compile(
    rb"""<(?:\w{1,10}:)?c\b ([^<>]*) >
         ( (?:<(?:\w{1,10}:)?f\b (?: [^<>]*/> | [^<>]*> [^<]* </(?:\w{1,10}:)?f> ))? )
         (?: <(?:\w{1,10}:)?v\s*/> | <(?:\w{1,10}:)?v> ([^<]*) </(?:\w{1,10}:)?v> )?
         (?= </(?:\w{1,10}:)?c> )""",
    re.VERBOSE,
)
"""A cell with perhaps a formula and perhaps a value."""
WORKBOOKS = {"xl/workbook.xml": ".xlsx", "xl/workbook.bin": ".xlsb", "content.xml": ".ods"}
"""The part that makes an archive a workbook, and what such a file should be called."""

PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
SURELY_TOO_MANY = 4 * limits.MAX_ROWS
"""Rows that are not worth a closer look; below, only those that hold something count, which takes reading them."""

MOST_FLAGS = 10_000
"""Cells without a value that are told one by one; a file with more is told so by these."""

Flags = dict[tuple[int, int], str]
"""(row, column) from 0 → the error that stands in the cell, or ``formula`` for one that was never calculated."""


def inspect(path: str) -> tuple[zipfile.ZipFile, list[str]]:
    """Open the archive and refuse what is no honest workbook. Returns it with the names of its XML parts."""
    archive = opened(path)
    if not WORKBOOKS.keys() & set(archive.namelist()):
        raise Unreadable("not_a_spreadsheet")
    return archive, xml_parts(archive)


def xml_parts(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]


def opened(path: str) -> zipfile.ZipFile:
    """Open an archive of Office's, and refuse what none of its programs would write."""
    try:
        archive = zipfile.ZipFile(path)
    except (
        zipfile.BadZipFile,
        ValueError,
        EOFError,
        OSError,
        NotImplementedError,
    ) as error:
        raise Unreadable("broken") from error
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > limits.MAX_ENTRIES or total > limits.MAX_INFLATED:
        raise Unreadable("bomb")
    if total > limits.RATIO_FROM and total / packed > limits.MAX_RATIO:
        raise Unreadable("bomb")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable("encrypted")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Unreadable("broken")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise Unreadable("broken")
    return archive


def scan(archive: zipfile.ZipFile, parts: list[str]) -> dict[str, Flags]:
    """Inflate every XML part once under the limits; returns the flagged cells of each worksheet part."""
    flags: dict[str, Flags] = {}
    cells = rows = 0
    for name in parts:
        found: Flags = {}
        for chunk in chunks(archive, name):
            refuse_declarations(chunk)
            if name.startswith("xl/worksheets/"):
                cells += len(FULL_CELL.findall(chunk))
                rows += len(FULL_ROW.findall(chunk))
                if b'"e"' in chunk or b"f>" in chunk:
                    _flag(chunk, found)
        if cells > limits.MAX_CELLS or min(rows, cells) > SURELY_TOO_MANY:
            raise Unreadable("too_large")
        if found:
            flags[name] = found
    return flags


def refuse_declarations(chunk: bytes) -> None:
    if DECLARATION.search(chunk):
        raise Unreadable("dangerous")
    if b"\0" in chunk:  # UTF-16 would pass the line above unseen; no program writes XML so
        raise Unreadable("broken")


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part in pieces that end with a row, so that no cell is cut."""
    rest = b""
    try:
        with archive.open(name) as part:
            while piece := part.read(CHUNK):
                piece = rest + piece
                end = max(piece.rfind(b"row>") + 4, len(piece) - CHUNK, 0)
                rest = piece[min(end, len(piece) - OVERLAP) :] if len(piece) > OVERLAP else piece
                yield piece[: len(piece) - len(rest)]
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
        RuntimeError,
    ) as error:
        raise Unreadable("broken") from error
    yield rest


def _flag(chunk: bytes, found: Flags) -> None:
    for match in SUSPECT_CELL.finditer(chunk):
        attributes, formula, value = match.groups()
        is_error = b't="e"' in attributes
        if not is_error and (not formula or value or b't="str"' in attributes):
            continue
        place = PLACE.search(attributes)
        if place and len(found) < MOST_FLAGS:
            key = int(place[2]) - 1, _column(place[1])
            found[key] = (value or b"#N/A").decode("ascii", "replace") if is_error else "formula"


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the part that holds it, as the workbook and its relations tell."""
    try:
        targets = {}
        for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
            targets[relation.get("Id")] = path
        sheets = {}
        for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
            if element.tag.rpartition("}")[2] == "sheet":
                link = next(
                    (value for key, value in element.attrib.items() if key.endswith("}id")),
                    None,
                )
                sheets[element.get("name", "")] = targets.get(link, "")
        return sheets
    except (KeyError, ParseError, zipfile.BadZipFile):
        return {}
