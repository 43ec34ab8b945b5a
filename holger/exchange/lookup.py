"""Finding the object that a cell names: by label, by key, by the ways people write a colleague's name."""

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from holger.exchange.fields import Option
from holger.exchange.normal import exact, plain

NEAR_SEARCHES = 300
"""Searches for something similar in one dry run: each walks all names, and nobody reads more suggestions."""


class Lookup:
    """Options by what they may be called, strongest first: spelt exactly, spelt alike, a person's short forms, or as
    the room ``spelled`` them."""

    def __init__(
        self,
        options: Iterable[Option],
        *,
        people: bool = False,
        hints: bool = True,
        spelled: Callable[[str], str] | None = None,
    ):
        self.options = tuple(options)
        self._tiers: list[dict[str, list[Option]]] = [defaultdict(list) for _ in range(4)]
        self._left = NEAR_SEARCHES if hints else 0
        self._spelled = spelled
        for option in self.options:
            names = (option.label, *option.keys)
            self._add(0, {exact(name) for name in names if name}, option)
            self._add(1, {plain(name) for name in names if name}, option)
            if people:
                self._add(2, short_forms(option.label), option)
            if spelled:
                self._add(3, {spelled(name) for name in names if name}, option)

    def _add(self, tier: int, names: Iterable[str], option: Option) -> None:
        for name in names:
            if name:
                self._tiers[tier][name].append(option)

    def find(self, text: str) -> list[Option]:
        """All options that ``text`` may mean; one is an answer, several a question."""
        for tier, key in zip(self._tiers, (exact(text), plain(text), plain(text)), strict=False):
            if found := tier.get(key):
                return found
        return self._tiers[3].get(self._spelled(text), []) if self._spelled and text.strip() else []

    def near(self, text: str, most: int = 1) -> list[Option]:
        """Options with similar names, the likeliest first."""
        if not text or len(text) > 100 or self._left <= 0:
            return []
        self._left -= 1
        wanted = plain(text)
        keys = difflib.get_close_matches(wanted, self._tiers[1], n=most, cutoff=0.7)
        if not keys:
            starts = [key for key in self._tiers[1] if key.startswith(wanted + " ")]
            keys = starts[:1] if len(starts) == 1 else []
        found = [self._tiers[1][key][0] for key in keys]
        return list(dict.fromkeys(found))[:most]

    def names(self) -> dict[object, str]:
        """How to write each option so that it is found again: its label, or the first key that is its alone."""
        return {option.value: self._unmistakable(option) for option in self.options}

    def _unmistakable(self, option: Option) -> str:
        for name in (option.label, *option.keys):
            if name and self.find(name) == [option]:
                return name
        return str(option.value)


class Choices:
    """The choices of a field by everything they may be called."""

    def __init__(self, choices: Iterable[tuple[Any, str, tuple[str, ...]]], *, hints: bool = True):
        self._choices = tuple(choices)
        self._left = NEAR_SEARCHES if hints else 0
        self.names: dict[str, Any] = {}
        for spell in (exact, plain):
            for value, label, words in self._choices:
                self.names.setdefault(spell(label), value)
                for word in (*words, str(value)):
                    self.names.setdefault(spell(word), value)
        self.names.pop("", None)

    @property
    def labels(self) -> list[str]:
        return [label for _value, label, _words in self._choices]

    def near(self, text: str) -> str | None:
        """The label of the choice that is most like ``text``."""
        if self._left <= 0:
            return None
        self._left -= 1
        wanted = plain(text)
        close = difflib.get_close_matches(wanted, self.names, n=1, cutoff=0.6)
        if not close:
            words = set(wanted.split())
            close = [name for name in self.names if words & set(name.split()) and len(name) > 2][:1]
        if not close:
            return None
        value = self.names[close[0]]
        return next(label for v, label, _words in self._choices if v == value)


def short_forms(name: str) -> set[str]:
    """``Jens Peter Brandt`` → jens brandt, brandt jens, j brandt, jens b, brandt jens peter, j p brandt."""
    words = plain(name).split()
    if len(words) < 2:
        return set()
    first, *middle, last = words
    initials = [word[0] for word in (first, *middle)]
    return {
        f"{first} {last}",
        f"{last} {first}",
        f"{first[0]} {last}",
        f"{first} {last[0]}",
        f"{last} {first[0]}",
        " ".join([last, first, *middle]),
        " ".join([*initials, last]),
    }
