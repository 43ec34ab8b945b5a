"""What is left to chance is the same whenever the demo is filled on the same day."""

from datetime import date, timedelta
from functools import cache
from zlib import crc32

from holger.tasks.models import Task
from holger.tasks.rules.recurrence import occurrences, parse

DAY = timedelta(days=1)
FIRST_HOUR, HOURS = 8, 8


@cache
def back(rule: str, starts: date, slot: date, today: date) -> int:
    """1 for the latest of the runs that were due before today, 2 for the one before it."""
    return len(occurrences(parse(rule), starts, slot, today - DAY))


def thrown(task: Task) -> int:
    """A number of its own."""
    return crc32(f"{task.reference}/{task.slot}".encode())


def hour(task: Task) -> float:
    return FIRST_HOUR + thrown(task) // 16 % (HOURS * 6) / 6
