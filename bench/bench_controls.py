"""Controls over seven frameworks, beside two smaller organisations: list, board, one control, coverage; all that is proposed for a
framework made at once. Prints figures.

    .venv/bin/python bench/bench_controls.py [CONTROLS …]

Without numbers: 500 and 10,000 controls. Limits in CPU: the list 15 ms, a control 20 ms, other pages 25 ms, coverage of all
frameworks 200 ms with 500 controls, 20 queries a page, what is proposed 2 s.
"""

import random
import sys
import time
from functools import partial
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation, timed, told

SIZES = [int(text) for text in sys.argv[1:]] or [500, 10_000]
LIST, DETAIL, PAGE, COVERAGE, PROPOSED = 15, 20, 25, 200, 2_000
"""Milliseconds of CPU."""
SMALL = 50
STATUSES = ("planned", "started", "partly", "implemented")


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.controls.models import Control, Link, Reading
    from holger.frameworks import library, services
    from holger.frameworks.models import Requirement
    from holger.organisation.selectors import actor_of

    chance = random.Random(5)
    people = {slug: organisation(slug) for slug in ("kronborg", "rosenborg", "elsinore")}
    for slug, anna in people.items():
        for key in library.KEYS if slug == "kronborg" else library.KEYS[:2]:
            services.framework_adopt(actor=actor_of(anna), key=key)
        if slug != "kronborg":
            fill(actor_of(anna), chance, SMALL)
    as_a_server(proposed)
    there = 0
    for size in SIZES:
        begun = time.perf_counter()
        fill(actor_of(people["kronborg"]), chance, size - there)
        there = size
        counts = [model._default_manager.count() for model in (Requirement, Control, Link, Reading)]
        print("\n{} requirements, {} controls, {} links, {} readings".format(*counts), end="")
        print(f", 3 organisations, filled in {time.perf_counter() - begun:.1f} s")
        learn_sizes()  # as the worker does every hour
        as_a_server(coverage)
        as_a_server(pages)


def fill(actor: Any, chance: random.Random, count: int) -> None:
    """Controls that each answer a few requirements, protect some assets and have a course, written in bulk."""
    from holger.assets.models import Asset
    from holger.controls.models import Control, Link, Reading
    from holger.core import dates
    from holger.frameworks.models import Requirement
    from holger.organisation.models import Person, Unit

    mine = {"organisation_id": actor.organisation_id}
    person, unit = Person.objects.filter(**mine).first(), Unit.objects.filter(**mine).first()
    start = Control.objects.filter(**mine).count()
    controls = [
        Control(
            **mine,
            number=number,
            reference=f"F-{number}",
            title=f"Control {number} of what is done every day",
            description="How it is done, with what, and how one sees that it works. " * 3,
            kind=chance.choice(("organisational", "technical", "physical")),
            function=chance.choice(("preventive", "detective", "corrective")),
            drivers=chance.choice(([], ["law"], ["risk", "law"])),
            status=chance.choice(STATUSES),
            maturity=chance.choice((None, 0, 1, 2, 3, 4)),
            owner=person if number % 3 else None,
            unit=unit if number % 2 else None,
            due=dates.today() if number % 4 else None,
            cost_yearly=1000 + number if number % 5 else None,
        )
        for number in range(start + 1, start + count + 1)
    ]
    Control.objects.bulk_create(controls, batch_size=500)
    lines = list(Requirement.objects.filter(**mine, assessable=True).values_list("pk", flat=True))
    Link.objects.bulk_create(
        [
            Link(**mine, control=control, requirement_id=line, strength=chance.choice(("whole", "whole", "part")))
            for control in controls
            for line in chance.sample(lines, k=chance.randint(0, 8))
        ],
        batch_size=500,
    )
    Reading.objects.bulk_create(
        [Reading(**mine, control=c, status=c.status, maturity=m, by="Anna") for c in controls for m in (0, c.maturity)],
        batch_size=500,
    )
    if not (assets := list(Asset.objects.filter(**mine))):
        assets = [Asset(**mine, number=n, reference=f"A-{n}", title=f"System {n}") for n in range(1, 51)]
        Asset.objects.bulk_create(assets)
    through = Control.assets.through
    through.objects.bulk_create(
        [through(control=c, asset=a) for c in controls for a in chance.sample(assets, k=chance.randint(0, 3))],
        batch_size=500,
    )


