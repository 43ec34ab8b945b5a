"""10,000 activities whose slots of 24 months are found. Prints figures.

    .venv/bin/python bench/bench_tasks.py [ACTIVITIES]

Limits: all slots of 24 months 3 s CPU.
"""

import random
import sys
import time
from datetime import date, timedelta
from typing import Any

from bench_frameworks import timed, told

ACTIVITIES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
SLOTS = 3_000
"""Milliseconds of CPU."""
TODAY = date(2026, 11, 24)


def run() -> None:
    slots()


def rules(chance: random.Random, count: int) -> list[tuple[Any, date]]:
    """As in an organisation: most of it monthly to yearly, some weekly, little daily, begun within the last ten years."""
    from holger.tasks.rules.recurrence import Rule, Unit

    made = (
        lambda day: Rule(1, Unit.YEARS, months=(chance.randint(1, 12),), day=day),
        lambda day: Rule(1, Unit.YEARS),
        lambda day: Rule(6, Unit.MONTHS, day=day),
        lambda day: Rule(1, Unit.QUARTERS, day=day),
        lambda day: Rule(1, Unit.QUARTERS, nth=1, weekdays=(chance.randint(0, 4),)),
        lambda day: Rule(1, Unit.MONTHS, months=(2, 5, 9, 11), day=day),
        lambda day: Rule(1, Unit.MONTHS, day=day),
        lambda day: Rule(1, Unit.MONTHS),
        lambda day: Rule(1, Unit.MONTHS, nth=-1, weekdays=(0, 1, 2, 3, 4)),
        lambda day: Rule(chance.randint(1, 8), Unit.WEEKS),
        lambda day: Rule(1, Unit.DAYS) if day < 6 else Rule(1, Unit.MONTHS, day=31),
    )
    begun = [TODAY - timedelta(days=chance.randint(0, 3_650)) for _ in range(count)]
    return [(chance.choice(made)(chance.randint(1, 31)), start) for start in begun]


def slots() -> None:
    """All slots of the twelve months past and the twelve to come."""
    from holger.tasks.rules.recurrence import occurrences

    horizon = rules(random.Random(3), ACTIVITIES)
    first, last = date(2025, 11, 1), date(2027, 10, 31)
    begun = time.process_time()
    found = sum(len(occurrences(rule, start, first, last)) for rule, start in horizon)
    print(f"{len(horizon):,} activities, {found:,} slots in 24 months, first time {time.process_time() - begun:.2f} s")
    told("all slots", [timed(lambda: [occurrences(*each, first, last) for each in horizon]) for _ in range(3)], SLOTS)


if __name__ == "__main__":
    run()
