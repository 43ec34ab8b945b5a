"""Text that is shown later: marked for translation where it is written, translated where it is read.

Rules are plain Python and know no Django, so they cannot translate; they return a ``Reason`` instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Words = Mapping[str, str]
"""One text by language: ``{"en": "Access rights", "da": "Adgangsrettigheder"}``."""


LANGUAGES = ("da", "en")
"""What objects with texts in two languages have a field for each of: ``title_da`` and ``title_en``."""


def N_(text: str) -> str:
    """Mark ``text`` for translation without translating it now."""
    return text


def say(words: Words | str | None, language: str | None) -> str:
    """A text in the reader's language, or in another where it is missing."""
    if not words:
        return ""
    if isinstance(words, str):
        return words
    return words.get((language or "")[:2]) or next((text for text in words.values() if text), "")


@dataclass(frozen=True)
class Reason:
    """Why something may not happen: an English sentence marked with ``N_`` and the values to put into it."""

    text: str
    params: dict[str, Any] = field(default_factory=dict)
    field: str | None = None
