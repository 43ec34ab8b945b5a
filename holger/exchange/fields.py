"""What a column of a register is: plain descriptions that the rules of this room work on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from holger.core.words import Reason

Text = Any
"""A str or a lazy translation; shown with ``str()``."""


class Kind(StrEnum):
    REFERENCE = "reference"
    """The object's own reference, given by the file or else by holger."""
    TEXT = "text"
    EMAIL = "email"
    INTEGER = "integer"
    AMOUNT = "amount"
    """Money, with at most two decimals. The value is a Decimal."""
    CHOICE = "choice"
    DATE = "date"
    BOOLEAN = "boolean"
    LINK = "link"
    """One other object: a person, a unit, an asset. The value is its id."""
    LINKS = "links"
    """Any number of other objects. The value is a tuple of their ids."""


@dataclass(frozen=True)
class Choice:
    """``value`` is what is stored, ``label`` what people see, ``words`` what other tools call it."""

    value: Any
    label: Text
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """An object that a LINK can point to. ``keys``: its reference, e-mail, initials: whatever else tells it apart."""

    value: Any
    label: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    name: str
    label: Text
    kind: Kind = Kind.TEXT
    words: tuple[str, ...] = ()
    """What other tools call the column, Danish and English; the label itself is known in both languages."""
    required: bool = False
    """New rows must have it."""
    default: Any = None
    """What a new row gets when the file does not say."""
    choices: Sequence[Choice] = ()
    """For CHOICE; for INTEGER the names of its levels."""
    low: int | None = None
    high: int | None = None
    max_length: int = 0
    options: Callable[[Any], Iterable[Option]] | None = None
    """For LINK and LINKS: ``options(actor)``, all that this actor may point to."""
    people: bool = False
    """The options are people: "J. Brandt" and "Brandt, Jens" are understood, and two people in one cell noticed."""
    spill: str = ""
    """The field that takes the second of two people in one cell: owner → deputy."""
    make: Callable[..., Mapping[str, Any]] | None = None
    """``make(actor=…, names=[…])`` creates what is missing and answers name → id. Called when applied, in its transaction."""
    spelled: Callable[[str], str] | None = None
    """What is left of a name when all that people write differently is taken away: two names that agree in it are one."""
    make_freely: bool = False
    """Create what is missing without asking (tags)."""
    within: bool = False
    """Points into this same register, also to rows that the same file creates (a person's manager)."""
    part_of: str = ""
    """Joined with its siblings to another field, in their order: first and last name to a name. Never exported."""
    computed: bool = False
    """Exported, and recognised but left alone when imported."""


@dataclass(frozen=True)
class Combined:
    """Several fields in one column: ``3/4/4`` under ``F/I/T``."""

    name: str
    label: Text
    parts: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Existing:
    """An object that is in the register now, with its values by field name, in the types that cells are read to."""

    id: Any
    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class NewRow:
    """A row to create: ``values`` by field name. ``number`` is its row in the file, ``changes`` is for history."""

    number: int
    values: Mapping[str, Any]
    changes: Mapping[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class ChangedRow:
    """A row to change: ``values`` holds only what differs, ``changes`` the same as [from, to] in words, for history."""

    number: int
    id: Any
    version: int
    values: Mapping[str, Any]
    changes: Mapping[str, list[Any]]


@dataclass(frozen=True)
class Whole:
    """An object as it would be after the import: all its values, those of the row over those that are there."""

    number: int
    id: Any
    """None for a row that creates one."""
    values: Mapping[str, Any]


@dataclass(frozen=True)
class New:
    """The value of a LINK to something that is created by this import under this name."""

    name: str


@dataclass(frozen=True)
class InFile:
    """The value of a LINK to the row with this number in the same file."""

    number: int


@dataclass(frozen=True)
class ReadyField:
    """A field with everything that depends on language and actor filled in."""

    field: Field
    label: str
    headings: tuple[str, ...]
    """Its label in all languages, its words and its name: the heading may be any of them."""
    choices: tuple[tuple[Any, str, tuple[str, ...]], ...] = ()
    """Value, label, everything it may be called."""
    options: tuple[Option, ...] = ()

    @property
    def name(self) -> str:
        return self.field.name


@dataclass(frozen=True)
class ReadyCombined:
    name: str
    label: str
    headings: tuple[str, ...]
    parts: tuple[ReadyField, ...]


@dataclass(frozen=True)
class Ready:
    """A register as one actor may fill it, in the actor's language."""

    kind: str
    fields: tuple[ReadyField, ...]
    combined: tuple[ReadyCombined, ...] = ()
    match_on: tuple[tuple[str, ...], ...] = (("reference",), ("title",))
    taken: frozenset[str] = field(default_factory=frozenset)
    """References in use that the actor does not see."""
    check: Callable[[Mapping[str, Any]], Iterable[tuple[str, Reason]]] | None = None
    """What fields must have to do with each other: answers the field and the reason for each rule that is broken."""
    together: Callable[[Sequence[Whole]], Iterable[tuple[int, str, Reason]]] | None = None
    """What rows must have to do with each other, and with what is there: answers row, field and reason."""

    @property
    def columns(self) -> tuple[ReadyField, ...]:
        """The fields that an export has as columns."""
        return tuple(f for f in self.fields if not f.field.part_of)

    def field(self, name: str) -> ReadyField:
        return next(f for f in self.fields if f.name == name)
