"""Parts of a Word document that its library has no words for. Texts are put in as texts of elements, never as XML."""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from holger.core.prose_parts import Run
from holger.exchange.papers.paper import Cell, Level, State
from holger.exchange.papers.prose_data import clean_line
from holger.exchange.papers.spelling import said

TONES = {
    "ok": ("1D6A3F", "E3F1E8"),
    "mid": ("6E5200", "FAF0CD"),
    "high": ("8F3D00", "FCE6D3"),
    "crit": ("A0191F", "FAE0DE"),
    "none": ("55616A", "EFECE6"),
    "accent": ("0F5C6E", "E6F0F2"),
}
MARKS = {"check": "✓", "half": "◐", "warn": "▲", "cross": "✕", "dash": "–", "ring": "○", "dot": "●", "clock": "◷"}
HEAD, GROUP, RULE = "F5F3EF", "FBFAF8", "DED9D0"
DASH = "–"


def element(name: str, parent: Any = None, **attributes: str) -> Any:
    """``element("w:shd", fill="FFFFFF")``: a new element of Word's, at the end of its parent."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    if parent is not None:
        parent.append(made)
    return made


def typeface(style: Any, name: str) -> None:
    """For every kind of letter, where a theme would have its own."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), name)


def speak(styles: Any, language: str) -> None:
    """Say what language the document is in, for spelling and reading aloud."""
    for found in styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)


def unruled(style: Any) -> None:
    for found in style.element.findall(f".//{qn('w:pBdr')}"):
        found.getparent().remove(found)


def shade(paragraph: Any, colour: str) -> None:
    element("w:shd", paragraph._p.get_or_add_pPr(), val="clear", color="auto", fill=colour)


def one_right_stop(paragraph: Any, width: Any) -> None:
    stops = paragraph.paragraph_format.tab_stops
    for name in paragraph.style.paragraph_format.tab_stops:
        stops.add_tab_stop(name.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)


def lines(paragraph: Any, text: str) -> None:
    for number, line in enumerate(text.split("\n")):
        run = paragraph.add_run(line)
        if number < text.count("\n"):
            run.add_break()


def page_of(paragraph: Any, words: str) -> None:
    """``Page %(page)s of %(pages)s`` with fields that Word fills in."""
    before, _mark, rest = words.partition("%(page)s")
    between, _mark, after = rest.partition("%(pages)s")
    paragraph.add_run(before)
    field(paragraph, "PAGE", "1")
    paragraph.add_run(between)
    field(paragraph, "NUMPAGES", "1")
    paragraph.add_run(after)


def field(paragraph: Any, code: str, shown: str) -> None:
    made = element("w:fldSimple", paragraph._p, instr=code)
    run = element("w:r", made)
    element("w:t", run).text = shown


def contents(document: Any, titles: Sequence[tuple[str, int]]) -> None:
    """A list of contents that Word fills with page numbers; until then it names the sections."""
    first = document.add_paragraph()
    begin = first.add_run()._r
    element("w:fldChar", begin, fldCharType="begin", dirty="true")
    code = element("w:instrText", first.add_run()._r)
    code.text = ' TOC \\o "1-2" \\h \\z \\u '
    element("w:fldChar", first.add_run()._r, fldCharType="separate")
    line = first
    for number, (title, level) in enumerate(titles):
        line = first if number == 0 else document.add_paragraph()
        line.add_run(("    " * (level - 1)) + title)
    element("w:fldChar", line.add_run()._r, fldCharType="end")


