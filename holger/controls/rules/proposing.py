"""From what one has to live up to, to the controls that answer it: which to propose, why, and which are there already.

Requirements that a mapping calls equal are one: whatever answers one of them answers the others as much.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from holger.controls.rules.catalogue import PART, WHOLE, Entry

OWN = "own:"
"""What the key of a proposal begins with that is made of a requirement; the requirement's follows."""


@dataclass(frozen=True)
class Asked[K: Hashable]:
    """A requirement that applies and is wanted somewhere. ``here``: in the scope that controls are proposed for.

    ``framework`` is its framework's key, by which the catalogue knows it.
    """

    key: K
    framework: str
    code: str
    here: bool


@dataclass(frozen=True)
class There[K: Hashable]:
    """A control that exists, and how much it answers of what. ``library_id``: of the catalogue's that it was made from."""

    key: K
    library_id: str
    answers: Mapping[K, str]


@dataclass(frozen=True)
class Answer[K: Hashable]:
    """A requirement that the proposed control answers; ``through`` a mapping that calls it equal to one of the catalogue's."""

    key: K
    strength: str
    here: bool
    through: bool = False


class Why(StrEnum):
    """Why it is proposed, the most pressing first."""

    OPEN = "open"
    """It answers something that nothing answers yet."""
    ADDS = "adds"
    """Other controls answer that too, or a part of it."""
    LINKS = "links"
    """It is there, and answers more than is written down."""
    HAVE = "have"
    """It is there."""


@dataclass(frozen=True)
class Proposal[K: Hashable]:
    """A control to accept or not. Without an ``entry`` it is made of a requirement that the catalogue does not answer.

    ``open`` counts the requirements of the scope that nothing answers yet; ``there`` is the control that does this
    already, and ``missing`` what it is not said to answer.
    """

    key: str
    entry: Entry | None
    answers: Sequence[Answer[K]]
    open: int
    there: K | None
    missing: Sequence[Answer[K]]

    @property
    def here(self) -> Sequence[Answer[K]]:
        return [answer for answer in self.answers if answer.here]

    @property
    def why(self) -> Why:
        if self.there is not None:
            return Why.LINKS if self.missing else Why.HAVE
        return Why.OPEN if self.open else Why.ADDS

    @property
    def starter(self) -> bool:
        return self.entry is not None and self.entry.starter

    @property
    def adds(self) -> bool:
        """Would accepting it change anything?"""
        return self.why != Why.HAVE


def proposals[K: Hashable](
    asked: Sequence[Asked[K]],
    equal: Iterable[tuple[K, K]],
    entries: Iterable[Entry],
    controls: Sequence[There[K]],
) -> list[Proposal[K]]:
    """One for each control of the catalogue that answers something here, and one for each thing that none of them does."""
    sight = _Sight(asked, _groups(equal), controls)
    found = [sight.proposal(entry.key, entry, sight.reached(entry)) for entry in entries]
    kept = [each for each in found if each.here]
    answered = {answer.key for each in kept for answer in each.answers}
    return kept + [sight.proposal(*own) for own in sight.unanswered(answered)]


class _Reach(NamedTuple):
    """How a requirement is reached: how much of it is answered, and whether only through a mapping."""

    strength: str
    through: bool


class _Sight[K: Hashable]:
    """All that is asked and all that is there, at hand for one proposal after the other."""

    def __init__(self, asked: Sequence[Asked[K]], groups: Mapping[K, Sequence[K]], controls: Sequence[There[K]]):
        self.asked = {each.key: each for each in asked}
        self.by_code = {(each.framework, each.code): each.key for each in asked}
        self.groups = groups
        self.places = {each.key: place for place, each in enumerate(asked)}
        self.controls = {control.key: control for control in controls}
        self.covered = {key for control in controls for key in control.answers}
        self.made = {control.library_id: control for control in reversed(controls) if control.library_id}
        self.by_hand = [control for control in controls if not control.library_id]
        self.here = {each.key for each in asked if each.here}

    def reached(self, entry: Entry) -> dict[K, _Reach]:
        """What a control of the catalogue answers of what is asked."""
        told = {
            key: answered.strength
            for answered in entry.answers
            if (key := self.by_code.get((answered.framework, answered.code))) is not None
        }
        found = {key: _Reach(strength, False) for key, strength in told.items()}
        for key, strength in told.items():
            for other in self.equals(key):
                if other not in told and (other not in found or found[other].strength == PART):
                    found[other] = _Reach(strength, True)
        return found

    def equals(self, key: K) -> list[K]:
        return [other for other in self.groups.get(key, ()) if other in self.asked]

    def unanswered(self, answered: set[K]) -> Iterator[tuple[str, None, dict[K, _Reach]]]:
        """What is asked here and nothing in the catalogue answers, each group of equal requirements once."""
        seen = set(answered)
        for key in self.asked:
            if key in self.here and key not in seen:
                group = {key, *self.equals(key)}
                seen |= group
                yield f"{OWN}{key}", None, {each: _Reach(WHOLE, each != key) for each in group}

    def proposal(self, key: str, entry: Entry | None, reached: Mapping[K, _Reach]) -> Proposal[K]:
        in_order = sorted(reached.items(), key=lambda item: self.places[item[0]])
        answers = [Answer(each, how.strength, each in self.here, how.through) for each, how in in_order]
        there = self.control_for(entry, answers)
        missing = [answer for answer in answers if there and answer.key not in there.answers]
        unmet = sum(answer.here and answer.key not in self.covered for answer in answers)
        return Proposal(key, entry, answers, unmet, there.key if there else None, missing)

    def control_for(self, entry: Entry | None, answers: Sequence[Answer[K]]) -> There[K] | None:
        """The control that was made of it, or one made by hand that answers the same here."""
        if entry and entry.key in self.made:
            return self.made[entry.key]
        mine = {answer.key for answer in answers if answer.here}
        whole = {answer.key for answer in answers if answer.here and answer.strength == WHOLE}
        return next((each for each in self.by_hand if self.same(mine, whole, each)), None)

    def same(self, mine: set[K], whole: set[K], control: There[K]) -> bool:
        """It answers all that the proposal would answer wholly, and nothing else here."""
        theirs = self.here & control.answers.keys()
        return bool(whole) and whole <= theirs <= mine


def _groups[K: Hashable](equal: Iterable[tuple[K, K]]) -> dict[K, list[K]]:
    """The requirements that are equal to each, also by way of others."""
    next_to: dict[K, set[K]] = defaultdict(set)
    for one, other in equal:
        next_to[one].add(other)
        next_to[other].add(one)
    found: dict[K, list[K]] = {}
    for start in next_to:
        if start not in found:
            group = _reach(start, next_to)
            found |= {each: [other for other in group if other != each] for each in group}
    return found


def _reach[K: Hashable](start: K, next_to: Mapping[K, set[K]]) -> list[K]:
    seen, waiting = {start: None}, [start]
    while waiting:
        for other in next_to[waiting.pop()]:
            if other not in seen:
                seen[other] = None
                waiting.append(other)
    return list(seen)
