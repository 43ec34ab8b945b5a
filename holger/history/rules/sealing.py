"""How an entry is sealed.

The hash covers the entry's fixed fields, the hash of the entry before, and two commitments: one to the names in it, one
to what is told. A commitment is the SHA-256 of 32 random bytes followed by the text. Without those bytes nobody can
guess what the text was; so both can be erased, and the chain still holds.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)

FORMAT = 2
FIRST = "0" * 64
"""What the first entry of a chain points back to."""

SEALED = (
    "organisation_id",
    "seq",
    "at",
    "actor_id",
    "channel",
    "action",
    "subject_type",
    "subject_id",
    "names_commitment",
    "payload_commitment",
    "previous",
)
"""The fields that an entry's hash covers, in order; each is a line of its own below the format."""


def canonical(value: Any) -> str:
    """JSON with one possible spelling: sorted keys, no spaces, no escapes."""
    return ENCODER.encode(value)


def names_text(actor_label: str, via: str, subject_label: str) -> str:
    """The names in an entry as its commitment covers them."""
    return canonical([actor_label, via, subject_label])


def commit(salt: str, text: str) -> str:
    """The commitment to ``text`` under a salt of 64 hexadecimal letters."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def head_text(entry: Mapping[str, Any]) -> str:
    """What the hash covers. No field has a line break of its own, so that there is one way to read it."""
    fields = ["" if entry[name] is None else str(entry[name]) for name in SEALED]
    if any("\n" in field for field in fields):
        raise ValueError("a sealed field cannot have a line break")
    return "\n".join([f"holger-history/{FORMAT}", *fields])


def seal(entry: Mapping[str, Any]) -> str:
    """The SHA-256 of an entry's head, as hexadecimal."""
    return hashlib.sha256(head_text(entry).encode()).hexdigest()
