"""Ready checklists: what to do when something of a kind happens, by phase, by whom, and within how many minutes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from holger.core.words import N_, Words
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.nodes import Node, Text
from holger.incidents.rules.reading import LIMITS, LibraryPieces

SEVERITIES = ("low", "medium", "high", "critical")


@dataclass(frozen=True)
class Step:
    """``minutes``: from the first sign; None where it does not run by the clock. ``role`` is a key of the roles of the field."""

    text: Words
    role: str
    minutes: int | None
    why: Words


@dataclass(frozen=True)
class Phase:
    key: str
    title: Words
    steps: Sequence[Step]


@dataclass(frozen=True)
class Playbook:
    """``categories``: the kinds of incident that it is for."""

    key: str
    title: Words
    summary: Words
    categories: Collection[str]
    severity: str
    phases: Sequence[Phase]

    @property
    def count(self) -> int:
        return sum(len(phase.steps) for phase in self.phases)


def read(data: bytes, languages: frozenset[str], roles: Collection[str]) -> Playbook:
    """Raises ``Unreadable`` with every fault that was found, by line."""
    reader = _Reader(languages, roles)
    return reader.finished(lambda: reader.playbook(yaml_tree.read(data, LIMITS)))


def proposed(playbooks: Sequence[Playbook], category: str) -> list[Playbook]:
    """Those for incidents of a category first, the others after them."""
    fits = [each for each in playbooks if category in each.categories]
    return [*fits, *(each for each in playbooks if category not in each.categories)]


class _Reader(LibraryPieces):
    def __init__(self, languages: frozenset[str], roles: Collection[str]):
        super().__init__(languages)
        self.roles = set(roles)

    def playbook(self, node: Node) -> Playbook:
        needed = ("key", "title", "summary", "categories", "severity", "phases")
        told = self.mapping(node, needed, needed)
        phases = self.keyed(told.get("phases"), self._phase)
        return Playbook(
            key=self.named(told.get("key")),
            title=self.both(told.get("title"), "title"),
            summary=self.both(told.get("summary")),
            categories=frozenset(self.named(each) for each in self.items(told.get("categories"))),
            severity=self.chosen_one(told.get("severity"), SEVERITIES),
            phases=phases,
        )

    def _phase(self, node: Node) -> Phase:
        needed = ("key", "title", "steps")
        told = self.mapping(node, needed, needed)
        steps = [self._step(each) for each in self.items(told.get("steps"))]
        if not steps:
            self.say(node, N_("There is no step in it."))
        return Phase(self.named(told.get("key")), self.both(told.get("title"), "title"), steps)

    def _step(self, node: Node) -> Step:
        needed = ("text", "role")
        told = self.mapping(node, (*needed, "minutes", "why"), needed)
        return Step(
            text=self.both(told.get("text")),
            role=self.chosen_one(told.get("role"), self.roles),
            minutes=self._minutes(told.get("minutes")),
            why=self.both(told.get("why")),
        )

    def _minutes(self, node: Node | None) -> int | None:
        """A whole number; written out as ``null`` where a step does not run by the clock."""
        return None if node is None or (isinstance(node, Text) and node.is_nothing) else self.number(node)
