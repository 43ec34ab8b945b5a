"""A line of a Statement of Applicability: is the requirement chosen, why, what answers it, and how far it is in place.

How far it is follows from what is known, in this order:

- A control that answers all of the requirement is in place: *in place*.
- Controls that only contribute are all in place, and somebody has answered that the requirement is met: *in place*.
- Any of its controls is in place, wholly or partly: *partly in place*.
- It has controls, none of them in place yet: *planned*.
- It has no control: what somebody has answered of it, met (*in place*), partly met (*partly*) or not met (*not in place*);
  where nobody has answered, it is *open*.

What is claimed through a mapping counts nothing, and a requirement that is left out has no status.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from holger.core.words import Words

IN, OUT, BEYOND = "in", "out", "beyond"
"""Chosen, left out with a justification, or beyond the ambition of the scope."""

IN_PLACE, PARTLY, PLANNED, NOT, OPEN = "in_place", "partly", "planned", "not", "open"
STATUSES = (IN_PLACE, PARTLY, PLANNED, NOT, OPEN)
OF_ANSWER = {"met": IN_PLACE, "partly": PARTLY, "not": NOT, "": OPEN}
MET = "met"

DONE, HALF, WHOLE = "implemented", "partly", "whole"
"""Of a control: it is in place, it is partly so, and it answers all of the requirement."""

CONTROLS, ANSWER = "controls", "answer"
"""What a status is told by."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A control that answers a requirement. Whose it is and whether it is late is told of a live one only."""

    reference: str
    title: str
    status: str
    strength: str
    maturity: int | None = None
    owned: bool = True
    late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What a statement says of one requirement. ``theme`` is the id of the topmost heading above it, ``told_by`` is what its
    status follows from, ``evidence`` how many proofs of the last year there are. ``key`` is what a live row is kept by."""

    code: str
    title: Words
    theme: str
    choice: str
    status: str
    reason: str = ""
    drivers: tuple[str, ...] = ()
    controls: tuple[Measure, ...] = ()
    answer: str = ""
    told_by: str = ""
    maturity: int | None = None
    target: int | None = None
    evidence: int = 0
    key: Hashable = field(default=None, compare=False)

    @property
    def chosen(self) -> bool:
        return self.choice == IN


@dataclass(frozen=True, slots=True)
class Theme:
    """A topmost heading of the framework, below which lines stand."""

    code: str
    title: Words


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines there are of each choice."""

    total: int
    chosen: int
    out: int
    beyond: int


def choice(*, applicable: bool, wanted: bool) -> str:
    if not applicable:
        return OUT
    return IN if wanted else BEYOND


def status(choice: str, controls: Sequence[Measure], answer: str) -> tuple[str, str]:
    """How far a requirement is in place, and what that is told by."""
    if choice != IN:
        return choice, ""
    if controls:
        return _of_controls(controls, answer), CONTROLS
    return OF_ANSWER[answer], ANSWER if answer else ""


def _of_controls(controls: Sequence[Measure], answer: str) -> str:
    if any(each.strength == WHOLE and each.status == DONE for each in controls):
        return IN_PLACE
    parts_only = all(each.strength != WHOLE and each.status == DONE for each in controls)
    if parts_only and answer == MET:
        return IN_PLACE
    return PARTLY if any(each.status in (DONE, HALF) for each in controls) else PLANNED


def maturity(answered: int | None, controls: Iterable[Measure]) -> int | None:
    """What somebody has answered; otherwise that of the weakest control that answers it."""
    if answered is not None:
        return answered
    return min((each.maturity for each in controls if each.maturity is not None), default=None)


def counts(lines: Iterable[Line]) -> Counts:
    found = dict.fromkeys((IN, OUT, BEYOND), 0)
    for line in lines:
        found[line.choice] += 1
    return Counts(sum(found.values()), found[IN], found[OUT], found[BEYOND])


def by_status(lines: Iterable[Line]) -> dict[str, int]:
    """How many of the chosen ones are how far."""
    found = dict.fromkeys(STATUSES, 0)
    for line in lines:
        if line.chosen:
            found[line.status] += 1
    return found


def by_theme(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines below each heading, in their order."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.theme, []).append(line)
    return found
