"""A clock of the law as data: from what, how long, to whom, by which law, and from when that law holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from holger.core.words import Words
from holger.incidents.rules.entities import concerns
from holger.incidents.rules.periods import Length, Place, Slide, Unit

REGIMES = ("nis2", "gdpr", "dora", "cra", "contract", "other")


class Start(StrEnum):
    """What a clock starts at."""

    FIRST_SIGN = "first_sign"
    AWARE = "aware"
    CLASSIFIED = "classified"
    """A question was answered yes; ``of`` names it."""
    SUBMITTED = "submitted"
    """A notice was sent; ``of`` names its rule."""
    FIX_AVAILABLE = "fix_available"
    HANDLED = "handled"


OF_SOMETHING = (Start.CLASSIFIED, Start.SUBMITTED)


@dataclass(frozen=True)
class Limit:
    """A length from a start. ``later`` takes its place when its own start comes only after this limit, or ``unless_sent`` was sent."""

    start: Start
    length: Length
    of: str = ""
    latest: bool = False
    """Of several notices, from the last one; else from the first."""
    later: "Limit | None" = None
    unless_sent: str = ""


@dataclass(frozen=True)
class Variation:
    """What a rule says otherwise in some countries, or for some entities. An empty list leaves nobody out."""

    countries: Sequence[str]
    entities: Sequence[str]
    limits: Sequence[Limit]
    to: Words
    source: str
    valid_from: date | None = None
    """Where it holds from another day than the rule itself."""

    def fits(self, place: Place) -> bool:
        # Here whoever has not said what they are gets the rule as it is: a variation is for those who know.
        return (not self.countries or place.country in self.countries) and (
            not self.entities or not place.kinds.isdisjoint(self.entities)
        )


@dataclass(frozen=True)
class Rule:
    """A clock of the law. Of several limits the earliest counts.

    ``follows``: the question that it hangs on. ``spared_by``: an event that makes it needless if it comes in time; ``spared_by_sent``:
    a notice that does.
    """

    key: str
    regime: str
    title: Words
    about: Words
    to: Words
    follows: str
    entities: Sequence[str]
    limits: Sequence[Limit]
    slide: Slide | None
    strict_for: Sequence[str]
    """The entities to which ``slide`` is not open."""
    spared_by: Start | None
    spared_by_sent: str
    source: str
    valid_from: date
    valid_to: date | None
    enabled: bool
    check: bool
    """It rests on something that was not seen in the law itself: a default for the organisation to check."""
    variations: Sequence[Variation]

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def every_limit(self) -> list[Limit]:
        """Those of the variations and those that take another's place too."""
        limits = [*self.limits, *(limit for each in self.variations for limit in each.limits)]
        return [*limits, *(limit.later for limit in limits if limit.later is not None)]

    @property
    def is_agreed(self) -> bool:
        return self.limits[0].length.unit == Unit.AGREED


def applying(rules: Sequence[Rule], place: Place) -> list[Rule]:
    """Those that can concern an organisation there, as they read there."""
    return [_in(rule, place) for rule in rules if rule.enabled and concerns(rule.entities, place.kinds)]


def _in(rule: Rule, place: Place) -> Rule:
    if rule.strict_for and not place.kinds.isdisjoint(rule.strict_for):
        rule = replace(rule, slide=Slide.NONE)
    for each in rule.variations:
        if each.fits(place):
            return replace(
                rule,
                limits=each.limits or rule.limits,
                to=each.to or rule.to,
                source=each.source,
                valid_from=each.valid_from or rule.valid_from,
            )
    return rule
