"""A sample that anybody can draw again: the same seed and the same population give the same rows, on any machine.

Every row gets the SHA-256 of the seed and its id, and those with the lowest numbers are drawn. It needs no generator of random
numbers, whose draws may change between versions, and no order: whoever has the list and the seed can check it with a
spreadsheet's worth of tools. One more row can be drawn without changing the others.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from holger.core.words import N_

DRAWN, WHOLE, INTERVAL, CHOSEN = "drawn", "whole", "interval", "chosen"
METHODS: Mapping[str, str] = {
    DRAWN: N_("Drawn by holger"),
    WHOLE: N_("Everything"),
    INTERVAL: N_("Every nth"),
    CHOSEN: N_("Chosen by hand"),
}
"""How a sample came to be."""
CONFIDENCE = 0.90
TOLERATED = 0.10


@dataclass(frozen=True)
class Sample:
    """What was drawn, and all that is needed to draw it again."""

    seed: str
    population: int
    ids: tuple[str, ...]
    """In the order in which they were drawn."""
    digest: str
    """Of the population's ids: a list that differs by one row has another."""

    @property
    def size(self) -> int:
        return len(self.ids)

    @property
    def method(self) -> str:
        return WHOLE if self.size == self.population else DRAWN


def seed_for(reference: str, year: int, number: int) -> str:
    """What a run's sample is drawn by: AK-16/2026-4 is the fourth run of activity AK-16 in 2026."""
    return f"{reference}/{year}-{number}"


def draw(seed: str, ids: Iterable[str], size: int) -> Sample:
    """So many of the ids, or all where there are fewer. An id that comes twice counts once."""
    population = sorted(set(ids))
    ranked = sorted(population, key=lambda each: (_rank(seed, each), each))
    return Sample(seed, len(population), tuple(ranked[: max(size, 0)]), digest(population))


def digest(ids: Iterable[str]) -> str:
    """A short fingerprint of a population, whatever its order."""
    whole = hashlib.sha256()
    for each in sorted(set(ids)):
        whole.update(_part(each))
    return whole.hexdigest()[:16]


def _rank(seed: str, each: str) -> bytes:
    return hashlib.sha256(_part(seed) + _part(each)).digest()


def _part(text: str) -> bytes:
    """With its length before it, so that no two pairs of texts run together into the same bytes."""
    written = text.encode()
    return f"{len(written)}:".encode() + written


def recommended(population: int) -> int:
    """How many to look at, so that no deviation among them says something of all.

    The fewest of which one can say: were a tenth of all, or more, to deviate, then with at least 90 % certainty one of these would.
    It is attribute sampling as auditors use it, whose number for large populations is 22, with the finite population counted in
    (hypergeometric). A tenth is not rounded to whole rows, so that a larger population never asks for fewer.
    """
    unseen, size = 1.0, 0
    while size < population and unseen > 1 - CONFIDENCE + 1e-12:
        unseen *= max(population * (1 - TOLERATED) - size, 0) / (population - size)
        size += 1
    return size
