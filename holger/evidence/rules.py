"""Which files may be kept, told by their content and not by what they call themselves. Plain Python."""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import IO

from holger.core.words import N_, Reason

HEAD = 8192
"""Bytes from the beginning that tell most kinds apart."""

TAIL = 66_000
"""Bytes at the end of a zip within which its closing record lies."""
LONGEST_LIST = 4 * 1024 * 1024

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."

OPENING: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"%PDF-", "application/pdf", ("pdf",)),
    (b"\x89PNG\r\n\x1a\n", "image/png", ("png",)),
    (b"\xff\xd8\xff", "image/jpeg", ("jpg", "jpeg")),
    (b"GIF87a", "image/gif", ("gif",)),
    (b"GIF89a", "image/gif", ("gif",)),
    (b"II*\x00", "image/tiff", ("tif", "tiff")),
    (b"MM\x00*", "image/tiff", ("tif", "tiff")),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", ("7z",)),
    (b"\x1f\x8b", "application/gzip", ("gz", "tgz")),
    (b"{\\rtf", "application/rtf", ("rtf",)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", ("doc", "xls", "ppt", "msg", "vsd", "mpp")),
)
PACKED = {
    "word/": (f"{OFFICE}wordprocessingml.document", ("docx",)),
    "xl/": (f"{OFFICE}spreadsheetml.sheet", ("xlsx",)),
    "ppt/": (f"{OFFICE}presentationml.presentation", ("pptx",)),
    "visio/": ("application/vnd.ms-visio.drawing", ("vsdx",)),
}
OPEN_DOCUMENTS = {
    f"{OPEN}text": "odt",
    f"{OPEN}spreadsheet": "ods",
    f"{OPEN}presentation": "odp",
    f"{OPEN}graphics": "odg",
}
TEXTS = {
    "txt": "text/plain",
    "log": "text/plain",
    "md": "text/plain",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "ics": "text/calendar",
    "eml": "message/rfc822",
    "yaml": "text/plain",
    "yml": "text/plain",
    "conf": "text/plain",
    "cfg": "text/plain",
    "ini": "text/plain",
}
ACTIVE = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|svg|iframe|\?xml|!doctype|xsl|hta)", re.I | re.S
)
PROGRAM = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"#!", b"\x00asm")

FORBIDDEN = Reason(
    N_(
        "This kind of file is not kept here. Take a PDF, an image, an Office document, text, CSV, e-mail (.eml) or a zip."
    ),
    field="file",
)


@dataclass(frozen=True)
class Kind:
    """What a file is by its content, and the endings that such a file may have."""

    content_type: str
    endings: tuple[str, ...]


def kind_of(file: IO[bytes], name: str) -> Kind | Reason:
    """What is this file? A reason when it may not be kept, or calls itself something that it is not."""
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        return Reason(N_("The file is empty."), field="file")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = _by_opening(head, file) or _text(head, file, ending)
    if kind is None:
        return FORBIDDEN
    if ending not in kind.endings:
        return Reason(
            N_("The file calls itself .%(ending)s, but its content is %(kind)s."),
            {"ending": ending, "kind": " / ".join(f".{one}" for one in kind.endings)},
            "file",
        )
    return kind


def _by_opening(head: bytes, file: IO[bytes]) -> Kind | None:
    for mark, content_type, endings in OPENING:
        if head.startswith(mark):
            return Kind(content_type, endings)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind("image/webp", ("webp",))
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return Kind("image/heic", ("heic",))
    return _packed(file) if head.startswith(b"PK\x03\x04") else None


def _packed(file: IO[bytes]) -> Kind | None:
    """A zip, or a document that is one inside. Only the list of names is read, nothing is unpacked but a few bytes."""
    if not _list_is_short(file):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if "mimetype" in names:
                with archive.open("mimetype") as inside:
                    told = inside.read(100).decode("ascii", "replace").strip()
                if told in OPEN_DOCUMENTS:
                    return Kind(told, (OPEN_DOCUMENTS[told],))
            if "[Content_Types].xml" in names:
                found = (kind for folder, kind in PACKED.items() if any(name.startswith(folder) for name in names))
                return next((Kind(*kind) for kind in found), None)
            return Kind("application/zip", ("zip",))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return None
    finally:
        file.seek(0)


def _list_is_short(file: IO[bytes]) -> bool:
    """A zip may be small and still list a million names; reading those would take all memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or tail[max(0, end - 20) : end].startswith(b"PK\x06\x07"):  # no end, or one for giants
        return False
    return int.from_bytes(tail[end + 12 : end + 16], "little") <= LONGEST_LIST


def _text(head: bytes, file: IO[bytes], ending: str) -> Kind | None:
    """Plain text of a kind that no program runs."""
    if (
        ending not in TEXTS
        or b"\x00" in head
        or head.startswith(PROGRAM)
        or ACTIVE.match(head.removeprefix(b"\xef\xbb\xbf"))
    ):
        return None
    if any(byte < 9 or 13 < byte < 27 for byte in head):
        return None
    return Kind(TEXTS[ending], (ending,))


def tidy_name(name: str) -> str:
    """A file name that no system chokes on: no folders, no control or direction marks, not endless, ending kept."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C" and letter not in '<>:"|?*')
    name = " ".join(name.split()).rstrip(". ")
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, ending) if dot else (name, "")
    stem = stem[: 150 - len(ending)].strip(". ") or "file"
    return f"{stem}.{ending[:10]}" if ending else stem


def why_not_link(url: str) -> Reason | None:
    """A link goes to a web page and nowhere else."""
    if not re.match(r"https?://[^/\s@]+(/|$|\?|#)", url, re.I):
        return Reason(N_("A link begins with https:// or http:// and names a web page."), field="url")
    return None
