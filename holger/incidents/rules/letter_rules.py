"""Reading the ready letters from a file."""

from collections.abc import Collection, Mapping

from holger.core.words import N_
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.nodes import Node
from holger.incidents.rules.letters import Letter, asked
from holger.incidents.rules.reading import LIMITS, LibraryPieces
from holger.incidents.rules.sheets import CaseField


def read(
    data: bytes, languages: frozenset[str], clocks: Collection[str], fields: Mapping[str, CaseField]
) -> list[Letter]:
    """``fields`` are those that a case tells. Raises ``Unreadable`` with every fault that was found, by line."""
    reader = _Reader(languages, frozenset(clocks), fields)
    return reader.finished(lambda: reader.letters(yaml_tree.read(data, LIMITS)))


class _Reader(LibraryPieces):
    def __init__(self, languages: frozenset[str], clocks: frozenset[str], fields: Mapping[str, CaseField]):
        super().__init__(languages)
        self.clocks, self.fields = clocks, fields

    def letters(self, node: Node) -> list[Letter]:
        told = self.mapping(node, ("letters",), needed=("letters",))
        return self.keyed(told.get("letters"), self._letter)

    def _letter(self, node: Node) -> Letter:
        needed = ("key", "title", "source", "subject", "body")
        told = self.mapping(node, (*needed, "about", "clocks"), needed)
        subject, body = self.both(told.get("subject"), "title"), self.both(told.get("body"))
        return Letter(
            key=self.named(told.get("key")),
            title=self.both(told.get("title"), "title"),
            about=self.both(told.get("about")),
            clocks=self.chosen(told.get("clocks"), set(self.clocks)),
            source=self.word(told.get("source"), "title"),
            subject=subject,
            body=body,
            fields=self._fields(told.get("body"), [*subject.values(), *body.values()]),
        )

    def _fields(self, node: Node | None, texts: Collection[str]) -> dict[str, CaseField]:
        names = dict.fromkeys(name for text in texts for name in asked(text))
        for name in names:
            if name not in self.fields:
                self.say(node, N_("“%(name)s” is not known here."), name=name)
        return {name: self.fields[name] for name in names if name in self.fields}
