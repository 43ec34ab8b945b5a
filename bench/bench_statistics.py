"""Numbers of 10,000 incidents: working them out, and the page. Prints figures.

    .venv/bin/python bench/bench_statistics.py [INCIDENTS]

Limits in CPU: the page 100 ms; 25 queries.
"""

import sys
from datetime import timedelta
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation

INCIDENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
PAGE = 100
"""Milliseconds of CPU."""
YEARS = 3


def run() -> None:
    from holger.config.tidying import learn_sizes

    anna = organisation("kronborg")
    fill(anna.organisation)
    learn_sizes()  # as the worker does every hour
    as_a_server(pages)


def fill(house: Any) -> None:
    from holger.core import dates
    from holger.incidents.library.titles import category_titles
    from holger.incidents.models import Cause, Incident, Status

    now, kinds, causes = dates.now(), list(category_titles()), list(Cause.values)
    rows = []
    for number in range(1, INCIDENTS + 1):
        seen = now - timedelta(hours=number * YEARS * 365 * 24 / INCIDENTS)
        rows.append(
            Incident(
                organisation=house,
                number=number,
                reference=f"INC-{number}",
                title=f"Incident {number}",
                status=Status.CLOSED,
                category=kinds[number % len(kinds)],
                cause=causes[number % len(causes)],
                severity=("low", "medium", "high")[number % 3],
                detected_at=seen,
                occurred_from=seen - timedelta(hours=number % 50),
                contained_at=seen + timedelta(hours=number % 9),
                recovered_at=seen + timedelta(hours=10 + number % 90),
                drill=number % 100 == 0,
            )
        )
    Incident.objects.bulk_create(rows, batch_size=1000)


def pages() -> None:
    from django.test import Client

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    here = "/o/kronborg/incidents/"
    for name, address in (
        ("numbers of a year", f"{here}statistics/"),
        ("numbers of three years", f"{here}statistics/?since=2020-01-01"),
        ("corrective actions", f"{here}corrections/"),
    ):
        measure(browser, name, [address], PAGE)


if __name__ == "__main__":
    in_new_database(run)
