"""How far the controls are that answer a requirement: each requirement counted once, as what it honestly is."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

from holger.controls.rules.controls import IN_PLACE, PARTLY

DONE, SOME, PLANNED, THROUGH, NONE = "in_place", "partly", "planned", "through", "none"
STATES = (DONE, SOME, PLANNED, THROUGH, NONE)
"""A control in place, something in place, a control that is on its way, none but a claim through a mapping, nothing."""
WHOLE = "whole"


class Answered(NamedTuple):
    """How far a requirement's controls are, and whether one of them answers it wholly."""

    state: str
    whole: bool


def answered(links: Iterable[tuple[str, str]]) -> Answered:
    """Of (strength, the control's status) of each control that answers it.

    Only a control that answers all of it and is in place lets it be in place: of several that each contribute, nobody
    knows whether they make a whole.
    """
    strengths, statuses, whole_ones = set(), set(), set()
    for strength, status in links:
        strengths.add(strength)
        statuses.add(status)
        if strength == WHOLE:
            whole_ones.add(status)
    if IN_PLACE in whole_ones:
        state = DONE
    elif statuses & {IN_PLACE, PARTLY}:
        state = SOME
    else:
        state = PLANNED if statuses else NONE
    return Answered(state, WHOLE in strengths)


@dataclass(frozen=True)
class Sums:
    """How many requirements have a control in place, something in place, one on its way, only a claim, and nothing.

    ``part`` of those with a control have none that answers them wholly.
    """

    in_place: int = 0
    partly: int = 0
    planned: int = 0
    through: int = 0
    none: int = 0
    part: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, state) for state in STATES)

    @property
    def covered(self) -> int:
        """What has a control. What is only claimed through a mapping has none."""
        return self.in_place + self.partly + self.planned


def state_of[K: Hashable](key: K, answers: Mapping[K, Answered], reached: Collection[K]) -> str:
    if key in answers:
        return answers[key].state
    return THROUGH if key in reached else NONE


def sums[K: Hashable](wanted: Iterable[K], answers: Mapping[K, Answered], reached: Collection[K]) -> Sums:
    """Of the requirements that are ``wanted``."""
    counts = dict.fromkeys((field.name for field in fields(Sums)), 0)
    for key in wanted:
        counts[state_of(key, answers, reached)] += 1
        if key in answers and not answers[key].whole:
            counts["part"] += 1
    return Sums(**counts)


def reached[K: Hashable](pairs: Iterable[tuple[K, K]], answers: Mapping[K, Answered]) -> set[K]:
    """What mappings lead to from requirements that have something in place, and that has no control of its own."""
    strong = {key for key, answer in answers.items() if answer.state in (DONE, SOME)}
    found = set()
    for source, target in pairs:
        if source in strong:
            found.add(target)
        if target in strong:
            found.add(source)
    return found - answers.keys()
