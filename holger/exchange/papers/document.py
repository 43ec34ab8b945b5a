"""A paper as a Word document, for those who write on in it: real headings, heads that repeat, page numbers that count."""

import io
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt, RGBColor

from holger.exchange.papers import word_parts as parts
from holger.exchange.papers.paper import (
    Bars,
    Block,
    Cell,
    Facts,
    Figures,
    Group,
    Kind,
    Matrix,
    Note,
    Paper,
    Prose,
    Section,
    State,
    Table,
    Text,
)
from holger.exchange.papers.pdf import refuse_long
from holger.exchange.papers.plainly import bar_table, front_facts, matrix_table
from holger.exchange.papers.spelling import clean, words
from holger.exchange.papers.word_prose import Written
from holger.ui import days

INK, FAINT, ACCENT = RGBColor(0x17, 0x21, 0x26), RGBColor(0x62, 0x6D, 0x73), RGBColor(0x0F, 0x5C, 0x6E)
TYPEFACE = "Calibri"
"""On every computer that has Word; ours is not."""

LANGUAGES = {"da": "da-DK", "en": "en-GB"}


def docx(paper: Paper) -> bytes:
    refuse_long(paper)
    out = io.BytesIO()
    with translation.override(paper.language):
        Word(paper).made().save(out)
    return out.getvalue()


