"""What the answers to one framework let one claim about another: never that it is met, only that it may be.

A claim needs a mapping and an answer at its other end. It is strong where the other requirement is the same or holds more,
and is met; everything else is a claim in part. Where a mapping ends in a heading, it speaks of what lies below: what holds
all of a heading holds all of each part of it, and a heading is met when all its parts are.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from holger.frameworks.rules.mapping import INVERSE, of_part
from holger.frameworks.rules.standing import DONE, MET, PARTLY

type Parts[K: Hashable] = Mapping[K, Sequence[K]]
"""The requirements below each heading, however deep."""

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


def claims[K: Hashable](
    wanted: Iterable[K], pairs: Iterable[Pair[K]], answers: Mapping[K, str], parts: Parts[K] | None = None
) -> dict[K, Claim[K]]:
    """The claims about each of the ``wanted`` requirements, by what is known of the ``answers`` to others."""
    mine, below = set(wanted), parts or {}
    found: dict[K, list[Step[K]]] = defaultdict(list)
    for pair in pairs:
        ends = ((pair.target, pair.source, pair.relation), (pair.source, pair.target, INVERSE[pair.relation]))
        for here, other, relation in ends:
            if answers.get(other, "") in DONE:
                for row, held in _reached(here, relation, below):
                    if row in mine:
                        found[row].append(Step(other, held, answers[other], pair.key))
    return {here: Claim(tuple(sorted(steps, key=_weakness))) for here, steps in found.items()}


def _reached[K: Hashable](here: K, relation: str, parts: Parts[K]) -> Iterator[tuple[K, str]]:
    """What a mapping speaks of at one end, and how the other end relates to it."""
    if here not in parts:
        yield here, relation
        return
    held = INVERSE[of_part(INVERSE[relation])]
    for part in parts[here]:
        yield part, held


def headings_answered[K: Hashable](parts: Parts[K], answers: Mapping[K, str], left_out: Iterable[K]) -> dict[K, str]:
    """What the answers say of headings: met when all that applies below is met, partly when any of it is at least begun."""
    gone = set(left_out)
    found = {}
    for heading, rows in parts.items():
        said = [answers.get(row, "") for row in rows if row not in gone]
        if any(answer in DONE for answer in said):
            found[heading] = MET if all(answer == MET for answer in said) else PARTLY
    return found


def _weakness(step: Step[Hashable]) -> tuple[bool, bool]:
    return step.strength != STRONG, step.answer != MET
