"""From levels to scores. The organisation and the data subjects are scored apart; the worst of the two is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from holger.risks.rules.method import Cell, Method

STAGES = ("inherent", "current", "target")
ORGANISATION = ("c", "i", "a")
SUBJECTS = ("dc", "di", "da")
CONSEQUENCES = (*ORGANISATION, *SUBJECTS)
FIELDS = (*CONSEQUENCES, "likelihood")
"""What is answered at each stage: six consequences and a likelihood. 0 means: does not hit."""


class Levels(NamedTuple):
    """The answers of one stage. None is not answered yet, 0 is answered: it does not hit."""

    c: int | None = None
    i: int | None = None
    a: int | None = None
    dc: int | None = None
    di: int | None = None
    da: int | None = None
    likelihood: int | None = None

    @property
    def organisation(self) -> int | None:
        return worst((self.c, self.i, self.a))

    @property
    def subjects(self) -> int | None:
        return worst((self.dc, self.di, self.da))

    @property
    def consequence(self) -> int | None:
        return worst((self.organisation, self.subjects))

    @property
    def blank(self) -> bool:
        return all(level is None for level in self)


def worst(levels: Iterable[int | None]) -> int | None:
    return max((level for level in levels if level is not None), default=None)


@dataclass(frozen=True)
class Scored:
    """Both scores are kept. ``shown`` is the worst of them, never a mean."""

    organisation: Cell | None
    subjects: Cell | None

    @property
    def shown(self) -> Cell | None:
        return max((cell for cell in (self.organisation, self.subjects) if cell), default=None)


def score(method: Method, levels: Levels) -> Scored:
    return Scored(
        organisation=method.cell(levels.organisation, levels.likelihood),
        subjects=method.cell(levels.subjects, levels.likelihood),
    )


def beyond_appetite(method: Method, levels: Levels) -> list[str]:
    """The dimensions in which a stage lies over the appetite."""
    consequences = {
        "confidentiality": levels.c,
        "integrity": levels.i,
        "availability": levels.a,
        "data_subjects": levels.subjects,
    }
    return [
        dimension
        for dimension, consequence in consequences.items()
        if (cell := method.cell(consequence, levels.likelihood)) and method.beyond(dimension, cell.band)
    ]


def asked(hits: str, subjects: bool) -> tuple[str, ...]:
    """What a threat hitting ``hits`` (of "cia") calls for; answers for data subjects only where there are any."""
    wanted = [letter for letter in ORGANISATION if letter in hits]
    if subjects:
        wanted += [f"d{letter}" for letter in ORGANISATION if letter in hits]
    return (*wanted, "likelihood")


def missing(levels: Levels, hits: str, subjects: bool) -> tuple[str, ...]:
    """What is still to be answered before the stage counts as assessed."""
    nothing_hits = levels.consequence == 0
    return tuple(
        name
        for name in asked(hits, subjects)
        if getattr(levels, name) is None and not (name == "likelihood" and nothing_hits)
    )


def filled(levels: Levels, current: Levels) -> Levels:
    """A stage in which something is answered takes the rest from the current one; a blank stage stays blank."""
    if levels.blank:
        return levels
    return Levels(*(mine if mine is not None else now for mine, now in zip(levels, current, strict=True)))


def moved(levels: Levels, consequences: Mapping[int, int], likelihoods: Mapping[int, int]) -> Levels:
    """The same answers on another scale."""
    *answers, likelihood = levels
    moved_answers = [consequences.get(level, level) if level else level for level in answers]
    return Levels._make([*moved_answers, likelihoods.get(likelihood, likelihood) if likelihood else likelihood])


def trend(before: int | None, now: int | None) -> str:
    """up (worse), down (better), same, or new when there is nothing to compare with."""
    if before is None or now is None:
        return "new"
    return "up" if now > before else "down" if now < before else "same"
