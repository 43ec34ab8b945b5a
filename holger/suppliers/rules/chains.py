"""Chains of suppliers: how critical each is for all that depends on it, and how much hangs on one of them, or on one country.

A supplier is as critical as the most critical thing that depends on it, and hands that on to its own suppliers.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from holger.core.inheriting import NOTHING, Value, inherit

CRITICAL = 3
"""From this level on, what hangs on a supplier is critical."""


@dataclass(frozen=True)
class Standing:
    """How critical a supplier is. ``inherited`` is what its chain says; ``driven_by`` the node that says so, None where it
    is the supplier itself, or nothing does. ``overridden``: somebody has set another level, with a reason."""

    level: int | None
    inherited: int | None
    driven_by: Any
    overridden: bool


@dataclass(frozen=True)
class Chain[K: Any]:
    """What depends on what. Keys are of one kind and can be sorted: among equals the lowest drives.

    ``needs``: how critical a process, a system or a supplier is by itself. ``links`` lead from what depends to what it
    depends on. ``overrides``: levels of suppliers that somebody has set, which hold whatever the chain says.
    """

    needs: Mapping[K, int]
    links: Mapping[K, Sequence[K]]
    overrides: Mapping[K, int]


def chain[K: Any](needs: Mapping[K, int], links: Iterable[tuple[K, K]], overrides: Mapping[K, int]) -> Chain[K]:
    following: dict[K, list[K]] = defaultdict(list)
    for depends, on in links:
        following[depends].append(on)
    return Chain(needs, following, overrides)


def standings[K: Any](told: Chain[K], suppliers: Iterable[K]) -> dict[K, Standing]:
    """Each supplier's standing. Loops are harmless: a level never grows on its way."""
    effective = inherit({**told.needs, **told.overrides}, told.links, frozenset(told.overrides))
    handed = _handed_to_overridden(told, effective)
    return {key: _standing(key, told, effective.get(key, NOTHING), handed) for key in suppliers}


def _standing[K: Any](key: K, told: Chain[K], value: Value, handed: Mapping[K, Value]) -> Standing:
    if key not in told.overrides:
        return Standing(value.level, value.level, value.source, overridden=False)
    inherited = handed.get(key, NOTHING)
    return Standing(told.overrides[key], inherited.level, inherited.source, overridden=True)


def _handed_to_overridden[K: Any](told: Chain[K], effective: Mapping[K, Value]) -> dict[K, Value]:
    """What an overridden supplier would have had: the highest that is handed to it, or its own need."""
    found = {key: Value(told.needs[key]) for key in told.overrides if key in told.needs}
    for depends in sorted(told.links):
        value = effective.get(depends, NOTHING)
        if value.level is None:
            continue
        for on in told.links[depends]:
            if on in told.overrides and value.level > (found.get(on, NOTHING).level or 0):
                found[on] = Value(value.level, depends if value.source is None else value.source)
    return found


# Loops


def going_round[K: Any](links: Mapping[K, Sequence[K]]) -> set[K]:
    """All that depends on itself, by whatever way. It happens, and does no harm to levels, but it is worth a word."""
    backwards: dict[K, list[K]] = defaultdict(list)
    for depends, found in links.items():
        for on in found:
            backwards[on].append(depends)
    round_: set[K] = set()
    settled: set[K] = set()
    for start in reversed(_after_what_they_lead_to(links)):
        group = _unsettled(start, backwards, settled)
        if len(group) > 1 or start in links.get(start, ()):
            round_.update(group)
    return round_


def _after_what_they_lead_to[K: Any](links: Mapping[K, Sequence[K]]) -> list[K]:
    """Every node after those that a walk from it came to first, as strongly connected components are found (Kosaraju)."""
    order: list[K] = []
    met: set[K] = set()
    for start in links:
        if start in met:
            continue
        met.add(start)
        way = [(start, iter(links[start]))]
        while way:
            node, ahead = way[-1]
            following = next((each for each in ahead if each not in met), None)
            if following is None:
                order.append(node)
                way.pop()
            else:
                met.add(following)
                way.append((following, iter(links.get(following, ()))))
    return order


