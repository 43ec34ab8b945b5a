"""How often one may try, and how long a session lasts. Plain Python."""

from collections.abc import Iterable
from datetime import timedelta

WINDOW = timedelta(minutes=15)
MOST_TRIES = 10
"""How many tries at one account are looked at in a window, whoever makes them."""
MOST_TRIES_KNOWN = 5
"""How many a browser that the account has signed in from has to itself, however often strangers try."""


def recent(times: Iterable[float], now: float) -> list[float]:
    """The tries that still count; also those of a moment that, by this machine's clock, is still to come."""
    return [at for at in times if at > now - WINDOW.total_seconds()]


def may_try(everybody: int, own: int | None) -> bool:
    """May one more try be looked at? ``own``: tries of this browser, or None for one that the account does not know."""
    return everybody < MOST_TRIES if own is None else own < MOST_TRIES_KNOWN


def strictest(most: int, wishes: Iterable[int | None]) -> int:
    """The shortest of what the installation allows at most and what organisations ask for."""
    return min([most, *(wish for wish in wishes if wish)])


def is_over(*, since: float, seen: float, now: float, idle: timedelta, whole: timedelta) -> bool:
    """Has a session been left alone too long, or lasted too long?"""
    return now - seen > idle.total_seconds() or now - since > whole.total_seconds()
