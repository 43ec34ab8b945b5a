"""From gaps to work: what is best done together."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

REQUIREMENT, SECTION = "requirement", "section"
REST = (REQUIREMENT, SECTION)
"""How what no control closes together is made work of: one piece each, or one for each part of the framework."""


@dataclass(frozen=True)
class Gap[K: Hashable]:
    """A requirement that is not met, and the part of the framework that it lies in (itself where it is topmost)."""

    requirement: K
    section: K


@dataclass(frozen=True)
class Bundle[K: Hashable]:
    """Work to be: the gaps that it closes, through a control or as a part of the framework, or one alone."""

    requirements: tuple[K, ...]
    control: K | None = None
    section: K | None = None


def bundles[K: Hashable](
    gaps: Sequence[Gap[K]], answers: Mapping[K, Collection[K]], rest: str = REQUIREMENT
) -> list[Bundle[K]]:
    """Put together what a control closes several of, the control that closes most first; then the rest.

    ``answers``: control → the requirements that it will answer. Of equal controls the first is taken, and what is made
    stands where its first gap stood.
    """
    left = {gap.requirement: gap.section for gap in gaps}
    made: list[Bundle[K]] = []
    while found := _largest(left, answers):
        control, closed = found
        made.append(Bundle(closed, control))
        for requirement in closed:
            del left[requirement]
    made += _parts(left) if rest == SECTION else [_alone(each, answers) for each in left]
    places = {gap.requirement: place for place, gap in enumerate(gaps)}
    return sorted(made, key=lambda bundle: places[bundle.requirements[0]])


def _largest[K: Hashable](left: Mapping[K, K], answers: Mapping[K, Collection[K]]) -> tuple[K, tuple[K, ...]] | None:
    """The control that closes most of what is left, if that is more than one."""
    best: tuple[K, tuple[K, ...]] | None = None
    for control, closed in answers.items():
        several = tuple(each for each in left if each in closed)
        if len(several) > max(1, len(best[1]) if best else 0):
            best = control, several
    return best


def _parts[K: Hashable](left: Mapping[K, K]) -> list[Bundle[K]]:
    parts: dict[K, list[K]] = {}
    for requirement, section in left.items():
        parts.setdefault(section, []).append(requirement)
    return [Bundle(tuple(below), section=section) for section, below in parts.items()]


def _alone[K: Hashable](requirement: K, answers: Mapping[K, Collection[K]]) -> Bundle[K]:
    """With the control that is to answer it, where it is the only one."""
    controls = [control for control, closed in answers.items() if requirement in closed]
    return Bundle((requirement,), controls[0] if len(controls) == 1 else None)
