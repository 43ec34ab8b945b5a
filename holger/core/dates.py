"""The one clock. Everything that asks what time it is asks here, so that demo and tests can move it."""

import os
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


def now() -> datetime:
    """The present moment in UTC; in demo and test instances moved to ``HOLGER_NOW`` and running on from there."""
    moment = datetime.now(UTC)
    wanted = os.environ.get("HOLGER_NOW", "")
    if wanted and settings.CLOCK_MAY_SHIFT:
        moment += _shift(wanted, _STARTED)
    return moment


def today(zone: str = DEFAULT_ZONE) -> date:
    """Today's date where the organisation is."""
    return now().astimezone(ZoneInfo(zone)).date()
