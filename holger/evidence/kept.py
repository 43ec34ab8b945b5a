"""What both ways of keeping files have in common."""

from dataclasses import dataclass

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    sha256: str
    size: int


class Unavailable(OSError):
    """The place where files lie cannot be reached, or has not kept what it was given."""
