"""Taking a tree's pieces up, and telling every fault on the way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from holger.core.strict_json import storable
from holger.core.words import N_
from holger.frameworks.rules.faults import Fault, Unreadable
from holger.frameworks.rules.nodes import Items, Names, Node, Text

MOST_ITEMS = 200
MOST_TOLD = 50
"""Faults that are told before one gives up."""


class Enough(Exception):
    """So much is wrong that more would not help."""


class Pieces:
    """``languages`` are the codes that texts may be written in."""

    LONGEST: Mapping[str, int] = {"id": 60, "title": 500, "text": 10_000}

    def __init__(self, languages: frozenset[str]):
        self.languages = languages
        self.faults: list[Fault] = []

    def finished[Read](self, read: Callable[[], Read]) -> Read:
        """What ``read`` gives, or ``Unreadable`` with the faults that were found: all, or the first of very many."""
        try:
            found = read()
        except Enough as enough:
            raise Unreadable(self.faults) from enough
        if self.faults:
            raise Unreadable(self.faults)
        return found

    def say(self, node: Node | None, text: str, **params: Any) -> None:
        self.say_at(node.line if node is not None else 1, text, **params)

    def say_at(self, line: int, text: str, **params: Any) -> None:
        self.faults.append(Fault(line, text, params))
        if len(self.faults) >= MOST_TOLD:
            raise Enough

    def pairs(self, node: Node | None) -> Iterator[tuple[str, Node]]:
        """Names and what they hold; each name once."""
        if node is None:
            return
        if not isinstance(node, Names):
            self.say(node, N_("Names with values are wanted here."))
            return
        seen = set()
        for key, value in zip(node.held[::2], node.held[1::2], strict=True):
            name = self.word(key, "id")
            if name in seen:
                self.say(key, N_("“%(name)s” is there twice."), name=name)
            seen.add(name)
            yield name, value

    def mapping(self, node: Node | None, known: Sequence[str], needed: Sequence[str]) -> dict[str, Node]:
        """What is known of what is there. What is not known is most often misspelt."""
        found = {}
        for name, value in self.pairs(node):
            if name in known:
                found[name] = value
            else:
                self.say(
                    value, N_("“%(name)s” is not known here. There are: %(known)s."), name=name, known=_list(known)
                )
        self.must_have(node, found, needed)
        return found

    def must_have(self, node: Node | None, found: Mapping[str, Node], needed: Sequence[str]) -> None:
        if isinstance(node, Names):
            for name in needed:
                if name not in found:
                    self.say(node, N_("“%(name)s” is missing."), name=name)

    def items(self, node: Node | None, most: int = MOST_ITEMS) -> Sequence[Node]:
        if node is None:
            return ()
        if not isinstance(node, Items):
            self.say(node, N_("A list is wanted here."))
            return ()
        if len(node.held) > most:
            self.say(node, N_("More than %(most)s are listed here."), most=most)
        return node.held[:most]

    def named(self, node: Node | None) -> str:
        """A name that something goes by; it may not be blank."""
        text = self.word(node, "id")
        if isinstance(node, Text) and not text:
            self.say(node, N_("A text is wanted here."))
        return text

    def word(self, node: Node | None, kind: str = "text") -> str:
        """A text as it is written; numbers too, so that 1.10 does not become 1.1."""
        if node is None:
            return ""
        if not isinstance(node, Text):
            self.say(node, N_("A text is wanted here."))
            return ""
        text = node.text.strip()
        if len(text) > self.LONGEST[kind]:
            self.say(node, N_("The text is longer than %(most)s letters."), most=self.LONGEST[kind])
        if not storable(text):
            self.say(node, N_("The text has characters that cannot be kept."))
        return text

    def words(self, node: Node | None, kind: str = "text") -> dict[str, str]:
        """A text by language. One that says only what it says is English."""
        if node is None:
            return {}
        pairs = [("en", node)] if isinstance(node, Text) else list(self.pairs(node))
        found = {}
        for language, value in pairs:
            if language not in self.languages:
                self.say(value, N_("“%(language)s” is not a language that is known here."), language=language)
            if text := self.word(value, kind):
                found[language] = text
        if not found:
            self.say(node, N_("A text is wanted here, by language."))
        return found

    def number(self, node: Node | None) -> int:
        text = self.word(node, "id")
        if text.isascii() and text.isdigit() and len(text) <= 9 and int(text):
            return int(text)
        self.say(node, N_("A whole number from 1 is wanted here."))
        return 0

    def yes(self, node: Node | None, *, otherwise: bool) -> bool:
        text = self.word(node, "id").lower()
        if text not in ("", "true", "false"):
            self.say(node, N_("Only true or false is wanted here."))
        return otherwise if text == "" else text == "true"

    def link(self, node: Node | None) -> str:
        text = self.word(node, "title")
        if text and not text.startswith("https://"):
            self.say(node, N_("An address that begins with https:// is wanted here."))
        return text

    def chosen(self, node: Node | None, known: Sequence[str] | set[str]) -> list[str]:
        return [self.chosen_one(each, known) for each in self.items(node)]

    def chosen_one(self, node: Node | None, known: Sequence[str] | set[str]) -> str:
        text = self.word(node, "id")
        if node is not None and text not in known:
            self.say(node, N_("“%(name)s” is not known here. There are: %(known)s."), name=text, known=_list(known))
        return text


def _list(known: Sequence[str] | set[str]) -> str:
    return ", ".join(sorted(known) if isinstance(known, set) else known) or "–"
