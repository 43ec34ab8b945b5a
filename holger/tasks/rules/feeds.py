"""Calendars to subscribe to: their secrets, and what goes into them."""

import hashlib
import re
from datetime import timedelta

MOST = 10
"""So many calendars at most has one person."""
BACK, AHEAD = timedelta(days=90), timedelta(days=400)
"""What is in a calendar: what was due since then, and what will be until then."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def hashed(secret: str) -> str:
    """How a secret is kept, and found again: 256 random bits cannot be guessed from it, nor from how long the search takes."""
    return hashlib.sha256(secret.encode()).hexdigest()


def plain(text: str) -> str:
    """Text as a calendar may hold it: no characters that have no sign."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
