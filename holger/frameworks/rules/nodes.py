"""What a file says, whatever it was written in: texts, names with values, and lists, each of which knows its line.

Nothing is made of a text here, so that ``1.10`` stays ``1.10``. Formats can do much that a list of requirements never
needs, and some of it is dangerous; whoever builds a tree refuses that before it is built.
"""

from dataclasses import dataclass, field

from holger.core.words import N_
from holger.frameworks.rules.faults import Fault, Unreadable

NOTHING = ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Text:
    text: str
    line: int
    quoted: bool = True
    """Surely meant as a text: without quotes, ``null`` is nothing."""

    @property
    def is_nothing(self) -> bool:
        return not self.quoted and self.text in NOTHING


@dataclass(slots=True)
class Names:
    line: int
    held: list["Node"] = field(default_factory=list)
    """A name, its value, the next name, and so on."""


@dataclass(slots=True)
class Items:
    line: int
    held: list["Node"] = field(default_factory=list)


Node = Text | Names | Items


@dataclass(frozen=True)
class Limits:
    megabytes: int
    depth: int
    pieces: int
    """Texts, lists and names with values: more than so many no framework is made of, and few enough to hold."""


class Building:
    """Puts a tree together piece by piece, and stops where it gets too large or too deep."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.root: Node | None = None
        self.pieces = 0
        self.opened: list[Names | Items] = []

    def add(self, node: Node) -> None:
        self.pieces += 1
        if self.pieces > self.limits.pieces:
            raise too_much(node.line)
        if self.opened:
            self.opened[-1].held.append(node)
        else:
            self.root = node

    def open(self, node: Names | Items) -> None:
        self.add(node)
        self.opened.append(node)
        if len(self.opened) > self.limits.depth:
            raise too_deep(node.line)

    def close(self) -> None:
        self.opened.pop()

    def done(self) -> Node:
        if self.root is None or (isinstance(self.root, Text) and self.root.is_nothing):
            raise Unreadable([Fault(1, N_("The file is empty."))])
        return self.root


def too_much(line: int) -> Unreadable:
    return Unreadable([Fault(line, N_("The file holds more than a framework does."))])


def too_deep(line: int) -> Unreadable:
    return Unreadable([Fault(line, N_("This is nested too deeply."))])


def weighed(data: bytes, limits: Limits) -> bytes:
    """The file itself, where it is not too large to be looked at."""
    if len(data) > limits.megabytes * 1024 * 1024:
        raise Unreadable([Fault(1, N_("The file is larger than %(most)s MB."), {"most": limits.megabytes})])
    return data


def decoded(data: bytes, limits: Limits) -> str:
    try:
        return weighed(data, limits).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable([Fault(line, N_("The text is not UTF-8."))]) from error
