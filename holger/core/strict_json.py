"""Reading JSON from strangers: not too deep, one meaning only, and text that every database can hold."""

import json
from typing import Any

DEEPEST = 20


class TooDeep(ValueError):
    """Nested further than anything of ours is."""


def read(text: str | bytes) -> Any:
    """What the text says; ``ValueError`` where it is no JSON, or could be read in two ways."""
    try:
        found = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twins)
    except RecursionError as error:
        raise TooDeep("nested too deeply") from error
    _walk(found)
    return found


def storable(text: str) -> bool:
    """No NUL, which PostgreSQL refuses, and no half of a surrogate pair, which UTF-8 does."""
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class Unstorable(ValueError):
    """Text that no database keeps."""


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def _walk(body: Any) -> None:
    waiting = [(body, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            raise TooDeep("nested too deeply")
        if isinstance(value, dict):
            waiting.extend((key, depth) for key in value)
            waiting.extend((item, depth + 1) for item in value.values())
        elif isinstance(value, list):
            waiting.extend((item, depth + 1) for item in value)
        elif isinstance(value, str) and not storable(value):
            raise Unstorable("characters that cannot be kept")
