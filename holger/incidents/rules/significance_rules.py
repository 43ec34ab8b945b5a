"""Reading the thresholds of the law from a file."""

from collections.abc import Mapping, Sequence

from holger.core.words import N_
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.nodes import Node
from holger.incidents.rules.entities import ENTITIES
from holger.incidents.rules.reading import LIMITS, LibraryPieces
from holger.incidents.rules.significance import (
    Condition,
    Criterion,
    Either,
    Every,
    Measure,
    Over,
    Thresholds,
    Yes,
)

KINDS = ("number", "yes_no")


def read(data: bytes, languages: frozenset[str]) -> Thresholds:
    """Raises ``Unreadable`` with every fault that was found, by line."""
    reader = _Reader(languages)
    return reader.finished(lambda: reader.thresholds(yaml_tree.read(data, LIMITS)))


class _Reader(LibraryPieces):
    measures: Mapping[str, Measure] = {}

    def thresholds(self, node: Node) -> Thresholds:
        names = ("measures", "criteria", "exceptions", "loss")
        told = self.mapping(node, names, needed=names)
        measures = self.keyed(told.get("measures"), self._measure)
        self.measures = {each.key: each for each in measures}
        criteria = self._criteria(told.get("criteria"))
        exceptions = self._criteria(told.get("exceptions"))
        by_key = {each.key: each for each in criteria}
        loss = self.chosen_one(told.get("loss"), tuple(by_key))
        unread = Criterion("", {}, "", (), (), Every(()))
        return Thresholds(self.measures, criteria, exceptions, by_key.get(loss, unread))

    def _measure(self, node: Node) -> Measure:
        told = self.mapping(node, ("key", "text", "kind"), ("key", "text", "kind"))
        kind = self.chosen_one(told.get("kind"), KINDS)
        return Measure(self.named(told.get("key")), self.both(told.get("text")), kind == "number")

    def _criteria(self, node: Node | None) -> list[Criterion]:
        return self.keyed(node, self._criterion)

    def _criterion(self, node: Node) -> Criterion:
        needed = ("key", "text", "source", "when")
        told = self.mapping(node, (*needed, "entities", "not_for"), needed)
        return Criterion(
            key=self.named(told.get("key")),
            text=self.both(told.get("text")),
            source=self.word(told.get("source"), "title"),
            entities=self.chosen(told.get("entities"), tuple(ENTITIES)),
            not_for=self.chosen(told.get("not_for"), tuple(ENTITIES)),
            when=self._condition(told["when"]) if "when" in told else Every(()),
        )

    def _condition(self, node: Node) -> Condition:
        told = self.mapping(node, ("all", "any", "more_than", "yes"), needed=())
        if len(told) != 1:
            self.say(node, N_("One condition is wanted here: all, any, more_than or yes."))
            return Every(())
        ((name, inner),) = told.items()
        if name == "yes":
            return Yes(self._known(inner, is_number=False))
        if name == "more_than":
            return self._over(inner)
        parts = self._parts(inner)
        return Every(parts) if name == "all" else Either(parts)

    def _parts(self, node: Node) -> Sequence[Condition]:
        found = [self._condition(each) for each in self.items(node)]
        if not found:
            self.say(node, N_("At least one condition is wanted here."))
        return found

    def _over(self, node: Node) -> Condition:
        """``{outage_minutes: 30}``"""
        pairs = list(self.pairs(node))
        for name, _value in pairs:
            self._must_know(node, name, is_number=True)
        if len(pairs) != 1:
            self.say(node, N_("One measure with one number is wanted here."))
            return Every(())
        ((name, value),) = pairs
        return Over(name, self._limit(value))

    def _limit(self, node: Node) -> float:
        text = self.word(node, "id")
        try:
            found = float(text)
        except ValueError:
            found = -1.0
        if not 0 <= found < 1e12:
            self.say(node, N_("A number from 0 is wanted here."))
        return found

    def _known(self, node: Node, *, is_number: bool) -> str:
        name = self.named(node)
        self._must_know(node, name, is_number=is_number)
        return name

    def _must_know(self, node: Node, name: str, *, is_number: bool) -> None:
        measure = self.measures.get(name)
        if measure is None or measure.is_number != is_number:
            self.say(node, N_("“%(name)s” is not a measure of this kind."), name=name)
