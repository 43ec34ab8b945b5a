"""OSCAL as far as it is needed here: a catalogue of controls in groups, and what a profile takes of it.

After NIST's Open Security Controls Assessment Language, the control layer. Groups and controls are both branches of one
tree, because almost all that is done with them is the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Prop:
    name: str
    kind: str
    """OSCAL's class."""
    namespace: str
    value: str


@dataclass(frozen=True)
class Part:
    """A piece of text with pieces below it, such as a statement with its items."""

    id: str
    name: str
    kind: str
    namespace: str
    title: str
    prose: str
    props: Sequence[Prop]
    parts: Sequence["Part"]


@dataclass(frozen=True)
class Parameter:
    """What an organisation fills in: a label that asks for it, choices, or values that somebody has set."""

    id: str
    kind: str
    label: str
    choices: Sequence[str]
    several: bool
    values: Sequence[str]


@dataclass(frozen=True)
class Branch:
    id: str
    """"" for a group that has none."""
    line: int
    is_group: bool
    kind: str
    title: str
    props: Sequence[Prop]
    parameters: Sequence[Parameter]
    parts: Sequence[Part]
    related: Sequence[str]
    """Ids of controls that belong to the same matter."""
    branches: Sequence["Branch"]

    @property
    def is_withdrawn(self) -> bool:
        return any(prop.name == "status" and prop.value.lower() == "withdrawn" for prop in self.props)


@dataclass(frozen=True)
class Head:
    """What a document tells of itself."""

    key: str
    version: int
    title: str
    about: str
    issuer: str
    rights: str
    link: str


@dataclass(frozen=True)
class Catalogue:
    uuid: str
    head: Head
    parameters: Sequence[Parameter]
    branches: Sequence[Branch]


@dataclass(frozen=True)
class Selection:
    """Controls by id or by pattern, and perhaps all that lie below them."""

    ids: Sequence[tuple[str, bool]]
    patterns: Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class Import:
    """``places`` are all addresses of the one document it is about, the one that the profile writes first."""

    line: int
    places: Sequence[str]
    everything: bool
    taken: Selection
    left: Selection


@dataclass(frozen=True)
class Removal:
    """What is to go has all of these; "" is any."""

    name: str
    kind: str
    id: str
    item: str
    namespace: str


@dataclass(frozen=True)
class Addition:
    position: str
    to: str
    """The id of a part; "" for the control itself."""
    title: str
    props: Sequence[Prop]
    parameters: Sequence[Parameter]
    parts: Sequence[Part]


@dataclass(frozen=True)
class Alteration:
    removals: Sequence[Removal]
    additions: Sequence[Addition]


@dataclass(frozen=True)
class Profile:
    uuid: str
    head: Head
    imports: Sequence[Import]
    is_flat: bool
    is_rearranged: bool
    """It makes groups of its own, which are not read."""
    settings: Sequence[Parameter]
    alterations: Mapping[str, Alteration]
