"""The requirements of a framework as a tree in a row: each with its depth, its place, and the topmost one above it."""

from collections.abc import Iterable, Mapping
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
