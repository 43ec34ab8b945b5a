"""Texts that hold several, one on each line."""

from collections.abc import Iterable, Sequence


def lines(text: str) -> Sequence[str]:
    """The texts in it, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def joined(texts: Iterable[str]) -> str:
    """One text of several, none of them twice."""
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
