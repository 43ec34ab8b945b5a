"""A paper as JSON, with every value spelled: all that the page layout is told."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

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
    Row,
    Section,
    State,
    Table,
    Tags,
    Text,
)
from holger.exchange.papers.prose_data import prose_told
from holger.exchange.papers.spelling import breakable, clean, said, words
from holger.ui import days

SYMBOLS = {"ok": "check", "mid": "half", "high": "warn", "crit": "warn", "accent": "dot"}
"""What a tone looks like beside its word."""

RIGHT = {Kind.NUMBER}
LETTERS_WIDE, LETTERS_UPRIGHT = 170, 110
"""About so many letters of a table stand beside each other on a page, lying or upright."""

TALL = 25
"""Lines in a row that may be divided between two pages; a lower one stays whole."""

UNBROKEN = "\u00a0"
"""A blank at which no line ends."""

Data = dict[str, Any]


def of(paper: Paper) -> Data:
    return {
        "words": words(),
        "language": paper.language,
        "title": _text(paper.title),
        "plain_title": clean(paper.title),
        "subtitle": _text(paper.subtitle),
        "organisation": _text(paper.organisation),
        "plain_organisation": clean(paper.organisation),
        "scope": _text(paper.scope),
        "method": _text(paper.method),
        "status": _cell(paper.status) if paper.status else None,
        "version": _text(paper.version),
        "confidentiality": _text(paper.confidentiality),
        "as_of": days.day(paper.as_of),
        "made_by": _text(paper.made_by),
        "made_at": days.moment(paper.made_at),
        "stamp": paper.made_at.replace(microsecond=0).isoformat(),
        "facts": _facts(paper.facts),
        "versions": [[_text(v.number), _text(v.by), days.day(v.day), _text(v.note)] for v in paper.versions],
        "approvals": [[_text(a.what), _text(a.by), days.day(a.day), _text(a.note)] for a in paper.approvals],
        "landscape": paper.landscape,
        "contents": paper.long,
        "sections": [
            _section(section, LETTERS_WIDE if paper.landscape else LETTERS_UPRIGHT) for section in paper.sections
        ],
    }


def _text(text: Any, room: int = 40) -> str:
    return breakable(clean(text), room)


def _section(section: Section, letters: int) -> Data:
    return {
        "title": _text(section.title),
        "level": section.level,
        "apart": section.apart,
        "blocks": [_block(block, letters) for block in section.blocks],
    }


def _block(block: Block, letters: int) -> Data:
    told = _table(block, letters) if isinstance(block, Table) else BLOCKS[type(block)](block)
    return {"is": type(block).__name__.lower(), **told}


def _paragraphs(block: Text | Note) -> Data:
    found = [part for part in clean(block.text).split("\n\n") if part.strip()]
    return {"paragraphs": [breakable(part.strip()) for part in found], "tone": getattr(block, "tone", "")}


def _facts(facts: Sequence[tuple[str, Cell]]) -> list[Any]:
    return [[_text(label), _cell(cell)] for label, cell in facts]


def _fact_list(block: Facts) -> Data:
    return {"title": _text(block.title), "facts": _facts(block.facts)}


def _figures(block: Figures) -> Data:
    return {
        "figures": [
            {"value": said(figure.value), "label": _text(figure.label), "tone": figure.tone, "note": _text(figure.note)}
            for figure in block.figures
        ]
    }


def _table(block: Table, letters: int) -> Data:
    whole = sum(column.width for column in block.columns)
    room = [max(int(letters * column.width / whole), 1) for column in block.columns]
    return {
        "title": _text(block.title),
        "empty": _text(block.empty),
        "columns": [_column(column) for column in block.columns],
        "rows": [_row(row, room) for row in block.rows],
    }


def _column(column: Column) -> Data:
    align = column.align or ("right" if column.kind in RIGHT else "left")
    return {"title": _text(column.title), "width": column.width, "align": align, "strong": column.strong}


def _row(row: Row | Group, room: Sequence[int]) -> Data:
    """``room`` is how many letters fit into a line of each column."""
    if isinstance(row, Group):
        return {"group": _text(row.title), "note": _text(row.note)}
    cells = [_cell(cell, letters) for cell, letters in zip(row, room, strict=False)]
    return {"cells": cells, "tall": max(map(_lines, row, room), default=0) > TALL}


def _lines(cell: Cell, letters: int) -> int:
    return sum(1 + len(line) // letters for line in said(cell).split("\n"))


def _cell(cell: Cell, room: int = 40) -> Any:
    """A text, nothing, or what has a look of its own, in a column of ``room`` letters."""
    match cell:
        case State():
            symbol = cell.symbol or SYMBOLS.get(cell.tone, "dash")
            return {"state": _text(cell.words, room), "tone": cell.tone, "symbol": symbol}
        case Level():
            number = "" if cell.value is None else str(cell.value)
            return (
                {"level": number, "words": _text(cell.words, room), "tone": cell.tone} if number or cell.words else None
            )
        case Tags():
            return {"tags": [_text(word, room) for word in cell.words]} if cell.words else None
        case date():
            return said(cell).replace(" ", UNBROKEN)
        case _:
            return breakable(said(cell), room) or None


def _bars(block: Bars) -> Data:
    names = list(dict.fromkeys((tone, clean(name)) for bar in block.bars for _count, tone, name in bar.parts))
    return {
        "title": _text(block.title),
        "key": [{"tone": tone, "words": breakable(name)} for tone, name in names],
        "bars": [
            {"label": _text(bar.label), "counts": [_count(bar.parts, name) for _tone, name in names]}
            for bar in block.bars
        ],
    }


def _count(parts: Sequence[tuple[int, str, str]], name: str) -> int:
    return sum(count for count, _tone, each in parts if clean(each) == name)


def _matrix(block: Matrix) -> Data:
    return {
        "title": _text(block.title),
        "across": _text(block.across),
        "down": _text(block.down),
        "columns": [_text(name) for name in block.columns],
        "rows": [
            {"label": _text(label), "squares": [{"count": s.count, "tone": s.tone, "score": s.score} for s in squares]}
            for label, squares in block.rows
        ],
    }


BLOCKS: dict[type[Block], Callable[[Any], Data]] = {
    Text: _paragraphs,
    Prose: prose_told,
    Note: _paragraphs,
    Facts: _fact_list,
    Figures: _figures,
    Bars: _bars,
    Matrix: _matrix,
}
