"""A paper says the same in all three forms, whatever is written in it, in the language that was asked for."""

import io
import json
import re
import sys
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pypdf
import pytest
from defusedxml import ElementTree
from django.utils import translation
from docx import Document

from holger.core.errors import RuleBroken
from holger.exchange import limits
from holger.exchange.papers import data, pdf, press
from holger.exchange.papers.paper import (
    Approval,
    Bar,
    Bars,
    Column,
    Facts,
    Figure,
    Figures,
    Group,
    Kind,
    Level,
    Matrix,
    Note,
    Paper,
    Section,
    Square,
    State,
    Table,
    Tags,
    Text,
    Version,
)
from holger.exchange.papers.setting import FORMS, file_name, paper_file
from holger.exchange.papers.spelling import breakable, clean, number, said
from holger.exchange.reading import read_workbook
from tests.answers import shown

HOSTILE = {
    "typst": '#import "@preview/cetz:0.3.0": * #panic("x") #read("/etc/passwd")',
    "maths": "$ x^2 $ *bold* _em_ `raw` @ref <label> // no comment /* nor this */ \\ ~ [a] {b}",
    "heading": "= Heading",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "script": "<script>alert(1)</script> &amp; <b>",
    "long": "x" * 10_000,
    "hebrew": "שלום עולם",
    "arabic": "مرحبا",
    "emoji": "Locked 🔒",
    "chinese": "日本語",
    "control": "NUL\x00 bell\x07 half\ud83d mark\ufffe",
    "turned": "evil\u202etxt.exe",
    "zip": "_x0041_",
}
MADE = datetime(2026, 11, 24, 12, 5, 33, 120_000, tzinfo=UTC)
COLUMNS = (
    Column("Id", 0.8),
    Column("Control", 2, strong=True),
    Column("Status", 1.5, Kind.BADGE),
    Column("Score", 1.2, Kind.LEVEL),
    Column("Proof", 0.7, Kind.NUMBER),
    Column("Day", 1.2, Kind.DATE),
    Column("Drivers", 1.3),
)


def row(at: int = 1, title: str = "Backup", **cells: Any) -> tuple[Any, ...]:
    told = {
        "state": State("Implemented", "ok"),
        "level": Level(12, "High", "high"),
        "tags": Tags(["Risk", "NIS2"]),
    } | cells
    return f"A.8.{at}", title, told["state"], told["level"], at, date(2026, 11, 24), told["tags"]


def paper(*blocks: Any, language: str = "en", **more: Any) -> Paper:
    sections = more.pop("sections", None) or [Section("Controls", blocks)]
    told = {
        "kind": "soa",
        "title": "Statement",
        "organisation": "Kronborg A/S",
        "made_by": "Anna Holm",
        "made_at": MADE,
    }
    return Paper(**{**told, "language": language, "as_of": date(2026, 11, 24), "sections": sections, **more})


def rich(language: str = "en") -> Paper:
    """Something of everything."""
    bars = Bars([Bar("People", [(3, "ok", "Met"), (1, "mid", "Partly"), (0, "open", "Open")])], "Part by part")
    picture = Matrix(
        "Consequence", "Likelihood", ["1 Small", "2 Great"], [("2 Often", [Square(0, "mid"), Square(7, "crit", "4")])]
    )
    summary = Section(
        "Summary",
        [
            Figures([Figure(87, "of 93 chosen", "accent"), Figure("79 %", "met", note="and rising")]),
            Text("First paragraph.\n\nSecond paragraph\nwith a line of its own."),
            Note("A reservation.", "mid"),
            bars,
            picture,
            Facts([("Owner", "Anna Holm"), ("Since", date(2025, 1, 2)), ("Nothing", None)], "Details"),
        ],
    )
    rows = [Group("8 Technological", "34 controls"), row(1), row(2, "Logging", state=State("Planned", "none", "clock"))]
    return paper(
        sections=[
            summary,
            Section("Controls", [Table(COLUMNS, rows, name="Controls")], apart=True),
            Section("End", []),
        ],
        language=language,
        subtitle="ISO/IEC 27001:2022",
        scope="Production",
        method="Five levels, version 3, 5 × 5",
        status=State("Approved", "ok"),
        version="4",
        confidentiality="Confidential",
        facts=[("Framework", "FW-1")],
        versions=[Version("4", date(2026, 11, 20), "Henrik Aagaard", "Scripts")],
        approvals=[Approval("Statement", "Henrik Aagaard", date(2026, 11, 20)), Approval("Residual risk", "Bo Lund")],
        landscape=True,
    )


