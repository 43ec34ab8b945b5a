"""What a checkpoint says, as the text that is signed: nine lines that can be read, mailed and printed."""

import hashlib
from dataclasses import dataclass
from typing import Any

TITLE = "holger-checkpoint/1"
LINES = ("organisation", "number", "size", "head", "root", "at", "key", "previous")


@dataclass(frozen=True)
class Note:
    """``size`` entries, the last with the hash ``head``, have the Merkle root ``root``. ``previous``: the SHA-256 of
    the organisation's note before, ``key``: the fingerprint of the key that signed."""

    organisation: str
    number: int
    size: int
    head: str
    root: str
    at: str
    key: str
    previous: str

    @property
    def text(self) -> str:
        return "\n".join([TITLE, *(str(getattr(self, name)) for name in LINES)]) + "\n"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def read(text: str) -> Note:
    """The note that a text is; ``ValueError`` when it is none."""
    title, *values = text.removesuffix("\n").split("\n")
    if title != TITLE or len(values) != len(LINES) or not text.endswith("\n"):
        raise ValueError("this is not a checkpoint")
    told: dict[str, Any] = dict(zip(LINES, values, strict=True))
    note = Note(**told | {"number": int(told["number"]), "size": int(told["size"])})
    if note.text != text:
        raise ValueError("this is not a checkpoint as holger writes it")
    return note


def fingerprint(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()
