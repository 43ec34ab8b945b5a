"""My work of somebody with 500 open tasks among things from every room, a team of 200 people, 100,000 finished tasks beside it.

    .venv/bin/python bench/bench_work.py [OPEN] [FINISHED]

Limits in CPU: My work 20 ms as long as nobody writes, what is found anew each time 40 ms, the team 100 ms.
"""

import sys
from datetime import timedelta
from functools import partial
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation, timed, told

OPEN = int(sys.argv[1]) if len(sys.argv) > 1 else 500
FINISHED = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
PEOPLE = 200
MINE, TEAM = 20, 100
"""Milliseconds of CPU."""


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.organisation.models import Person

    anna, _other = (organisation(slug) for slug in ("kronborg", "rosenborg"))
    everybody = Person.objects.bulk_create(
        Person(organisation_id=anna.organisation_id, number=n, reference=f"PE-{n}", name=f"Person {n}", manager=anna)
        for n in range(2, PEOPLE + 2)
    )
    fill(anna, OPEN)
    for person in everybody:
        fill(person, 10, 1_000 * person.number)
    finish(anna, everybody)
    learn_sizes()
    as_a_server(pages)


def fill(person: Any, count: int, start: int = 0) -> None:
    """Open tasks, and a tenth as many risks, actions, controls and plan items."""
    from holger.assets.models import Asset
    from holger.controls.models import Control, PlanItem
    from holger.core import dates
    from holger.tasks.models import Task

    today = dates.today()
    mine = {"organisation_id": person.organisation_id, "owner": person}
    numbered = [(start + n, today + timedelta(days=n % 120 - 20)) for n in range(1, count + 1)]
    Task.objects.bulk_create(
        Task(**mine, number=n, reference=f"O-{n}", title=f"Test the restore of system {n}", due=day, minutes=20)
        for n, day in numbered
    )
    some = numbered[: max(count // 10, 1)]
    models: tuple[tuple[Any, str], ...] = ((Asset, "next_review"), (Control, "due"), (PlanItem, "due"))
    for model, field in models:
        model._default_manager.bulk_create(
            model(**mine, number=n, reference=f"{model.prefix}-{n}", title=f"Thing {n}", **{field: day})
            for n, day in some
        )


def finish(anna: Any, everybody: list[Any]) -> None:
    """What has been done over the years."""
    from holger.core import dates
    from holger.tasks.models import Task

    now, first = dates.now(), 1_000 * (PEOPLE + 2)
    people = [anna, *everybody]
    Task.objects.bulk_create(
        (
            Task(
                organisation_id=anna.organisation_id,
                owner=people[n % len(people)],
                number=first + n,
                reference=f"O-{first + n}",
                title=f"Done {n}",
                due=(now - timedelta(days=n % 2_000)).date(),
                done_at=now - timedelta(days=n % 2_000),
                doer=people[n % len(people)],
                status="done",
                result="ok",
            )
            for n in range(FINISHED)
        ),
        batch_size=1_000,
    )


def pages() -> None:
    from django.test import Client

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    paths = {
        "my work": ("work/", MINE),
        "my work, later": ("work/?due=later", MINE),
        "my work, tasks": ("work/?kind=tasks", MINE),
        "delegated": ("work/delegated/", 2 * MINE),
        "finished": ("work/finished/", MINE),
        "somebody's work": ("work/team/PE-7/", 2 * MINE),
        "team": ("work/team/", TEAM),
        "who holds which role": ("work/roles/", MINE),
        "assets, to compare with": ("assets/", MINE),
    }
    for name, (path, limit) in paths.items():
        measure(browser, name, [f"/o/kronborg/{path}"], limit)
    told("my work, found anew", [timed(partial(_anew, browser)) for _ in range(15)], 2 * MINE)


def _anew(browser: Any) -> None:
    """As it is once somebody in the organisation has written something."""
    from holger.tasks.selectors.work import WORK

    WORK._answers.clear()
    browser.get("/o/kronborg/work/")


if __name__ == "__main__":
    in_new_database(run)
