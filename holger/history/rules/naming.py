"""Whose name is in a text, and what is left of a name that was erased."""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any


def pseudonym(person_id: str) -> str:
    """The same for the same person, today and after a restore: “Person 7f3a”."""
    return f"Person {hashlib.sha256(person_id.encode()).hexdigest()[:4]}"


def mentions(text: str, names: Iterable[str]) -> bool:
    """Is one of the names in the text, as words of their own? A single word, like Bo, must be all there is."""
    low = text.casefold()
    for name in names:
        wanted = name.casefold().strip()
        if not wanted:
            continue
        if " " in wanted or "@" in wanted:
            if re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", low):
                return True
        elif low.strip() == wanted:
            return True
    return False


def told_of(payload: str, names: Iterable[str]) -> bool:
    """Is one of the names anywhere in what is told, as a value or inside one?"""
    names = list(names)
    return any(mentions(text, names) for text in _texts(json.loads(payload or "{}")))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
