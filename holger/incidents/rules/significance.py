"""Is an incident significant? Measured facts held against the thresholds of the law: which are met, which are not, which cannot be said yet.

It helps to decide and decides nothing: the answer is a person's, with a reason (``assessing``).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from holger.core.words import Words
from holger.incidents.rules.periods import month_on

type Fact = int | float | bool
type Facts = Mapping[str, Fact]
"""By measure. What is not there is not known yet."""

RECURS_WITHIN = 6
"""Months."""
RECURS_TIMES = 2


class Held(StrEnum):
    MET = "met"
    UNKNOWN = "unknown"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Measure:
    """Something to measure or to answer; ``is_number`` tells which."""

    key: str
    text: Words
    is_number: bool


@dataclass(frozen=True)
class Over:
    """More than so many."""

    measure: str
    limit: float

    def held(self, facts: Facts) -> Held:
        fact = facts.get(self.measure)
        return Held.UNKNOWN if fact is None else Held.MET if fact > self.limit else Held.NOT_MET


@dataclass(frozen=True)
class Yes:
    measure: str
    wanted: bool = True

    def held(self, facts: Facts) -> Held:
        fact = facts.get(self.measure)
        return Held.UNKNOWN if fact is None else Held.MET if bool(fact) == self.wanted else Held.NOT_MET


@dataclass(frozen=True)
class Every:
    parts: Sequence["Condition"]

    def held(self, facts: Facts) -> Held:
        return _worst(self.parts, facts, (Held.NOT_MET, Held.UNKNOWN, Held.MET))


@dataclass(frozen=True)
class Either:
    parts: Sequence["Condition"]

    def held(self, facts: Facts) -> Held:
        return _worst(self.parts, facts, (Held.MET, Held.UNKNOWN, Held.NOT_MET))


type Condition = Over | Yes | Every | Either


@dataclass(frozen=True)
class Criterion:
    """One threshold. ``entities``: whom it concerns; ``not_for``: whom other criteria concern instead."""

    key: str
    text: Words
    source: str
    entities: Sequence[str]
    not_for: Sequence[str]
    when: Condition

    def concerns(self, kinds: Collection[str]) -> bool:
        named = not self.entities or not set(self.entities).isdisjoint(kinds)
        return named and set(self.not_for).isdisjoint(kinds)

    @property
    def measures(self) -> list[str]:
        return list(dict.fromkeys(_asked(self.when)))


@dataclass(frozen=True)
class Thresholds:
    measures: Mapping[str, Measure]
    criteria: Sequence[Criterion]
    exceptions: Sequence[Criterion]
    """What takes an incident out of it all."""
    loss: Criterion
    """The one that incidents that come again meet together."""


@dataclass(frozen=True)
class Outcome:
    """``criteria`` by how they are held, those that concern the organisation only."""

    criteria: Mapping[Held, Sequence[Criterion]]
    excepted: Sequence[Criterion]

    @property
    def held(self) -> Held:
        """Unknown is no "no": as long as a threshold may be met, the incident may be significant."""
        if self.excepted:
            return Held.NOT_MET
        return next((each for each in (Held.MET, Held.UNKNOWN) if self.criteria[each]), Held.NOT_MET)

    @property
    def missing(self) -> list[str]:
        """The measures that are asked of people, in the order of the criteria."""
        return list(dict.fromkeys(name for each in self.criteria[Held.UNKNOWN] for name in each.measures))


def measured(thresholds: Thresholds, facts: Facts, kinds: Collection[str]) -> Outcome:
    found: dict[Held, list[Criterion]] = {each: [] for each in Held}
    for criterion in thresholds.criteria:
        if criterion.concerns(kinds):
            found[criterion.when.held(facts)].append(criterion)
    return Outcome(found, [each for each in thresholds.exceptions if each.when.held(facts) == Held.MET])


@dataclass(frozen=True)
class Occurrence:
    """An incident that may have come again. ``cause`` is what it seems to come from; ``facts`` hold its loss, if that is known."""

    day: date
    cause: str
    facts: Facts


def recurring(loss: Criterion, these: Iterable[Occurrence]) -> Held:
    """Are they significant together: twice or more within half a year, from one apparent cause, over the limit of loss in all?

    Of those that lie within half a year of each other, any such run may do.
    """
    by_cause: dict[str, list[Occurrence]] = {}
    for each in sorted(these, key=lambda each: each.day):
        if each.cause.strip():
            by_cause.setdefault(each.cause.strip().casefold(), []).append(each)
    held = [_together(loss, run) for listed in by_cause.values() for run in _runs(listed)]
    return next((each for each in (Held.MET, Held.UNKNOWN) if each in held), Held.NOT_MET)


def _runs(listed: Sequence[Occurrence]) -> Iterable[Sequence[Occurrence]]:
    for place, first in enumerate(listed):
        last = month_on(first.day, RECURS_WITHIN)
        run = [each for each in listed[place:] if each.day <= last]
        if len(run) >= RECURS_TIMES:
            yield run


def _together(loss: Criterion, run: Sequence[Occurrence]) -> Held:
    """A loss that is not known may be any: without it the limit is met or unknown, never unmet."""
    sums = {name: sum(each.facts.get(name, 0) for each in run) for name in loss.measures}
    if loss.when.held(sums) == Held.MET:
        return Held.MET
    whole = {name: total for name, total in sums.items() if all(name in each.facts for each in run)}
    return loss.when.held(whole)


def _worst(parts: Sequence[Condition], facts: Facts, order: Sequence[Held]) -> Held:
    """The first of the ``order`` that one of the parts has."""
    held = {each.held(facts) for each in parts}
    return next(each for each in order if each in held)


def _asked(condition: Condition) -> Iterable[str]:
    if isinstance(condition, Over | Yes):
        yield condition.measure
    else:
        for each in condition.parts:
            yield from _asked(each)
