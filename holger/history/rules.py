"""How the chain is sealed: plain arithmetic, so that anybody can check it without holger."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FIRST = "0" * 64
"""What the first entry of a chain points back to."""

SEALED = (
    "organisation_id",
    "seq",
    "at",
    "actor_id",
    "actor_label",
    "channel",
    "via",
    "action",
    "subject_type",
    "subject_id",
    "subject_label",
    "payload",
    "previous",
)
"""The fields that an entry's hash covers, by name."""


def canonical(value: Any) -> str:
    """JSON with one possible spelling: sorted keys, no spaces, no escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal(entry: Mapping[str, Any]) -> str:
    """The SHA-256 of an entry's sealed fields, as hexadecimal."""
    return hashlib.sha256(canonical({name: entry[name] for name in SEALED}).encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold. ``kind``: changed, missing, reordered, truncated."""

    seq: int
    kind: str


def first_break(entries: Iterable[Mapping[str, Any]], head_seq: int, head_hash: str) -> Break | None:
    """Walk a chain in order and find where it was touched, or None when it holds to its head."""
    previous, seq = FIRST, 0
    for entry in entries:
        seq += 1
        if entry["seq"] != seq:
            return Break(seq, "missing" if entry["seq"] > seq else "reordered")
        if entry["previous"] != previous or seal(entry) != entry["hash"]:
            return Break(seq, "changed")
        previous = entry["hash"]
    if seq < head_seq:
        return Break(seq + 1, "truncated")
    if seq > head_seq or previous != head_hash:
        return Break(seq, "changed")
    return None
