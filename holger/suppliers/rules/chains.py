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


# Loops and reach


def reached[K: Any](start: K, links: Mapping[K, Sequence[K]]) -> set[K]:
    """All that ``start`` leads to, by any way; itself too where the way comes back."""
    found: set[K] = set()
    waiting = [start]
    while waiting:
        for following in links.get(waiting.pop(), ()):
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found


def would_loop[K: Any](depends: K, on: K, links: Mapping[K, Sequence[K]]) -> bool:
    """Would one more link make a supplier its own supplier? That is allowed, as it happens, but it is worth a word."""
    return depends == on or depends in reached(on, links)


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
