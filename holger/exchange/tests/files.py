"""Spreadsheets for the tests: honest ones as other tools export them, and hostile ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
)


def xlsx(*sheets: tuple[str, Iterable[Sequence[Any]]], **options: Any) -> bytes:
    """A workbook as Excel would save it; datetimes become dates."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "dd-mm-yyyy", **options})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
    book.close()
    return out.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_sheet(body: str, **more: str) -> bytes:
    """A minimal workbook whose one worksheet holds ``body``; ``more`` replaces parts by the end of their name."""
    entries = parts(xlsx(("Ark1", [["x"]])))
    entries["xl/worksheets/sheet1.xml"] = (SHEET % body).encode()
    for end, content in more.items():
        name = next((name for name in entries if name.endswith(end + ".xml")), f"xl/{end}.xml")
        entries[name] = content.encode()
    return zipped(entries)


ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Ark1">%s
</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(body: str) -> bytes:
    """What LibreOffice saves, with ``body`` as the rows of its one sheet."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'''<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'''
    return zipped(
        {"mimetype": kind.encode(), "META-INF/manifest.xml": manifest.encode(), "content.xml": (ODS % body).encode()}
    )


def ods_row(*texts: str, repeated: int = 1) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{t}</text:p></table:table-cell>' for t in texts
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def lying(real: int = 400_000_000, told: int = 2_000) -> bytes:
    """A workbook whose worksheet says it is small and inflates to ``real`` bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"<worksheet><sheetData>")
    block = b" " * 1_000_000
    for _ in range(real // len(block)):
        packed += packer.compress(block)
    packed += packer.flush()
    entries = parts(xlsx(("Ark1", [["x"]])))
    out = io.BytesIO()
    name = "xl/worksheets/sheet1.xml"
    entries[name] = b"PLACEHOLDER" * 200
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for entry, content in entries.items():
            if entry != name:
                archive.writestr(entry, content)
        start = archive.start_dir
        body = out.getbuffer()[:start].tobytes()
        directory = list(archive.infolist())
    header = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, 0, len(packed), told, len(name), 0)
    local = header + name.encode() + packed
    tail = b""
    for info in directory:
        tail += (
            struct.pack(
                "<4s4B4H3I5H2I",
                b"PK\x01\x02",
                20,
                3,
                20,
                0,
                0,
                0,
                0,
                33,
                info.CRC,
                info.file_size,
                info.file_size,
                len(info.filename),
                0,
                0,
                0,
                0,
                0,
                info.header_offset,
            )
            + info.filename.encode()
        )
    tail += (
        struct.pack(
            "<4s4B4H3I5H2I",
            b"PK\x01\x02",
            20,
            3,
            20,
            0,
            0,
            8,
            0,
            33,
            0,
            len(packed),
            told,
            len(name),
            0,
            0,
            0,
            0,
            0,
            start,
        )
        + name.encode()
    )
    count = len(directory) + 1
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(tail), start + len(local), 0)
    return body + local + tail + end
