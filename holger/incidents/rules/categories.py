"""What people may report, in the words of whoever reports it: what to do at once, what never, and what to ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from holger.core.words import N_, Words
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.nodes import Node, Text
from holger.incidents.rules.reading import LIMITS, LibraryPieces

DOUBT = "doubt"
"""What fits nowhere, or is not known: it is always there."""
LIKELY, MAYBE, NO = "likely", "maybe", "no"
CHANCES = (LIKELY, MAYBE, NO)


@dataclass(frozen=True)
class Category:
    """``now``: what to do at once; ``never``: the one thing not to do. ``asks`` help the triage. ``playbook``: the key of the one
    that fits, or "". ``personal_data``: whether such an incident tends to concern people's data."""

    key: str
    title: Words
    example: Words
    icon: str
    now: Words
    never: Words
    asks: Sequence[Words]
    playbook: str
    personal_data: str


def read(data: bytes, languages: frozenset[str], playbooks: Collection[str]) -> list[Category]:
    """Raises ``Unreadable`` with every fault that was found, by line."""
    reader = _Reader(languages, frozenset(playbooks))
    return reader.finished(lambda: reader.categories(yaml_tree.read(data, LIMITS)))


class _Reader(LibraryPieces):
    def __init__(self, languages: frozenset[str], playbooks: frozenset[str]):
        super().__init__(languages)
        self.playbooks = set(playbooks)

    def categories(self, node: Node) -> list[Category]:
        told = self.mapping(node, ("categories",), needed=("categories",))
        found = self.keyed(told.get("categories"), self._category)
        if DOUBT not in {each.key for each in found}:
            self.say(told.get("categories"), N_("“%(name)s” is missing."), name=DOUBT)
        return found

    def _category(self, node: Node) -> Category:
        needed = ("key", "title", "example", "icon", "now", "never", "asks", "hints")
        told = self.mapping(node, (*needed, "playbook"), needed)
        return Category(
            key=self.named(told.get("key")),
            title=self.both(told.get("title"), "title"),
            example=self.both(told.get("example"), "title"),
            icon=self.named(told.get("icon")),
            now=self.both(told.get("now")),
            never=self.both(told.get("never")),
            asks=[self.both(each, "title") for each in self.items(told.get("asks"), most=10)],
            playbook=self._playbook(told.get("playbook")),
            personal_data=self._hint(told.get("hints")),
        )

    def _playbook(self, node: Node | None) -> str:
        if node is None or (isinstance(node, Text) and node.is_nothing):
            return ""
        return self.chosen_one(node, self.playbooks)

    def _hint(self, node: Node | None) -> str:
        told = self.mapping(node, ("personal_data",), needed=("personal_data",))
        return self.chosen_one(told["personal_data"], CHANCES) if "personal_data" in told else MAYBE
