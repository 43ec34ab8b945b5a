"""Suppliers: 5,000 with 20,000 links, weighed anew when one thing changes; a list of 10,000, and a supplier's page. Prints figures.

    .venv/bin/python bench/bench_suppliers.py [SUPPLIERS]

Limits: the whole chain 1 s CPU; the list 40 ms, the page 30 ms.
"""

import random
import sys
import time
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation, timed, told

SUPPLIERS = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
LINKS, LISTED = SUPPLIERS * 4, SUPPLIERS * 2
CHAIN, LIST, PAGE = 1_000, 40, 30
"""Milliseconds of CPU."""


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.suppliers.models import Supplier, SupplyLink

    begun = time.perf_counter()
    fill(organisation("kronborg"), random.Random(8))
    print(
        f"{Supplier.objects.count()} suppliers, {SupplyLink.objects.count()} links, {time.perf_counter() - begun:.1f} s"
    )
    learn_sizes()
    as_a_server(chain)
    as_a_server(pages)


def fill(anna: Any, chance: random.Random) -> None:
    """The rows alone: a chain of half of them, and as many again for the list."""
    from holger.suppliers.models import Supplier, SupplyLink

    here = {"organisation_id": anna.organisation_id}
    rows = Supplier.objects.bulk_create(
        (
            Supplier(
                **here, number=n, reference=f"SU-{n}", title=f"Supplier {n}", owner=anna, country=chance.choice(("DK", "IE", "US")),
                own_criticality=chance.choice((None, None, 1, 2, 3, 4)),
            )
            for n in range(1, LISTED + 1)
        ),
        batch_size=500,
    )  # fmt: skip
    pairs = {(chance.randrange(SUPPLIERS), chance.randrange(SUPPLIERS)) for _ in range(LINKS + LINKS // 50)}
    pairs = {(one, other) for one, other in pairs if one != other}
    SupplyLink.objects.bulk_create(
        (SupplyLink(**here, supplier=rows[one], sub=rows[other]) for one, other in sorted(pairs)[:LINKS]),
        batch_size=500,
    )


def chain() -> None:
    """A change of which every level must be looked at again, and the first time, when all of them change."""
    from holger.core import tenancy
    from holger.organisation.selectors import actor_of
    from holger.suppliers.services.weighing import follow

    person = security_officer()
    with tenancy.inside(person.organisation_id):
        actor = actor_of(person)
        print(f"first of all, with history: {timed(lambda: follow(actor)) * 1000:.0f} ms")
        told("chain weighed anew", [timed(lambda: follow(actor)) for _ in range(5)], CHAIN)


def pages() -> None:
    from django.test import Client

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    base = "/o/kronborg/suppliers/"
    measure(browser, "suppliers", [base], LIST)
    measure(browser, "suppliers, critical, by name", [f"{base}?critical=yes&sort=title"], LIST)
    measure(browser, "suppliers, searched", [f"{base}?q=supplier+12"], LIST)
    measure(browser, "a supplier", [f"{base}SU-7/"], PAGE)


if __name__ == "__main__":
    in_new_database(run)
