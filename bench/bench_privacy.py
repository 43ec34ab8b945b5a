"""The record: 10,000 processing activities beside a second organisation, the record of 200 on paper, 10,000 requests. Prints figures.

    .venv/bin/python bench/bench_privacy.py [ACTIVITIES]

Limits: the list 40 ms CPU, a page 25 ms; the record of 200 as PDF 3 s, as a workbook 1 s.
"""

import random
import sys
import time
from datetime import timedelta
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation

ACTIVITIES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
RECORD = 200
LIST, PAGE, PDF, SHEET = 40, 25, 3_000, 1_000
"""Milliseconds: of CPU for pages, on the wall for papers."""


def run() -> None:
    from holger.config.tidying import learn_sizes

    begun = time.perf_counter()
    anna = organisation("kronborg")
    fill(anna, ACTIVITIES)
    fill_requests(anna)
    fill(organisation("rosenborg"), RECORD)
    print(f"{ACTIVITIES} and {RECORD} activities, filled in {time.perf_counter() - begun:.1f} s")
    learn_sizes()
    as_a_server(pages)
    as_a_server(papers)


def fill(anna: Any, count: int) -> None:
    """The rows alone, each as a ready one says it."""
    from holger.organisation.services import next_numbers
    from holger.privacy import library
    from holger.privacy.models import Activity
    from holger.privacy.services.measuring import measure as measured
    from holger.privacy.services.ready import answers_of

    chance = random.Random(5)
    ready = [answers_of(each, "da") for each in library.by_key().values()]
    numbers = next_numbers(organisation_id=anna.organisation_id, prefix="PA", count=count)
    here = {"organisation_id": anna.organisation_id, "owner": anna}
    rows = [
        Activity(
            **here, number=n, reference=f"PA-{n}", status=chance.choice(["current"] * 9 + ["draft"]), people=n,
            **{**ready[n % len(ready)], "title": f"{ready[n % len(ready)]['title']} {n}"},
        )
        for n in numbers
    ]  # fmt: skip
    Activity.objects.bulk_create(rows, batch_size=500)
    measured(rows)


def fill_requests(anna: Any) -> None:
    from holger.core import dates
    from holger.organisation.services import next_numbers
    from holger.privacy.models import SubjectRequest
    from holger.privacy.rules.requests import last_day

    chance = random.Random(9)
    today, numbers = dates.today(), next_numbers(organisation_id=anna.organisation_id, prefix="DSR", count=ACTIVITIES)
    received = [today - timedelta(chance.randrange(1, 40)) for _ in numbers]
    SubjectRequest.objects.bulk_create(
        (
            SubjectRequest(
                organisation_id=anna.organisation_id, number=n, reference=f"DSR-{n}", title=f"Request {n}", owner=anna,
                received=day, due=last_day(day, extended=False), rights=["access"], asker_name="Somebody",
            )
            for n, day in zip(numbers, received, strict=True)
        ),
        batch_size=500,
    )  # fmt: skip


def pages() -> None:
    from django.test import Client

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    base = "/o/kronborg/privacy/activities/"
    measure(browser, "record", [base], LIST)
    measure(browser, "record, by completeness", [f"{base}?sort=complete"], LIST)
    measure(browser, "record, with remarks", [f"{base}?flagged=yes"], LIST)
    measure(browser, "record, searched", [f"{base}?q=l%C3%B8n"], LIST)
    measure(browser, "activity", [f"{base}PA-{n}/" for n in range(1, 20)], PAGE)
    measure(browser, "requests", ["/o/kronborg/privacy/requests/"], LIST)
    measure(browser, "request", [f"/o/kronborg/privacy/requests/DSR-{n}/" for n in range(1, 20)], PAGE)


def papers() -> None:
    from django.test import Client

    from holger.organisation.models import Person

    browser = Client(HTTP_HOST="localhost")
    anna = Person.objects.select_related("user").get(organisation__slug="rosenborg", number=1)
    assert anna.user is not None
    browser.force_login(anna.user)
    for form, limit in (("pdf", PDF), ("xlsx", SHEET)):
        address = f"/o/rosenborg/privacy/record/?form={form}&language=da&status=current&status=draft"
        took = []
        for _try in range(3):
            begun = time.perf_counter()
            size = len(browser.get(address).content) // 1024
            took.append(time.perf_counter() - begun)
        # The press is a process of its own: seconds on the wall, so measure on a machine that does nothing else.
        print(f"record of {RECORD} as {form}: best of three {min(took):.2f} s, {size} KB (limit {limit / 1000:.0f} s)")


if __name__ == "__main__":
    in_new_database(run)
