"""How values are written in a paper: clean texts, dates, numbers and the paper's own words, in its language.

Whoever sets a paper does it inside ``translation.override(paper.language)``.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from holger.exchange.papers.paper import Cell, Level, State, Tags
from holger.ui import days

UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters, halves of characters, and marks that turn the direction of what follows: none is a letter."""

LONGEST = 45
"""Letters of a word that hyphenation may still know how to divide."""

WORD = re.compile(r"[^\s\u200b]{6,}")
JOINT = re.compile(r"([/_.@=&?])(?=\w)")
"""Where a name or an address may be divided without a hyphen."""

UNSPOKEN = re.compile(r"[^\W_]*\d[^\W_]*\d|(.)\1\1|[^\Waeiouyæøåäöéüó\d_]{7,}", re.IGNORECASE)
"""No word of any language: numbers in it, one letter again and again, or none that sounds."""


def clean(text: Any) -> str:
    """A text as it may be printed, whatever somebody has typed."""
    told = str(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return UNPRINTABLE.sub("", told).strip()


def breakable(text: str, room: int = 40) -> str:
    """The same with places in overlong words where a line may end, unseen (U+200B).

    ``room`` is how many letters a line holds. Ordinary words are left to hyphenation, which does it better.
    """
    return WORD.sub(lambda found: _divided(found[0], room), text)


def _divided(word: str, room: int) -> str:
    if len(word) > 20:
        word = JOINT.sub("\\1\u200b", word)
    return "\u200b".join(_pieces(part, room) for part in word.split("\u200b"))


def _pieces(word: str, room: int) -> str:
    if len(word) <= room or (len(word) <= LONGEST and not UNSPOKEN.search(word)):
        return word
    size = max(min(room - 1, 14), 3)
    return "\u200b".join(word[at : at + size] for at in range(0, len(word), size))


def number(value: int | float | Decimal) -> str:
    """1.234,5 in Danish, 1,234.5 in English; at most two decimals."""
    if isinstance(value, int):
        told = f"{value:,}"
    else:
        told = f"{value:,.2f}".rstrip("0").rstrip(".")
    return told.translate(str.maketrans(",.", ".,")) if days.language() == "da" else told


def said(cell: Cell) -> str:
    """A cell in words alone, for whoever has no place for colours and symbols; "" for nothing."""
    match cell:
        case None | "":
            return ""
        case bool():
            return gettext("Yes") if cell else gettext("No")
        case datetime():
            return days.moment(cell)
        case date():
            return days.day(cell)
        case int() | float() | Decimal():
            return number(cell)
        case State():
            return clean(cell.words)
        case Level():
            return clean(f"{'' if cell.value is None else cell.value} {cell.words}")
        case Tags():
            return ", ".join(clean(word) for word in cell.words)
        case tuple() | list():
            return "\n".join(told for line in cell if (told := clean(line)))
        case _:
            return clean(cell)


def words() -> dict[str, str]:
    """The paper's own words."""
    return {
        "contents": gettext("Contents"),
        "page": gettext("Page %(page)s of %(pages)s"),
        "as_of": gettext("As of"),
        "made": pgettext("paper", "Made"),
        "made_by": pgettext("paper", "Made by"),
        "method": gettext("Method"),
        "scope": gettext("Scope"),
        "status": gettext("Status"),
        "version": gettext("Version"),
        "versions": gettext("Versions"),
        "approvals": gettext("Approvals"),
        "date": gettext("Date"),
        "by": pgettext("paper", "By"),
        "what": pgettext("paper", "What"),
        "note": gettext("Note"),
        "not_yet": gettext("Not yet"),
        "nothing": gettext("There is nothing to show."),
        "facts": gettext("Facts"),
        "total": gettext("Total"),
        "in_words": gettext("%(column)s, in words"),
        "organisation": gettext("Organisation"),
        "confidentiality": pgettext("paper", "Classification"),
        "group": gettext("Group"),
        "language": (get_language() or "en")[:2],
    }
