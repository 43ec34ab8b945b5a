"""Looking for words in policies: what was asked for in the databases' own words, and where it stands in a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST = 8
"""Words that one looks for at once."""
AROUND = 160
"""Letters that are shown of a text where a word was found."""


@dataclass(frozen=True)
class Piece:
    """A part of a text; ``hit``: it is one of the words that were looked for."""

    text: str
    hit: bool = False


def words(asked: str) -> list[str]:
    """The words of a question. Signs that mean something to a database mean nothing here."""
    return [word.lower() for word in re.findall(r"\w+", asked.replace("_", " "))][:MOST]


def fts5(found: Sequence[str], house: str) -> str:
    """For SQLite: every word, or the beginning of one, within one house."""
    parts = " AND ".join(f'"{word}"*' for word in found)
    return f'house : "{house}" AND {{title heading body}} : ({parts})'


def tsquery(found: Sequence[str]) -> str:
    """For PostgreSQL: the same."""
    return " & ".join(f"'{word}':*" for word in found)


def _pattern(found: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in found)})\w*", re.IGNORECASE)


def marked(text: str, found: Sequence[str]) -> list[Piece]:
    """A text in pieces: those that were looked for, and what stands between."""
    pieces, at = [], 0
    for hit in _pattern(found).finditer(text) if found else ():
        pieces += [Piece(text[at : hit.start()]), Piece(hit.group(), hit=True)]
        at = hit.end()
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]


def excerpt(text: str, found: Sequence[str]) -> list[Piece]:
    """What stands around the first of the words, or how the text begins."""
    text = " ".join(text.split())
    hit = _pattern(found).search(text) if found else None
    start = max(0, hit.start() - AROUND // 3) if hit else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = start + AROUND
    end = end if end >= len(text) else max(text.rfind(" ", start, end), start + 1)
    shown = f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"
    return marked(shown, found)
