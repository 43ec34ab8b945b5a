"""How it stands: each requirement counted once, as what it honestly is."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

MET, PARTLY, NOT, UNANSWERED = "met", "partly", "not", ""
DONE = {MET: 1.0, PARTLY: 0.5}
"""What an answer counts in a percentage. What is claimed through a mapping counts nothing."""


@dataclass(frozen=True)
class Sums:
    """How many requirements are met, partly met, not met, unanswered but claimed through a mapping, and unanswered."""

    met: int = 0
    partly: int = 0
    not_met: int = 0
    through: int = 0
    unanswered: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def total(self) -> int:
        return sum(getattr(self, field.name) for field in fields(self))

    @property
    def answered(self) -> int:
        return self.met + self.partly + self.not_met

    @property
    def percent(self) -> int:
        """How far, in whole percent rounded down: only what is all met is a hundred."""
        return int(100 * (self.met + 0.5 * self.partly) // self.total) if self.total else 0


def sums(answers: Iterable[tuple[str, bool]]) -> Sums:
    """Of (answer, is it claimed through a mapping?) of each requirement that counts."""
    counts = dict.fromkeys((field.name for field in fields(Sums)), 0)
    for answer, claimed in answers:
        counts[_part(answer, claimed)] += 1
    return Sums(**counts)


def _part(answer: str, claimed: bool) -> str:
    if answer == UNANSWERED:
        return "through" if claimed else "unanswered"
    return {MET: "met", PARTLY: "partly", NOT: "not_met"}[answer]


def state(answer: str, *, applicable: bool = True, wanted: bool = True, claimed: bool = False) -> str:
    """Where a requirement stands, in one word: left out, beyond the ambition, answered, claimed through a mapping, or open."""
    if not applicable:
        return "out"
    if not wanted:
        return "beyond"
    return answer or ("through" if claimed else "open")


def is_wanted(groups: Iterable[str], ambition: Iterable[str]) -> bool:
    """Does an ambition reach a requirement of these groups? Without an ambition, everything is wanted.

    A requirement of a framework's that belongs to no group is wanted whatever the ambition.
    """
    groups, ambition = set(groups), set(ambition)
    return not ambition or not groups or bool(groups & ambition)
