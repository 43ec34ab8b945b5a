"""Texts that people wrote in Markdown, on paper: everything is there, and nothing in it is more than text."""

import io
from datetime import UTC, date, datetime

import pypdf
import pytest
from docx import Document

from holger.core import prose_parts
from holger.exchange.papers import prose_data
from holger.exchange.papers.paper import Paper, Prose, Section
from holger.exchange.papers.setting import FORMS, paper_file

TEXT = """## Devices

Lock your **screen** and *look* at `Win+L`, [as told](https://example.dk/lock).

1. First
   - inner
2. Second

   goes on

> Quoted

| What | Days |
|:--|--:|
| **Critical** | 7 |

#### Far below
---
<script>alert(1)</script> #set text(red) [bad](javascript:alert(1))
"""


def made(text: str) -> Paper:
    return Paper(
        "policy",
        "Acceptable use",
        "Kronborg",
        "en",
        date(2026, 11, 27),
        "Anna",
        datetime(2026, 11, 27, 8, tzinfo=UTC),
        [Section("Acceptable use", [Prose(text)])],
    )


def words_of(content: bytes, form: str) -> str:
    if form == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if form == "docx":
        document = Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return " ".join([*(line.text for line in document.paragraphs), *cells])
    return ""


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_every_word_is_there(form: str) -> None:
    told = words_of(paper_file(made(TEXT), form), form)
    for word in ("Devices", "screen", "Win+L", "First", "inner", "goes on", "Quoted", "Critical", "Far below"):
        assert word in told
    assert "<script>" in told
    assert "#set text(red)" in told


def test_what_is_emphasised_is_slanted() -> None:
    def faces(text: str) -> set[str]:
        pages = pypdf.PdfReader(io.BytesIO(paper_file(made(text), "pdf"))).pages
        fonts = [font.get_object()["/BaseFont"] for page in pages for font in page["/Resources"]["/Font"].values()]
        return {font for font in fonts if "Italic" in font}

    assert faces("Look *here*.")
    assert not faces("Look **here**, and ***there***.")


def test_word_has_its_own_headings_and_lists() -> None:
    document = Document(io.BytesIO(paper_file(made(TEXT), "docx")))
    styles = [(line.style.name, line.text) for line in document.paragraphs]
    for line in (("Heading 2", "Devices"), ("List Number", "First"), ("List Bullet 2", "inner"), ("Quote", "Quoted")):
        assert line in styles


def test_each_numbered_list_begins_anew() -> None:
    document = Document(io.BytesIO(paper_file(made("1. a\n2. b\n\nx\n\n1. c\n"), "docx")))
    numbers = [line._p.pPr.numPr.numId.val for line in document.paragraphs if line.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]


def test_headings_go_down_one_at_a_time() -> None:
    found = prose_data.stepwise(prose_parts.parts("# A\n\n#### B\n\n## C\n"), 0)
    assert [part.level for part in found if isinstance(part, prose_parts.Heading)] == [2, 3, 2]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "text", ["", "> " * 500 + "x", "- " * 500 + "x", "|a|\n|-|\n", "1.\n2. x", "# \n", "a" * 5000, "\x00\u202e *x*"]
)
def test_odd_texts_are_set_all_the_same(form: str, text: str) -> None:
    assert paper_file(made(text), form)


def test_a_long_text_is_told_as_long() -> None:
    assert made("word " * 30_000).length > 500