def pages_of(made: Paper) -> list[str]:
    return shown(paper_file(made, "pdf")).split("\f")


def sheets_of(made: Paper) -> dict[str, list[list[Any]]]:
    book = read_workbook(paper_file(made, "xlsx"), "paper.xlsx")
    return {sheet.name: sheet.rows for sheet in book.sheets}


def document_of(made: Paper) -> Any:
    return Document(io.BytesIO(paper_file(made, "docx")))


def text_of(made: Paper, form: str) -> str:
    """Everything that the reader sees, without the breaks of lines."""
    if form == "pdf":
        return re.sub("[-\u00ad]?\n|\u200b", "", shown(paper_file(made, "pdf")))
    if form == "xlsx":
        return "\n".join(str(cell) for rows in sheets_of(made).values() for cells in rows for cell in cells)
    body = document_of(made).element.body
    return "".join(found.text or "" for found in body.iter() if found.tag.endswith("}t"))


class TestWhatItSays:
    @pytest.mark.parametrize("form", FORMS)
    def test_everything_is_there_in_every_form(self, form: str) -> None:
        told = text_of(rich(), form)
        wanted = [
            "Statement",
            "ISO/IEC 27001:2022",
            "Kronborg A/S",
            "Production",
            "Five levels, version 3",
            "Approved",
            "FW-1",
        ]
        wanted += [
            "Henrik Aagaard",
            "Residual risk",
            "Not yet",
            "87",
            "79 %",
            "of 93 chosen",
            "and rising",
            "First paragraph.",
        ]
        wanted += [
            "with a line of its own.",
            "A reservation.",
            "Part by part",
            "People",
            "Partly",
            "2 Often",
            "1 Small",
            "Details",
        ]
        wanted += [
            "Anna Holm",
            "8 Technological",
            "A.8.1",
            "Backup",
            "Logging",
            "Implemented",
            "Planned",
            "12",
            "High",
            "Risk",
        ]
        assert [word for word in wanted if word not in told] == []

    @pytest.mark.parametrize("form", FORMS)
    def test_an_empty_paper_is_a_paper(self, form: str) -> None:
        made = paper(Table(COLUMNS, [], empty="No controls yet."), sections=None)
        assert "Statement" in text_of(made, form)
        assert form == "xlsx" or "No controls yet." in text_of(made, form)
        assert "Statement" in text_of(paper(sections=[Section("Nothing", [])]), form)

    def test_the_same_paper_is_the_same_file(self) -> None:
        assert all(paper_file(rich(), form) == paper_file(rich(), form) for form in ("pdf", "xlsx"))

    @pytest.mark.parametrize("form", FORMS)
    def test_it_speaks_its_own_language_whatever_is_spoken(self, form: str) -> None:
        with translation.override("en"):
            danish = text_of(rich("da"), form)
        with translation.override("da"):
            english = text_of(rich("en"), form)
        assert ("Omfang" in danish, "Scope" in danish) == (True, False)
        assert ("Omfang" in english, "Scope" in english) == (False, True)

    def test_dates_and_numbers_are_written_as_the_language_does(self) -> None:
        facts = Facts([("Since", date(2025, 1, 2)), ("Cost", 1_234_567.5)])
        assert "2. jan. 2025" in text_of(paper(facts, language="da"), "pdf").replace("\xa0", " ")
        assert "1.234.567,5" in text_of(paper(facts, language="da"), "docx")
        assert "2 Jan 2025" in text_of(paper(facts), "pdf").replace("\xa0", " ")
        assert "1,234,567.5" in text_of(paper(facts), "docx")

    def test_a_file_is_called_by_what_it_is(self) -> None:
        made = paper(title='../Risici & "trusler"\n', organisation="Bøf/Æble ApS")
        assert file_name(made, "pdf") == "bfble-aps-risici-trusler-2026-11-24.pdf"
        assert file_name(paper(title="日本", organisation=""), "docx") == "soa-2026-11-24.docx"


