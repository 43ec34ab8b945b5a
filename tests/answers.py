"""Answers read to the last byte, whatever they are made of: the one place that knows kinds of content.

A kind that is not known here fails: whoever adds one says how it is read.
"""

import base64
import gzip
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pypdf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
BREAKS = re.compile("[-\u00ad]?\\n|\u200b")
"""Where a line ends in a word, and places where it might have."""
RUN = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
"""What base64 may look like."""


def text(content: bytes) -> Iterator[bytes]:
    """As it is, and with every way of writing a letter otherwise undone."""
    yield content
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:100]:
        yield content.replace(b"\x00", b"")
    written = content.decode("utf-8", "replace")
    if "&" in written:
        yield html.unescape(written).encode()
    if "%" in written:
        yield unquote(written).encode()
    if "\\u" in written:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), written).encode("utf-8", "replace")
    yield from _base64(content)


def _base64(content: bytes) -> Iterator[bytes]:
    """Whatever may be base64, read from each of the four places where it may begin."""
    for run in set(RUN.findall(content)):
        plain = run.translate(bytes.maketrans(b"-_", b"+/"))
        for start in range(4):
            part = plain[start:]
            part = part[:-1] if len(part) % 4 == 1 else part
            yield base64.b64decode(part + b"=" * (-len(part) % 4))


def calendar(content: bytes) -> Iterator[bytes]:
    """As it is, and with the lines put together again that are broken wherever they get long."""
    yield from text(content)
    yield from text(content.replace(b"\r\n ", b"").replace(b"\\", b""))


def archive(content: bytes) -> Iterator[bytes]:
    """Every file in it, by name and content."""
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        for part in found.infolist():
            yield part.filename.encode()
            yield from anything(found.read(part))


def pages(content: bytes) -> Iterator[bytes]:
    """What a PDF shows, what it says of itself, and every stream in it unpacked."""
    yield content
    reader = pypdf.PdfReader(io.BytesIO(content))
    for number in range(1, reader.trailer["/Size"]):
        found = pypdf.generic.IndirectObject(number, 0, reader).get_object()
        if isinstance(found, pypdf.generic.StreamObject):
            yield from text(found.get_data())
        elif found is not None:
            yield str(found).encode("utf-8", "replace")
    told = shown(content)
    yield told.encode()
    yield BREAKS.sub("", told).encode()


def shown(content: bytes) -> str:
    """The words on the pages of a PDF, page by page."""
    return "\f".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def packed(content: bytes) -> Iterator[bytes]:
    yield from anything(gzip.decompress(content))


def anything(content: bytes) -> Iterator[bytes]:
    """By its first bytes, where no kind is told."""
    if content[:2] == b"PK":
        yield from archive(content)
    elif content[:2] == b"\x1f\x8b":
        yield from packed(content)
    elif content[:4] == b"%PDF":
        yield from pages(content)
    else:
        yield from text(content)


READERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "": text,
    "text/html": text,
    "text/plain": text,
    "text/csv": text,
    "text/css": text,
    "text/x-python": text,
    "text/javascript": text,
    "text/calendar": calendar,
    "application/json": text,
    "application/yaml": text,
    "application/x-ndjson": text,
    "application/scim+json": text,
    "image/png": anything,
    "image/svg+xml": text,
    "application/octet-stream": anything,
    "application/zip": archive,
    "application/gzip": packed,
    XLSX: archive,
    DOCX: archive,
    PDF: pages,
}


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def kind_of(response: Any) -> str:
    return response.get("Content-Type", "").partition(";")[0].strip().lower()


def head_of(response: Any) -> bytes:
    """Headers and cookies, as they go over the wire."""
    lines = [f"{name}: {value}" for name, value in response.items()]
    return "\n".join([*lines, response.cookies.output()]).encode()


def all_of(response: Any, content: bytes) -> Iterator[bytes]:
    """Everything that the answer says, in every way that it can be read."""
    yield from text(head_of(response))
    kind = kind_of(response)
    if kind not in READERS:
        raise AssertionError(f"tests/answers.py does not know how to read {kind}")
    if response.get("Content-Encoding") == "gzip":
        yield from packed(content)
    else:
        yield from READERS[kind](content)
