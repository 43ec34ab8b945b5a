"""Where a requirement goes when it is moved by one step, and what its number may be."""

import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

WAYS = ("up", "down", "out", "in")
"""Before the one above, after the one below, after what it is part of, and into the one above."""


@dataclass(frozen=True)
class Place[K: Hashable]:
    """Below ``parent`` (None: at the top) and right before a part of it (None: last)."""

    parent: K | None
    before: K | None


def steps[K: Hashable](order: Iterable[tuple[K, K | None]]) -> Mapping[K, Mapping[str, Place[K]]]:
    """The ways that each may go. ``order`` tells (key, key of what it is part of), as they are read."""
    parts: dict[K | None, list[K]] = {}
    above: dict[K, K | None] = {}
    for key, parent in order:
        parts.setdefault(parent, []).append(key)
        above[key] = parent
    return {key: _ways(parts, above, key, at) for siblings in parts.values() for at, key in enumerate(siblings)}


def _ways[K: Hashable](
    parts: Mapping[K | None, Sequence[K]], above: Mapping[K, K | None], key: K, at: int
) -> dict[str, Place[K]]:
    parent = above[key]
    siblings = parts[parent]
    found: dict[str, Place[K]] = {}
    if at > 0:
        found["up"] = Place(parent, siblings[at - 1])
        found["in"] = Place(siblings[at - 1], None)
    if at + 1 < len(siblings):
        found["down"] = Place(parent, _at(siblings, at + 2))
    if parent is not None:
        around = parts[above[parent]]
        found["out"] = Place(above[parent], _at(around, around.index(parent) + 1))
    return found


def _at[K: Hashable](keys: Sequence[K], place: int) -> K | None:
    return keys[place] if place < len(keys) else None


def next_code(parent: str, siblings: Sequence[str], taken: Collection[str]) -> str:
    """A number for one more part, as its siblings are numbered: 1.3 after 1.2, A.1 below A. "" where none suggests itself."""
    last = re.fullmatch(r"(.*?)(\d+)", siblings[-1]) if siblings else None
    if siblings and last is None:
        return ""
    stem, number = (last[1], int(last[2])) if last else (f"{parent}." if parent else "", 0)
    width = len(last[2]) if last and last[2].startswith("0") else 0
    while (code := f"{stem}{number + 1:0{width}d}") in taken:
        number += 1
    return code