class Grid:
    """A table, written row by row as XML: with the library's own cells a long one takes many times as long."""

    def __init__(
        self,
        document: Any,
        width: Any,
        shares: Sequence[float],
        right: Sequence[bool] = (),
        strong: Sequence[bool] = (),
        *,
        ruled: bool = True,
        small: bool = False,
    ) -> None:
        self.document, self.right, self.strong = document, right, strong
        self.size = "16" if small else "18"
        whole = sum(shares)
        self.widths = [str(int(width.twips * share / whole)) for share in shares]
        self.table = element("w:tbl")
        about = element("w:tblPr", self.table)
        element("w:tblW", about, w=str(width.twips), type="dxa")
        if ruled:
            rules = element("w:tblBorders", about)
            for side in ("top", "bottom", "insideH"):
                element(f"w:{side}", rules, val="single", sz="4", space="0", color=RULE)
        element("w:tblLayout", about, type="fixed")
        margins = element("w:tblCellMar", about)
        for side in ("top", "left", "bottom", "right"):
            element(f"w:{side}", margins, w="50" if side in ("top", "bottom") else "80", type="dxa")
        columns = element("w:tblGrid", self.table)
        for each in self.widths:
            element("w:gridCol", columns, w=each)

    def done(self) -> None:
        body = self.document.element.body
        body.insert(len(body) - 1, self.table)
        gap = self.document.add_paragraph()
        gap.paragraph_format.space_after = 0

    def head(self, titles: Sequence[str]) -> None:
        row = self._row(head=True)
        for at, title in enumerate(titles):
            self._cell(row, at, title, fill=HEAD, bold=True)

    def group(self, title: str, note: str) -> None:
        row = self._row()
        cell = element("w:tc", row)
        about = element("w:tcPr", cell)
        element("w:gridSpan", about, val=str(len(self.widths)))
        element("w:shd", about, val="clear", color="auto", fill=GROUP)
        line = self._line(cell, keep=True)
        self._run(line, title, bold=True)
        if note:
            self._run(line, f"   {note}", colour="626D73")

    def row(self, cells: Sequence[Cell], *, faint: bool = False) -> None:
        row = self._row()
        for at, cell in enumerate(cells):
            text, tone = said(cell), cell.tone if isinstance(cell, State | Level) else ""
            if isinstance(cell, State):
                mark = MARKS.get(cell.symbol) or {"ok": "✓", "mid": "◐", "high": "▲", "crit": "▲"}.get(cell.tone, "")
                text = f"{mark} {text}".strip() if text else ""
            ink, back = TONES.get(tone, ("", "")) if text else ("", "")
            colour = "626D73" if faint and at == 0 else ink
            self._cell(row, at, text or DASH, fill=back, bold=bool(self.strong) and self.strong[at], colour=colour)

    def runs(self, cells: Sequence[Sequence[Run]]) -> None:
        """A row of texts in which some words are stronger than others."""
        row = self._row()
        for at, runs in enumerate(cells):
            line = self._line(self._empty(row, at), right=bool(self.right) and self.right[at])
            for run in runs:
                for number, part in enumerate(run.text.split("\n")):
                    self._run(line, clean_line(part), bold=run.bold, italic=run.italic, broken=number > 0)

    def _row(self, head: bool = False) -> Any:
        row = element("w:tr", self.table)
        about = element("w:trPr", row)
        element("w:cantSplit", about)
        if head:
            element("w:tblHeader", about)
        return row

    def _cell(self, row: Any, at: int, text: str, *, fill: str = "", bold: bool = False, colour: str = "") -> None:
        cell = self._empty(row, at, fill)
        line = self._line(cell, right=bool(self.right) and self.right[at])
        for number, part in enumerate(text.split("\n")):
            self._run(line, part, bold=bold, colour=colour, broken=number > 0)

    def _empty(self, row: Any, at: int, fill: str = "") -> Any:
        cell = element("w:tc", row)
        about = element("w:tcPr", cell)
        element("w:tcW", about, w=self.widths[at], type="dxa")
        if fill:
            element("w:shd", about, val="clear", color="auto", fill=fill)
        return cell

    def _line(self, cell: Any, *, right: bool = False, keep: bool = False) -> Any:
        line = element("w:p", cell)
        about = element("w:pPr", line)
        if keep:
            element("w:keepNext", about)
        element("w:spacing", about, before="0", after="0")
        if right:
            element("w:jc", about, val="right")
        return line

    def _run(
        self,
        line: Any,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        colour: str = "",
        broken: bool = False,
    ) -> None:
        run = element("w:r", line)
        about = element("w:rPr", run)
        if bold:
            element("w:b", about)
        if italic:
            element("w:i", about)
        if colour:
            element("w:color", about, val=colour)
        element("w:sz", about, val=self.size)
        if broken:
            element("w:br", run)
        told = element("w:t", run)
        told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        told.text = text
