"""What a token is made of, and what it opens: plain Python."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import timedelta

from holger.core.words import N_, Reason

PREFIX = "holger_"
"""Tells people, and scanners of source code, what a leaked string opens."""

LONGEST_DAYS = 366
SOON = timedelta(days=14)
"""So long before its end a token is shown to need a successor."""

READ, WRITE = "read", "write"
EVERY_ROOM = "*"
ROOMS = (
    *("organisation", "assets", "frameworks", "controls", "risks", "tasks", "evidence", "comments", "history"),
    *("policies", "training", "incidents", "suppliers", "privacy", "reports", "search", "exchange", "scim"),
)
"""What a scope can tell apart; every operation belongs to one. ``scim`` is the feed of people, which has addresses of its own."""

READ_ONLY = ("reports", "search")
"""Rooms in which the interface has nothing to write."""

Scope = Mapping[str, str]
"""Room → "read" or "write"; the room ``*`` stands for all of them."""


def new_secret() -> str:
    """A fresh secret of 256 random bits. It is shown once and kept nowhere."""
    return PREFIX + secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """How a secret is kept. A plain hash is enough: 256 random bits cannot be guessed from it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def opens(scope: Scope, room: str, level: str) -> bool:
    """Does the scope let its holder read (or write) in this room? Writing includes reading."""
    given = {scope.get(room), scope.get(EVERY_ROOM)}
    return WRITE in given or (level == READ and READ in given)


def why_not_scope(scope: Scope) -> Reason | None:
    if not scope:
        return Reason(N_("Choose what the token may do."), field="scope")
    for room, level in scope.items():
        if room != EVERY_ROOM and room not in ROOMS:
            return Reason(N_("There is no room called %(room)s."), {"room": str(room)[:50]}, "scope")
        if level not in (READ, WRITE):
            return Reason(N_("A scope is read or write."), field="scope")
        if room in READ_ONLY and level == WRITE:
            return Reason(N_("There is nothing to write in %(room)s; ask for read."), {"room": room}, "scope")
    return None


def why_not_days(days: int) -> Reason | None:
    if not 1 <= days <= LONGEST_DAYS:
        return Reason(N_("A token lasts from 1 to %(days)s days."), {"days": LONGEST_DAYS}, "days")
    return None


def parse_scope(text: str) -> dict[str, str]:
    """A scope as people write it: ``assets:write,risks:read``, or just ``read`` or ``write`` for every room."""
    scope: dict[str, str] = {}
    for part in re.split(r"[,\s]+", text.strip()):
        room, colon, level = part.partition(":")
        scope.update({room: level} if colon else {EVERY_ROOM: room})
    return scope


def spelled(scope: Scope) -> str:
    return ", ".join(f"{room}:{level}" for room, level in sorted(scope.items()))
