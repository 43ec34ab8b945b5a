"""Time limits. What goes on too long is stopped; what cannot be stopped takes its process along."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType

from holger.jobs.rules import GRACE

STUCK = 70  # the exit code: whoever started the worker starts another


class TimeUp(BaseException):
    """Not an Exception, so that no job catches it by mistake."""

    def __init__(self, limit: timedelta):
        super().__init__(f"It took longer than {limit.total_seconds():.0f} seconds and was stopped.")


@contextmanager
def limited(limit: timedelta) -> Iterator[None]:
    """Raise ``TimeUp`` inside when the time is up. Only the main thread can be interrupted; elsewhere there is no limit."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeUp(limit)

    before = signal.signal(signal.SIGALRM, stop)
    # A call into foreign code may never come back to be interrupted.
    last_resort = threading.Timer((limit + GRACE).total_seconds(), os._exit, [STUCK])
    last_resort.daemon = True
    last_resort.start()
    signal.setitimer(signal.ITIMER_REAL, limit.total_seconds())
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        last_resort.cancel()
