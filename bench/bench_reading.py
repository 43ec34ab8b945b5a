"""A campaign to 10,000 people, and 500 policies of ten pages to look in. Prints figures.

    .venv/bin/python bench/bench_reading.py [PEOPLE] [POLICIES]

Limits: a campaign begun 5 s CPU, its page 20 ms, who is missing 25 ms, people by policies 60 ms, one confirmation 60 ms, finding rules
30 ms, an employee's page 40 ms.
"""

import itertools
import random
import sys
import time
from datetime import timedelta
from functools import partial
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation, timed, told

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
POLICIES = int(sys.argv[2]) if len(sys.argv) > 2 else 500
UNITS = 40
BEGUN, PAGE, LIST, MATRIX, CONFIRM, FIND, DESK = 5_000, 20, 25, 60, 60, 30, 40
"""Milliseconds of CPU."""
WORDS = """
    access account backup badge board camera change cloud code contract customer data delete desk device
    disk door employee encrypt file guest incident key laptop lock log mail manager mobile network
    office paper password phone print privacy protect remote report restore risk role room safe screen
    secret server share sign software supplier system test update usb user visitor work
"""
COMMON = WORDS.split()
VOCABULARY = [*(f"w{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{n}" for n in range(4_000)), *COMMON * 3]
OFTEN = list(itertools.accumulate(1 / (n % 4_000 + 1) for n in range(len(VOCABULARY))))
"""The second word comes half as often as the first, the third a third as often, and so on."""


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.organisation.selectors import actor_of
    from holger.policies.models import Passage, Reading

    begun = time.perf_counter()
    chance = random.Random(7)
    for slug, share in (("kronborg", 1.0), ("rosenborg", 0.1)):
        fill(actor_of(organisation(slug)), chance, share)
    counts = (PEOPLE, POLICIES, Passage.objects.count(), Reading.objects.count())
    print("{} people, {} policies, {} passages, {} readings".format(*counts), end="")
    print(f", filled in {time.perf_counter() - begun:.1f} s")
    learn_sizes()  # as the worker does every hour
    as_a_server(work)
    as_a_server(pages)


def fill(actor: Any, chance: random.Random, share: float) -> None:
    """People in units, and policies for all of them with a text of ten pages each."""
    from holger.organisation.models import Organisation, Person, Unit
    from holger.policies.services.passages import passages_mend
    from holger.policies.tests.factories import make_policy

    ours = {"organisation_id": actor.organisation_id}
    units = [Unit(**ours, name=f"Unit {n}") for n in range(UNITS)]
    Unit.objects.bulk_create(units)
    people = (
        Person(**ours, number=n, reference=f"PE-{n}", name=f"Person {n}", unit=chance.choice(units))
        for n in range(2, int(PEOPLE * share))
    )
    Person.objects.bulk_create(people, batch_size=500)
    house = Organisation.objects.get(pk=actor.organisation_id)
    for number in range(int(POLICIES * share)):
        make_policy(house, f"Policy {number}", text(chance), confirm=number == 0)
    passages_mend(actor.organisation_id)


def text(chance: random.Random) -> str:
    """Ten pages: forty headings with a hundred words each, most of them common ones, as in any text."""
    parts = []
    for number in range(40):
        parts.append(f"## {number} {' '.join(chance.choices(COMMON, k=3))}")
        parts.append(" ".join(chance.choices(VOCABULARY, cum_weights=OFTEN, k=100)) + ".")
    return "\n\n".join(parts)


def work() -> None:
    from holger.core import dates
    from holger.core.tenancy import inside
    from holger.organisation.selectors import actor_of
    from holger.policies.jobs import reading
    from holger.policies.models import Policy, Reading
    from holger.policies.selectors.passages import search_rules
    from holger.policies.selectors.reading import in_force, text_shown
    from holger.policies.services.campaigns import campaign_create, campaign_start
    from holger.policies.services.confirming import policy_confirm
    from holger.policies.services.nudging import campaign_tell

    anna = security_officer()
    actor = actor_of(anna)
    with inside(anna.organisation_id):
        policy = Policy.objects.get(confirm=True, organisation=anna.organisation_id)
        days: dict[str, Any] = {"starts": dates.today(), "deadline": dates.today() + timedelta(days=14)}
        plan = campaign_create(actor=actor, policies=[policy], title_en="All of us", **days)
        told("a campaign begun", [timed(lambda: campaign_start(actor=actor, campaign=plan))], BEGUN)
        plan.refresh_from_db()
        told("everybody told", [timed(lambda: campaign_tell(plan))], BEGUN * 2)
        told("nobody is new", [timed(lambda: reading(anna.organisation_id))], BEGUN)
        shown = text_shown(in_force(anna.organisation_id).get(policy=policy), "en")
        assert shown is not None
        took = []
        for row in Reading.objects.filter(policy=policy).select_related("person").order_by("?")[:15]:
            somebody = actor_of(row.person)
            object.__setattr__(somebody, "grants", actor.grants)
            confirm: dict[str, Any] = {"actor": somebody, "policy": policy, "language": "en", "digest": shown.digest}
            took.append(timed(partial(policy_confirm, **confirm)))
        told("one confirmation", took, CONFIRM)
        asked = ("usb", "pass phone", "incident report", "guest badge door", "la")
        took = [timed(partial(search_rules, actor, word)) for word in asked * 3]
        told("finding rules", took, FIND)


def pages() -> None:
    from django.test import Client

    from holger.accounts.session import SEEN, SINCE
    from holger.core import dates

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    now = int(dates.now().timestamp())
    session = browser.session
    session.update({SINCE: now, SEEN: now})
    session.save()
    base = "/o/kronborg/"
    measure(browser, "the campaign's page", [f"{base}campaigns/CP-1/"], PAGE)
    measure(browser, "who is missing", [f"{base}readings/?state=missing&campaign=CP-1"], LIST)
    measure(browser, "people and policies", [f"{base}readings/people/"], MATRIX)
    measure(browser, "an employee's page", [f"{base}my/"], DESK)
    measure(browser, "finding rules, the page", [f"{base}my/rules/?q=guest+badge", f"{base}my/rules/?q=usb"], FIND * 2)
    measure(browser, "reading", [f"{base}my/read/POL-1/"], DESK)


if __name__ == "__main__":
    in_new_database(run)
