"""Pages of suppliers and privacy on 10,000 suppliers, contracts, questionnaires sent and requests; the portal's first load. Prints figures.

    .venv/bin/python bench/bench_suppliers_pages.py [ROWS]

Limits: a list or a page 20 ms CPU; the portal's first page 20 ms, and 100 KB with all that it loads.
"""

import gzip
import random
import re
import sys
import time
from datetime import timedelta
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
LIST, PAGE, PORTAL = 20, 20, 20
"""Milliseconds of CPU."""
FIRST_LOAD = 100
"""KB, as they are sent."""
EMAIL = "mette@supplier.example"


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.organisation.selectors import actor_of

    begun, chance = time.perf_counter(), random.Random(9)
    anna = organisation("kronborg")
    actor = actor_of(anna)
    suppliers = fill_suppliers(anna, chance)
    fill_contracts(anna, suppliers, chance)
    fill_sendings(actor, anna, suppliers, chance)
    fill_requests(anna, chance)
    print(f"{ROWS} suppliers, contracts, sendings and requests, filled in {time.perf_counter() - begun:.1f} s")
    learn_sizes()
    as_a_server(pages)
    as_a_server(portal)


def fill_suppliers(anna: Any, chance: random.Random) -> list[Any]:
    from holger.organisation.services import next_numbers
    from holger.suppliers.models import Supplier, SupplyLink

    here = {"organisation_id": anna.organisation_id}
    numbers = next_numbers(organisation_id=anna.organisation_id, prefix=Supplier.prefix, count=ROWS)
    rows = [
        Supplier(
            **here, number=n, reference=f"{Supplier.prefix}-{n}", title=f"Supplier {n}", owner=anna,
            country=chance.choice(("DK", "IE", "US")), criticality=chance.choice((1, 1, 2, 3, 4)),
            processor=chance.random() < 0.3,
        )
        for n in numbers
    ]  # fmt: skip
    Supplier.objects.bulk_create(rows, batch_size=500)
    pairs = {(chance.randrange(ROWS), chance.randrange(ROWS)) for _ in range(ROWS)}
    links = (SupplyLink(**here, supplier=rows[one], sub=rows[other]) for one, other in pairs if one != other)
    SupplyLink.objects.bulk_create(links, batch_size=500)
    return rows


def fill_contracts(anna: Any, suppliers: list[Any], chance: random.Random) -> None:
    from holger.core import dates
    from holger.organisation.services import next_numbers
    from holger.suppliers.models import Contract
    from holger.suppliers.services.contracts import follow

    today, numbers = dates.today(), next_numbers(organisation_id=anna.organisation_id, prefix="CO", count=ROWS)
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
    numbers = next_numbers(organisation_id=anna.organisation_id, prefix=Sending.prefix, count=ROWS - 1)
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


def fill_requests(anna: Any, chance: random.Random) -> None:
    from holger.core import dates
    from holger.organisation.services import next_numbers
    from holger.privacy.models import SubjectRequest
    from holger.privacy.rules.requests import last_day

    today, numbers = dates.today(), next_numbers(organisation_id=anna.organisation_id, prefix="DSR", count=ROWS)
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
    base = "/o/kronborg/"
    measure(browser, "suppliers", [f"{base}suppliers/"], LIST)
    measure(browser, "suppliers, critical, by name", [f"{base}suppliers/?critical=yes&sort=title"], LIST)
    measure(browser, "suppliers, searched", [f"{base}suppliers/?q=supplier+12"], LIST)
    measure(browser, "a supplier", [f"{base}suppliers/SU-{n}/" for n in range(1, 20)], PAGE)
    measure(browser, "contracts", [f"{base}contracts/"], LIST)
    measure(browser, "a contract", [f"{base}contracts/CO-{n}/" for n in range(1, 20)], PAGE)
    measure(browser, "questionnaires sent", [f"{base}questionnaires/sent/"], LIST)
    measure(browser, "a questionnaire sent", [first_sending()], PAGE)
    measure(browser, "requests", [f"{base}privacy/requests/"], LIST)
    measure(browser, "a request", [f"{base}privacy/requests/DSR-{n}/" for n in range(1, 20)], PAGE)


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
