"""The requirements of a framework as a tree in a row: each with its depth, its place, and the topmost one above it."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

from holger.frameworks.rules.framework import Requirement

DEEPEST = 12
"""Levels of requirements below each other: twice what any framework has."""


@dataclass(frozen=True)
class Seat:
    place: int
    depth: int
    section: str
    """The id of the topmost requirement above it; "" for one that is topmost itself."""


def seats(requirements: Iterable[Requirement]) -> Mapping[str, Seat]:
    """By id. A part stands after the whole that it belongs to, as the readers see to."""
    found: dict[str, Seat] = {}
    for place, requirement in enumerate(requirements):
        above = found.get(requirement.parent)
        if above is None:
            found[requirement.id] = Seat(place, 0, "")
        else:
            found[requirement.id] = Seat(place, above.depth + 1, above.section or requirement.parent)
    return found


def parts_below[K: Hashable](headings: Collection[K], rows: Iterable[tuple[K, K | None, bool]]) -> dict[K, list[K]]:
    """What can be answered below each of the ``headings``, however deep; ``rows`` are (key, parent, can be answered), in order."""
    found: dict[K, list[K]] = {heading: [] for heading in headings}
    above: dict[K, tuple[K, ...]] = {}
    for key, parent, assessable in rows:
        over = (*above.get(parent, ()), parent) if parent is not None else ()
        above[key] = over
        if assessable:
            for heading in over:
                if heading in found:
                    found[heading].append(key)
    return found
