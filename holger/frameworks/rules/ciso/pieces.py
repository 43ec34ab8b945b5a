"""Taking up a library's pieces. What is not known is left out and told once, by name and number; what breaks is a fault."""

from collections import Counter
from collections.abc import Mapping, Sequence

from holger.core.words import N_
from holger.frameworks.rules.brought import Note
from holger.frameworks.rules.framework import Words
from holger.frameworks.rules.naming import LONGEST_LINE, first_words
from holger.frameworks.rules.nodes import Items, Limits, Node, Text
from holger.frameworks.rules.pieces import Pieces

LIMITS = Limits(megabytes=20, depth=40, pieces=800_000)
MOST = 20_000
MOST_NAMED = 20

Told = Mapping[str, Mapping[str, Node]]
"""What something says in each language: language → name → value. The library's own language comes first."""


class LibraryPieces(Pieces):
    LONGEST = {"id": 300, "title": 5_000, "text": 100_000}

    def __init__(self, languages: frozenset[str]):
        super().__init__(languages)
        self.own = "en"
        """The language that the library is written in."""
        self.urns: set[str] = set()
        self.unknown: Counter[str] = Counter()
        self.unused: Counter[str] = Counter()
        self.others: set[str] = set()
        self.notes: list[Note] = []

    def told(
        self, node: Node | None, known: Sequence[str], *, unused: Sequence[str] = (), needed: Sequence[str] = ()
    ) -> dict[str, Node]:
        """What is known and says something. ``unused`` is known and has no place here."""
        found = {}
        for name, value in self.pairs(node):
            if isinstance(value, Text) and value.is_nothing:
                continue
            if name in known:
                found[name] = value
            else:
                (self.unused if name in unused else self.unknown)[name] += 1
        self.must_have(node, found, needed)
        return found

    def listed(self, node: Node | None, most: int = MOST) -> Sequence[Node]:
        return self.items(node, most)

    def one_or_more(self, *nodes: Node | None) -> list[Node]:
        """Some things are written as a list, or as the thing itself where there is only one."""
        found: list[Node] = []
        for node in nodes:
            if node is not None:
                found += self.listed(node) if isinstance(node, Items) else [node]
        return found

    def urn(self, node: Node | None) -> str:
        return self.named(node).lower()

    def new_urn(self, node: Node | None) -> str:
        """What something goes by; it must be the only one in the file."""
        urn = self.urn(node)
        if urn and urn in self.urns:
            self.say(node, N_("The id “%(id)s” is there twice."), id=urn)
        self.urns.add(urn)
        return urn

    # Texts by language

    def in_languages(self, told: Mapping[str, Node]) -> Told:
        found: dict[str, Mapping[str, Node]] = {self.own: told}
        for language, node in self.pairs(told.get("translations")):
            code = language.lower()
            if not (isinstance(node, Text) and node.is_nothing) and code not in found:
                found[code] = dict(self.pairs(node))
        self.others |= found.keys() - self.languages
        return {language: each for language, each in found.items() if language in self.languages}

    def text(self, told: Told, name: str, kind: str = "text") -> Words:
        found = {language: self.plain(each.get(name), kind) for language, each in told.items()}
        return {language: text for language, text in found.items() if text}

    def plain(self, node: Node | None, kind: str = "text") -> str:
        return "" if isinstance(node, Text) and node.is_nothing else self.word(node, kind)

    def title(self, told: Told, otherwise: str) -> Words:
        """Its name, or else the first words of what it says, or else what it goes by."""
        names, texts = self.text(told, "name"), self.text(told, "description")
        found = {language: first_words(names[language], LONGEST_LINE) for language in names}
        found |= {language: first_words(texts[language]) for language in texts if language not in names}
        return found or {self.first_language(): otherwise}

    def first_language(self) -> str:
        return self.own if self.own in self.languages else min(self.languages, default=self.own)

    def lines(self, told: Told, name: str) -> list[Words]:
        """A text that lists things, as those things; in one piece where the languages do not list as many."""
        texts = self.text(told, name)
        split = {
            language: [line for each in text.splitlines() if (line := each.strip(" \t-•*"))]
            for language, text in texts.items()
        }
        if len({len(lines) for lines in split.values()}) == 1:
            return [dict(zip(split, row, strict=True)) for row in zip(*split.values(), strict=True)]
        return [texts] if texts else []

    # What was left out

    def note(self, text: str, **params: object) -> None:
        self.notes.append(Note(text, params))

    def all_notes(self) -> list[Note]:
        found = list(self.notes)
        if self.others:
            text = N_("Texts in other languages were left out: %(languages)s.")
            found.append(Note(text, {"languages": ", ".join(sorted(self.others)[:MOST_NAMED])}))
        if self.unused:
            found.append(Note(N_("What has no place here was left out: %(names)s."), {"names": _counted(self.unused)}))
        if self.unknown:
            found.append(Note(N_("What is not known here was left out: %(names)s."), {"names": _counted(self.unknown)}))
        return found


def _counted(counts: Counter[str]) -> str:
    named = [f"{name} ({count})" for name, count in sorted(counts.items())[:MOST_NAMED]]
    return ", ".join([*named, *(["…"] if len(counts) > MOST_NAMED else [])])
