"""A paper as a workbook: first what it is and what it sums up to, then a sheet for each table, to filter and count in."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import xlsxwriter
from django.utils import timezone, translation

from holger.core import prose
from holger.exchange import limits, writing
from holger.exchange.papers.paper import (
    Bars,
    Block,
    Cell,
    Column,
    Facts,
    Figures,
    Group,
    Kind,
    Level,
    Matrix,
    Note,
    Paper,
    Prose,
    State,
    Table,
    Text,
)
from holger.exchange.papers.plainly import bar_table, front_facts, matrix_table
from holger.exchange.papers.spelling import clean, said, words
from holger.exchange.values import CUT

TONES = {
    "ok": ("#1D6A3F", "#E3F1E8"),
    "mid": ("#6E5200", "#FAF0CD"),
    "high": ("#8F3D00", "#FCE6D3"),
    "crit": ("#A0191F", "#FAE0DE"),
    "accent": ("#0F5C6E", "#E6F0F2"),
}
WIDTHS = {Kind.NUMBER: 10.0, Kind.DATE: 12.0, Kind.BADGE: 18.0, Kind.LEVEL: 10.0}
PLAIN = {"valign": "top", "text_wrap": True}
HEADING = {"bold": True, "bg_color": "#E4EEF0", "bottom": 1, "text_wrap": True, "valign": "top"}
DAY, MOMENT = 14, 22
"""Excel's own short date, and that with the time: shown as the reader's computer writes them."""

MOST_CHARACTERS = 60.0


def xlsx(paper: Paper) -> bytes:
    out = io.BytesIO()
    with translation.override(paper.language):
        Workbook(paper, out).write()
    return out.getvalue()


class Workbook:
    def __init__(self, paper: Paper, out: io.BytesIO) -> None:
        self.paper, self.words = paper, words()
        self.book = xlsxwriter.Workbook(
            out,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.taken: set[str] = set()

    def write(self) -> None:
        made = timezone.localtime(self.paper.made_at).replace(tzinfo=None)
        about = {"title": clean(self.paper.title), "author": clean(self.paper.organisation), "created": made}
        self.book.set_properties(about)
        Front(self).write()
        for section in self.paper.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    self.table(block, block.name or block.title or section.title)
        self.book.close()

    # A table

    def table(self, table: Table, name: str) -> None:
        sheet = self.sheet(name)
        heads = [*self.heads(table)]
        for at, (title, width) in enumerate(heads):
            sheet.set_column(at, at, width)
            self.put(sheet, 0, at, title, **HEADING)
        grouped, group, row = self.grouped(table), "", 0
        for each in table.rows:
            if isinstance(each, Group):
                group = each.title
                continue
            row += 1
            for at, cell in enumerate([group, *each] if grouped else each):
                self.cells(sheet, row, at, cell, table)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(row, 1), len(heads) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)

    @staticmethod
    def grouped(table: Table) -> bool:
        return any(isinstance(row, Group) for row in table.rows)

    def heads(self, table: Table) -> Iterator[tuple[str, float]]:
        """What stands above each column, and how wide it is. A level makes two: its number, and its words."""
        if self.grouped(table):
            yield self.words["group"], 24.0
        for column in table.columns:
            yield column.title, self.width(column)
            if column.kind == Kind.LEVEL:
                yield self.words["in_words"] % {"column": column.title}, WIDTHS[Kind.BADGE]

    @staticmethod
    def width(column: Column) -> float:
        return WIDTHS.get(Kind(column.kind), min(max(column.width * 13, 9.0), MOST_CHARACTERS))

    @cached_property
    def places(self) -> dict[int, list[int]]:
        """Of each table, by its identity: the sheet's column of each of its own."""
        found = {}
        for table in self.paper.tables:
            at = 1 if self.grouped(table) else 0
            found[id(table)] = [*range(at)]
            for column in table.columns:
                found[id(table)].append(at)
                at += 2 if column.kind == Kind.LEVEL else 1
        return found

    def cells(self, sheet: Any, row: int, at: int, cell: Cell, table: Table) -> None:
        place = self.places[id(table)][at]
        if isinstance(cell, Level):
            self.put(sheet, row, place, cell.value)
            self.put(sheet, row, place + 1, State(cell.words, cell.tone) if cell.words else None)
        else:
            self.put(sheet, row, place, cell)

    # A cell

    def put(self, sheet: Any, row: int, column: int, cell: Cell, **look: Any) -> None:
        look = look or PLAIN
        if isinstance(cell, State) and cell.tone in TONES:
            ink, back = TONES[cell.tone]
            look = look | {"font_color": ink, "bg_color": back}
        match cell:
            case bool():
                sheet.write_string(row, column, said(cell), self.format(look))
            case int() | float() | Decimal():
                sheet.write_number(row, column, cell, self.format(look | {"text_wrap": False}))
            case datetime():
                local = timezone.localtime(cell).replace(tzinfo=None)
                sheet.write_datetime(row, column, local, self.format(look | {"num_format": MOMENT, "align": "left"}))
            case date():
                sheet.write_datetime(row, column, cell, self.format(look | {"num_format": DAY, "align": "left"}))
            case _ if text := said(cell):
                text = text if len(text) <= limits.MAX_CELL else text[: limits.MAX_CELL - len(CUT)] + CUT
                quoted = self.format(look | {"quote_prefix": True})
                writing.put_text(sheet, row, column, text, self.format(look), quoted)

    def format(self, look: dict[str, Any]) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]

    def sheet(self, name: str) -> Any:
        """A new sheet; Excel wants each called differently."""
        name = writing.sheet_name(clean(name).replace("\n", " "))
        wanted, number = name, 1
        while wanted.casefold() in self.taken or wanted.casefold() == "history":
            number += 1
            wanted = f"{name[:27]} ({number})"
        self.taken.add(wanted.casefold())
        return self.book.add_worksheet(wanted)


