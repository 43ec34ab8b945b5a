"""How much a piece of the plan's work matters: 0 to 100, made of parts that can be told in words.

What the law asks and what closes most comes first, then what takes risk away, then what is done quickly. Each part has its
most, and they add up to a hundred; so that every number can be followed by somebody with a pencil.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from holger.core.words import N_, Reason

MET = "met"
MISSING = {"not": 1.0, "": 0.75, "partly": 0.5, MET: 0.0}
"""How much of a requirement is missing, by its answer; nobody knows of one that is unanswered, but something usually is."""
REQUIREMENTS, DRIVER, RISK, EASE = 40, 20, 25, 15
"""The most that each part can give."""
EACH = 0.75
"""What is left of the points for requirements after each whole gap: the first counts most, and forty never comes."""
DRIVERS = {"law": 20, "contract": 13, "risk": 9, "business": 6}
WORST_REDUCTION = 30
"""So many points of risk that are taken away give all points for it."""
HALF_EASE = 10
"""Days of work after which half the points for ease are gone."""
DAY_COSTS = 8_000
"""What money is worth in days: a day's work costs about so much, in the organisation's currency."""
UNKNOWN_EASE = 5


@dataclass(frozen=True)
class Closing:
    """A requirement that the work closes: how much of it is missing, why it is asked for, and how much the work gives."""

    missing: float
    drivers: Collection[str] = ()
    share: float = 1.0

    @property
    def counts(self) -> float:
        return self.missing * self.share


@dataclass(frozen=True)
class Part:
    """One of the four reasons for a priority."""

    key: str
    points: int
    most: int
    reason: Reason


@dataclass(frozen=True)
class Priority:
    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)


def missing(answer: str, maturity: int | None = None, target: int = 0) -> float:
    """How much of a requirement is missing: what its answer says, or more where its maturity is further from its target."""
    gap = MISSING[answer]
    if answer == MET or maturity is None or not target:
        return gap
    return max(gap, min((target - maturity) / target, 1.0))


def priority(
    closings: Iterable[Closing], reduction: int = 0, days: float | None = None, budget: float | None = None
) -> Priority:
    """``reduction``: points that risks lose together. ``days`` and ``budget`` are None where nobody has said."""
    wanted = [closing for closing in closings if closing.counts > 0]
    return Priority((_requirements(wanted), _driver(wanted), _risk(reduction), _ease(days, budget)))


def _requirements(closings: Collection[Closing]) -> Part:
    whole = sum(closing.counts for closing in closings)
    points = round(REQUIREMENTS * (1 - EACH**whole))
    if not closings:
        return Part("requirements", 0, REQUIREMENTS, Reason(N_("It closes no requirement that is not met already.")))
    text = N_("Requirements that it closes and that are not met yet: %(count)s.")
    return Part("requirements", points, REQUIREMENTS, Reason(text, {"count": len(closings)}))


DRIVEN = {
    "law": N_("The law asks for it."),
    "contract": N_("A contract asks for it."),
    "risk": N_("Your risks ask for it."),
    "business": N_("Your business asks for it."),
}


def _driver(closings: Collection[Closing]) -> Part:
    """The strongest reason among all that is closed: one law is enough."""
    named = {driver for closing in closings for driver in closing.drivers}
    strongest = next((driver for driver in DRIVERS if driver in named), None)
    if strongest is None:
        return Part("driver", 0, DRIVER, Reason(N_("Nobody has said what drives the requirements.")))
    return Part("driver", DRIVERS[strongest], DRIVER, Reason(DRIVEN[strongest]))


def _risk(reduction: int) -> Part:
    points = round(RISK * min(max(reduction, 0), WORST_REDUCTION) / WORST_REDUCTION)
    if reduction <= 0:
        return Part("risk", 0, RISK, Reason(N_("It takes no risk away, as far as is known.")))
    return Part("risk", points, RISK, Reason(N_("Points of risk that it takes away: %(count)s."), {"count": reduction}))


def _ease(days: float | None, budget: float | None) -> Part:
    if days is None and budget is None:
        return Part("ease", UNKNOWN_EASE, EASE, Reason(N_("Nobody has said what it takes in days or money.")))
    load = (days or 0) + (budget or 0) / DAY_COSTS
    text = N_("What it takes, with money counted as work: %(days)s days.")
    return Part("ease", round(EASE * HALF_EASE / (HALF_EASE + load)), EASE, Reason(text, {"days": round(load)}))
