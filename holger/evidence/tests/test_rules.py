"""Which files may be kept: told by their content."""

import io
import zipfile

import pytest

from holger.core.words import Reason
from holger.evidence import rules


def packed(*names: str, **content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, content.get(name, b"x"))
    return file.getvalue()


def kind(content: bytes, name: str):
    return rules.kind_of(io.BytesIO(content), name)


GOOD = [
    (b"%PDF-1.7 ...", "restore test.pdf", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n...", "screen.PNG", "image/png"),
    (b"\xff\xd8\xff\xe0...", "photo.jpeg", "image/jpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "old.xls", "application/x-ole-storage"),
    ("Navn;Ændret\nÅse;1\n".encode("cp1252"), "rights.csv", "text/csv"),
    ("Navn;Ændret\nÅse;1\n".encode(), "rights.csv", "text/csv"),
    (b"From: a@b.example\r\nSubject: ok\r\n\r\nok", "answer.eml", "message/rfc822"),
    (packed("[Content_Types].xml", "xl/workbook.xml"), "rights.xlsx", f"{rules.OFFICE}spreadsheetml.sheet"),
    (packed("[Content_Types].xml", "word/document.xml"), "minutes.docx", f"{rules.OFFICE}wordprocessingml.document"),
    (packed("mimetype", mimetype=f"{rules.OPEN}text".encode()), "minutes.odt", f"{rules.OPEN}text"),
    (packed("a.txt", "b.txt"), "logs.zip", "application/zip"),
]


@pytest.mark.parametrize(("content", "name", "content_type"), GOOD, ids=[name for _c, name, _t in GOOD])
def test_what_people_prove_things_with_is_kept(content, name, content_type):
    assert kind(content, name).content_type == content_type


BAD = [
    (b"", "empty.pdf"),
    (b"<html><script>alert(1)</script>", "page.html"),
    (b"<html><script>alert(1)</script>", "page.txt"),
    (b"\xef\xbb\xbf  <!DOCTYPE html>", "page.csv"),
    (b"<!-- hello --> <svg onload=alert(1)>", "picture.txt"),
    (b"<?xml version='1.0'?><svg/>", "picture.svg"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'>", "picture.png"),
    (b"MZ\x90\x00...", "invoice.pdf"),
    (b"MZ\x90\x00...", "setup.exe"),
    (b"\x7fELF...", "tool.txt"),
    (b"#!/bin/sh\nrm -rf /", "notes.txt"),
    (b"alert(1)", "script.js"),
    (b"Set x = CreateObject", "script.vbs"),
    (b"%PDF-1.7", "really.exe"),
    (b"%PDF-1.7", "noending"),
    (b"just text", "text.pdf"),
    (b"text\x00with nothing", "text.txt"),
    (b"text\x1b[2Jwith escapes\x01", "text.log"),
    (packed("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "macros.xlsx"),
    (packed("[Content_Types].xml", "xl/workbook.xml"), "macros.xlsm"),
    (packed("a.txt"), "notes.docx"),
    (packed("[Content_Types].xml", "xl/workbook.xml"), "rights.zip"),
    (b"PK\x03\x04broken", "broken.zip"),
]


@pytest.mark.parametrize(("content", "name"), BAD, ids=[f"{i} {name}" for i, (_c, name) in enumerate(BAD)])
def test_what_could_do_something_is_not(content, name):
    found = kind(content, name)
    assert isinstance(found, Reason)
    assert found.field == "file"


def test_a_zip_with_a_million_names_is_not_even_listed():
    honest = packed("a.txt")
    end = honest.rindex(b"PK\x05\x06")
    huge = honest[: end + 12] + (5 * 1024 * 1024).to_bytes(4, "little") + honest[end + 16 :]
    assert isinstance(kind(huge, "logs.zip"), Reason)
    giant = honest[:end] + b"PK\x06\x07" + bytes(16) + honest[end:]
    assert isinstance(kind(giant, "logs.zip"), Reason)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Gendannelsestest 2026-11.pdf", "Gendannelsestest 2026-11.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\fakepath\\scan.pdf", "scan.pdf"),
        ('a"b<c>|d?.pdf', "abcd.pdf"),
        ("evil\r\nSet-Cookie: x.pdf", "evilSet-Cookie x.pdf"),
        ("gpj.\u202efdp.pdf", "gpj.fdp.pdf"),
        (".pdf", "file.pdf"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 147 + ".pdf"),
    ],
)
def test_names_are_tidied(given, kept):
    assert rules.tidy_name(given) == kept


@pytest.mark.parametrize("url", ["https://intra.kronborg.example/minutes?id=4", "http://10.0.0.4:8080/"])
def test_links_to_pages(url):
    assert rules.why_not_link(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        "https://",
        "https://a@b.example/",
        "ftp://x.example/",
        " https://x",
    ],
)
def test_links_to_anything_else_are_refused(url):
    assert rules.why_not_link(url)
