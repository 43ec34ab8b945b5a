"""A text written in Markdown, put into a Word document with Word's own headings, lists and tables."""

from collections.abc import Sequence
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from holger.core import prose_parts as told
from holger.exchange.papers import word_parts as parts
from holger.exchange.papers.prose_data import clean_line, stepwise, widths

LEVELS = 3
"""Word's own styles of lists go so deep."""
INDENT = Mm(6)
MONOSPACED = "Consolas"


class Written:
    """``down``: so many levels further down its headings are set than they are written."""

    def __init__(self, document: Any, width: Any, down: int) -> None:
        self.document, self.width, self.down = document, width, down

    def put(self, text: str) -> None:
        for part in stepwise(told.parts(text), self.down):
            self.part(part)

    def part(self, part: told.Part, deep: int = 0, quoted: int = 0) -> None:
        """``deep`` is how many lists it lies in, ``quoted`` how many quotes."""
        match part:
            case told.Heading():
                heading = self.document.add_heading("", level=part.level)
                runs(heading, part.runs)
            case told.Paragraph():
                self.line(part.runs, "List Continue" if deep else "", deep, quoted)
            case told.Code():
                self.code(part.text)
            case told.Rule():
                self.document.add_paragraph("* * *")
            case told.Quote():
                for each in part.parts:
                    self.part(each, deep, quoted + 1)
            case told.Listing():
                self.listing(part, deep + 1, quoted)
            case told.Table():
                self.table(part)

    def line(self, found: told.Runs, style: str, deep: int, quoted: int) -> Any:
        suffix = f" {min(deep, LEVELS)}" if deep > 1 else ""
        made = self.document.add_paragraph(style=style + suffix if style else ("Quote" if quoted else None))
        if quoted:
            made.paragraph_format.left_indent = INDENT * (quoted + deep)
        runs(made, found)
        return made

    def code(self, text: str) -> None:
        made = self.document.add_paragraph()
        for number, line in enumerate(text.split("\n")):
            run = made.add_run(clean_line(line))
            run.font.name, run.font.size = MONOSPACED, Pt(9)
            if number < text.count("\n"):
                run.add_break()
        parts.shade(made, parts.HEAD)

    def listing(self, listing: told.Listing, deep: int, quoted: int) -> None:
        style = "List Bullet" if listing.start is None else "List Number"
        number = None if listing.start is None else self.numbered(style, deep, listing.start)
        for item in listing.items:
            first, rest = (item[0], item[1:]) if item else (told.Paragraph(()), ())
            opens = isinstance(first, told.Paragraph)
            made = self.line(first.runs if isinstance(first, told.Paragraph) else (), style, deep, quoted)
            if number is not None:
                made.paragraph_format.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
            for part in rest if opens else item:
                self.part(part, deep, quoted)

    def numbered(self, style: str, deep: int, start: int) -> int:
        """A numbering of its own for each list: otherwise the second goes on where the first ended."""
        suffix = f" {min(deep, LEVELS)}" if deep > 1 else ""
        numbering = self.document.part.numbering_part.numbering_definitions._numbering
        given = self.document.styles[style + suffix].element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(given).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(made.numId)

    def table(self, table: told.Table) -> None:
        right = [side == "right" for side in table.aligned]
        grid = parts.Grid(self.document, self.width, widths(table), right)
        grid.head(["".join(clean_line(run.text) for run in cell) for cell in table.rows[0]])
        for row in table.rows[1:]:
            grid.runs(row)
        grid.done()


def runs(paragraph: Any, found: Sequence[told.Run]) -> None:
    """Addresses stand behind their words, so that they are there on paper too, and nothing in the document leads away by itself."""
    for each in found:
        for number, text in enumerate(clean_line(each.text).split("\n")):
            run = paragraph.add_run()
            if number:
                run.add_break()
            run.add_text(text)
            run.bold, run.italic, run.font.strike = each.bold or None, each.italic or None, each.struck or None
            if each.code:
                run.font.name = MONOSPACED
                run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hAnsi"), MONOSPACED)
        if each.link and each.link.removeprefix("mailto:") not in each.text:
            paragraph.add_run(f" ({each.link.removeprefix('mailto:')})")