class TestHostileText:
    @pytest.fixture(scope="class")
    def made(self) -> Paper:
        rows = [row(at, text, tags=Tags([text[:40]])) for at, text in enumerate(HOSTILE.values())]
        texts = "\n\n".join(HOSTILE.values())
        blocks = [Text(texts), Note(texts), Facts(list(HOSTILE.items())), Table(COLUMNS, rows)]
        return paper(sections=[Section("= #1 $", blocks)], title="#let x = 1 $y$", organisation="=1+1 <b>")

    @pytest.mark.parametrize("form", FORMS)
    def test_it_is_text_and_nothing_else(self, form: str, made: Paper) -> None:
        told = text_of(made, form)
        for key in ("typst", "maths", "heading", "formula", "script"):
            assert HOSTILE[key].replace(" ", "") in told.replace(" ", "").replace("\n", ""), key
        assert told.count("x") > 10_000
        assert "NUL bell half mark" in told
        assert "eviltxt.exe" in told
        assert "Locked 🔒" in told

    def test_a_workbook_runs_nothing(self, made: Paper) -> None:
        with zipfile.ZipFile(io.BytesIO(paper_file(made, "xlsx"))) as book:
            parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))}
        assert not any("<f>" in part or "<f " in part for part in parts.values())
        assert not any("hyperlink" in part for name, part in parts.items() if name.startswith("xl/worksheets"))
        assert 'quotePrefix="1"' in parts["xl/styles.xml"]

    def test_a_document_is_sound_xml_without_links(self, made: Paper) -> None:
        with zipfile.ZipFile(io.BytesIO(paper_file(made, "docx"))) as book:
            for name in book.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(book.read(name))
            assert b"evil.example" not in b"".join(
                book.read(name) for name in book.namelist() if name.endswith(".rels")
            )

    def test_nothing_is_lost_in_a_column_that_is_too_narrow(self) -> None:
        columns = (Column("Thin", 0.1), Column("Wide", 5))
        table = Table(columns, [("KRB0123456789SERVER" * 40, "beside"), ("y" * 300, "below")])
        told = text_of(paper(table), "pdf")
        assert told.count("SERVER") > 30  # those that a page ends in are told in two parts
        assert told.count("y") >= 300

    def test_a_letter_that_no_typeface_has_costs_the_archive_its_claim_and_no_more(self) -> None:
        plain, odd = paper_file(paper(Text("Plain")), "pdf"), paper_file(paper(Text("日本")), "pdf")
        assert claims(plain) == ("2", "1")
        assert claims(odd) == ("", "")
        assert pypdf.PdfReader(io.BytesIO(odd)).trailer["/Root"]["/MarkInfo"]["/Marked"]

    @pytest.mark.parametrize("text", ["🔒🙂", "½ ≤ → ✓ € ☑", "ΑΒΓ Кириллица ŁÓDŹ", "שלום مرحبا"])
    def test_what_people_write_is_fit_for_an_archive(self, text: str) -> None:
        assert claims(paper_file(paper(Text(text)), "pdf")) == ("2", "1")


def claims(content: bytes) -> tuple[str, str]:
    """What a PDF claims to be: its parts of PDF/A and PDF/UA."""
    told = pypdf.PdfReader(io.BytesIO(content)).xmp_metadata
    assert told is not None
    written = told.stream.get_data().decode()
    parts = (re.search(rf"{name}:part>(\d)", written) for name in ("pdfaid", "pdfuaid"))
    return tuple(found[1] if found else "" for found in parts)  # type: ignore[return-value]