class Word:
    def __init__(self, paper: Paper) -> None:
        self.paper, self.words = paper, words()
        self.document = Document()
        self.width = Mm(265 if paper.landscape else 170)

    def made(self) -> Any:
        self.about()
        self.styles()
        self.pages()
        self.cover()
        if self.paper.long:
            self.contents()
        self.document.add_page_break()
        for number, section in enumerate(self.paper.sections):
            self.section(section, number)
        return self.document

    def about(self) -> None:
        told = self.document.core_properties
        told.title, told.author = clean(self.paper.title)[:255], clean(self.paper.organisation)[:255]
        told.comments = told.subject = told.keywords = ""
        told.created = told.modified = self.paper.made_at.replace(tzinfo=None)
        told.last_modified_by, told.language = "", LANGUAGES[self.paper.language]

    def styles(self) -> None:
        looks = {"Normal": (10, INK, False), "Title": (28, ACCENT, True), "Subtitle": (13, FAINT, False)}
        looks |= {"Heading 1": (16, INK, True), "Heading 2": (13, INK, True), "Heading 3": (11, INK, True)}
        for name, (size, colour, bold) in looks.items():
            style = self.document.styles[name]
            style.font.name, style.font.size, style.font.bold = TYPEFACE, Pt(size), bold
            style.font.italic = False
            style.font.color.rgb = colour
            parts.typeface(style, TYPEFACE)
        self.document.styles["Normal"].paragraph_format.space_after = Pt(6)
        parts.unruled(self.document.styles["Title"])
        parts.speak(self.document.styles, LANGUAGES[self.paper.language])

    def pages(self) -> None:
        page = self.document.sections[0]
        tall, wide = Mm(297), Mm(210)
        if self.paper.landscape:
            page.orientation, tall, wide = WD_ORIENT.LANDSCAPE, wide, tall
        page.page_height, page.page_width = tall, wide
        page.left_margin = page.right_margin = Mm(16 if self.paper.landscape else 20)
        page.top_margin, page.bottom_margin = Mm(22), Mm(18)
        page.different_first_page_header_footer = True
        self.margin_line(page.header.paragraphs[0], clean(self.paper.organisation), clean(self.paper.title))
        for foot in (page.footer, page.first_page_footer):
            line = foot.paragraphs[0]
            self.margin_line(line, self.footing(), "")
            parts.page_of(line, self.words["page"])

    def margin_line(self, line: Any, left: str, right: str) -> None:
        line.style.font.size, line.style.font.color.rgb = Pt(8), FAINT
        parts.one_right_stop(line, self.width)
        line.add_run(f"{left}\t{right}")

    def footing(self) -> str:
        paper = self.paper
        version = f"{self.words['version']} {clean(paper.version)}" if paper.version else ""
        told = (clean(paper.confidentiality), f"{self.words['as_of']} {days.day(paper.as_of)}", version)
        return "  ·  ".join(filter(None, told))

    def cover(self) -> None:
        paper, w = self.paper, self.words
        line = self.document.add_paragraph(clean(paper.organisation))
        line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(24), Pt(60)
        self.document.add_paragraph(clean(paper.title), style="Title")
        if paper.subtitle:
            self.document.add_paragraph(clean(paper.subtitle), style="Subtitle")
        front = [fact for fact in front_facts(paper, w) if fact[0] != w["organisation"]]
        self.facts([*front, *paper.facts])
        heads = (w["by"], w["date"], w["note"])
        versions = [(v.number, v.by, v.day, v.note) for v in paper.versions]
        self.signed(w["versions"], (w["version"], *heads), versions)
        approvals = [(a.what, a.by, a.day or State(w["not_yet"], "high"), a.note) for a in paper.approvals]
        self.signed(w["approvals"], (w["what"], *heads), approvals)

    def signed(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        if rows:
            self.caption(title)
            self.grid(heads, rows, (1.1, 1.7, 0.9, 2.3))

    def contents(self) -> None:
        self.document.add_page_break()
        self.caption(self.words["contents"])
        titles = [(clean(section.title), section.level) for section in self.paper.sections]
        parts.contents(self.document, titles)

    def caption(self, text: str) -> None:
        if text:
            line = self.document.add_paragraph()
            line.add_run(clean(text)).bold = True
            line.paragraph_format.keep_with_next = True
            line.paragraph_format.space_before = Pt(12)

    # Sections

    def section(self, section: Section, number: int) -> None:
        heading = self.document.add_heading(clean(section.title), level=section.level)
        heading.paragraph_format.page_break_before = section.apart and number > 0
        for block in section.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Text():
                self.prose(block.text)
            case Prose():
                Written(self.document, self.width, block.down).put(block.text)
            case Note():
                self.prose(block.text, block.tone)
            case Facts():
                self.caption(block.title)
                self.facts(block.facts)
            case Figures():
                self.facts([(f.label + (f", {f.note}" if f.note else ""), f.value) for f in block.figures])
            case Bars():
                self.counted(block.title, *bar_table(block, self.words))
            case Matrix():
                self.counted(block.title, *matrix_table(block))
            case Table():
                self.table(block)

    def prose(self, text: str, tone: str = "") -> None:
        for paragraph in filter(None, (part.strip() for part in clean(text).split("\n\n"))):
            line = self.document.add_paragraph()
            parts.lines(line, paragraph)
            if tone:
                parts.shade(line, parts.TONES.get(tone, parts.TONES["none"])[1])

    def facts(self, facts: Sequence[tuple[str, Cell]]) -> None:
        if facts:
            self.grid((), facts, (3, 7))

    def counted(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        self.caption(title)
        self.grid(heads, rows, (3, *(1 for _head in heads[1:])))

    def grid(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> None:
        """A small table; without heads it is a list of facts."""
        table = parts.Grid(self.document, self.width, widths, ruled=bool(heads))
        if heads:
            table.head([clean(head) for head in heads])
        for row in rows:
            table.row(row, faint=not heads)
        table.done()

    def table(self, block: Table) -> None:
        self.caption(block.title)
        if not block.rows:
            self.document.add_paragraph(clean(block.empty) or self.words["nothing"])
            return
        right = [column.align == "right" or column.kind == Kind.NUMBER for column in block.columns]
        strong = [column.strong for column in block.columns]
        table = parts.Grid(
            self.document, self.width, [column.width for column in block.columns], right, strong, small=True
        )
        table.head([clean(column.title) for column in block.columns])
        for row in block.rows:
            if isinstance(row, Group):
                table.group(clean(row.title), clean(row.note))
            else:
                table.row(row)
        table.done()
