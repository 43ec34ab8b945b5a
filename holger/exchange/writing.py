"""Registers as files: xlsx and csv that open well, run no formula, and import back unchanged."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from holger.exchange import limits, safe_text
from holger.exchange.fields import Kind, Ready, ReadyField
from holger.exchange.lists import join_list
from holger.exchange.lookup import Lookup
from holger.exchange.values import CUT, clean

WIDTHS = {
    Kind.REFERENCE: 12,
    Kind.INTEGER: 10,
    Kind.AMOUNT: 14,
    Kind.DATE: 12,
    Kind.BOOLEAN: 8,
    Kind.CHOICE: 18,
    Kind.LINK: 22,
}
DATE_FORMAT = 14
"""Excel's own short date: shown as the reader's computer writes dates."""

MOST_CHOICES = 500
"""Names listed on the second sheet for one column; a longer list helps nobody."""

Values = Mapping[str, Any]


def table(ready: Ready, rows: Iterable[Values]) -> Iterator[list[Any]]:
    """The rows as cells, in the order of the register's fields."""
    columns = [(f.name, _speller(f)) for f in ready.columns]
    for row in rows:
        yield [
            None if (value := row.get(name)) is None or value == "" or value == () else spell(value)
            for name, spell in columns
        ]


def _speller(ready: ReadyField) -> Callable[[Any], Any]:
    """How a field's values are written, so that reading them finds the same again."""
    kind = ready.field.kind
    if kind is Kind.CHOICE:
        labels = {value: label for value, label, _words in ready.choices}
        return lambda value: labels.get(value, str(value))
    if kind in (Kind.LINK, Kind.LINKS):
        names = Lookup(ready.options).names()
        if kind is Kind.LINK:
            return lambda value: names.get(value, str(value))
        return lambda value: _within_cell(join_list([names.get(item, str(item)) for item in value]))
    if kind in (Kind.INTEGER, Kind.AMOUNT, Kind.DATE, Kind.BOOLEAN):
        return lambda value: value
    return lambda value: _within_cell(clean(str(value))) or None


def _within_cell(text: str) -> str:
    return text if len(text) <= limits.MAX_CELL else text[: limits.MAX_CELL - len(CUT)] + CUT


def write_csv(
    out: IO[bytes], ready: Ready, rows: Iterable[Values], *, delimiter: str, words: Mapping[str, str]
) -> None:
    """UTF-8 with mark, so that Excel reads æøå; dates as 2025-11-03."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([safe_text.escape(f.label) for f in ready.columns])
    point = "," if delimiter == ";" else "."  # who divides columns by semicolons writes decimals with a comma
    for cells in table(ready, rows):
        writer.writerow([_plain(cell, words, point) for cell in cells])
    text.detach()


def _plain(cell: Any, words: Mapping[str, str], point: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return words["yes" if cell else "no"]
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return str(cell).replace(".", point)
    return safe_text.escape(cell) if isinstance(cell, str) else str(cell)


def write_xlsx(out: IO[bytes], ready: Ready, rows: Iterable[Values], *, title: str, words: Mapping[str, str]) -> None:
    """A sheet with frozen headings and filters, and a second one with what may stand in which column."""
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    style = {
        "heading": book.add_format(
            {"bold": True, "bg_color": "#E4EEF0", "bottom": 1, "text_wrap": True, "valign": "top"}
        ),
        "date": book.add_format({"num_format": DATE_FORMAT, "align": "left"}),
        "text": book.add_format({"quote_prefix": True}),
    }
    sheet = book.add_worksheet(sheet_name(title))
    sheet.freeze_panes(1, 0)
    for column, f in enumerate(ready.columns):
        sheet.set_column(column, column, WIDTHS.get(f.field.kind, 28))
        sheet.write_string(0, column, f.label, style["heading"])
    last = 0
    for number, cells in enumerate(table(ready, rows), 1):
        last = number
        for column, cell in enumerate(cells):
            _put(sheet, number, column, cell, style, words)
    sheet.autofilter(0, 0, max(last, 1), len(ready.columns) - 1)
    _choices_sheet(book, ready, style, words)
    book.close()


def _put(sheet: Any, row: int, column: int, cell: Any, style: Mapping[str, Any], words: Mapping[str, str]) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        put_text(sheet, row, column, cell, None, style["text"])
    elif isinstance(cell, bool):
        sheet.write_string(row, column, words["yes" if cell else "no"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, style["date"])
    else:
        sheet.write_number(row, column, cell)


def put_text(sheet: Any, row: int, column: int, text: str, plain: Any, quoted: Any) -> None:
    """A text that is never a formula, also when somebody edits the cell; ``quoted`` is ``plain`` with Excel's apostrophe."""
    told = "'" + text if safe_text.ESCAPED.match(text) else text
    sheet.write_string(row, column, told, quoted if safe_text.DANGEROUS.match(text) else plain)


def _choices_sheet(book: Any, ready: Ready, style: Mapping[str, Any], words: Mapping[str, str]) -> None:
    """What may stand in the columns that do not take any text."""
    columns = [(f.label, names) for f in ready.columns if (names := _allowed(f, words))]
    if not columns:
        return
    sheet = book.add_worksheet(sheet_name(words["choices"]))
    sheet.freeze_panes(1, 0)
    for column, (label, _names) in enumerate(columns):
        sheet.set_column(column, column, 24)
        sheet.write_string(0, column, label, style["heading"])
    for row in range(max(len(names) for _label, names in columns)):
        for column, (_label, names) in enumerate(columns):
            if row < len(names):
                _put(sheet, row + 1, column, names[row], style, words)


def _allowed(ready: ReadyField, words: Mapping[str, str]) -> Sequence[Any]:
    if ready.field.computed:
        return ()
    if ready.field.kind is Kind.BOOLEAN:
        return (words["yes"], words["no"])
    if ready.field.kind is Kind.INTEGER:
        return [f"{value} - {label}" for value, label, _words in ready.choices]
    if ready.choices:
        return [label for _value, label, _words in ready.choices]
    return list(Lookup(ready.options).names().values())[:MOST_CHOICES] if ready.options else ()


def sheet_name(title: str) -> str:
    """Excel allows 31 characters and none of these."""
    return "".join(c for c in title if c not in "[]:*?/\\'").strip()[:31] or "Ark"
