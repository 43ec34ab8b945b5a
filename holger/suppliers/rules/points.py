"""The authority's point model as it is kept: parts that give points, bands that ask for a concept, concepts of supervision.

All of it is data with a date from which it holds, because parts of it are defaults that somebody must check.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from holger.core.told import At
from holger.core.words import Words


@dataclass(frozen=True)
class Level:
    key: str
    title: Words
    points: int
    upto: int | None
    """The highest count that is still this level; no limit for the last."""


@dataclass(frozen=True)
class Part:
    """A question with points: how many people, how many kinds of special data and so on."""

    key: str
    letter: str
    title: Words
    help: Words
    check: bool
    """It is a default that must be checked against the guide; ``note`` tells what is known of it."""
    note: Words
    levels: Sequence[Level]

    def level(self, count: int) -> Level:
        return next(each for each in self.levels if each.upto is None or count <= each.upto)

    @property
    def highest(self) -> Level:
        return max(self.levels, key=lambda each: each.points)


@dataclass(frozen=True)
class Band:
    """Up to so many points the lowest allowed concept is this, and it is done again after so many months."""

    upto: int
    concept: int
    months: int


@dataclass(frozen=True)
class Concept:
    number: int
    title: Words
    done: Words
    """What is done."""
    evidence: Words


@dataclass(frozen=True)
class Model:
    key: str
    valid_from: date
    title: Words
    source: Words
    parts: Sequence[Part]
    bands: Sequence[Band]
    concepts: Sequence[Concept]

    @cached_property
    def by_number(self) -> Mapping[int, Concept]:
        return {concept.number: concept for concept in self.concepts}

    def band(self, points: int) -> Band:
        """The band of so many points; the last where there are more than the model knows."""
        return next((band for band in self.bands if points <= band.upto), self.bands[-1])


def read(told: Any, languages: Sequence[str]) -> Model:
    """ValueError for the first thing that is wrong, with its place."""
    at = At("points", told, tuple(languages))
    at.knows("model", "valid_from", "title", "source", "parts", "bands", "concepts")
    model = Model(
        key=at.text("model"),
        valid_from=date.fromisoformat(at.text("valid_from")),
        title=at.words("title"),
        source=at.words("source"),
        parts=[_part(each) for each in at.each("parts")],
        bands=[_band(each) for each in at.each("bands")],
        concepts=[_concept(each) for each in at.each("concepts")],
    )
    _fits(at, model)
    return model


def _part(at: At) -> Part:
    at.knows("key", "letter", "title", "help", "check", "note", "levels")
    at.place = at.text("key")
    part = Part(
        key=at.place,
        letter=at.text("letter"),
        title=at.words("title"),
        help=at.words("help"),
        check=at.yes("check"),
        note=at.words("note"),
        levels=[_level(each) for each in at.each("levels")],
    )
    limits = [level.upto for level in part.levels]
    if not limits or limits[-1] is not None or None in limits[:-1] or limits[:-1] != sorted(limits[:-1]):  # type: ignore[type-var]
        raise at.wrong("levels rise, and the last has no limit")
    return part


def _level(at: At) -> Level:
    at.knows("key", "title", "points", "upto")
    return Level(
        at.text("key"), at.words("title"), _count(at, "points"), _count(at, "upto") if at.has("upto") else None
    )


def _band(at: At) -> Band:
    at.knows("upto", "concept", "months")
    return Band(at.number("upto"), at.number("concept"), at.number("months"))


def _concept(at: At) -> Concept:
    at.knows("number", "title", "done", "evidence")
    return Concept(at.number("number"), at.words("title"), at.words("done"), at.words("evidence"))


def _count(at: At, name: str) -> int:
    text = at.text(name)
    if not (text.isascii() and text.isdigit()):
        raise at.wrong(f"{name} is not a whole number")
    return int(text)


def _fits(at: At, model: Model) -> None:
    """Every sum has a band, and every band a concept."""
    limits = [band.upto for band in model.bands]
    if not limits or limits != sorted(set(limits)):
        raise at.wrong("bands rise")
    if sum(part.highest.points for part in model.parts) > limits[-1]:
        raise at.wrong("more points can be had than the bands know")
    if strange := {band.concept for band in model.bands} - set(model.by_number):
        raise at.wrong(f"no such concept: {min(strange)}")
