"""How severe an incident is, by the organisation's own method: a level for each pair of impact and urgency.

Severity orders the work; it decides no duty. But what is decided may lift it: nobody treats a significant incident as a small one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from holger.core.words import N_, Words
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.nodes import Node
from holger.incidents.rules.assessing import QUESTIONS, Answer, Decision, answer
from holger.incidents.rules.reading import LIMITS, LibraryPieces


@dataclass(frozen=True)
class Level:
    key: str
    title: Words
    about: Words
    hours: int = 0
    """Of severities: within how many hours somebody is to be at work on it; 0 for no promise."""


@dataclass(frozen=True)
class Method:
    """All levels from the least to the most. ``grid``: for each impact the severities by urgency."""

    key: str
    title: Words
    impacts: Sequence[Level]
    urgencies: Sequence[Level]
    severities: Sequence[Level]
    grid: Sequence[Sequence[str]]
    at_least: Mapping[str, str]
    """By question, the severity that an incident has at least when it is answered yes."""

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        return {each.key: rank for rank, each in enumerate(self.severities)}


@dataclass(frozen=True)
class Weighed:
    """``lifted_by``: the questions whose answers made it more severe than impact and urgency say."""

    level: Level
    lifted_by: Sequence[str] = ()


def severity(method: Method, impact: str, urgency: str, decisions: Mapping[str, Decision]) -> Weighed:
    """LookupError for a level that the method does not have."""
    row, column = _place(method.impacts, impact), _place(method.urgencies, urgency)
    rank = method.ranks[method.grid[row][column]]
    floors = {
        question: method.ranks[key]
        for question, key in method.at_least.items()
        if answer(question, decisions) == Answer.YES
    }
    highest = max((rank, *floors.values()))
    lifted = [question for question, floor in floors.items() if floor == highest > rank]
    return Weighed(method.severities[highest], lifted)


def weighed(method: Method, impact: str, urgency: str, decisions: Mapping[str, Decision]) -> Weighed | None:
    """As ``severity``, also where impact or urgency is not said (or is of another method): then what is decided alone tells.

    None where nothing tells.
    """
    try:
        return severity(method, impact, urgency, decisions)
    except LookupError:
        floors = [key for question, key in method.at_least.items() if answer(question, decisions) == Answer.YES]
    if not floors:
        return None
    highest = max(floors, key=method.ranks.__getitem__)
    lifted = [
        question
        for question, key in method.at_least.items()
        if key == highest and answer(question, decisions) == Answer.YES
    ]
    return Weighed(method.severities[method.ranks[highest]], lifted)


def highest_impact(method: Method, impacts: Sequence[str]) -> str:
    """An incident that hits people, services and money differently is as bad as the worst of it."""
    return max(impacts, key=lambda each: _place(method.impacts, each))


def read(data: bytes, languages: frozenset[str]) -> list[Method]:
    """The methods in a file. Raises ``Unreadable`` with every fault that was found, by line."""
    reader = _Reader(languages)
    return reader.finished(lambda: reader.methods(yaml_tree.read(data, LIMITS)))


def _place(levels: Sequence[Level], key: str) -> int:
    for place, each in enumerate(levels):
        if each.key == key:
            return place
    raise LookupError(key)


class _Reader(LibraryPieces):
    def methods(self, node: Node) -> list[Method]:
        told = self.mapping(node, ("methods",), needed=("methods",))
        return self.keyed(told.get("methods"), self._method)

    def _method(self, node: Node) -> Method:
        needed = ("key", "title", "impacts", "urgencies", "severities", "grid")
        told = self.mapping(node, (*needed, "at_least"), needed)
        severities = self._levels(told.get("severities"))
        impacts, urgencies = self._levels(told.get("impacts")), self._levels(told.get("urgencies"))
        known = [each.key for each in severities]
        grid = [self.chosen(each, known) for each in self.items(told.get("grid"))]
        if len(grid) != len(impacts) or any(len(row) != len(urgencies) for row in grid):
            self.say(told.get("grid"), N_("The grid has a row for each impact, with a severity for each urgency."))
        self._rising(told.get("grid"), grid, known)
        return Method(
            key=self.named(told.get("key")),
            title=self.both(told.get("title"), "title"),
            impacts=impacts,
            urgencies=urgencies,
            severities=severities,
            grid=grid,
            at_least=self._at_least(told.get("at_least"), known),
        )

    def _levels(self, node: Node | None) -> list[Level]:
        nodes = self.items(node, most=10)
        found = [self._level(each) for each in nodes]
        if not found:
            self.say(node, N_("At least one level is wanted here."))
        keys = [each.key for each in found]
        self.once_each(nodes, keys, keys)
        return found

    def _level(self, node: Node) -> Level:
        told = self.mapping(node, ("key", "title", "about", "hours"), ("key", "title"))
        hours = self.number(told["hours"]) if "hours" in told else 0
        return Level(
            self.named(told.get("key")), self.both(told.get("title"), "title"), self.both(told.get("about")), hours
        )

    def _rising(self, node: Node | None, grid: Sequence[Sequence[str]], known: Sequence[str]) -> None:
        """More impact or more urgency never makes an incident less severe."""
        if any(key not in known for row in grid for key in row):
            return
        ranks = [[known.index(key) for key in row] for row in grid]
        columns = [list(column) for column in zip(*ranks, strict=False)]
        if any(line != sorted(line) for line in (*ranks, *columns)):
            self.say(node, N_("More impact or urgency may not make it less severe."))

    def _at_least(self, node: Node | None, known: Sequence[str]) -> Mapping[str, str]:
        found = {}
        for question, value in self.pairs(node):
            if question not in QUESTIONS:
                self.say(value, N_("“%(name)s” is not known here."), name=question)
            found[question] = self.chosen_one(value, known)
        return found