def proposed() -> None:
    """Where nothing is done yet."""
    from holger.controls import selectors, services
    from holger.frameworks.models import Scope
    from holger.organisation.selectors import actor_of

    actor = actor_of(security_officer())
    iso = Scope.objects.get(framework__organisation__slug="kronborg", framework__key="iso27001-2022")
    keys = [each.key for each in selectors.proposed(actor, iso).proposals]
    accept = partial(services.proposals_accept, actor=actor, scope=iso, keys=keys)
    told(f"{len(keys)} proposed controls made", [timed(accept)], PROPOSED)


def coverage() -> None:
    """Without pages: how far the requirements of all frameworks have controls, and what one change costs."""
    from holger.controls import selectors, services
    from holger.controls.models import Control
    from holger.core import dates
    from holger.organisation.selectors import actor_of

    actor = actor_of(security_officer())
    few = Control.objects.filter(organisation_id=actor.organisation_id).count() <= 500
    limit = COVERAGE if few else 5 * COVERAGE
    told("coverage of all frameworks", [timed(lambda: selectors.coverage(actor)) for _ in range(9)], limit)
    sums = selectors.coverage(actor).values()
    print(f"  {sum(each.covered for each in sums)} of {sum(each.total for each in sums)} requirements have a control")
    told("totals", [timed(lambda: selectors.totals(actor, dates.today())) for _ in range(9)], PAGE)
    some = list(Control.objects.filter(organisation_id=actor.organisation_id).exclude(status="planned")[:200])
    took = [timed(partial(services.control_edit, actor=actor, control=each, status="planned")) for each in some[:20]]
    told("a change of status, the service alone", took[3:], DETAIL)
    change = partial(services.controls_edit_many, actor=actor, controls=some, target=4, status="started")
    told("the same for 200", [timed(change)], 3000)


def pages() -> None:
    from django.test import Client

    from holger.controls.models import Control
    from holger.frameworks.models import Framework, Requirement

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    iso = Framework.objects.get(organisation__slug="kronborg", key="iso27001-2022")
    codes = list(Requirement.objects.filter(framework=iso, assessable=True).values_list("code", flat=True)[:19])
    references = list(Control.objects.filter(organisation__slug="kronborg").values_list("reference", flat=True)[:19])
    columns = "&".join(f"columns={key}" for key in ("title", "status", "owner", "answers", "assets", "drivers", "cost"))
    paths = {
        "list": ([f"controls/?page={n}" for n in range(1, 11)], LIST),
        "list, other columns": ([f"controls/?page={n}&{columns}" for n in range(1, 11)], PAGE),
        "list, by requirements": ([f"controls/?sort=-answers&page={n}" for n in range(1, 4)], 10 * PAGE),
        "list, narrowed": (
            [f"controls/?status=planned&framework={iso.pk}&below=yes&page={n}" for n in (1, 2, 3)],
            4 * PAGE,
        ),
        "list, without new evidence": ([f"controls/?proven=no&page={n}" for n in range(1, 4)], 2 * PAGE),
        "list, searched": ([f"controls/?q=control+{n}" for n in range(19)], 2 * PAGE),
        "board": (["controls/board/"], 4 * PAGE),
        "board, narrowed": ([f"controls/board/?framework={iso.pk}&kind=technical"], 4 * PAGE),
        "control": ([f"controls/{reference}/" for reference in references], DETAIL),
        "control, form": ([f"controls/{reference}/edit/" for reference in references], 2 * PAGE),
        "coverage": ([f"controls/coverage/{iso.reference}/"], PAGE),
        "coverage, without control": ([f"controls/coverage/{iso.reference}/?state=none"], PAGE),
        "framework": ([iso.path], PAGE),
        "requirement": ([f"{iso.path}r/{code}/" for code in codes], PAGE),
    }
    for name, (addresses, limit) in paths.items():
        measure(browser, name, [f"/o/kronborg/{path}" for path in addresses], limit)


if __name__ == "__main__":
    in_new_database(run)
