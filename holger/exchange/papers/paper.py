"""What a paper says, as plain data: a room describes it once, and it is set as PDF, as a workbook and as a Word document.

Nothing in it is markup. Texts are what people wrote, in the paper's language where they are ours; the ones who set it
escape, clean and break them. Tones are those of the pages (``ok mid high crit none accent``), and always come with a word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

LETTERS_OF_A_ROW = 250
"""So many letters of a text take about as much room as a row of a table does."""


class Kind(StrEnum):
    """What stands in a column. It decides how the column is aligned, and what a workbook makes of it."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BADGE = "badge"
    LEVEL = "level"


@dataclass(frozen=True)
class State:
    """A state in words: Implemented. ``symbol`` is check, half, warn, cross, dash, ring, dot or clock; without one the
    tone has its own."""

    words: str
    tone: str = "none"
    symbol: str = ""


@dataclass(frozen=True)
class Level:
    """A step on a scale, or a score in its band: 12 High."""

    value: int | None
    words: str = ""
    tone: str = "none"


@dataclass(frozen=True)
class Tags:
    """Some short words that belong together: Risk, NIS2, Contract."""

    words: Sequence[str]


Cell = None | str | int | float | Decimal | date | datetime | State | Level | Tags | tuple[str, ...]
"""What may stand in a table or beside a label; a tuple is several lines."""


@dataclass(frozen=True)
class Column:
    """``width`` is its share of the page beside the others'. ``strong`` is for what the row is called."""

    title: str
    width: float = 2
    kind: Kind | str = Kind.TEXT
    align: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Group:
    """A heading between rows, above those that follow it."""

    title: str
    note: str = ""


Row = Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """``name`` is what its sheet is called in a workbook, where the title is too long or missing. ``empty`` is said where
    there are no rows."""

    columns: Sequence[Column]
    rows: Sequence[Row | Group] = ()
    title: str = ""
    name: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Text:
    """Paragraphs, with an empty line between."""

    text: str


@dataclass(frozen=True)
class Prose:
    """A text that was written in Markdown, with its headings, lists, tables and quotes. ``down``: so many levels further
    down its headings are set than they are written."""

    text: str
    down: int = 0


@dataclass(frozen=True)
class Note:
    """Something to be read beside the rest: a reservation, an explanation."""

    text: str
    tone: str = "accent"


@dataclass(frozen=True)
class Facts:
    facts: Sequence[tuple[str, Cell]]
    title: str = ""


@dataclass(frozen=True)
class Figure:
    """A key figure: how many, of what."""

    value: int | str
    label: str
    tone: str = ""
    note: str = ""


@dataclass(frozen=True)
class Figures:
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Bar:
    """What a whole is made of: (how many, tone, what it is called) of each part."""

    label: str
    parts: Sequence[tuple[int, str, str]]


@dataclass(frozen=True)
class Bars:
    """Stacked bars that share their parts, with one key below and the numbers beside."""

    bars: Sequence[Bar]
    title: str = ""


@dataclass(frozen=True)
class Square:
    """A cell of a matrix: what is counted there, and what the cell itself says."""

    count: int
    tone: str
    score: str = ""


@dataclass(frozen=True)
class Matrix:
    """A picture of how many lie where: the first row of squares is the topmost."""

    across: str
    down: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Square]]]
    title: str = ""


Block = Text | Prose | Note | Facts | Figures | Table | Bars | Matrix


@dataclass(frozen=True)
class Section:
    title: str
    blocks: Sequence[Block]
    level: int = 1
    apart: bool = False
    """Begins on a page of its own."""


@dataclass(frozen=True)
class Version:
    number: str
    day: date | None
    by: str
    note: str = ""


@dataclass(frozen=True)
class Approval:
    """Who has said yes to what, and when; without a day they are still asked."""

    what: str
    by: str
    day: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """``kind`` is its name for programs: in the file's name and in the history. ``language`` is da or en."""

    kind: str
    title: str
    organisation: str
    language: str
    as_of: date
    made_by: str
    made_at: datetime
    sections: Sequence[Section]
    subtitle: str = ""
    scope: str = ""
    method: str = ""
    status: State | None = None
    version: str = ""
    confidentiality: str = ""
    facts: Sequence[tuple[str, Cell]] = ()
    versions: Sequence[Version] = ()
    approvals: Sequence[Approval] = ()
    landscape: bool = False

    @property
    def blocks(self) -> Iterator[Block]:
        return (block for section in self.sections for block in section.blocks)

    @property
    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    @property
    def length(self) -> int:
        """How many rows there are in it, or as much as rows: what it costs to set."""
        written = sum(len(block.text) for block in self.blocks if isinstance(block, Prose))
        return sum(len(table.rows) for table in self.tables) + written // LETTERS_OF_A_ROW

    @property
    def long(self) -> bool:
        """Long enough for a list of contents."""
        return len(self.sections) > 3 or (len(self.sections) > 1 and self.length > 60)
