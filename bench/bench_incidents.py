"""Incidents: a register of 10,000, one case with 500 lines in its timeline, and the clocks of 1,000 open cases. Prints figures.

    .venv/bin/python bench/bench_incidents.py [INCIDENTS]

Limits: the page of the case 25 ms CPU, the list 40 ms; the clocks of 1,000 open cases 500 ms.
"""

import random
import sys
import time
from datetime import timedelta
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation, timed, told

INCIDENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
OPEN, LINES = 1_000, 500
PAGE, LIST, CLOCKS = 25, 40, 500
"""Milliseconds of CPU."""


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.incidents.models import Entry, Incident

    chance, begun = random.Random(3), time.perf_counter()
    for slug in ("kronborg", "rosenborg"):
        fill(organisation(slug), chance)
    print(
        f"{Incident.objects.count()} incidents, {Entry.objects.count()} lines, in {time.perf_counter() - begun:.1f} s"
    )
    learn_sizes()  # as the worker does every hour
    as_a_server(pages)
    as_a_server(clocks)


def fill(anna: Any, chance: random.Random) -> None:
    """The rows alone: an old log, and cases that are open and have their moments."""
    from holger.core import dates
    from holger.incidents.models import Entry, EntryKind, Incident, Moment, Point
    from holger.organisation.services import next_numbers

    here, now = {"organisation_id": anna.organisation_id}, dates.now()
    numbers = next_numbers(organisation_id=anna.organisation_id, prefix="INC", count=INCIDENTS)
    levels = ("low", "medium", "high", "critical")
    rows = Incident.objects.bulk_create(
        (
            Incident(
                **here, number=n, reference=f"INC-{n}", title=f"Incident {n}", owner=anna, category="phishing",
                status="open" if n <= OPEN else "closed", severity=levels[n % 4], severity_rank=n % 4,
                detected_at=now - timedelta(hours=chance.randrange(1, 20_000)), description="What happened. " * 10,
            )
            for n in numbers
        ),
        batch_size=500,
    )  # fmt: skip
    said = {**here, "by_name": "Anna Holm", "person_key": anna.pk}
    Moment.objects.bulk_create(
        (
            Moment(**said, incident=row, point=point, at=row.detected_at, basis="The alarm.")
            for row in rows[:OPEN]
            for point in (Point.FIRST_SIGN, Point.AWARE)
        ),
        batch_size=500,
    )
    Entry.objects.bulk_create(
        Entry(**said, incident=rows[0], kind=EntryKind.NOTE, at=now - timedelta(minutes=n), text=f"Line {n} of what was done.")
        for n in range(LINES)
    )  # fmt: skip


def pages() -> None:
    from django.test import Client

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    base = "/o/kronborg/incidents/"
    measure(browser, f"a case with {LINES} lines", [f"{base}INC-1/"], PAGE)
    measure(browser, "incidents", [base], LIST)
    measure(browser, "incidents, open and severe", [f"{base}?status=open&severity=critical"], LIST)
    measure(browser, "incidents, searched", [f"{base}?q=incident+12"], LIST)
    measure(browser, "incidents, by severity", [f"{base}?sort=-severity"], LIST)


def clocks() -> None:
    from holger.incidents.models import Incident
    from holger.incidents.selectors.clocks import cases_in, ticking
    from holger.organisation.models import Organisation

    house = Organisation.objects.get(slug="kronborg")
    rows = ticking(Incident.objects.filter(organisation=house))
    found = cases_in(house, rows)
    took = [timed(lambda: cases_in(house, rows)) for _ in range(5)]
    told(f"clocks of {len(found)} open cases", took, CLOCKS)


if __name__ == "__main__":
    in_new_database(run)
