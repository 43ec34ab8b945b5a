"""How much work something is, told without a clock: a busy machine says the same as an idle one. Seconds are for bench/."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

EVENTS = sys.monitoring.events
TOOL = sys.monitoring.PROFILER_ID
"""Not the one of scripts/reached.py, which may be watching the same test."""

LONG = 120


@dataclass
class Work:
    steps: int = 0

    def step(self, *_where: object) -> None:
        self.steps += 1


@contextmanager
def counted() -> Iterator[Work]:
    """How many functions of Python are entered inside, and how often its loops turn.

    What happens in functions that are not Python's own (sorting, regular expressions) is no step, however long it takes.
    """
    work, events = Work(), (EVENTS.PY_START, EVENTS.PY_RESUME, EVENTS.JUMP)
    sys.monitoring.use_tool_id(TOOL, "holger's work")
    try:
        for event in events:
            sys.monitoring.register_callback(TOOL, event, work.step)
        sys.monitoring.set_events(TOOL, sum(events))
        yield work
    finally:
        sys.monitoring.set_events(TOOL, EVENTS.NO_EVENTS)
        for event in events:
            sys.monitoring.register_callback(TOOL, event, None)
        sys.monitoring.free_tool_id(TOOL)


@contextmanager
def ends(within: float = LONG) -> Iterator[None]:
    """What is inside comes to an end: stopped after two minutes of the processor's time.

    That is no measure of speed, but tens of times what anything takes that is asked here. Only what grows without measure with
    what it is given, as a regular expression that tries everything, needs more; it would not end by itself.
    """

    def stop(*_where: Any) -> None:
        raise AssertionError(f"still computing after {within:.0f} seconds of the processor's time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, within)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
