"""The rows of the board of quarters, drawn here: templates would take longer over two hundred than over all else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from holger.controls.models import PlanItem
from holger.controls.rules.plan_board import Span
from holger.ui import days
from holger.ui.icons import icon

ROW = 52
"""How high a row is in the style sheet: the lines between rows are laid over them."""
MARKS = {"done": "✓", "late": "!"}


@dataclass(frozen=True)
class Row:
    """An item on the board: its bar, how it looks, what it waits for, when it can be done if that is too late, and where it
    is moved, if the reader may."""

    item: PlanItem
    span: Span
    look: str
    badges: Sequence[SafeString] = ()
    waits: Sequence[PlanItem] = ()
    late: date | None = None
    move: str = ""

    @property
    def words(self) -> str:
        """What the bar says to those who do not see it."""
        ends = " – ".join(days.day(day) for day in (self.item.starts, self.item.due) if day)
        return f"{self.item.reference}: {ends}, {self.item.get_status_display()}"


@dataclass(frozen=True)
class Line:
    """From the end of what is waited for down, or up, to the beginning of what waits."""

    x: float
    y: int
    to_x: float
    to_y: int

    @property
    def late(self) -> bool:
        return self.to_x < self.x


@dataclass
class Group:
    """Items that belong together, such as those that close most of the same framework."""

    key: str
    title: str
    rows: list[Row] = field(default_factory=list)

    @property
    def height(self) -> int:
        return ROW * len(self.rows)

    @property
    def lines(self) -> list[Line]:
        """What waits for what within the group; the rest is told in words."""
        places = {row.item.pk: number for number, row in enumerate(self.rows)}
        found = [
            (places[other.pk], number)
            for number, row in enumerate(self.rows)
            for other in row.waits
            if other.pk in places
        ]
        return [_line(self.rows[at], at, self.rows[number], number) for at, number in found]


def _line(before: Row, at: int, after: Row, number: int) -> Line:
    middle = ROW // 2
    return Line(before.span.end, at * ROW + middle, after.span.x, number * ROW + middle)


def drawn_lines(group: Group) -> SafeString:
    return SafeString("".join(map(_drawn_line, group.lines)))


def _drawn_line(line: Line) -> str:
    late = " is-late" if line.late else ""
    return (
        f'<g class="is-wait{late}"><line x1="{line.x}%" y1="{line.y}" x2="{line.x}%" y2="{line.to_y}"/>'
        f'<line x1="{line.x}%" y1="{line.to_y}" x2="{line.to_x}%" y2="{line.to_y}"/>'
        f'<circle cx="{line.to_x}%" cy="{line.to_y}" r="2.5"/></g>'
    )


def drawn_rows(group: Group, base: str, *, owners: bool) -> SafeString:
    """A list item for each row. ``owners``: tell whose each is."""
    words = _Words(
        escape(gettext("waits for")),
        gettext("What it waits for lets it be done by %(day)s at the earliest."),
        gettext("%(name)s: a quarter earlier"),
        gettext("%(name)s: a quarter later"),
    )
    return SafeString("".join(_drawn_row(row, base, words, owners) for row in group.rows))


@dataclass(frozen=True)
class _Words:
    waits: str
    late: str
    earlier: str
    later: str


def _drawn_row(row: Row, base: str, words: _Words, owners: bool) -> str:
    item, title = row.item, escape(row.item.title)
    return (
        f'<li><div class="h-planname"><a class="h-name h-clip" href="{escape(base + item.path)}" title="{title}">{title}</a>'
        f'<span class="h-tiny h-dim h-clip"><span class="h-ref">{escape(item.reference)}</span>'
        f"{_owner(item) if owners else ''}{_waits(row, base, words)}</span></div>"
        f'<div class="h-plantime">{_bar(row)}{_late(row, words)}</div>'
        f'<div class="h-planmoves">{_moves(row, words) if row.move else ""}</div></li>'
    )


def _owner(item: PlanItem) -> str:
    return f" · {escape(item.owner.name)}" if item.owner else ""


def _waits(row: Row, base: str, words: _Words) -> str:
    if not row.waits:
        return ""
    links = (
        f'<a href="{escape(base + other.path)}" title="{escape(other.title)}">{escape(other.reference)}</a>'
        for other in row.waits
    )
    return f" · {words.waits} {', '.join(links)}"


def _bar(row: Row) -> str:
    told, at = escape(row.words), row.span
    mark = f'<text x="{at.x}%" dx="6" y="31">{MARKS[row.look]}</text>' if row.look in MARKS else ""
    return (
        f'<svg role="img" aria-label="{told}"><title>{told}</title>'
        f'<rect class="h-planbar is-{row.look}" x="{at.x}%" width="{at.width}%" y="15" height="22" rx="4"/>{mark}</svg>'
    )


def _late(row: Row, words: _Words) -> str:
    if row.late is None:
        return ""
    told = escape(words.late % {"day": days.day(row.late)})
    return (
        f'<span class="h-planlate" title="{told}">{icon("hourglass")}<span class="visually-hidden">{told}</span></span>'
    )


def _moves(row: Row, words: _Words) -> str:
    """Two buttons of the one form that the board has."""
    ways = (("previous", words.earlier, "chevron-left"), ("next", words.later, "chevron-right"))
    return "".join(
        f'<button class="btn btn-icon btn-sm btn-ghost" form="plan-move" formaction="{escape(row.move)}" name="to"'
        f' value="{to}" aria-label="{escape(text % {"name": row.item.reference})}">{icon(mark)}</button>'
        for to, text, mark in ways
    )
