"""A framework as it is read: requirements in a tree, each with what it asks and how it is met, in one or more languages.

The shape is that of the files in ``library`` and of docs/framework-format.md.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from holger.core.words import Words

CADENCES = ("P1W", "P1M", "P3M", "P6M", "P1Y", "P2Y", "P3Y")
"""How often an activity comes again, as ISO 8601 durations."""


@dataclass(frozen=True)
class Activity:
    """What one does again and again to keep living up to a requirement."""

    words: Words
    every: str
    """One of ``CADENCES``."""


@dataclass(frozen=True)
class Group:
    """Requirements that are taken on together, such as the essentials of a small organisation."""

    key: str
    title: Words
    about: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Requirement:
    """``asks``, ``guidance`` (how it is meant), ``small`` (how a small organisation meets it) and ``evidence`` are the
    framework's own guide, if it has one.

    ``facts`` are the framework's own marks, such as ISO's control types or the section of a Danish act: name → values.
    """

    id: str
    parent: str
    """The id of the requirement that it is part of; "" at the top."""
    title: Words
    assessable: bool = True
    """Can it be answered? What cannot is a heading."""
    asks: Words = field(default_factory=dict)
    guidance: Words = field(default_factory=dict)
    small: Words = field(default_factory=dict)
    evidence: Sequence[Words] = ()
    activity: Activity | None = None
    roles: Sequence[str] = ()
    """Whose work it usually is (``tasks.rules.roles``)."""
    groups: Sequence[str] = ()
    facts: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Framework:
    key: str
    version: int
    """Of this text of it: a higher one takes the place of a lower."""
    title: Words
    about: Words
    issuer: str
    rights: Words
    """Whose it is, and on what terms it may be used."""
    link: str
    groups: Sequence[Group]
    requirements: Sequence[Requirement]
    """In the order in which they are read; a part always after the whole."""

    @cached_property
    def by_id(self) -> Mapping[str, Requirement]:
        return {requirement.id: requirement for requirement in self.requirements}

    @cached_property
    def parts(self) -> Mapping[str, Sequence[Requirement]]:
        """What belongs directly below each id; below "" what stands at the top."""
        found: dict[str, list[Requirement]] = defaultdict(list)
        for requirement in self.requirements:
            found[requirement.parent].append(requirement)
        return found

    @property
    def assessable(self) -> Sequence[Requirement]:
        return [requirement for requirement in self.requirements if requirement.assessable]

    def languages(self) -> list[str]:
        """Those in which every title is written, in alphabetical order."""
        written = [set(requirement.title) for requirement in self.requirements]
        return sorted(set.intersection(*written)) if written else []