class TestPages:
    @pytest.fixture(scope="class")
    def pages(self) -> list[str]:
        rows = [
            Group("Part one"),
            *(row(at) for at in range(60)),
            Group("Part two"),
            *(row(at) for at in range(60, 120)),
        ]
        blocks = [Table(COLUMNS, rows)]
        return pages_of(paper(sections=[Section("Controls", blocks), Section("End", [Text("The end.")])], version="4"))

    def test_heads_come_again_on_each_page(self, pages: list[str]) -> None:
        assert len(pages) > 4
        assert all("Control" in page and "Drivers" in page for page in pages[1:-1])

    def test_so_does_the_heading_of_the_group_that_goes_on(self, pages: list[str]) -> None:
        assert "Part one" in pages[2]
        assert "Part two" in pages[-2]

    def test_pages_are_counted_and_say_what_they_belong_to(self, pages: list[str]) -> None:
        for number_, page in enumerate(pages, 1):
            assert f"Page {number_} of {len(pages)}" in page
            assert "As of 24 Nov 2026" in page
            assert "Kronborg A/S" in page and "Statement" in page

    def test_a_long_paper_has_contents(self, pages: list[str]) -> None:
        assert "Contents" in pages[0]
        assert "Contents" not in pages_of(paper(Text("Short.")))[0]

    def test_sections_are_in_the_outline_and_the_language_is_told(self) -> None:
        reader = pypdf.PdfReader(io.BytesIO(paper_file(rich("da"), "pdf")))
        assert [entry["/Title"] for entry in reader.outline] == ["Summary", "Controls", "End"]
        assert reader.trailer["/Root"]["/Lang"] == "da"
        assert reader.metadata is not None
        assert (reader.metadata.title, reader.metadata.author) == ("Statement", "Kronborg A/S")

    def test_it_lies_or_stands(self) -> None:
        lying = pypdf.PdfReader(io.BytesIO(paper_file(rich(), "pdf"))).pages[0].mediabox
        standing = pypdf.PdfReader(io.BytesIO(paper_file(paper(), "pdf"))).pages[0].mediabox
        assert lying.width > lying.height
        assert standing.width < standing.height

    def test_a_row_taller_than_a_page_is_divided(self) -> None:
        text = " ".join(f"word{at}" for at in range(6_000))
        told = text_of(paper(Table(COLUMNS, [row(1, text)])), "pdf")
        assert "word5999" in told

    def test_too_much_for_pages_is_refused_but_not_for_a_workbook(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "MAX_PAPER_ROWS", 2)
        made = paper(Table(COLUMNS, [row(at) for at in range(3)]))
        for form in ("pdf", "docx"):
            with pytest.raises(RuleBroken, match="3 rows"):
                paper_file(made, form)
        assert len(sheets_of(made)["Controls"]) == 4


