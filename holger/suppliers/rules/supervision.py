"""How closely a processor is looked after: points from what it processes, the lowest allowed concept, and when next.

The risk that counts is that of the people the data is about, not the organisation's own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from holger.core.words import N_, Reason
from holger.suppliers.rules.points import Concept, Level, Model, Part

PEOPLE, SPECIAL, PROTECTED, KINDS = "people", "special", "protected", "kinds"
"""The parts that the record of processing can answer."""


class Conclusion(StrEnum):
    SUFFICIENT = "sufficient"
    REMARKS = "remarks"
    INSUFFICIENT = "insufficient"


@dataclass(frozen=True)
class Processed:
    """What the record tells of one activity that the processor has a hand in. None: nobody has said."""

    people: int | None = None
    special: Collection[str] = ()
    protected: Collection[str] = ()
    kinds: Collection[str] | None = ()


@dataclass(frozen=True)
class Weighed:
    """A part of the model with the level it was given. ``count`` is None where nobody has said."""

    part: Part
    level: Level
    count: int | None


@dataclass(frozen=True)
class Required:
    """What the model asks for, and why."""

    weighed: Sequence[Weighed]
    points: int
    concept: Concept
    months: int
    reasons: Sequence[Reason] = field(default_factory=list)

    @property
    def to_check(self) -> Sequence[Part]:
        """The parts whose points are defaults that nobody has checked against the guide."""
        return [each.part for each in self.weighed if each.part.check]


def counts(activities: Iterable[Processed]) -> Mapping[str, int | None]:
    """A proposal from the record: people are added up, because nobody knows who is in several activities, and the sum is
    never too low; kinds of data and of processing count once. One activity of which it is not known leaves the count unknown.
    """
    listed = list(activities)
    people = [each.people for each in listed]
    return {
        PEOPLE: None if not people or None in people else sum(number for number in people if number is not None),
        SPECIAL: len({kind for each in listed for kind in each.special}) if listed else None,
        PROTECTED: len({kind for each in listed for kind in each.protected}) if listed else None,
        KINDS: _together([each.kinds for each in listed]) if listed else None,
    }


def _together(known: Sequence[Collection[str] | None]) -> int | None:
    """How many there are of all; None where one of them is not known."""
    told = [kinds for kinds in known if kinds is not None]
    return len(set().union(*told)) if len(told) == len(known) else None


def required(model: Model, counted: Mapping[str, int | None]) -> Required:
    """What is not known counts as the most: a gap in the record must not make the supervision lighter."""
    weighed = [_weighed(part, counted.get(part.key)) for part in model.parts]
    points = sum(each.level.points for each in weighed)
    band = model.band(points)
    concept = model.by_number[band.concept]
    return Required(weighed, points, concept, band.months, list(_reasons(weighed, points, concept, band.months)))


def _weighed(part: Part, count: int | None) -> Weighed:
    return Weighed(part, part.highest if count is None else part.level(count), count)


UNKNOWN = N_("Nobody has answered part %(letter)s, so it counts as the most it can be: %(points)s.")
PART = N_("Part %(letter)s gives %(points)s of at most %(most)s points.")
SUM = N_(
    "The points add up to %(points)s, so concept %(concept)s is the lowest that is allowed. A higher one always is."
)
OFTEN = N_("So much risk is looked at again after %(months)s months.")
CHECK = N_("The points of %(letters)s are defaults. Check them against the authority's guide.")


def _reasons(weighed: Sequence[Weighed], points: int, concept: Concept, months: int) -> Iterable[Reason]:
    for each in weighed:
        said = {"letter": each.part.letter, "points": each.level.points, "most": each.part.highest.points}
        yield Reason(UNKNOWN if each.count is None else PART, said, each.part.key)
    yield Reason(SUM, {"points": points, "concept": concept.number})
    yield Reason(OFTEN, {"months": months})
    if letters := ", ".join(each.part.letter for each in weighed if each.part.check):
        yield Reason(CHECK, {"letters": letters})


# Agreed and used concepts

NOT_AGREED = N_("The agreement names no concept of supervision. The model asks for at least %(required)s.")
TOO_LOW_AGREED = N_("The agreement says concept %(agreed)s, but the model asks for at least %(required)s.")
NEEDS_A_REASON = N_("Concept %(used)s is lower than the model asks for (%(required)s). Say why it is enough here.")


def remarks(needed: int, agreed: int | None) -> Iterable[Reason]:
    """What is amiss between the concept that is agreed with the processor and the one that is needed."""
    if agreed is None:
        yield Reason(NOT_AGREED, {"required": needed}, "agreed_concept")
    elif agreed < needed:
        yield Reason(TOO_LOW_AGREED, {"agreed": agreed, "required": needed}, "agreed_concept")


def why_not_use(needed: int, used: int, deviation: str) -> Reason | None:
    """One may deviate from the model, but not without saying why."""
    if used < needed and not deviation.strip():
        return Reason(NEEDS_A_REASON, {"used": used, "required": needed}, "deviation")
    return None


# When

SOON_MONTHS = 3
"""After an insufficient conclusion one looks again, whatever the points say."""


def next_date(months: int, started: date, last: date | None, conclusion: Conclusion | None = None) -> date:
    """When the next supervision is due: so long after the last one, or else so long after the processing began,
    but never later than a year after it began, since nobody knows yet how the processor does.
    """
    if last is None:
        return started + relativedelta(months=min(months, 12))
    if conclusion == Conclusion.INSUFFICIENT:
        return last + relativedelta(months=min(months, SOON_MONTHS))
    return last + relativedelta(months=months)
