"""How one text differs from another, block by block and word by word, as it is shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from holger.core.prose import Block, cleaned

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
TOKEN = re.compile(r'<(?:"[^"]*"|[^">])*>|\s+|[^\s<]+')
ALIKE = 0.4
"""So alike, from 0 to 1, are two blocks of which one came of the other."""
MOST_TOKENS = 6000
"""A block longer than this is not compared word by word: it is shown as it was and as it is."""
HOLDS_NO_WORDS = frozenset(["ul", "ol", "table", "thead", "tbody", "tr"])
VOID = frozenset(["br", "hr", "img"])


@dataclass(frozen=True, slots=True)
class Piece:
    """A block and what has become of it; ``html`` has ``ins`` and ``del`` around the words that came and went."""

    kind: str
    html: str

    @property
    def shows(self) -> bool:
        """Is what differs to be seen, or does it only lie in a link or in how it is set?"""
        return self.kind != CHANGED or "<ins>" in self.html or "<del>" in self.html


def compare(before: Sequence[Block], after: Sequence[Block]) -> list[Piece]:
    """All blocks of the later text, and those of the earlier one that are gone, in their place."""
    matcher = SequenceMatcher(None, [b.source for b in before], [b.source for b in after], autojunk=False)
    pieces: list[Piece] = []
    for tag, start, stop, first, last in matcher.get_opcodes():
        if tag == "equal":
            pieces += [Piece(SAME, block.html) for block in after[first:last]]
        else:
            pieces += _replaced(before[start:stop], after[first:last])
    return pieces


def _replaced(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Piece]:
    left = list(before)
    for block in after:
        found = next((n for n, old in enumerate(left) if _alike(old, block)), None)
        if found is None:
            yield Piece(ADDED, block.html)
            continue
        yield from (Piece(REMOVED, gone.html) for gone in left[:found])
        yield from _changed(left[found].html, block.html)
        left = left[found + 1 :]
    yield from (Piece(REMOVED, gone.html) for gone in left)


def _alike(old: Block, new: Block) -> bool:
    one, other = old.source.split(), new.source.split()
    if old.html[:3] != new.html[:3] or max(len(one), len(other)) > MOST_TOKENS:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _changed(before: str, after: str) -> Iterator[Piece]:
    one, other = TOKEN.findall(before), TOKEN.findall(after)
    if max(len(one), len(other)) > MOST_TOKENS:
        yield from (Piece(REMOVED, before), Piece(ADDED, after))
        return
    writer = _Writer()
    for tag, start, stop, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            writer.gone(one[start:stop])
        writer.there(other[first:last], new=tag != "equal")
    yield Piece(CHANGED, writer.whole())


class _Writer:
    """Puts both together. Every tag is the later text's, so that the whole is well formed; words that are gone wait until
    there is a place that may hold words."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.waiting = ""
        self.open: list[str] = []

    def gone(self, tokens: Sequence[str]) -> None:
        words = "".join(" " if token.startswith("<") else token for token in tokens)
        if words.strip():
            self.waiting += words

    def there(self, tokens: Sequence[str], *, new: bool) -> None:
        words = ""
        for token in tokens:
            if not token.startswith("<"):
                words += token
                continue
            self._say(words, new)
            words = ""
            self._flush()
            self._tag(token)
        self._say(words, new)

    def whole(self) -> str:
        if self.waiting:
            self.out.append(f"<p><del>{self.waiting}</del></p>")
        return cleaned("".join(self.out), "ins", "del")

    def _say(self, words: str, new: bool) -> None:
        if not words:
            return
        self._flush()
        self.out.append(f"<ins>{words}</ins>" if new and words.strip() else words)

    def _flush(self) -> None:
        if self.waiting and self.open and self.open[-1] not in HOLDS_NO_WORDS:
            self.out.append(f"<del>{self.waiting}</del>")
            self.waiting = ""

    def _tag(self, token: str) -> None:
        self.out.append(token)
        name = token.strip("</>").split()[0]
        if token.startswith("</"):
            if self.open:
                self.open.pop()
        elif name not in VOID:
            self.open.append(name)


def words(before: str, after: str) -> list[tuple[str, str]]:
    """Plain texts word by word: (what has become of it, words)."""
    one, other = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    parts: list[tuple[str, str]] = []
    for tag, start, stop, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            parts.append((REMOVED, "".join(one[start:stop])))
        if tag != "delete":
            parts.append((SAME if tag == "equal" else ADDED, "".join(other[first:last])))
    return parts
