"""Several spellings of one supplier: names that differ in case, marks, legal form, or a letter."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LEGAL_FORMS = frozenset(
    [
        "a/s",
        "as",
        "aps",
        "ivs",
        "i/s",
        "is",
        "k/s",
        "ks",
        "p/s",
        "ps",
        "amba",
        "smba",
        "fmba",
        "gmbh",
        "ag",
        "kg",
        "ug",
        "ab",
        "oy",
        "oyj",
        "asa",
        "sa",
        "sas",
        "sarl",
        "srl",
        "spa",
        "bv",
        "nv",
        "plc",
        "ltd",
        "limited",
        "llc",
        "inc",
        "corp",
        "corporation",
        "company",
        "co",
        "pty",
        "ou",
        "sia",
        "uab",
    ]
)
"""What follows a company's name and says nothing of which company it is."""
ALIKE = 0.88
"""So alike are two names that a slip of the finger may be all between them."""
SHORTEST = 5
"""Shorter names differ too easily by a letter: LEGO is not LEO."""
BEGINNING, LONGER = 4, 3
"""Names are compared that begin with the same letters, and of which one has a few more at most."""
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "ö": "oe", "ä": "ae", "&": " og "})


@dataclass(frozen=True)
class Named[K]:
    """A supplier as one looks for its doubles. ``names``: its own and its other names; ``number`` its company number."""

    key: K
    names: Sequence[str]
    number: str = ""


def key_of(name: str) -> str:
    """What is left of a name when all that is written in several ways is taken away. Never empty for a name that is not."""
    text = name.casefold().translate(_LETTERS)
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    words = [word.strip(".") for word in re.split(r"[^\w/.]+", text)]
    words = [re.sub(r"[./]", "", word) if word not in LEGAL_FORMS else word for word in words if word]
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return "".join(words) or text.strip()


def doubles[K](rows: Iterable[Named[K]]) -> list[list[K]]:
    """Groups of suppliers that may be one, each in the order that they were told; only groups of two and more.

    Two are one where their numbers are the same, where a name of one is a name of the other, or where their names are nearly
    the same and no numbers speak against it.
    """
    listed = list(rows)
    joined = _Joined(len(listed))
    _same(listed, joined)
    _near(listed, joined)
    groups: dict[int, list[K]] = defaultdict(list)
    for place, row in enumerate(listed):
        groups[joined.of(place)].append(row.key)
    return [group for group in groups.values() if len(group) > 1]


class _Joined:
    """Which places have turned out to be one."""

    def __init__(self, count: int):
        self.parents = list(range(count))

    def of(self, place: int) -> int:
        while self.parents[place] != place:
            self.parents[place] = self.parents[self.parents[place]]
            place = self.parents[place]
        return place

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        self.parents[second] = first


def _same(rows: Sequence[Named[object]], joined: _Joined) -> None:
    seen: dict[str, int] = {}
    for place, row in enumerate(rows):
        marks = {f"n:{key_of(name)}" for name in row.names if name.strip()} | ({row.number} if row.number else set())
        for mark in sorted(marks):
            first = seen.setdefault(mark, place)
            if first != place and not _apart(rows[first], row):
                joined.join(first, place)


def _near(rows: Sequence[Named[object]], joined: _Joined) -> None:
    """Names are compared only with those that begin alike: of 5,000 suppliers each meets a handful."""
    blocks: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, row in enumerate(rows):
        name = key_of(row.names[0])
        if len(name) >= SHORTEST:
            blocks[name[:BEGINNING]][name].append(place)
    for block in blocks.values():
        names = sorted(block, key=len)
        for number, name in enumerate(names):
            for other in names[number + 1 :]:
                if len(other) - len(name) > LONGER:
                    break  # they only get longer
                if _alike(name, other):
                    _join(rows, joined, block[name], block[other])


def _join(rows: Sequence[Named[object]], joined: "_Joined", places: Sequence[int], others: Sequence[int]) -> None:
    for place in places:
        for other in others:
            if joined.of(place) != joined.of(other) and not _apart(rows[place], rows[other]):
                joined.join(place, other)


def _apart(one: Named[object], other: Named[object]) -> bool:
    return bool(one.number and other.number and one.number != other.number)


def _alike(one: str, other: str) -> bool:
    if _digits(one) != _digits(other):
        return False
    compared = SequenceMatcher(None, one, other, autojunk=False)
    return compared.real_quick_ratio() >= ALIKE and compared.quick_ratio() >= ALIKE and compared.ratio() >= ALIKE


def _digits(name: str) -> str:
    """Supplier 1 and Supplier 2 are two."""
    return re.sub(r"\D", "", name)