class TestPress:
    def test_it_is_stopped_when_it_takes_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "PRESS_WALL", 0.01)
        with pytest.raises(RuleBroken, match="too long"):
            paper_file(paper(), "pdf")

    def test_what_goes_wrong_in_it_is_told_and_logged(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(data, "of", lambda _paper: {"stamp": MADE.replace(microsecond=0).isoformat()})
        with pytest.raises(RuleBroken, match="too much"):
            paper_file(paper(), "pdf")
        assert "the press ended" in caplog.text

    def test_those_who_wait_too_long_are_told_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "WAIT", 0.01)
        for _turn in range(limits.AT_ONCE):
            pdf._turns.acquire()
        try:
            with pytest.raises(RuleBroken, match="moment"):
                paper_file(paper(), "pdf")
        finally:
            for _turn in range(limits.AT_ONCE):
                pdf._turns.release()

    def test_the_layout_reads_nothing_but_its_own_folder(self) -> None:
        for path in (press.HERE / "layout").glob("*.typ"):
            written = path.read_text(encoding="utf-8")
            assert not re.search(r"\b(eval|read|image|plugin|include|csv|yaml|toml|xml)\(|@preview|@local", written), (
                path.name
            )
            assert set(re.findall(r'#import "([^"]+)"', written)) <= {"look.typ", "blocks.typ", "prose.typ"}

    def test_it_has_its_typefaces_and_their_licences(self) -> None:
        fonts = {path.name for path in (press.HERE / "fonts").iterdir()}
        assert {"Inter_400Regular.ttf", "Inter_500Medium.ttf", "Inter_600SemiBold.ttf", "Inter_OFL.txt"} <= fonts
        used = pypdf.PdfReader(io.BytesIO(paper_file(rich(), "pdf"))).pages[0]["/Resources"]["/Font"].values()
        assert all("Inter" in font.get_object()["/BaseFont"] for font in used)

    def test_no_library_is_loaded_before_a_paper_is_wanted(self) -> None:
        import subprocess

        code = (
            "import sys, holger.exchange.papers.sending as s; print([m for m in ('typst', 'docx') if m in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.stdout.strip() in ("[]", "")


class TestWorkbook:
    def test_first_the_facts_then_a_sheet_for_each_table(self) -> None:
        assert list(sheets_of(rich())) == ["Facts", "Controls"]

    def test_values_stay_values(self) -> None:
        rows = sheets_of(rich())["Controls"]
        assert rows[0] == ["Group", *("Id", "Control", "Status", "Score", "Score, in words", "Proof", "Day", "Drivers")]
        backup = ["8 Technological", "A.8.1", "Backup", "Implemented", 12, "High", 1, date(2026, 11, 24), "Risk, NIS2"]
        assert rows[1] == backup

    def test_heads_are_frozen_filtered_and_repeated(self) -> None:
        with zipfile.ZipFile(io.BytesIO(paper_file(rich(), "xlsx"))) as book:
            sheet, names = book.read("xl/worksheets/sheet2.xml").decode(), book.read("xl/workbook.xml").decode()
        assert 'state="frozen"' in sheet
        assert '<autoFilter ref="A1:I3"/>' in sheet
        assert "Print_Titles" in names

    def test_sheets_of_one_name_are_told_apart(self) -> None:
        tables = [
            Table((Column("A"),), [("x",)], name=name) for name in ("Same", "same", "History", "[]:*?/\\", "n" * 40)
        ]
        assert list(sheets_of(paper(*tables)))[1:] == ["Same", "same (2)", "History (2)", "Ark", "n" * 31]


class TestDocument:
    def test_sections_are_headings_and_heads_repeat(self) -> None:
        document = document_of(rich())
        assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == ["Summary", "Controls", "End"]
        table = document.tables[-1]._tbl.xml
        assert table.count("w:tblHeader") == 1
        assert table.count("w:cantSplit") == 4

    def test_pages_are_counted_and_the_language_is_told(self) -> None:
        document = document_of(rich("da"))
        footer = document.sections[0].footer._element.xml
        assert 'w:instr="PAGE"' in footer and 'w:instr="NUMPAGES"' in footer
        assert 'w:val="da-DK"' in document.styles.element.xml
        assert document.core_properties.author == "Kronborg A/S"
        assert document.sections[0].page_width > document.sections[0].page_height

    def test_a_state_has_a_mark_beside_its_colour(self) -> None:
        assert "✓ Implemented" in text_of(rich(), "docx")


class TestSpelling:
    def test_control_characters_go(self) -> None:
        assert clean("a\x00b\x1f\r\nc\rd\te\u202e \ud800") == "ab\nc\nd e"

    @pytest.mark.parametrize(
        "word", ["Informationssikkerhedspolitikker", "Sikkerhedsforanstaltninger", "A.5.10", "Kronborg"]
    )
    def test_ordinary_words_are_left_to_hyphenation(self, word: str) -> None:
        assert breakable(word, 12) == word

    def test_long_words_may_be_divided_without_losing_a_letter(self) -> None:
        for word in ("x" * 10_000, "https://a.example/b_c/d-e?f=1&g=2", "AB12" * 9, "qwrtpsdfghjklzxcvbnm"):
            told = breakable(word, 10)
            assert told.replace("\u200b", "") == word
            assert max(map(len, told.split("\u200b"))) <= 14

    def test_numbers(self) -> None:
        with translation.override("da"):
            assert [number(n) for n in (1_000, 1_234.5, 0.1 + 0.2, -2)] == ["1.000", "1.234,5", "0,3", "-2"]
        assert number(1_234.5) == "1,234.5"

    def test_cells_in_words(self) -> None:
        told = [
            said(cell)
            for cell in (None, "", True, 3, State("Met", "ok"), Level(None), ("a", "", "b"), Tags(["x", "y"]))
        ]
        assert told == ["", "", "Yes", "3", "Met", "", "a\nb", "x, y"]

    def test_what_the_layout_is_told_is_json(self) -> None:
        json.dumps(data.of(rich()))
