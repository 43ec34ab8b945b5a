"""What is frozen of a version: everything that it says, so that it can be read and printed later as it was signed.

It names no people. Who approved it stands beside it, so that a person can be forgotten and the version still be proven.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from holger.core.words import Words

FORMAT = "holger-policy/1"
ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Said:
    """What a version says in one language. ``behind_since`` is the version since which it is not up to date, or empty."""

    title: str
    for_you: str
    body: str
    behind_since: str = ""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A version as it is frozen. ``follows`` is the version before it, with its digest; ``effective_from`` empty: at once."""

    reference: str
    type: str
    language: str
    number: str
    change: str
    changes: Words
    effective_from: str
    confirm: bool
    follows: tuple[str, str] | None = None
    texts: Mapping[str, Said] = field(default_factory=dict)


def content_of(version: Frozen) -> dict[str, Any]:
    """In JSON's own types."""
    told = {name: getattr(version, name) for name in Frozen.__dataclass_fields__}
    told["changes"] = dict(version.changes)
    told["follows"] = list(version.follows) if version.follows else None
    told["texts"] = {
        language: {name: getattr(said, name) for name in Said.__dataclass_fields__}
        for language, said in version.texts.items()
    }
    return {"format": FORMAT, **told}


def frozen(content: Mapping[str, Any]) -> Frozen:
    """The content as it was before it was written down."""
    told = {name: content[name] for name in Frozen.__dataclass_fields__}
    told["follows"] = tuple(told["follows"]) if told["follows"] else None
    told["texts"] = {language: Said(**said) for language, said in told["texts"].items()}
    return Frozen(**told)


def canonical(content: Mapping[str, Any]) -> str:
    """JSON with one possible spelling: sorted keys, no spaces, no escapes."""
    return ENCODER.encode(content)


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical text, as hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
