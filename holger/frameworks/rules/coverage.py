"""What the answers to one framework let one claim about another: never that it is met, only that it may be.

A claim needs a mapping and an answer at its other end. It is strong where the other requirement is the same or holds more,
and is met; everything else is a claim in part.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from holger.frameworks.rules.mapping import INVERSE
from holger.frameworks.rules.standing import DONE, MET

STRONG, PART = "strong", "part"
WHOLE = ("equal", "superset")
"""Relations in which the other requirement holds all of this one."""


@dataclass(frozen=True)
class Step[K: Hashable]:
    """One way to a claim: the requirement at the other end, how it relates to this one, and how it was answered."""

    other: K
    relation: str
    answer: str
    mapping: K

    @property
    def strength(self) -> str:
        return STRONG if self.relation in WHOLE and self.answer == MET else PART


@dataclass(frozen=True)
class Claim[K: Hashable]:
    """The ways to it, the strongest first."""

    steps: tuple[Step[K], ...]

    @property
    def strength(self) -> str:
        return self.steps[0].strength


@dataclass(frozen=True)
class Pair[K: Hashable]:
    """A mapping as it is kept: its own key, and the keys of its two ends."""

    key: K
    source: K
    target: K
    relation: str


def claims[K: Hashable](wanted: Iterable[K], pairs: Iterable[Pair[K]], answers: Mapping[K, str]) -> dict[K, Claim[K]]:
    """The claims about each of the ``wanted`` requirements, by what is known of the ``answers`` to others."""
    mine = set(wanted)
    found: dict[K, list[Step[K]]] = defaultdict(list)
    for pair in pairs:
        ends = ((pair.target, pair.source, pair.relation), (pair.source, pair.target, INVERSE[pair.relation]))
        for here, other, relation in ends:
            if here in mine and answers.get(other, "") in DONE:
                found[here].append(Step(other, relation, answers[other], pair.key))
    return {here: Claim(tuple(sorted(steps, key=_weakness))) for here, steps in found.items()}


def _weakness(step: Step[Hashable]) -> tuple[bool, bool]:
    return step.strength != STRONG, step.answer != MET
