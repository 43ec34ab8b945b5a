"""Text that is shown later: marked for translation where it is written, translated where it is read.

Rules are plain Python and know no Django, so they cannot translate; they return a ``Reason`` instead.
"""

from dataclasses import dataclass, field
from typing import Any


def N_(text: str) -> str:
    """Mark ``text`` for translation without translating it now."""
    return text


@dataclass(frozen=True)
class Reason:
    """Why something may not happen: an English sentence marked with ``N_`` and the values to put into it."""

    text: str
    params: dict[str, Any] = field(default_factory=dict)
    field: str | None = None
