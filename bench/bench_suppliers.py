"""Suppliers: 5,000 with 20,000 links weighed anew when one thing changes; pages on 10,000 suppliers, contracts and questionnaires sent;
doubles among 5,000 names; the portal's first load. Prints figures.

    .venv/bin/python bench/bench_suppliers.py [SUPPLIERS]

Limits: the whole chain, also as a picture of what hangs on whom, 1 s CPU, doubles 2 s; a list 40 ms, a page 30 ms; the portal's first page 20 ms, and 100 KB with all that it loads.
"""

import gzip
import random
import re
import sys
import time
from datetime import timedelta
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation, timed, told

LISTED = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
CHAINED = LISTED // 2
LINKS = CHAINED * 4
CHAIN, DOUBLES, LIST, PAGE, PORTAL = 1_000, 2_000, 40, 30, 20
"""Milliseconds of CPU."""
FIRST_LOAD = 100
"""KB, as they are sent."""
EMAIL = "mette@supplier.example"


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.organisation.selectors import actor_of

    begun, chance = time.perf_counter(), random.Random(8)
    anna = organisation("kronborg")
    suppliers = fill(anna, chance)
    fill_contracts(anna, suppliers, chance)
    fill_sendings(actor_of(anna), anna, suppliers, chance)
    print(f"{LISTED} suppliers, contracts and sendings, {LINKS} links, filled in {time.perf_counter() - begun:.1f} s")
    learn_sizes()
    as_a_server(chain)
    as_a_server(spelling)
    as_a_server(pages)
    as_a_server(portal)


