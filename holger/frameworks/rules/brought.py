"""What somebody's file brings: frameworks, and whatever else such files hold.

A note tells what was left out or taken otherwise than it stands. It is no fault: the rest can be used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from holger.frameworks.rules.framework import Framework, Words
from holger.frameworks.rules.mapping import Pair


@dataclass(frozen=True)
class Note:
    """An English sentence marked with ``N_``, and the values to put into it."""

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MappingSet:
    """How two frameworks answer each other. Both, and the ends of each pair, are named by their URNs in small letters."""

    urn: str
    ref: str
    title: Words
    about: Words
    source: str
    target: str
    pairs: Sequence[Pair]


@dataclass(frozen=True)
class ReferenceControl:
    """A measure that a requirement is usually met with."""

    urn: str
    ref: str
    title: Words
    about: Words
    guidance: Words
    category: str
    """One of ``CATEGORIES``, or ""."""
    function: str
    """One of ``FUNCTIONS``, or ""."""
    evidence: Sequence[Words]


CATEGORIES = ("policy", "process", "technical", "physical", "procedure")
FUNCTIONS = ("govern", "identify", "protect", "detect", "respond", "recover")


@dataclass(frozen=True)
class Threat:
    urn: str
    ref: str
    title: Words
    about: Words
    guidance: Words


@dataclass(frozen=True)
class Level:
    """A step of a scale. Its number is its place in it, from 0."""

    number: int
    abbreviation: str
    title: Words
    about: Words
    colour: str
    """``#`` and six digits, or ""."""


@dataclass(frozen=True)
class Matrix:
    """``grid[likelihood][impact]`` is the number of a level of risk."""

    urn: str
    ref: str
    title: Words
    about: Words
    likelihood: Sequence[Level]
    impact: Sequence[Level]
    risk: Sequence[Level]
    grid: Sequence[Sequence[int]]


@dataclass(frozen=True)
class Brought:
    kind: str
    """One of ``KINDS`` of reading.py."""
    frameworks: Sequence[Framework] = ()
    mappings: Sequence[MappingSet] = ()
    controls: Sequence[ReferenceControl] = ()
    threats: Sequence[Threat] = ()
    matrices: Sequence[Matrix] = ()
    notes: Sequence[Note] = ()
