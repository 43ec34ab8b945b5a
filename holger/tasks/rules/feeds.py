"""Calendars to subscribe to: their secrets, and how far they reach."""

import hashlib
from datetime import timedelta

MOST = 10
"""So many calendars at most has one person."""
BACK, AHEAD = timedelta(days=90), timedelta(days=400)
"""What is in a calendar: what was due since then, and what will be until then."""


def hashed(secret: str) -> str:
    """How a secret is kept, and found again: 256 random bits cannot be guessed from it, nor from how long the search takes."""
    return hashlib.sha256(secret.encode()).hexdigest()
