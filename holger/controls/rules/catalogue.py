"""The catalogue of controls as it is read: what organisations do for their security, and which requirements that answers.

A file holds one area. See ``library`` for the files themselves.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from holger.core.words import N_, Words
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.faults import Unreadable
from holger.frameworks.rules.nodes import Limits, Node
from holger.frameworks.rules.pieces import Pieces
from holger.tasks.rules.roles import ROLES

KINDS = ("organisational", "technical", "physical")
FUNCTIONS = ("preventive", "detective", "corrective")
CADENCES = ("", "P1D", "P1W", "P1M", "P3M", "P6M", "P1Y", "P2Y")
WHOLE, PART = "whole", "part"
STRENGTHS = (WHOLE, PART)
"""The strongest first."""
LEVELS = ("0", "1", "2", "3")
"""How many levels of likelihood or consequence a risk falls by it."""
LIMITS = Limits(megabytes=1, depth=8, pieces=20_000)


@dataclass(frozen=True)
class Area:
    key: str
    title: Words


@dataclass(frozen=True)
class Answered:
    """A requirement of a framework of the library, and how much of it is answered."""

    framework: str
    code: str
    strength: str


@dataclass(frozen=True)
class Effect:
    """By how many levels a risk usually falls, when the control is in place and works."""

    likelihood: int = 0
    consequence: int = 0


@dataclass(frozen=True)
class Entry:
    """A control as the catalogue tells it. ``starter``: among the essentials of a small organisation."""

    key: str
    area: str
    title: Words
    about: Words
    """What is done."""
    kind: str
    function: str
    every: str
    role: str
    """Whose work it usually is: one of the roles that requirements name."""
    assets: Sequence[str]
    """The types of asset that it usually protects."""
    starter: bool
    effect: Effect
    answers: Sequence[Answered]


@dataclass(frozen=True)
class Catalogue:
    areas: Sequence[Area]
    entries: Sequence[Entry]
    """By area, in the order in which they are offered."""

    @cached_property
    def by_key(self) -> Mapping[str, Entry]:
        return {entry.key: entry for entry in self.entries}


def read(data: bytes, languages: frozenset[str], assets: Sequence[str]) -> tuple[Area, list[Entry]]:
    """The area in a file, with its controls. ``assets`` are the types of asset that are known.

    Raises ``Unreadable`` with every fault that was found, by line.
    """
    reader = _Reader(languages, assets)
    return reader.finished(lambda: reader.area(yaml_tree.read(data, LIMITS)))


def joined(read: Iterable[tuple[Area, Sequence[Entry]]]) -> Catalogue:
    """Areas in the order given. A control is there once; ValueError otherwise."""
    parts = list(read)
    entries = [entry for _area, entries in parts for entry in entries]
    twice = [key for key, count in Counter(entry.key for entry in entries).items() if count > 1]
    if twice:
        raise ValueError(f"in the catalogue twice: {', '.join(twice)}")
    return Catalogue([area for area, _entries in parts], entries)


class _Reader(Pieces):
    def __init__(self, languages: frozenset[str], assets: Sequence[str]):
        super().__init__(languages)
        self.assets = assets

    def area(self, node: Node) -> tuple[Area, list[Entry]]:
        names = ("area", "title", "controls")
        told = self.mapping(node, names, needed=names)
        area = Area(self.named(told.get("area")), self.words(told.get("title"), "title"))
        return area, [self._entry(each, area.key) for each in self.items(told.get("controls"))]

    def _entry(self, node: Node, area: str) -> Entry:
        needed = ("key", "title", "about", "kind", "function", "role", "assets", "effect", "answers")
        told = self.mapping(node, (*needed, "every", "starter"), needed)
        return Entry(
            key=self.named(told.get("key")),
            area=area,
            title=self._both(told.get("title"), "title"),
            about=self._both(told.get("about"), "text"),
            kind=self.chosen_one(told.get("kind"), KINDS),
            function=self.chosen_one(told.get("function"), FUNCTIONS),
            every=self.chosen_one(told.get("every"), CADENCES),
            role=self.chosen_one(told.get("role"), ROLES),
            assets=self.chosen(told.get("assets"), self.assets),
            starter=self.yes(told.get("starter"), otherwise=False),
            effect=self._effect(told.get("effect")),
            answers=list(self._answers(told.get("answers"))),
        )

    def _both(self, node: Node | None, kind: str) -> Words:
        """A text in every language: what is made of it is read by everybody."""
        words = self.words(node, kind)
        for language in sorted(self.languages - set(words)):
            self.say(node, N_("“%(name)s” is missing."), name=language)
        return words

    def _effect(self, node: Node | None) -> Effect:
        names = ("likelihood", "consequence")
        told = self.mapping(node, names, needed=names)
        levels = [self.chosen_one(told.get(name), LEVELS) for name in names]
        return Effect(*(int(level) if level in LEVELS else 0 for level in levels))

    def _answers(self, node: Node | None) -> Iterator[Answered]:
        for framework, parts in self.pairs(node):
            told = self.mapping(parts, STRENGTHS, needed=())
            seen: set[str] = set()
            for strength in STRENGTHS:
                for each in self.items(told.get(strength)):
                    code = self.named(each)
                    if code in seen:
                        self.say(each, N_("“%(name)s” is there twice."), name=code)
                    seen.add(code)
                    yield Answered(framework, code, strength)


__all__ = ["Answered", "Area", "Catalogue", "Effect", "Entry", "Unreadable", "joined", "read"]
