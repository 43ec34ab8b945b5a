"""What is frozen of a statement: all that it takes to print it later, without a look at what holds then.

It names no people. Who approved it stands beside it, so that a person can be forgotten and the statement still be proven.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from holger.controls.rules.statement import Line, Measure, Theme
from holger.core.words import Words

FORMAT = "holger-statement/1"
ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)

PLAIN = ("code", "theme", "choice", "status", "reason", "answer", "told_by", "maturity", "target", "evidence")
OF_CONTROL = ("reference", "title", "status", "strength")


@dataclass(frozen=True, slots=True)
class Head:
    """What a statement is about. ``follows`` names the version before it, with its digest; ``unit`` is empty for the whole
    organisation; ``ambition`` holds the groups of requirements that are wanted, none of them for all."""

    organisation: str
    framework: str
    key: str
    edition: int
    title: Words
    issuer: str
    unit: str
    ambition: tuple[Words, ...]
    target: int
    version: int
    as_of: str
    introduction: str = ""
    change_note: str = ""
    follows: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Frozen:
    """A statement as it was frozen."""

    head: Head
    themes: tuple[Theme, ...]
    lines: tuple[Line, ...]


def content_of(head: Head, themes: Iterable[Theme], lines: Iterable[Line]) -> dict[str, Any]:
    """In JSON's own types."""
    told = {name: getattr(head, name) for name in Head.__dataclass_fields__}
    told["title"], told["ambition"] = dict(head.title), [dict(words) for words in head.ambition]
    told["follows"] = list(head.follows) if head.follows else None
    return {
        "format": FORMAT,
        "head": told,
        "themes": [{"code": theme.code, "title": dict(theme.title)} for theme in themes],
        "lines": [_line_out(line) for line in lines],
    }


def frozen(content: Mapping[str, Any]) -> Frozen:
    """The content as it was before it was written down."""
    told = dict(content["head"])
    told["ambition"] = tuple(told["ambition"])
    told["follows"] = tuple(told["follows"]) if told["follows"] else None
    themes = (Theme(each["code"], each["title"]) for each in content["themes"])
    return Frozen(Head(**told), tuple(themes), tuple(_line_in(each) for each in content["lines"]))


def canonical(content: Mapping[str, Any]) -> str:
    """JSON with one possible spelling: sorted keys, no spaces, no escapes."""
    return ENCODER.encode(content)


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical text, as hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _line_out(line: Line) -> dict[str, Any]:
    return {
        **{name: getattr(line, name) for name in PLAIN},
        "title": dict(line.title),
        "drivers": list(line.drivers),
        "controls": [{name: getattr(each, name) for name in OF_CONTROL} for each in line.controls],
    }


def _line_in(told: Mapping[str, Any]) -> Line:
    controls: Sequence[Mapping[str, Any]] = told["controls"]
    return Line(
        title=told["title"],
        drivers=tuple(told["drivers"]),
        controls=tuple(Measure(**each) for each in controls),
        **{name: told[name] for name in PLAIN},
    )
