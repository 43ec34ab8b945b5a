"""Which row of a sheet holds the headings: registers from other tools begin with titles, dates and notes."""

from collections.abc import Sequence
from typing import Any

from holger.exchange.normal import heading

SEARCHED = 40
"""Rows from the top in which headings are looked for."""


def guess_header(rows: Sequence[Sequence[Any]], known: frozenset[str] = frozenset()) -> int:
    """The index of the likeliest heading row. ``known``: normalised headings that the register understands."""
    best, best_score = 0, float("-inf")
    for index, row in enumerate(rows[:SEARCHED]):
        score = _score(row, rows[index + 1 : index + 11], known) - index * 0.05
        if score > best_score:
            best, best_score = index, score
    return best


def _score(row: Sequence[Any], below: Sequence[Sequence[Any]], known: frozenset[str]) -> float:
    """Short, different texts above rows that are filled alike; each known word counts most."""
    filled = [(column, cell) for column, cell in enumerate(row) if cell is not None]
    if not filled:
        return -10
    texts = [cell for _column, cell in filled if isinstance(cell, str)]
    words = [heading(text) for text in texts]
    score = 3.0 * sum(word in known for word in words)
    score += len(set(words)) / len(filled) + 0.5 * min(len(set(words)), 8)
    score -= 2.0 * (len(filled) - len(texts)) + 1.5 * sum(len(text) > 60 for text in texts)
    if below:
        under = sum(
            sum(column < len(other) and other[column] is not None for column, _cell in filled) for other in below
        )
        score += 2.0 * under / (len(filled) * len(below))
        wider = sum(sum(cell is not None for cell in other) > 2 * len(filled) for other in below)
        score -= 3.0 * wider / len(below)
    return score
