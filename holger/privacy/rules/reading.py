"""What spreadsheets write in a cell of the record: several things at once, in many ways, in Danish and English."""

import re
from collections.abc import Iterable, Mapping, Sequence

LINES = re.compile(r"[\n;•]")
"""What certainly divides two things."""
COMMAS = re.compile(r",(?![^()]*\))")
"""What may divide two things, where it does not stand in brackets."""
ARTICLE = re.compile(
    r"\b(?P<article>[69])\s*(?:,?\s*stk\.?\s*|\(\s*)(?P<part>[12])\)?\s*,?\s*(?:litra\s*|lit\.?\s*|\(\s*)(?P<letter>[a-j])\b",
    re.IGNORECASE,
)
"""6(1)(b) and art. 6, stk. 1, litra b."""


def parts(text: str) -> Sequence[str]:
    """The lines and sentences that a cell holds, without what marks them as a list."""
    return _bare(LINES.split(text))


def _bare(found: Iterable[str]) -> list[str]:
    return [bare for part in found if (bare := part.strip().strip("-–*·").strip())]


def keys_in(text: str, words: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The keys that a cell names, and what else stands there. ``words``: what people call each, without capitals → key.

    A name may have a comma in it, so a line that is known as a whole is not divided further.
    """
    keys: list[str] = []
    rest: list[str] = []
    for line in parts(text):
        for part in [line] if _key(line, words) else _bare(COMMAS.split(line)):
            if key := _key(part, words):
                keys.append(key)
            else:
                rest.append(part)
    return list(dict.fromkeys(keys)), rest


def _key(part: str, words: Mapping[str, str]) -> str | None:
    return words.get(part.casefold().rstrip("."))


def grounds_in(text: str, known: Sequence[str]) -> list[str]:
    """The articles that a text names, as the record writes them: 6(1)(b)."""
    found = (f"{each['article']}({each['part']})({each['letter'].lower()})" for each in ARTICLE.finditer(text))
    return [each for each in dict.fromkeys(found) if each in known]
