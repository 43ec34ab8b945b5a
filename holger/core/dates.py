"""The one clock. Everything that asks what time it is asks here, so that demo and tests can move it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

DEFAULT_ZONE = "Europe/Copenhagen"


@lru_cache(maxsize=8)
def _shift(wanted: str, started: float) -> timedelta:
    moment = datetime.fromisoformat(wanted)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment - datetime.fromtimestamp(started, UTC)


_STARTED = datetime.now(UTC).timestamp()
_BACK: ContextVar[timedelta] = ContextVar("back", default=timedelta(0))


def real_now() -> datetime:
    """The machine's own clock, which nothing shifts: for the ages of files and keys."""
    return datetime.now(UTC)


def now() -> datetime:
    """The present moment in UTC; in demo and test instances moved to ``HOLGER_NOW`` and running on from there."""
    moment = real_now() - _BACK.get()
    wanted = os.environ.get("HOLGER_NOW", "")
    if wanted and settings.CLOCK_MAY_SHIFT:
        moment += _shift(wanted, _STARTED)
    return moment


@contextmanager
def days_ago(days: float) -> Iterator[None]:
    """Do what is inside as if it were ``days`` ago. For telling a demo's past; refused wherever the clock may not move."""
    if not settings.CLOCK_MAY_SHIFT:
        raise RuntimeError("the clock moves in demo and test instances only")
    before = _BACK.set(timedelta(days=days))
    try:
        yield
    finally:
        _BACK.reset(before)


def turned_back() -> bool:
    """Is a demo's past being told just now?"""
    return bool(_BACK.get())


def today(zone: str = DEFAULT_ZONE) -> date:
    """Today's date where the organisation is."""
    return now().astimezone(ZoneInfo(zone)).date()