def fill(anna: Any, chance: random.Random) -> list[Any]:
    """The rows alone: a chain of half of them, and as many again for the list."""
    from holger.organisation.services import next_numbers
    from holger.suppliers.models import Supplier, SupplyLink

    here = {"organisation_id": anna.organisation_id}
    numbers = next_numbers(organisation_id=anna.organisation_id, prefix=Supplier.prefix, count=LISTED)
    rows = Supplier.objects.bulk_create(
        (
            Supplier(
                **here, number=n, reference=f"SU-{n}", title=f"Supplier {n}", owner=anna, country=chance.choice(("DK", "IE", "US")),
                own_criticality=chance.choice((None, None, 1, 2, 3, 4)), processor=chance.random() < 0.3,
            )
            for n in numbers
        ),
        batch_size=500,
    )  # fmt: skip
    pairs = {(chance.randrange(CHAINED), chance.randrange(CHAINED)) for _ in range(LINKS + LINKS // 50)}
    pairs = {(one, other) for one, other in pairs if one != other}
    SupplyLink.objects.bulk_create(
        (SupplyLink(**here, supplier=rows[one], sub=rows[other]) for one, other in sorted(pairs)[:LINKS]),
        batch_size=500,
    )
    return rows


def fill_contracts(anna: Any, suppliers: list[Any], chance: random.Random) -> None:
    from holger.core import dates
    from holger.organisation.services import next_numbers
    from holger.suppliers.models import Contract
    from holger.suppliers.services.contracts import follow

    today, numbers = dates.today(), next_numbers(organisation_id=anna.organisation_id, prefix="CO", count=LISTED)
    rows = [
        Contract(
            organisation_id=anna.organisation_id, number=n, reference=f"CO-{n}", title=f"Contract {n}", owner=anna,
            supplier=chance.choice(suppliers), status=chance.choice(("active", "active", "ended")), renewal="renews",
            starts=today - timedelta(900), ends=today + timedelta(chance.randrange(5, 900)), renews=12,
            notice=3, notice_unit="months",
        )
        for n in numbers
    ]  # fmt: skip
    for row in rows:
        follow(row, today)
    Contract.objects.bulk_create(rows, batch_size=500)


def fill_sendings(actor: Any, anna: Any, suppliers: list[Any], chance: random.Random) -> None:
    """Of holger's own questionnaire; the first one as it is really sent, so that there is a link."""
    from holger.core import dates
    from holger.organisation.services import next_numbers
    from holger.suppliers import services
    from holger.suppliers.models import Sending

    made = services.questionnaire_adopt(actor=actor)
    due = dates.today() + timedelta(21)
    first = services.questionnaire_send(
        actor=actor,
        supplier=suppliers[0],
        questionnaire=made,
        contact="Mette Holm",
        email=EMAIL,
        due=due,
        language="en",
    )
    numbers = next_numbers(organisation_id=anna.organisation_id, prefix=Sending.prefix, count=LISTED - 1)
    Sending.objects.bulk_create(
        (
            Sending(
                organisation_id=anna.organisation_id, number=n, reference=f"{Sending.prefix}-{n}", title=first.title,
                owner=anna, supplier=supplier, version_sent=first.version_sent, contact="Mette Holm", email=EMAIL,
                sent_on=first.sent_on, due=due - timedelta(chance.randrange(60)), progress=chance.randrange(100),
            )
            for n, supplier in zip(numbers, suppliers[1:], strict=True)
        ),
        batch_size=500,
    )  # fmt: skip


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


def spelling() -> None:
    from holger.suppliers.rules.spelling import doubles
    from holger.suppliers.tests.test_register_rules import names

    rows = names(5_000)
    told("doubles among 5,000", [timed(lambda: doubles(rows)) for _ in range(3)], DOUBLES)


def pages() -> None:
    from django.test import Client

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    base = "/o/kronborg/"
    measure(browser, "suppliers", [f"{base}suppliers/"], LIST)
    measure(browser, "suppliers, critical, by name", [f"{base}suppliers/?critical=yes&sort=title"], LIST)
    measure(browser, "suppliers, searched", [f"{base}suppliers/?q=supplier+12"], LIST)
    measure(browser, "a supplier", [f"{base}suppliers/SU-{n}/" for n in range(1, 20)], PAGE)
    measure(browser, "what hangs on whom", [f"{base}suppliers/concentration/"], CHAIN)
    measure(browser, "contracts", [f"{base}contracts/"], LIST)
    measure(browser, "contracts, searched", [f"{base}contracts/?q=contract+12"], LIST)
    measure(browser, "a contract", [f"{base}contracts/CO-{n}/" for n in range(1, 20)], PAGE)
    measure(browser, "questionnaires sent", [f"{base}questionnaires/sent/"], LIST)
    measure(browser, "a questionnaire sent", [first_sending()], PAGE)


def first_sending() -> str:
    from holger.suppliers.models import Sending

    return f"/o/kronborg/{Sending.objects.order_by('number')[0].path}"


def portal() -> None:
    """What somebody at a supplier meets: the page with the button, the questionnaire, its first section."""
    from django.test import Client

    from holger.suppliers.models import Sending
    from holger.suppliers.tests.factories import secret_of

    browser, secret = Client(HTTP_HOST="localhost"), secret_of(EMAIL)
    measure(browser, "portal: the link", [f"/portal/link/{secret}/"], PORTAL)
    sent = browser.post(f"/portal/link/{secret}/")
    assert sent.status_code == 302, sent.status_code
    home = f"/portal/{Sending.objects.order_by('number').first().pk}/"  # type: ignore[union-attr]
    measure(browser, "portal: home", [home], PORTAL)
    page = browser.get(home).content.decode()
    section = re.search(rf'href="({home}section/[^"]+)"', page)
    if section:
        measure(browser, "portal: a section", [section[1]], PORTAL)
    size = first_load(page)
    print(f"{'portal: first load':38} {size:8.0f} KB (limit {FIRST_LOAD}){'' if size <= FIRST_LOAD else '   OVER'}")


def first_load(page: str) -> float:
    """The page and the styles and scripts that it asks for, packed as they are sent, in KB."""
    from django.contrib.staticfiles import finders

    asked = set(re.findall(r'(?:src|href)="/static/([^"#]+\.(?:css|js|svg))', page))
    files = [finders.find(name) or finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name)) for name in asked]
    packed = [gzip.compress(open(name, "rb").read()) for name in files if name]  # noqa: SIM115
    return sum(map(len, (gzip.compress(page.encode()), *packed))) / 1024


if __name__ == "__main__":
    in_new_database(run)
