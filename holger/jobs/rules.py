"""When to try again, when the next time is, and when a worker counts as dead: plain arithmetic."""

from datetime import datetime, timedelta

JOB_WAITS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800))
"""How long to wait before trying a job again, after the first failure, the second, and so on."""
MAIL_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
MAIL_LEASE = timedelta(minutes=5)
"""For so long a mail belongs to the worker that took it; after that another may."""
HEARTBEAT = timedelta(seconds=10)
DEAD_AFTER = timedelta(seconds=60)
"""A worker that has not been seen for so long is taken for dead."""
BUSY_UNTIL = timedelta(minutes=10)
"""A process on the same machine may be silent for so long, while a long transaction of its own keeps it from telling."""
GRACE = timedelta(seconds=60)
"""How much longer than its limit a job is left alone before it counts as abandoned."""
LONGEST_ERROR = 300


def wait_after(failures: int, waits: tuple[timedelta, ...]) -> timedelta | None:
    """How long to wait after so many failures, or None when it is time to give up."""
    return waits[failures - 1] if 0 < failures <= len(waits) else None


def next_slot(slot: datetime, every: timedelta, now: datetime) -> datetime:
    """The first slot after ``now``. Those missed while nothing ran are not made up for."""
    missed = max(0, (now - slot) // every)
    return slot + (missed + 1) * every


def is_abandoned(started: datetime, limit: timedelta, worker_alive: bool, now: datetime) -> bool:
    """Has whoever began this gone away? A worker that lives is given its limit and some grace."""
    return not worker_alive or now > started + limit + GRACE


def in_short(error: BaseException) -> str:
    """An error in a line, for people."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:LONGEST_ERROR] if text else type(error).__name__