def _unsettled[K: Any](start: K, links: Mapping[K, Sequence[K]], settled: set[K]) -> list[K]:
    """What ``start`` leads to and is in no group yet, itself first; settled from now on."""
    if start in settled:
        return []
    settled.add(start)
    group = [start]
    for node in group:
        new = [each for each in dict.fromkeys(links.get(node, ())) if each not in settled]
        settled.update(new)
        group.extend(new)
    return group


# Who delivers to whom


@dataclass(frozen=True)
class Step[K: Any]:
    """Somebody below in a chain: how far down, and to whom it delivers."""

    node: K
    rank: int
    recipient: K


def ranked[K: Any](start: K, rank: int, links: Mapping[K, Sequence[K]], deepest: int) -> list[Step[K]]:
    """All below ``start``, itself of this rank, each as near as it comes and once for each recipient one rank nearer.

    A chain that comes back to where it has been tells nothing new and ends there.
    """
    found: list[Step[K]] = []
    met, level = {start}, [start]
    while level and rank < deepest:
        rank += 1
        steps = [Step(on, rank, each) for each in level for on in links.get(each, ()) if on not in met]
        found += steps
        level = list(dict.fromkeys(step.node for step in steps))
        met.update(level)
    return found


# Concentration


@dataclass(frozen=True)
class Weight[K: Any]:
    """How much hangs on one supplier or one country: of what is counted, and of what is critical."""

    key: K
    hanging: Sequence[Any]
    critical: Sequence[Any]
    share: int
    """Per cent of all that is counted."""


def on_suppliers[K: Any](told: Chain[K], counted: Collection[K], suppliers: Collection[K]) -> list[Weight[K]]:
    """For each supplier the processes or systems ``counted`` that would feel it gone, directly or down the chain; the
    heaviest first, and only those that anything hangs on."""
    listed = sorted(counted)
    hanging = _hanging(listed, told.links)
    return _weighed({key: hanging[key] for key in suppliers if key in hanging}, listed, told.needs)


def on_countries[K: Any](
    told: Chain[K], counted: Collection[K], countries: Mapping[K, Collection[str]]
) -> list[Weight[str]]:
    """The same for the countries that suppliers work in; what hangs on two suppliers in one country counts once."""
    listed = sorted(counted)
    holding: dict[str, int] = defaultdict(int)
    for key, bits in _hanging(listed, told.links).items():
        for country in countries.get(key, ()):
            holding[country] |= bits
    return _weighed(holding, listed, told.needs)


def _hanging[K: Any](listed: Sequence[K], links: Mapping[K, Sequence[K]]) -> dict[K, int]:
    """What leads to each node, a bit for each of those ``listed``: sets of a thousand join in one step."""
    bits: dict[K, int] = {}
    at = {key: 1 << place for place, key in enumerate(listed)}
    waiting = deque(listed)
    while waiting:
        node = waiting.popleft()
        handed = bits.get(node, 0) | at.get(node, 0)
        for following in links.get(node, ()):
            if (before := bits.get(following, 0)) | handed != before:
                bits[following] = before | handed
                waiting.append(following)
    return bits


def _weighed[K: Any](holding: Mapping[K, int], listed: Sequence[Any], needs: Mapping[Any, int]) -> list[Weight[K]]:
    found = []
    for key, bits in holding.items():
        hanging = [each for place, each in enumerate(listed) if bits >> place & 1]
        critical = [each for each in hanging if needs.get(each, 0) >= CRITICAL]
        found.append(Weight(key, hanging, critical, len(hanging) * 100 // len(listed)))
    return sorted(found, key=lambda each: (-len(each.critical), -len(each.hanging), each.key))
