"""When somebody is to read, what they were shown, and when they are reminded."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

WORDS_A_MINUTE = 180


def digest_of(shown: Mapping[str, str]) -> str:
    """The SHA-256 of a text as it was shown, with its title, version and language."""
    told = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def due_of(today: date, days: int) -> date:
    return today + timedelta(days=days)


def is_new(starts_on: date | None, since: date | None) -> bool:
    """Has somebody begun after the version did, so that it is one of the first things they read here?"""
    return starts_on is not None and since is not None and starts_on > since


def reminder(deadline: date, days: Collection[int], begun: date, today: date) -> int | None:
    """The newest of the days on which a campaign reminds that have come; None before the first of them."""
    come = [day for day in days if begun < deadline + timedelta(days=day) <= today]
    return max(come, default=None)


def minutes_to_read(text: str) -> int:
    return max(1, round(len(text.split()) / WORDS_A_MINUTE))


def whole_days(text: str) -> list[int]:
    """The days in “-3, 1, 7”, each once and in order. Raises ValueError for anything else."""
    return sorted({int(part) for part in text.replace(";", ",").split(",") if part.strip()})


def as_text(days: Iterable[int]) -> str:
    return ", ".join(str(day) for day in days)
