"""Reading the rules of the legal clocks: a file of holger's, or one that an organisation brings instead."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache

from holger.core.words import N_
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.faults import Unreadable
from holger.frameworks.rules.nodes import Node
from holger.incidents.rules.assessing import QUESTIONS
from holger.incidents.rules.clock_entry import OF_SOMETHING, REGIMES, Limit, Rule, Start, Variation
from holger.incidents.rules.entities import ENTITIES
from holger.incidents.rules.periods import COUNTED, Length, Slide, Unit
from holger.incidents.rules.reading import LIMITS, LibraryPieces


def read(data: bytes, languages: frozenset[str], known: Collection[str] = ()) -> list[Rule]:
    """The rules in a file; ``known`` are the keys of others that they may wait for. Raises ``Unreadable`` with every fault, by line."""
    reader = _Reader(languages, frozenset(known))
    return reader.finished(lambda: reader.rules(yaml_tree.read(data, LIMITS)))


@cache
def _names(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(each.value for each in kind)


class _Reader(LibraryPieces):
    def __init__(self, languages: frozenset[str], known: frozenset[str]):
        super().__init__(languages)
        self.others = known

    def rules(self, node: Node) -> list[Rule]:
        told = self.mapping(node, ("clocks",), needed=("clocks",))
        nodes = self.items(told.get("clocks"))
        found = [self._rule(each) for each in nodes]
        # A key may be there again for another time, not for the same.
        self.once_each(nodes, [(rule.key, rule.valid_from) for rule in found], [rule.key for rule in found])
        self._all_there(nodes, found)
        return found

    def _rule(self, node: Node) -> Rule:
        needed = ("key", "regime", "title", "to", "follows", "limits", "source", "valid_from")
        extra = ("about", "entities", "slide", "strict_for", "spared_by", "spared_by_sent")
        told = self.mapping(node, (*needed, *extra, "valid_to", "enabled", "check", "variations"), needed)
        spared = self.chosen_one(told.get("spared_by"), _names(Start))
        slide = self.chosen_one(told.get("slide"), _names(Slide))
        return Rule(
            key=self.named(told.get("key")),
            regime=self.chosen_one(told.get("regime"), REGIMES),
            title=self.both(told.get("title"), "title"),
            about=self.both(told.get("about")),
            to=self.both(told.get("to"), "title"),
            follows=self.chosen_one(told.get("follows"), tuple(QUESTIONS)),
            entities=self.chosen(told.get("entities"), tuple(ENTITIES)),
            limits=self._limits(told.get("limits"), needed=True),
            slide=Slide(slide) if slide in _names(Slide) else None,
            strict_for=self.chosen(told.get("strict_for"), tuple(ENTITIES)),
            spared_by=Start(spared) if spared in _names(Start) else None,
            spared_by_sent=self.word(told.get("spared_by_sent"), "id"),
            source=self.word(told.get("source"), "title"),
            valid_from=self.day(told.get("valid_from")) or date.min,
            valid_to=self.day(told.get("valid_to")),
            enabled=self.yes(told.get("enabled"), otherwise=True),
            check=self.yes(told.get("check"), otherwise=False),
            variations=[self._variation(each) for each in self.items(told.get("variations"))],
        )

    def _variation(self, node: Node) -> Variation:
        told = self.mapping(node, ("countries", "entities", "limits", "to", "source", "valid_from"), ("source",))
        return Variation(
            countries=[self.named(each) for each in self.items(told.get("countries"))],
            entities=self.chosen(told.get("entities"), tuple(ENTITIES)),
            limits=self._limits(told.get("limits"), needed=False),
            to=self.both(told.get("to"), "title"),
            source=self.word(told.get("source"), "title"),
            valid_from=self.day(told.get("valid_from")),
        )

    def _limits(self, node: Node | None, *, needed: bool) -> list[Limit]:
        found = [self._limit(each) for each in self.items(node)]
        if node is not None and needed and not found:
            self.say(node, N_("At least one limit is wanted here."))
        return found

    def _limit(self, node: Node) -> Limit:
        told = self.mapping(node, ("from", "of", "latest", *_names(Unit), "later", "unless_sent"), needed=("from",))
        start = self.chosen_one(told.get("from"), _names(Start))
        if (start in OF_SOMETHING) != ("of" in told):
            self.say(node, N_("“of” belongs to what is classified or submitted, and to nothing else."))
        return Limit(
            start=Start(start) if start in _names(Start) else Start.AWARE,
            length=self._length(node, told),
            of=self.word(told.get("of"), "id"),
            latest=self.yes(told.get("latest"), otherwise=False),
            later=self._limit(told["later"]) if "later" in told else None,
            unless_sent=self.word(told.get("unless_sent"), "id"),
        )

    def _length(self, node: Node, told: Mapping[str, Node]) -> Length:
        units = [unit for unit in Unit if unit in told]
        if len(units) != 1:
            self.say(node, N_("A limit has one length: hours, days, months, no_delay or agreed."))
            return Length(Unit.NO_DELAY)
        unit = units[0]
        if unit in COUNTED:
            return Length(unit, self.number(told[unit]))
        self.yes(told[unit], otherwise=True)
        return Length(unit)

    def _all_there(self, nodes: Sequence[Node], found: Sequence[Rule]) -> None:
        """What a rule waits for stands before it, so that none waits for itself."""
        everywhere = self.others | {rule.key for rule in found}
        before = set(self.others)
        for node, rule in zip(nodes, found, strict=True):
            known = {Start.SUBMITTED: before, Start.CLASSIFIED: set(QUESTIONS)}
            limits = rule.every_limit
            wanted = [(limit.of, known.get(limit.start, everywhere)) for limit in limits]
            wanted += [(name, everywhere) for name in (rule.spared_by_sent, *(limit.unless_sent for limit in limits))]
            for name, there in wanted:
                if name and name not in there:
                    self.say(node, N_("“%(name)s” is not known here."), name=name)
            before.add(rule.key)


__all__ = ["Unreadable", "read"]
