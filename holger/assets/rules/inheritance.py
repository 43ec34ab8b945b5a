"""Values that spread along dependencies by the maximum rule (``core.inheriting``), and what a change makes of them.

The *source* of a value is the node where it was set, so that a page can say "driven by P-3". Keys are ordered by age,
so among equals the one that has been in the map longest is named.

Protection need spreads from what depends to what it depends on; risk scores spread the other way, over reversed edges.
"""

import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from holger.core.inheriting import NOTHING, Value

DIMENSIONS = ("c", "i", "a")
"""Confidentiality, integrity, availability."""


class Graph[K: Any](Protocol):
    """What ``repair`` asks of the graph. Nodes are asked for many at a time, so that a database can answer."""

    def after(self, nodes: Collection[K]) -> Mapping[K, Iterable[K]]:
        """The nodes that receive from each of these."""

    def before(self, nodes: Collection[K]) -> Mapping[K, Iterable[K]]:
        """The nodes that each of these receives from."""

    def base(self, node: K) -> int | None: ...

    def is_fixed(self, node: K) -> bool: ...

    def value(self, node: K) -> Value:
        """What the node had before the change."""


@dataclass(order=True)
class _Offer[K: Any]:
    """Sorted so that the highest level comes first, at one level a node's own value, then the lowest source."""

    below: int
    inherited: bool
    source: K
    node: K


def repair[K: Any](graph: Graph[K], changed: Collection[K], *, growing: bool = False) -> dict[K, Value]:
    """New values after the base, override or incoming edges of ``changed`` were changed: those that differ, no others.

    Everything whose value came through a changed node is withdrawn and weighed again; from there, improvements
    spread as far as they improve anything. Nodes beyond that are never looked at. ``growing`` promises that bases only
    rose and edges only came: then nothing needs to be withdrawn.
    """
    return _Repair(graph).run(changed, growing)


class _Repair[K: Any]:
    def __init__(self, graph: Graph[K]):
        self.graph = graph
        self.withdrawn: set[K] = set()
        self.new: dict[K, Value] = {}
        self.offers: list[_Offer[K]] = []
        self.known: dict[K, Iterable[K]] = {}
        """What comes after a node, as far as it has been asked for."""

    def run(self, changed: Collection[K], growing: bool) -> dict[K, Value]:
        if growing and not any(self._comes_level(node) for node in changed):
            self._weigh(changed)
        else:
            self._withdraw(changed)
            self._weigh(self.withdrawn)
        while self.offers:
            self._settle(heapq.heappop(self.offers))
        differing = {node: value for node, value in self.new.items() if value != self.graph.value(node)}
        lost = {node for node in self.withdrawn if node not in self.new and self.graph.value(node) != NOTHING}
        return differing | dict.fromkeys(lost, NOTHING)

    def _withdraw(self, changed: Collection[K]) -> None:
        layer = set(changed)
        while layer:
            self.withdrawn |= layer
            self.known.update(self.graph.after(layer))
            layer = {
                after
                for node in layer
                for after in self.known.get(node, ())
                if after not in self.withdrawn and self._came_through(node, after)
            }

    def _came_through(self, node: K, after: K) -> bool:
        value, received = self.graph.value(node), self.graph.value(after)
        if received.source is None or received.level != value.level:
            return False
        return received.source == (node if value.source is None else value.source)

    def _weigh(self, nodes: Collection[K]) -> None:
        """What each node is offered by itself and by those before it."""
        before = self.graph.before(nodes)
        for node in nodes:
            level = self.graph.base(node)
            if level is not None and (node in self.withdrawn or level > (self.graph.value(node).level or 0)):
                heapq.heappush(self.offers, _Offer(-level, False, node, node))
            for source in () if self.graph.is_fixed(node) else before.get(node, ()):
                value = self.graph.value(source)
                if source not in self.withdrawn and self._improves(node, source, value):
                    self._offer(node, source, value)

    def _comes_level(self, node: K) -> bool:
        """A level of its own that equals what it inherits takes over as the source of all that follows."""
        kept = self.graph.value(node)
        return kept.source is not None and self.graph.base(node) == kept.level

    def _offer(self, node: K, sender: K, value: Value) -> None:
        if value.level is not None:
            source = sender if value.source is None else value.source
            heapq.heappush(self.offers, _Offer(-value.level, True, source, node))

    def _settle(self, offer: _Offer[K]) -> None:
        node = offer.node
        if node in self.new:
            return
        value = Value(-offer.below, offer.source if offer.inherited else None)
        self.new[node] = value
        if node not in self.known:
            waiting = {node} | {other.node for other in self.offers if other.node not in self.known}
            self.known.update(self.graph.after(waiting))
        for after in self.known.get(node, ()):
            if after not in self.new and not self.graph.is_fixed(after) and self._improves(after, node, value):
                self._offer(after, node, value)

    def _improves(self, node: K, sender: K, value: Value) -> bool:
        """A withdrawn node takes any offer; one that kept its value only takes a better one."""
        if node in self.withdrawn:
            return True
        kept = self.graph.value(node)
        if kept.level is None or value.level is None or kept.level != value.level:
            return (value.level or 0) > (kept.level or 0)
        return kept.source is not None and (sender if value.source is None else value.source) < kept.source


def criticality(levels: Iterable[int | None]) -> int | None:
    """How critical something is: its highest effective need."""
    return max((level for level in levels if level is not None), default=None)
