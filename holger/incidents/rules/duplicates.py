"""Reports that are likely about the same thing, and why one thinks so: same category, words in common, close in time, same affected.

It proposes; people decide. A wave of phishing brings ten reports in an hour, and whoever takes them in should not have to notice alone.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(days=14)
"""Further apart, two reports are hardly of one incident."""
CLOSE, NEAR = timedelta(days=1), timedelta(days=7)
MOST = 3
ENOUGH = 5
"""So many points are likely: one sign alone never is."""
CATEGORY, AFFECTED, MOST_WORDS, SHARED_TOLD = 2, 3, 4, 6
WORD = re.compile(r"[^\W\d_]{3,}|\d{4,}")
COMMON = frozenset(
    [
        "alle",
        "alt",
        "altså",
        "andre",
        "at",
        "bare",
        "bliver",
        "blev",
        "bruge",
        "da",
        "de",
        "dem",
        "den",
        "der",
        "deres",
        "det",
        "dette",
        "dig",
        "din",
        "dit",
        "du",
        "efter",
        "eller",
        "en",
        "er",
        "et",
        "fik",
        "fordi",
        "for",
        "fra",
        "fået",
        "før",
        "går",
        "gør",
        "ham",
        "han",
        "har",
        "hende",
        "her",
        "hos",
        "hun",
        "hvad",
        "hvem",
        "hver",
        "hvis",
        "hvor",
        "hvordan",
        "ikke",
        "ind",
        "ingen",
        "jeg",
        "kan",
        "kom",
        "kun",
        "kunne",
        "lige",
        "man",
        "med",
        "meget",
        "men",
        "mere",
        "mig",
        "min",
        "mine",
        "mit",
        "mod",
        "nej",
        "når",
        "nogen",
        "noget",
        "nogle",
        "nu",
        "også",
        "om",
        "op",
        "os",
        "over",
        "på",
        "samme",
        "selv",
        "ser",
        "set",
        "siden",
        "sig",
        "sin",
        "sit",
        "skal",
        "som",
        "til",
        "være",
        "været",
        "var",
        "ved",
        "vi",
        "vil",
        "ville",
        "vores",
        "about",
        "after",
        "all",
        "and",
        "any",
        "are",
        "because",
        "been",
        "but",
        "can",
        "did",
        "does",
        "for",
        "from",
        "get",
        "got",
        "had",
        "has",
        "have",
        "her",
        "him",
        "his",
        "how",
        "into",
        "its",
        "just",
        "know",
        "like",
        "may",
        "more",
        "not",
        "now",
        "off",
        "one",
        "only",
        "our",
        "out",
        "over",
        "said",
        "saw",
        "see",
        "seems",
        "she",
        "should",
        "some",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
"""Words that say nothing of what happened."""


@dataclass(frozen=True)
class Seen:
    """A report as far as it is compared. ``affected`` are the keys of what it says it hit."""

    key: str
    category: str
    words: frozenset[str]
    at: datetime
    affected: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Likely:
    """A report that may be the same, with what speaks for it."""

    key: str
    points: int
    category: bool
    words: Sequence[str]
    apart: timedelta
    affected: int


def words_of(*texts: str) -> frozenset[str]:
    """The words that say something, each once."""
    return frozenset(word for text in texts for word in WORD.findall(text.casefold())) - COMMON


def likely(one: Seen, others: Iterable[Seen], unsaid: Collection[str] = (), most: int = MOST) -> list[Likely]:
    """Those that are likely the same, the likeliest first. ``unsaid`` are categories that say nothing."""
    found = [told for other in others if other.key != one.key and (told := _compare(one, other, unsaid)) is not None]
    found.sort(key=lambda each: (-each.points, each.apart, each.key))
    return found[:most]


def _compare(one: Seen, other: Seen, unsaid: Collection[str]) -> Likely | None:
    apart = abs(one.at - other.at)
    if apart > WINDOW:
        return None
    shared = sorted(one.words & other.words, key=lambda word: (-len(word), word))
    affected = len(one.affected & other.affected)
    if not shared and not affected:
        return None  # a category and a day are not enough: two people lose their telephones on one day
    same = bool(one.category) and one.category == other.category and one.category not in unsaid
    points = CATEGORY * same + min(len(shared), MOST_WORDS) + AFFECTED * bool(affected)
    points += 2 if apart <= CLOSE else 1 if apart <= NEAR else 0
    return Likely(other.key, points, same, shared[:SHARED_TOLD], apart, affected) if points >= ENOUGH else None
