"""Reading what the library tells: as frameworks are read, with every fault by its line, and a few pieces more."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Protocol

from holger.core.words import N_, Words
from holger.frameworks.rules.nodes import Limits, Node
from holger.frameworks.rules.pieces import Pieces

LIMITS = Limits(megabytes=1, depth=10, pieces=20_000)


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


class LibraryPieces(Pieces):
    def keyed[Piece: Keyed](self, node: Node | None, read: Callable[[Node], Piece]) -> list[Piece]:
        """What stands in a list, each piece under a key that no other has."""
        nodes = self.items(node)
        found = [read(each) for each in nodes]
        keys = [each.key for each in found]
        self.once_each(nodes, keys, keys)
        return found

    def both(self, node: Node | None, kind: str = "text") -> Words:
        """A text in every language, if there is one: what is made of it is read by everybody."""
        words = self.words(node, kind)
        if node is not None:
            for language in sorted(self.languages - set(words)):
                self.say(node, N_("“%(name)s” is missing."), name=language)
        return words

    def day(self, node: Node | None) -> date | None:
        text = self.word(node, "id")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.say(node, N_("A date is wanted here, such as 2026-09-11."))
            return None

    def once_each(self, nodes: Sequence[Node], keys: Sequence[Hashable], names: Sequence[str]) -> None:
        many = Counter(keys)
        for node, key, name in zip(nodes, keys, names, strict=True):
            if many[key] > 1:
                self.say(node, N_("“%(name)s” is there twice."), name=name)
