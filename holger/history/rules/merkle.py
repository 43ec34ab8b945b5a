"""The tree over a history's entries, as in RFC 9162 section 2.1, and the two proofs that it gives.

A leaf is the SHA-256 of a zero byte and the entry's hash; a node that of a one byte and the two below it. The *frontier*
of a tree are its whole subtrees from left to right: all that is needed to let it grow, a few dozen hashes for billions of entries.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import reduce

EMPTY = hashlib.sha256(b"").digest()


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def grow(frontier: list[bytes], size: int, data: bytes) -> None:
    """Put one more leaf on the tree of ``size`` leaves."""
    new = leaf(data)
    while size & 1:
        new = node(frontier.pop(), new)
        size >>= 1
    frontier.append(new)


def fold(frontier: Sequence[bytes]) -> bytes:
    """The root of the tree that has this frontier."""
    return reduce(lambda right, left: node(left, right), reversed(frontier)) if frontier else EMPTY


def widths(size: int) -> list[int]:
    """How many leaves each subtree of the frontier has, from left to right."""
    return [1 << bit for bit in reversed(range(size.bit_length())) if size >> bit & 1]


class Tree:
    """A tree by its leaves; those before ``start`` may be gone, when the frontier at ``start`` was kept."""

    def __init__(self, data: Iterable[bytes], start: int = 0, frontier: Sequence[bytes] = ()):
        self.start = start
        self.leaves = [leaf(each) for each in data]
        self.size = start + len(self.leaves)
        self.known: dict[tuple[int, int], bytes] = {}
        first = 0
        for width, root in zip(widths(start), frontier, strict=True):
            self.known[first, first + width] = root
            first += width

    def root(self, size: int | None = None) -> bytes:
        return self.span(0, self.size if size is None else size)

    def span(self, first: int, end: int) -> bytes:
        """The root over the leaves from ``first`` up to ``end``."""
        if first == end:
            return EMPTY
        if (first, end) in self.known:
            return self.known[first, end]
        if end - first == 1:
            if first < self.start:
                raise LookupError("these entries are no longer kept")
            return self.leaves[first - self.start]
        middle = first + split(end - first)
        return node(self.span(first, middle), self.span(middle, end))

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The path that proves that leaf ``index`` is in the tree of ``size`` leaves (section 2.1.3.1)."""
        if not self.start <= index < size <= self.size:
            raise LookupError("no such entry in a tree of that size")
        return self._path(index, 0, size)

    def _path(self, index: int, first: int, end: int) -> list[bytes]:
        if end - first == 1:
            return []
        middle = first + split(end - first)
        if index < middle:
            return [*self._path(index, first, middle), self.span(middle, end)]
        return [*self._path(index, middle, end), self.span(first, middle)]

    def consistency(self, earlier: int, size: int) -> list[bytes]:
        """What proves that the tree of ``size`` leaves begins with that of ``earlier`` leaves (section 2.1.4.1)."""
        if not 0 < earlier <= size <= self.size:
            raise LookupError("no tree of that size")
        return self._growth(earlier, 0, size, True)

    def _growth(self, earlier: int, first: int, end: int, whole: bool) -> list[bytes]:
        if earlier == end:
            return [] if whole else [self.span(first, end)]
        middle = first + split(end - first)
        if earlier <= middle:
            return [*self._growth(earlier, first, middle, whole), self.span(middle, end)]
        return [*self._growth(earlier, middle, end, False), self.span(first, middle)]


def split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def includes(data: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Does the path prove that ``data`` is leaf ``index`` of the tree? (section 2.1.3.2)"""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf(data)
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def grew(earlier: int, size: int, proof: Sequence[bytes], before: bytes, after: bytes) -> bool:
    """Does the proof show that the later tree begins with the earlier one? (section 2.1.4.2)"""
    if earlier == size:
        return not proof and before == after
    if not 0 < earlier < size or not proof:
        return False
    path = [before, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    place, last = earlier - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node(sibling, old), node(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node(new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old == before and new == after
