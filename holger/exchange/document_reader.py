"""The reading process for documents: opens one file that nobody has vouched for, and writes its text as a JSON line.

``python -m holger.exchange.document_reader FILE NAME FOLDER``, as ``reader.py`` for spreadsheets: apart from the site, with
limits on memory and time. It knows neither Django nor the database.
"""

import os
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree

from holger.core import prose
from holger.exchange import container, html_markdown, limits
from holger.exchange.documents import ENDINGS
from holger.exchange.reader import OLE, ZIP, run
from holger.exchange.unreadable import Unreadable

BODY = "word/document.xml"
MACROS = ("vbaProject.bin", "vbaData.xml")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HARMLESS = ("/hyperlink",)
TEMPLATE = "/attachedTemplate"
"""Word writes down where the template lay that a document was made from. On somebody's own computer that tells us nothing
and does no harm; on the web it is a way to bring something in."""
STYLES = f"""
p[style-name='Title'] => h1.{html_markdown.TITLE}:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
"""
"""What Word's own styles are, beyond what the library knows."""
FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
TITLE = re.compile(r"\A\s*#[ \t]+(.+?)[ \t#]*\n", re.ASCII)


def read(path: str, name: str, folder: str) -> Iterator[Any]:
    """The one line that tells what is in it; what kind of file it is its first bytes tell, whatever it is called."""
    with open(path, "rb") as file:
        content = file.read()
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(OLE):
        raise Unreadable("document_old")
    title, text, pictures = _word(path) if content.startswith(ZIP) else _written(content, name)
    if len(text) > prose.LONGEST:
        raise Unreadable("document_too_long", limit=prose.LONGEST)
    if not text.strip():
        raise Unreadable("nothing_in_it")
    yield {"title": (title or _called(name))[:200], "text": text, "pictures": pictures}


def _called(name: str) -> str:
    """What a file is called, as a title."""
    return re.sub(r"[_\s]+", " ", os.path.splitext(os.path.basename(name))[0]).strip()


# Word


def _word(path: str) -> tuple[str, str, int]:
    with container.opened(path) as archive:
        _refuse(archive)
    import mammoth

    pictures: list[None] = []

    def left_out(_picture: Any) -> list[Any]:
        pictures.append(None)
        return []

    with open(path, "rb") as file:
        try:
            made = mammoth.convert_to_html(
                file, convert_image=left_out, style_map=STYLES, include_embedded_style_map=False
            )
        except (KeyError, ValueError, zipfile.BadZipFile, AttributeError) as error:
            raise Unreadable("broken") from error
    title, text = html_markdown.converted(made.value)
    return title, text, len(pictures)


def _refuse(archive: zipfile.ZipFile) -> None:
    """What is no honest document of text: too much of it, with macros, or with something from elsewhere."""
    names = archive.namelist()
    if BODY not in names:
        raise Unreadable("not_a_document")
    parts = container.xml_parts(archive)
    if sum(archive.getinfo(name).file_size for name in parts) > limits.MAX_DOCUMENT_XML:
        raise Unreadable("bomb")
    for name in parts:
        for chunk in container.chunks(archive, name):
            container.refuse_declarations(chunk)
    if any(name.endswith(MACROS) for name in names):
        raise Unreadable("document_macros")
    try:
        _refuse_kind(ElementTree.fromstring(archive.read("[Content_Types].xml")))
        for name in parts:
            if name.endswith(".rels"):
                _refuse_outside(ElementTree.fromstring(archive.read(name)))
    except (KeyError, ParseError) as error:
        raise Unreadable("broken") from error


def _refuse_kind(types: Any) -> None:
    kinds = [each.get("ContentType", "") for each in types]
    if any("macroEnabled" in kind for kind in kinds):
        raise Unreadable("document_macros")
    if WORD not in kinds:
        raise Unreadable("not_a_document")


def _refuse_outside(relations: Any) -> None:
    for each in relations:
        kind, target = each.get("Type", ""), each.get("Target", "").lower()
        if each.get("TargetMode", "").lower() != "external" or kind.endswith(HARMLESS):
            continue
        if not (kind.endswith(TEMPLATE) and not target.startswith(("http:", "https:", "ftp:"))):
            raise Unreadable("document_outside")


# Text


def _written(content: bytes, name: str) -> tuple[str, str, int]:
    if not name.lower().endswith(ENDINGS[1:]):
        raise Unreadable("not_a_document")
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    text = FRONT_MATTER.sub("", text)
    found = TITLE.match(text)
    title, text = (found.group(1), text[found.end() :]) if found else ("", text)
    return title.strip(), text.strip() + "\n" if text.strip() else "", 0


def _decoded(content: bytes) -> str:
    """As text editors write: UTF-8, UTF-16 with its mark, or Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Unreadable("not_a_document")


if __name__ == "__main__":
    sys.exit(run(read, sys.argv[1:]))
