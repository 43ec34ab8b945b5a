"""Levels that spread along links by the maximum rule, whatever the things are that are linked.

A node has a *base*, the value set on it, and receives the values of the nodes before it. The highest wins; among
equals its own wins, then the value that comes from the lowest key. A *fixed* node keeps its base whatever it receives,
and passes that on. Cycles need no care: a value never grows on its way.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple


class Value(NamedTuple):
    """A level and the node it comes from; ``source`` is None where the node's own value decides, or there is none."""

    level: int | None
    source: Any = None


NOTHING = Value(None)


def inherit[K: Any](
    base: Mapping[K, int], edges: Mapping[K, Sequence[K]], fixed: Collection[K] = frozenset()
) -> dict[K, Value]:
    """The value of every node that has one. ``edges`` leads from a node to those that receive its value.

    The highest level spreads first and settles all that it reaches, so each node and edge is looked at once.
    """
    found: dict[K, Value] = {}
    by_level: dict[int, list[K]] = defaultdict(list)
    for node, level in base.items():
        by_level[level].append(node)
    for level in sorted(by_level, reverse=True):
        sources = sorted(node for node in by_level[level] if node not in found)
        found.update((node, Value(level)) for node in sources)
        for source in sources:
            value, waiting = Value(level, source), [source]
            while waiting:
                for node in edges.get(waiting.pop(), ()):
                    if node not in found and node not in fixed:
                        found[node] = value
                        waiting.append(node)
    return found
