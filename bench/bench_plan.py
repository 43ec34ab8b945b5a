"""A plan of 1,000 items over three years, with controls, dependencies and answers to a framework of 1,200 requirements, beside
two smaller organisations: pages, one edit, all priorities, a plan made of the gaps. Prints figures.

    .venv/bin/python bench/bench_plan.py [ITEMS]

Limits: the list 15 ms CPU and 12 queries, narrowed by framework 25 ms, an item's page 25 ms, the board 60 ms, figures 25 ms, 900 gaps 80 ms, saving an
item 30 ms, all priorities 600 ms, a plan of 200 gaps 3 s.
"""

import random
import sys
import time
from datetime import timedelta
from functools import partial
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import large, measure, organisation, timed, told

ITEMS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
REQUIREMENTS = 1_200
LIST, NARROWED, PAGE, BOARD, FIGURES, GAPS, SAVE, PRIORITIES, PLAN = 15, 25, 25, 60, 25, 80, 30, 600, 3_000
"""Milliseconds of CPU."""


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.controls.models import Control, Link, PlanItem
    from holger.organisation.selectors import actor_of

    chance = random.Random(3)
    begun = time.perf_counter()
    for slug, share in (("kronborg", 1.0), ("rosenborg", 0.1), ("elsinore", 0.1)):
        fill(actor_of(organisation(slug)), chance, share)
    counts = [model._default_manager.count() for model in (PlanItem, Control, Link)]
    print("{} plan items, {} controls, {} links".format(*counts), end="")
    print(f", 3 organisations, filled in {time.perf_counter() - begun:.1f} s")
    learn_sizes()  # as the worker does every hour
    as_a_server(work)
    as_a_server(pages)


def fill(actor: Any, chance: random.Random, share: float) -> None:
    """A framework half of which is answered, controls for most of it, and work that waits for work, written in bulk."""
    from holger.controls.models import Control, Link, PlanItem
    from holger.core import dates
    from holger.frameworks import services as frameworks
    from holger.frameworks.models import Requirement, Standing
    from holger.organisation.models import Person
    from holger.organisation.services import next_numbers

    ours = {"organisation_id": actor.organisation_id}
    rules = frameworks.framework_bring(actor=actor, written=large(int(REQUIREMENTS * share)), origin="file")
    people = [Person(**ours, number=n, reference=f"PE-{n}", name=f"Person {n}") for n in range(2, 40)]
    Person.objects.bulk_create(people)
    rows = list(Standing.objects.filter(**ours))
    for row in rows:
        row.answer = chance.choice(("met", "partly", "not", ""))
        row.drivers = chance.choice(([], ["law"], ["risk", "business"]))
    Standing.objects.bulk_update(rows, ("answer", "drivers"), batch_size=500)
    keys = list(Requirement.objects.filter(framework=rules, assessable=True).values_list("pk", flat=True))
    controls = [
        Control(**ours, number=n, reference=f"F-{n}", title=f"Control {n}", reduction=chance.randint(0, 30))
        for n in range(1, int(ITEMS * share) // 2)
    ]
    Control.objects.bulk_create(controls, batch_size=500)
    pairs = {(control.pk, chance.choice(keys)) for control in controls for _ in range(3)}
    Link.objects.bulk_create(
        [Link(**ours, control_id=one, requirement_id=other) for one, other in sorted(pairs)], batch_size=500
    )
    today = dates.today()
    items = []
    for number in range(1, int(ITEMS * share) + 1):
        starts = today + timedelta(chance.randint(-400, 700))
        dated = chance.random() > 0.1
        items.append(
            PlanItem(
                **ours, number=number, reference=f"PL-{number}", title=f"Work on what is missing {number}",
                owner=chance.choice(people), control=chance.choice([None, *controls]), days=chance.randint(1, 40),
                budget=chance.choice((None, 20_000)), spent=chance.choice((None, 9_000)),
                starts=starts if dated else None, due=starts + timedelta(chance.randint(5, 200)) if dated else None,
                status=chance.choice(("planned", "planned", "started", "done")),
            )
        )  # fmt: skip
    PlanItem.objects.bulk_create(items, batch_size=500)
    next_numbers(**ours, prefix=PlanItem.prefix, count=len(items))
    closes, waits = PlanItem.requirements.through, PlanItem.depends_on.through
    found = {(item.pk, chance.choice(keys)) for item in items for _ in range(2)}
    closes.objects.bulk_create(
        [closes(planitem_id=one, requirement_id=other) for one, other in sorted(found)], batch_size=500
    )
    before = [
        (items[n], items[n - chance.randint(1, min(n, 20))]) for n in range(1, len(items)) if chance.random() < 0.5
    ]
    waits.objects.bulk_create([waits(from_planitem=one, to_planitem=other) for one, other in before], batch_size=500)


def work() -> None:
    """Without pages: all priorities, one item, and a plan of the gaps."""
    from holger.controls import selectors, services
    from holger.controls.models import PlanItem
    from holger.frameworks.models import Scope
    from holger.organisation.selectors import actor_of

    actor = actor_of(security_officer())
    house = actor.organisation_id
    changed = services.plan_priorities_update(organisation_id=house)
    print(f"  {changed} priorities were not known")
    everything = partial(services.plan_priorities_update, organisation_id=house)
    told("all priorities", [timed(everything) for _ in range(5)], PRIORITIES)
    took = []
    for number, item in enumerate(PlanItem.objects.filter(organisation_id=house).order_by("number")[:25]):
        took.append(timed(partial(services.plan_item_edit, actor=actor, item=item, days=number + 50)))
    told("saving an item, the service alone", took[4:], SAVE)
    scope = Scope.objects.select_related("framework", "unit", "owner").get(organisation_id=house)
    gaps = [gap.requirement.pk for gap in selectors.gaps_of(actor, scope) if not gap.planned][:200]
    plan = partial(services.plan_from_gaps, actor=actor, scope=scope, requirement_ids=gaps)
    told(f"a plan of {len(gaps)} gaps", [timed(plan)], PLAN)


def pages() -> None:
    from django.test import Client

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    home = "/o/kronborg/plan/"
    measure(browser, "list", [f"{home}?page={n}" for n in range(1, 10)], LIST)
    measure(browser, "list, narrowed", [f"{home}?framework=FW-1&blocked=yes&page={n}" for n in range(1, 5)], NARROWED)
    measure(browser, "list, overdue", [f"{home}?overdue=yes&sort=due"], LIST)
    measure(browser, "item", [f"{home}PL-{n}/" for n in range(1, 19)], PAGE)
    measure(browser, "board, by framework", [f"{home}board/"], BOARD)
    measure(browser, "board, by owner, three years", [f"{home}board/?by=owner&quarters=12"], BOARD)
    measure(browser, "figures", [f"{home}progress/", f"{home}progress/?quarters=12&capacity=60"], FIGURES)
    measure(browser, "from the gaps", [f"{home}from-gaps/"], GAPS)


if __name__ == "__main__":
    in_new_database(run)
