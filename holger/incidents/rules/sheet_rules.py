"""Reading the sheets of the authorities from a file."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from holger.core.words import N_
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.nodes import Names, Node
from holger.incidents.rules.reading import LIMITS, LibraryPieces
from holger.incidents.rules.sheets import Asked, CaseField, Kind, Sheet

KINDS = tuple(each.value for each in Kind)


def read(data: bytes, languages: frozenset[str], clocks: Collection[str]) -> list[Sheet]:
    """The sheets in a file; ``clocks`` are the keys that they may answer. Raises ``Unreadable`` with every fault, by line."""
    reader = _Reader(languages, frozenset(clocks))
    return reader.finished(lambda: reader.sheets(yaml_tree.read(data, LIMITS)))


class _Reader(LibraryPieces):
    def __init__(self, languages: frozenset[str], clocks: frozenset[str]):
        super().__init__(languages)
        self.clocks = clocks
        self.case: Mapping[str, CaseField] = {}
        self.blocks: Mapping[str, list[Asked]] = {}

    def sheets(self, node: Node) -> list[Sheet]:
        told = self.mapping(node, ("case", "blocks", "sheets"), needed=("case", "sheets"))
        fields = self.keyed(told.get("case"), self._case_field)
        self.case = {each.key: each for each in fields}
        self.blocks = {name: list(self._fields(each)) for name, each in self.pairs(told.get("blocks"))}
        return self.keyed(told.get("sheets"), self._sheet)

    def _case_field(self, node: Node) -> CaseField:
        names = ("key", "kind", *sorted(self.languages))
        told = self.mapping(node, names, needed=names)
        kind = self.chosen_one(told.get("kind"), KINDS)
        label = {language: self.word(told.get(language), "title") for language in self.languages}
        return CaseField(self.named(told.get("key")), Kind(kind) if kind in KINDS else Kind.TEXT, label)

    def _sheet(self, node: Node) -> Sheet:
        needed = ("key", "title", "source", "valid_from", "fields")
        told = self.mapping(node, (*needed, "about", "clocks", "check"), needed)
        fields = list(self._fields(told.get("fields")))
        keys = [each.of.key for each in fields]
        for twice in sorted({key for key in keys if keys.count(key) > 1}):
            self.say(told.get("fields"), N_("“%(name)s” is there twice."), name=twice)
        return Sheet(
            key=self.named(told.get("key")),
            title=self.both(told.get("title"), "title"),
            about=self.both(told.get("about")),
            clocks=self.chosen(told.get("clocks"), set(self.clocks)),
            source=self.word(told.get("source"), "title"),
            valid_from=self.day(told.get("valid_from")) or date.min,
            check=self.yes(told.get("check"), otherwise=False),
            fields=fields,
        )

    def _fields(self, node: Node | None) -> Iterator[Asked]:
        for each in self.items(node):
            told = self.mapping(each, ("of", "label", "required", "unknown", "block"), needed=())
            if "block" in told and isinstance(each, Names) and len(told) == 1:
                name = self.chosen_one(told["block"], tuple(self.blocks))
                yield from self.blocks.get(name, ())
            else:
                yield from self._asked(each, told)

    def _asked(self, node: Node, told: Mapping[str, Node]) -> Iterator[Asked]:
        self.must_have(node, told, ("of",))
        field = self.case.get(self.chosen_one(told.get("of"), tuple(self.case)))
        if field is not None:
            label = self.both(told.get("label"), "title") or field.label
            required = self.yes(told.get("required"), otherwise=False)
            yield Asked(field, label, required, self.yes(told.get("unknown"), otherwise=False))
