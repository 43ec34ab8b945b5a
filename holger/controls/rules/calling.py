"""How a requirement is named in a spreadsheet, where its id alone does not tell which framework it is of."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Called:
    """What a framework is called, briefly and otherwise."""

    short: str
    key: str
    others: Sequence[str]
    """Its titles and its reference."""


def names[K: Hashable](frameworks: Mapping[K, Called]) -> dict[K, list[str]]:
    """All that each framework may be called, the shortest first; a first word such as ISO where no other begins so."""
    firsts = Counter(each.short.split()[0] for each in frameworks.values() if each.short)
    return {
        key: list(dict.fromkeys(name for name in (each.short, each.key, *_first(each, firsts), *each.others) if name))
        for key, each in frameworks.items()
    }


def _first(called: Called, firsts: Mapping[str, int]) -> list[str]:
    first = called.short.split()[0] if called.short else ""
    return [first] if firsts.get(first) == 1 else []
