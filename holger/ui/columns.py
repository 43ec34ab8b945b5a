"""The columns of a list: described once, drawn in Python because a template per row costs more than the query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from holger.ui import cells


@dataclass(frozen=True)
class Column:
    """``cell`` draws the cell from the row and the page; without it the attribute ``key`` is shown.

    ``sort`` names the field or annotation to sort by; without it the column cannot be sorted.
    ``shown`` says whether the column is there until the reader chooses columns. ``reads`` names the fields that the
    cell reads, where a register is so wide that reading all of it costs more than finding the rows.
    """

    key: str
    label: str | Promise
    cell: Callable[[Any, Any], Any] | None = None
    sort: str = ""
    shown: bool = True
    number: bool = False
    help: str | Promise = ""
    reads: Sequence[str] = ()

    def draw(self, row: Any, page: Any) -> str:
        value = self.cell(row, page) if self.cell else getattr(row, self.key)
        if isinstance(value, SafeString):
            return value
        return cells.dash if value is None or value == "" else escape(str(value))


def chosen(columns: Sequence[Column], keys: Iterable[str]) -> list[Column]:
    """The columns that the reader asked for, in the list's own order; the usual ones when none of the keys fits."""
    wanted = set(keys)
    return [c for c in columns if c.key in wanted] or [c for c in columns if c.shown]


def ordering(columns: Sequence[Column], sort: str, default: str) -> tuple[str, list[str]]:
    """The sort in force and the fields to order by. Only columns that say so can be sorted by."""
    fields = {c.key: c.sort for c in columns if c.sort}
    for wanted in (sort, default):
        key = wanted.removeprefix("-")
        if key in fields:
            sign = "-" if wanted.startswith("-") else ""
            return wanted, [f"{sign}{fields[key]}", "pk"]
    return "", ["pk"]


def in_order(fields: Iterable[str]) -> list[Any]:
    """What to order by: from the highest down, rows without a value come last, whatever the database thinks."""
    return [F(name[1:]).desc(nulls_last=True) if name.startswith("-") else name for name in fields]


def _cell_start(column: Column) -> str:
    """The label goes with every cell, because a narrow screen shows rows as cards without a head."""
    kind = " class=h-num" if column.number else ""
    return f'<td{kind} data-label="{escape(str(column.label))}">'


def draw_rows(
    rows: Iterable[Any], columns: Sequence[Column], page: Any, *, selected: frozenset[str] | None
) -> SafeString:
    """The table's body. With ``selected`` each row begins with a box to select it."""
    heads = [_cell_start(column) for column in columns]
    select = escape(gettext("Select %(name)s"))
    parts = []
    for row in rows:
        parts.append("<tr>")
        if selected is not None:
            label = select % {"name": escape(str(getattr(row, "reference", row)))}
            checked = " checked" if str(row.pk) in selected else ""
            parts.append(
                f'<td class="h-select"><input class="form-check-input" type="checkbox" name="row" value="{row.pk}"'
                f' aria-label="{label}"{checked}></td>'
            )
        for head, column in zip(heads, columns, strict=True):
            parts.append(f"{head}{column.draw(row, page)}</td>")
        parts.append("</tr>")
    return SafeString("".join(parts))
