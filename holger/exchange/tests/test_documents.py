"""Documents as Markdown: what people wrote is kept, and hostile files are refused with a clear word."""

import io
import zipfile

import pytest
from docx import Document as Word

from holger.core import prose
from holger.exchange import html_markdown, limits
from holger.exchange.documents import read_document
from holger.exchange.tests.files import zipped
from holger.exchange.unreadable import Unreadable


def word(**more: bytes) -> bytes:
    """A document as Word saves it; ``more`` puts parts in, ``word__x`` for word/x."""
    document = Word()
    document.add_heading("Acceptabel brug", 0)
    document.add_heading("Formål", 1)
    line = document.add_paragraph("Du skal ")
    line.add_run("altid").bold = True
    line.add_run(" låse skærmen. 3 * 4 = 12, #1, a_b og <b>.")
    document.add_heading("Regler", 2)
    for text in ("Ét", "To"):
        document.add_paragraph(text, style="List Bullet")
    for text in ("Først", "Så"):
        document.add_paragraph(text, style="List Number")
    table = document.add_table(rows=2, cols=2)
    for at, text in enumerate(("Hvad", "Frist", "Kritisk | alvorlig", "7 dage")):
        table.cell(at // 2, at % 2).text = text
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return zipped(entries | {name.replace("__", "/"): content for name, content in more.items()})


def relations(kind: str, target: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    ).encode()


def test_headings_lists_tables_and_strength_are_kept() -> None:
    found = read_document(word(), "policy.docx")
    assert found.title == "Acceptabel brug"
    assert found.text.startswith("## Formål\n\nDu skal **altid** låse skærmen.")
    assert "### Regler\n\n- Ét\n- To\n\n1. Først\n2. Så" in found.text
    assert "| Hvad | Frist |\n| --- | --- |\n| Kritisk \\| alvorlig | 7 dage |" in found.text


def test_what_was_written_comes_out_as_it_was_written() -> None:
    shown = prose.render(read_document(word(), "policy.docx").text)
    assert "3 * 4 = 12, #1, a_b og &lt;b&gt;." in shown
    assert "Kritisk | alvorlig" in shown


@pytest.mark.parametrize(
    "text",
    [
        *("# x", "- x", "+ x", "1. x", "12) x", "> x", "---", "===", "*x*", "_x_", "__x__", "`x`", "[x](y)", "<b>"),
        *("~~x~~", "&copy;", "a\\b", "![x](y)", "x  ", "| a |", "a_b_c", "https://a.dk"),
    ],
)
def test_no_mark_of_markdown_is_made_of_letters(text: str) -> None:
    from html import escape

    _title, made = html_markdown.converted(f"<p>a</p><p>{escape(text)}</p>")
    assert prose.plain(made).split("\n")[1:] == [text.strip()]
    assert prose.render(made).count("<p>") == 2


def test_lists_lie_in_lists_and_tables_hold_only_letters() -> None:
    _title, made = html_markdown.converted(
        "<ul><li>a<ol><li>b</li><li>c<ul><li>d</li></ul></li></ol></li></ul>"
        "<table><tr><td><p>x</p><p>y</p></td><td colspan='2'>z</td></tr><tr><td><ul><li>q</li></ul></td></tr></table>"
    )
    assert made == ("- a\n  1. b\n  2. c\n     - d\n\n| x; y | z |  |\n| --- | --- | --- |\n| q |  |  |\n")


def test_links_lead_to_the_web_or_nowhere() -> None:
    _title, made = html_markdown.converted('<p><a href="https://a.dk">a</a> <a href="javascript:x">b</a></p>')
    assert made == "[a](<https://a.dk>) b\n"


def test_markdown_and_text_come_in_as_they_are() -> None:
    found = read_document("---\nx: 1\n---\n# Adgang\r\n\r\n## Formål\r\nÆ\r\n".encode(), "adgang.md")
    assert (found.title, found.text) == ("Adgang", "## Formål\nÆ\n")
    assert read_document("Blåbær".encode("cp1252"), "min_fine politik.txt").title == "min fine politik"
    assert read_document("Blåbær".encode("utf-16"), "x.txt").text == "Blåbær\n"


def test_pictures_are_left_out_and_counted() -> None:
    found = read_document(word(), "x.docx")
    assert found.pictures == 0


BOMB = b"<a>" + b" " * 150_000_000 + b"</a>"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "bomb": (lambda: word(**{"word__comments.xml": BOMB}), "x.docx", "document_bomb"),
    "xml bomb": (lambda: word(**{"word__footnotes.xml": LAUGHS}), "x.docx", "document_dangerous"),
    "macros": (lambda: word(**{"word__vbaProject.bin": b"x"}), "x.docx", "document_macros"),
    "outside picture": (
        lambda: word(**{"word___rels/footer9.xml.rels": relations("image", "https://evil.example/x.png")}),
        "x.docx",
        "document_outside",
    ),
    "outside template": (
        lambda: word(**{"word___rels/settings.xml.rels": relations("attachedTemplate", "https://evil.example/x.dotm")}),
        "x.docx",
        "document_outside",
    ),
    "old": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "x.doc", "document_old"),
    "spreadsheet": (lambda: zipped({"xl/workbook.xml": b"<x/>"}), "x.docx", "not_a_document"),
    "cut off": (lambda: word()[:3000], "x.docx", "document_broken"),
    "no zip": (lambda: b"PK\x03\x04" + b"x" * 100, "x.docx", "document_broken"),
    "nothing": (lambda: b"", "x.md", "empty"),
    "blank": (lambda: b"# Title\n", "x.md", "document_nothing_in_it"),
    "binary": (lambda: b"a\0b", "x.txt", "not_a_document"),
    "a program": (lambda: b"MZ\x90", "x.exe", "not_a_document"),
    "web page": (lambda: b"<html>", "x.html", "not_a_document"),
    "too long": (lambda: b"x " * 110_000, "x.md", "document_too_long"),
    "too big": (lambda: b"x" * (limits.MAX_DOCUMENT + 1), "x.md", "document_file_too_big"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_word(name: str) -> None:
    make, called, code = HOSTILE[name]
    with pytest.raises(Unreadable) as refused:
        read_document(make(), called)
    assert refused.value.code == code
    assert str(refused.value)


def test_where_a_template_lay_does_no_harm() -> None:
    content = word(**{"word___rels/settings.xml.rels": relations("attachedTemplate", "file:///C:/Normal.dotm")})
    assert read_document(content, "x.docx").text
