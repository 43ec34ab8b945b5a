"""10,000 activities whose slots of 24 months are found, wheels of 34 and 200 activities, a calendar of 500 tasks. Prints figures.

    .venv/bin/python bench/bench_tasks.py [ACTIVITIES]

Limits: all slots of 24 months 3 s CPU; a wheel of 200 activities laid out 15 ms CPU, as its page has 30; a calendar 300 ms.
"""

import random
import sys
import time
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from bench_frameworks import timed, told

ACTIVITIES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
SLOTS, WHEEL, FEED = 3_000, 15, 300
"""Milliseconds of CPU."""
TODAY = date(2026, 11, 24)


def run() -> None:
    slots()
    wheels()
    calendar()


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


def wheels() -> None:
    from holger.tasks.rules.wheel import draw
    from holger.tasks.tests.wheels import RINGS, made_up, ready_year

    for name, runs in (("34", ready_year()), ("200", made_up(200))):
        took = [timed(partial(draw, runs, RINGS, 2026, TODAY, "Today", "Every month")) for _ in range(20)]
        drawn = draw(runs, RINGS, 2026, TODAY, "Today", "Every month")
        more = f"  {drawn.runs} runs, {len(drawn.marks)} marks, {len(drawn.labels)} labels"
        told(f"wheel of {name} activities, laid out", took, WHEEL, more)


def calendar() -> None:
    from holger.tasks.rules.feed import Entry, feed

    changed = datetime(2026, 11, 24, tzinfo=UTC)
    entries = [
        Entry(f"{n}@holger", TODAY + timedelta(days=n), f"Gennemgå adgange {n}", f"https://holger.example/o/kronborg/tasks/O-{n}/",
              changed, "Hvorfor det gøres, og hvordan.\n" * 4, ("Drift og kontrol",), alarms=(1, 7))
        for n in range(500)
    ]  # fmt: skip
    feed(entries[:1], "Kronborg")
    told("a calendar of 500 tasks", [timed(lambda: feed(entries, "Kronborg")) for _ in range(5)], FEED)


if __name__ == "__main__":
    run()
