"""How data flows in an activity: from whom, through what, to whom, and where it leaves the EU/EEA."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SUBJECTS, HERE, RECIPIENTS, OUTSIDE = -1, 0, 1, 2
"""Columns of the picture, from left to right."""


@dataclass(frozen=True)
class Node:
    """``path``: where more is told about it; "" where it is only a name. ``kind``: people, source, me, system,
    recipient, outside."""

    kind: str
    name: str
    note: str = ""
    path: str = ""


@dataclass(frozen=True)
class Flow:
    nodes: Sequence[tuple[int, Node]]
    """With the column of each."""
    lines: Sequence[tuple[Node, Node]]

    def column(self, number: int) -> list[Node]:
        return [node for where, node in self.nodes if where == number]


def flow(
    me: Node, subjects: Iterable[Node], systems: Iterable[Node], recipients: Iterable[Node], outside: Iterable[Node]
) -> Flow:
    """People and sources give, systems hold, recipients get; a line to each country from whoever receives there, else
    from the activity itself."""
    left, mine, right, far = list(subjects), list(systems), list(recipients), list(outside)
    nodes = [
        *((SUBJECTS, node) for node in left),
        (HERE, me),
        *((HERE, node) for node in mine),
        *((RECIPIENTS, node) for node in right),
        *((OUTSIDE, node) for node in far),
    ]
    by_name = {node.name.casefold(): node for node in right}
    lines = [
        *((node, me) for node in left),
        *((me, node) for node in mine),
        *((me, node) for node in right),
        *((by_name.get(node.note.casefold(), me), node) for node in far),
    ]
    return Flow(nodes, lines)
