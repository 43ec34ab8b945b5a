"""What if: which deadlines move, begin or fall away if something is entered, before it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from holger.incidents.rules.assessing import Answer, Decision
from holger.incidents.rules.clocks import Clock
from holger.incidents.rules.facts import Facts, Moment


@dataclass(frozen=True)
class Shift:
    """One clock as it is, and as it would be. None where there is no such clock."""

    now: Clock | None
    then: Clock | None

    @property
    def clock(self) -> Clock:
        found = self.then or self.now
        assert found is not None
        return found

    @property
    def moves(self) -> bool:
        return _told(self.now) != _told(self.then)


def shifts(now: Sequence[Clock], then: Sequence[Clock]) -> list[Shift]:
    """Every clock of either, in order."""
    before = {each.key: each for each in now}
    after = {each.key: each for each in then}
    return [Shift(before.get(key), after.get(key)) for key in dict.fromkeys([*before, *after])]


def supposing_answer(facts: Facts, question: str, answer: Answer, at: datetime) -> Facts:
    """What the facts were if it were decided so."""
    decision = Decision(question, answer, "", "", at)
    return replace(facts, decisions={**facts.decisions, question: decision})


def supposing_aware_of(facts: Facts, question: str, at: datetime) -> Facts:
    """What the facts were if one had become aware of this only then."""
    known = facts.aware_of.get(question, ())
    return replace(facts, aware_of={**facts.aware_of, question: [*known, Moment(at)]})


def _told(clock: Clock | None) -> tuple[object, ...]:
    return (clock.state, clock.start, clock.due, clock.projected) if clock is not None else ()