class Front:
    """The first sheet, written downwards."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook, self.paper, self.words = workbook, workbook.paper, workbook.words
        self.sheet = workbook.sheet(self.words["facts"])
        self.row = 0

    def write(self) -> None:
        self.sheet.set_column(0, 0, 34)
        self.sheet.set_column(1, 1, 60)
        self.sheet.set_column(2, 9, 16)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.line(self.paper.title, look={"bold": True, "font_size": 18})
        self.line(self.paper.subtitle, look={"font_size": 12, "font_color": "#48555C"})
        self.facts([*front_facts(self.paper, self.words), *self.paper.facts])
        w = self.words
        versions = [(v.number, v.by, v.day, v.note) for v in self.paper.versions]
        self.signed(w["versions"], (w["version"], w["by"], w["date"], w["note"]), versions)
        approvals = [(a.what, a.by, a.day or State(w["not_yet"], "high"), a.note) for a in self.paper.approvals]
        self.signed(w["approvals"], (w["what"], w["by"], w["date"], w["note"]), approvals)
        for section in self.paper.sections:
            self.section(section.title, [block for block in section.blocks if not isinstance(block, Table)])

    def line(self, *cells: Cell, look: dict[str, Any] | None = None) -> None:
        """A row; nothing for one that says nothing."""
        if not any(cell not in (None, "") for cell in cells):
            return
        for at, cell in enumerate(cells):
            self.workbook.put(self.sheet, self.row, at, cell, **(look or {}))
        self.row += 1

    def heading(self, text: str) -> None:
        self.row += 1
        self.line(text, look={"bold": True, "font_size": 12})

    def facts(self, facts: Sequence[tuple[str, Cell]]) -> None:
        for label, value in facts:
            self.workbook.put(self.sheet, self.row, 0, label, font_color="#626D73", valign="top")
            aligned = {"align": "left"} if isinstance(value, int | float | Decimal) else {}
            self.workbook.put(self.sheet, self.row, 1, value, **(PLAIN | aligned))
            self.row += 1

    def signed(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        if rows:
            self.heading(title)
            self.line(*heads, look=HEADING)
            for row in rows:
                self.line(*row)

    def section(self, title: str, blocks: Sequence[Block]) -> None:
        if blocks:
            self.heading(title)
        for block in blocks:
            match block:
                case Text() | Note():
                    self.workbook.put(self.sheet, self.row, 1, block.text)
                    self.row += 1
                case Prose():
                    self.workbook.put(self.sheet, self.row, 1, prose.plain(block.text))
                    self.row += 1
                case Facts():
                    self.line(block.title, look={"bold": True})
                    self.facts(block.facts)
                case Figures():
                    self.facts(
                        [(f"{each.label}{', ' + each.note if each.note else ''}", each.value) for each in block.figures]
                    )
                case Bars():
                    self.counted(block.title, *bar_table(block, self.words))
                case Matrix():
                    self.counted(block.title, *matrix_table(block))

    def counted(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        self.line(title, look={"bold": True})
        self.line(*heads, look=HEADING)
        for row in rows:
            self.line(*row)
