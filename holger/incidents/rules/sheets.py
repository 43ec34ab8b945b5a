"""Notification sheets: the fields of an authority's form in its own order, filled in from the case, ready to be copied.

A sheet may be in another language than the one who fills it in reads; its few own words therefore come along in both.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from holger.core.words import Words, say

UNKNOWN = "unknown"
"""What stands in a case where somebody has said that it is not known yet; empty means that nobody has been asked."""
YES_NO: Mapping[bool, Words] = {True: {"da": "Ja", "en": "Yes"}, False: {"da": "Nej", "en": "No"}}


class Kind(StrEnum):
    TEXT = "text"
    TIME = "time"
    NUMBER = "number"
    YES_NO = "yes_no"
    LIST = "list"
    MONEY = "money"


@dataclass(frozen=True)
class CaseField:
    """Something that a case, or the organisation itself, tells."""

    key: str
    kind: Kind
    label: Words


@dataclass(frozen=True)
class Asked:
    """A field of a form. ``required``: the law wants it at this stage; ``unknown``: it takes "we do not know yet" for an answer."""

    of: CaseField
    label: Words
    required: bool
    unknown: bool


@dataclass(frozen=True)
class Sheet:
    """``clocks``: the keys of those that it answers; none for what is kept and not sent."""

    key: str
    title: Words
    about: Words
    clocks: Sequence[str]
    source: str
    valid_from: date
    check: bool
    """The order or the fields were not seen in the authority's own form: a default to check."""
    fields: Sequence[Asked]


class Standing(StrEnum):
    FILLED = "filled"
    UNKNOWN = "unknown"
    EMPTY = "empty"
    """Nothing there, and nothing required."""
    MISSING = "missing"


SAYS: Mapping[Standing, Words] = {
    Standing.UNKNOWN: {"da": "Det ved vi ikke endnu", "en": "We do not know yet"},
    Standing.EMPTY: {},
    Standing.MISSING: {"da": "MANGLER", "en": "MISSING"},
}
"""What is written where there is no value."""


@dataclass(frozen=True)
class Line:
    key: str
    label: str
    text: str
    standing: Standing


@dataclass(frozen=True)
class Filled:
    sheet: Sheet
    language: str
    lines: Sequence[Line]
    mark: str = ""
    """Stands on top of every copy, such as that it is an exercise."""

    @property
    def missing(self) -> list[str]:
        """The keys of the case's fields that are wanted and not there."""
        return [each.key for each in self.lines if each.standing == Standing.MISSING]

    @property
    def is_ready(self) -> bool:
        return not self.missing

    def as_text(self) -> str:
        """For one paste into a mail or a form; what is missing says so, lest it be sent unseen."""
        shown = [each for each in self.lines if each.standing != Standing.EMPTY]
        title = say(self.sheet.title, self.language)
        return "\n\n".join((*filter(None, (self.mark,)), title, *(f"{each.label}\n{each.text}" for each in shown)))

    def as_data(self) -> dict[str, Any]:
        """For programs, and to freeze what was sent."""
        return {
            "sheet": self.sheet.key,
            "language": self.language,
            **({"mark": self.mark} if self.mark else {}),
            "fields": [
                {"key": each.key, "label": each.label, "text": each.text, "standing": each.standing.value}
                for each in self.lines
            ],
        }


type Show = Callable[[Any, Kind], str]
"""How a time, a number or an amount is written; pages know the reader's zone and language."""


def plainly(value: Any, _kind: Kind) -> str:
    """As it stands, for programs and tests."""
    return str(value)


def fill(
    sheet: Sheet, case: Mapping[str, Any], language: str, show: Show = plainly, wanted: Collection[str] = ()
) -> Filled:
    """``case`` holds values by the key of the case's field.

    ``wanted`` are fields that this case makes required: the reason where a notice is late, or where a breach is not notified.
    """
    lines = [_line(each, each.required or each.of.key in wanted, case, language, show) for each in sheet.fields]
    return Filled(sheet, language, lines)


def _line(asked: Asked, required: bool, case: Mapping[str, Any], language: str, show: Show) -> Line:
    value = case.get(asked.of.key)
    standing = _standing(value, required, asked.unknown)
    if standing == Standing.FILLED:
        text = written(value, asked.of.kind, language, show)
    else:
        text = say(SAYS[standing], language)
    return Line(asked.of.key, say(asked.label, language), text, standing)


def _standing(value: Any, required: bool, takes_unknown: bool) -> Standing:
    if value == UNKNOWN and takes_unknown:
        return Standing.UNKNOWN
    if value == UNKNOWN or is_empty(value):
        return Standing.MISSING if required else Standing.EMPTY
    return Standing.FILLED


def is_empty(value: Any) -> bool:
    """Nothing there, nor in any part of it; neither "no" nor 0 is nothing."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, Sequence) and all(map(is_empty, value)))


def written(value: Any, kind: Kind, language: str, show: Show) -> str:
    """A value of the case as it is written in a sheet or a letter."""
    if isinstance(value, bool):
        return say(YES_NO[value], language)
    if isinstance(value, str):
        return value.strip()
    if kind == Kind.LIST and isinstance(value, Sequence):
        return ", ".join(written(each, Kind.TEXT, language, show) for each in value if not is_empty(each))
    if isinstance(value, Mapping):
        return say(value, language)
    return show(value, kind)
