"""Six ready courses given to 10,000 people, half of whom have passed: giving, the list, results, a learner's page. Prints figures.

    .venv/bin/python bench/bench_training.py [PEOPLE]

Limits in CPU: giving all six 5 s, a page 20 ms and 20 queries.
"""

import sys
import time
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
GIVE = 5
"""Seconds of CPU."""
PAGE = 20
"""Milliseconds of CPU."""
UNITS = 40


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.organisation.selectors import actor_of

    anna = organisation("kronborg")
    fill(anna.organisation)
    actor = actor_of(anna)
    give(actor)
    learn_sizes()  # as the worker does every hour
    as_a_server(pages)


def fill(house: Any) -> None:
    from holger.organisation.models import Person, Unit

    units = [Unit(organisation=house, name=f"Unit {number}") for number in range(UNITS)]
    Unit.objects.bulk_create(units)
    people = [
        Person(
            organisation=house,
            number=number,
            reference=f"PE-{number}",
            name=f"Person {number}",
            unit=units[number % UNITS],
        )
        for number in range(2, PEOPLE + 2)
    ]
    Person.objects.bulk_create(people, batch_size=1000)


def give(actor: Any) -> None:
    from holger.audience.services import Chosen
    from holger.core import dates
    from holger.training import library, services
    from holger.training.models import Enrolment

    spent = 0.0
    for key in library.KEYS:
        course = services.course_adopt(actor=actor, key=key)
        services.course_audience_set(actor=actor, course=course, chosen=Chosen(everybody=True))
        course = services.course_publish(actor=actor, course=course)
        begun = time.process_time()
        services.course_give(actor=actor, course=course)
        spent += time.process_time() - begun
    count = Enrolment.objects.count()
    print(f"{count} enrolments given in {spent:.1f} s of CPU{'' if spent <= GIVE else f', OVER {GIVE} s'}")
    half = list(Enrolment.objects.order_by("pk").values_list("pk", flat=True)[: count // 2])
    rows = Enrolment.objects.in_bulk(half)
    for number, row in enumerate(rows.values(), 1):
        row.state, row.passed_on, row.number = "passed", dates.today(), number
    Enrolment.objects.bulk_update(rows.values(), ["state", "passed_on", "number"], batch_size=500)


def pages() -> None:
    from django.test import Client

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    here = "/o/kronborg/"
    for name, address in (
        ("courses", f"{here}courses/"),
        ("a course", f"{here}courses/C-1/"),
        ("results", f"{here}courses/C-1/results/"),
        ("who takes what", f"{here}courses/enrolments/"),
        ("my courses", f"{here}learn/"),
        ("a page", f"{here}learn/C-6/1/"),
    ):
        measure(browser, name, [address], PAGE)


if __name__ == "__main__":
    in_new_database(run)
