"""10,000 activities with their tasks, and 100,000 runs that are over: planning, marking what was missed, doing one, lists and pages.
Prints figures.

    .venv/bin/python bench/bench_runs.py [ACTIVITIES] [FINISHED]

With 200 activities or fewer also the pages of the year.

Limits: all of 10,000 planned for the first time 12 s and 400 questions, planned again 3 s, 500 missed 1 s, a run done 60 ms, lists
15 ms, a page 20 ms and 12 questions, a page of the year 30 ms (the wheel 90 ms where something was just written), all in CPU.
"""

import random
import sys
import time
from datetime import timedelta
from functools import partial
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation, timed, told

ACTIVITIES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
FINISHED = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
FIRST, AGAIN, MISS, DONE, LIST, PAGE, YEAR = 12_000, 3_000, 1_000, 60, 15, 20, 30
"""Milliseconds of CPU."""
YEAR_OF = 200
"""So many activities has a wheel that somebody still looks at."""
RULES = ("FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=WEEKLY;INTERVAL=2")


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.organisation.selectors import actor_of
    from holger.tasks.models import Activity, Task

    chance = random.Random(5)
    begun = time.perf_counter()
    for slug, share in (("kronborg", 1.0), ("rosenborg", 0.05)):
        fill(actor_of(organisation(slug)), chance, share)
    print(f"{Activity.objects.count()} activities, {Task.objects.count()} runs that are over, 2 organisations", end="")
    print(f", filled in {time.perf_counter() - begun:.1f} s")
    as_a_server(planning)
    learn_sizes()  # as the worker does every hour
    as_a_server(work)
    as_a_server(pages)
    if ACTIVITIES <= YEAR_OF:
        as_a_server(year)


def fill(actor: Any, chance: random.Random, share: float) -> None:
    """Activities of all rhythms, done by persons and roles, with runs over ten years."""
    from holger.core import dates
    from holger.organisation.models import Person
    from holger.organisation.services import next_numbers
    from holger.tasks.models import Activity, RoleHolder, Task

    ours, today = {"organisation_id": actor.organisation_id}, dates.today()
    people = [Person(**ours, number=n, reference=f"PE-{n}", name=f"Person {n}") for n in range(2, 200)]
    Person.objects.bulk_create(people)
    RoleHolder.objects.create(**ours, role="it", person=people[0])
    activities = [
        Activity(
            **ours, number=n, reference=f"AK-{n}", title=f"Look after what must be looked after {n}",
            rule=chance.choice(RULES), starts=today - timedelta(chance.randint(0, 900)), owner=chance.choice(people),
            performer=chance.choice((None, *people)), performer_role=chance.choice(("", "it")), minutes=30,
            basis="done" if n % 20 == 0 else "due", approver_role="it" if n % 10 == 0 else "",
        )
        for n in range(1, int(ACTIVITIES * share) + 1)
    ]  # fmt: skip
    Activity.objects.bulk_create(activities, batch_size=500)
    now = dates.now()
    runs = []
    for n in range(1, int(FINISHED * share) + 1):
        day = today - timedelta(1 + n // len(activities) * 35 + chance.randint(0, 30))
        status = "missed" if n % 25 == 0 else "done"
        runs.append(
            Task(
                **ours, number=n, reference=f"O-{n}", title="Look after what must be looked after",
                activity=activities[n % len(activities)], slot=day, due=day, owner=chance.choice(people), status=status,
                result="ok" if status == "done" else "", version=3,
                done_at=now - (today - day) if status == "done" else None, done_by="Person 7",
            )
        )  # fmt: skip
    Task.objects.bulk_create(runs, batch_size=500, ignore_conflicts=True)
    next_numbers(**ours, prefix=Activity.prefix, count=len(activities))
    next_numbers(**ours, prefix=Task.prefix, count=len(runs))


def planning() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from holger.core import dates
    from holger.tasks import services
    from holger.tasks.models import Task

    house = security_officer().organisation_id
    plan = partial(services.tasks_plan, organisation_id=house)
    with CaptureQueriesContext(connection) as asked:
        took = timed(plan)
    made = Task.objects.filter(organisation_id=house, status="open").count()
    told(f"{made} tasks of {ACTIVITIES} planned", [took], FIRST, f", {len(asked)} queries")
    with CaptureQueriesContext(connection) as asked:
        took = timed(plan)
    told("planned again", [took], AGAIN, f", {len(asked)} queries")
    many = min(500, made // 4)
    for count in (1, many):  # the first brings the calendars of holidays along
        late = Task.objects.filter(organisation_id=house, status="open").order_by("pk").values("pk")[:count]
        Task.objects.filter(pk__in=late).update(due=dates.today() - timedelta(9))
        with CaptureQueriesContext(connection) as asked:
            took = timed(partial(services.tasks_miss, organisation_id=house))
    told(f"{many} missed", [took], MISS, f", {len(asked)} queries")


def work() -> None:
    from holger.organisation.selectors import actor_of
    from holger.tasks import services
    from holger.tasks.models import Task

    actor = actor_of(security_officer())
    rows = Task.objects.filter(organisation_id=actor.organisation_id, status="open", approver=None)
    took = [timed(partial(services.task_done, actor=actor, task=task)) for task in rows.select_related("activity")[:25]]
    told("a run done, the service alone", took[4:], DONE)


def pages() -> None:
    from django.test import Client

    from holger.tasks.models import Activity, Task

    person = security_officer()
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(person.user)
    home = "/o/kronborg/"
    measure(browser, "tasks", [f"{home}tasks/?page={n}" for n in range(1, 10)], LIST)
    measure(browser, "tasks, late", [f"{home}tasks/?late=yes&page={n}" for n in range(1, 4)], LIST)
    measure(browser, "tasks, missed", [f"{home}tasks/?status=missed&sort=-due&page={n}" for n in range(1, 10)], LIST)
    measure(browser, "tasks, done", [f"{home}tasks/?status=done&sort=-done_at&page={n}" for n in range(1, 10)], LIST)
    measure(browser, "tasks, mine", [f"{home}tasks/?owner=me"], LIST)
    measure(browser, "activities", [f"{home}activities/?page={n}" for n in range(1, 10)], LIST)
    measure(browser, "activities, what comes next", [f"{home}activities/?sort=next&page={n}" for n in range(1, 4)], 60)
    measure(browser, "activity", [f"{home}activities/AK-{n}/" for n in range(1, 19)], PAGE)
    open_ones = Task.objects.filter(organisation_id=person.organisation_id, status="open")
    references = list(open_ones.order_by("due").values_list("reference", flat=True)[:19])
    measure(browser, "task, to be done", [f"{home}tasks/{each}/" for each in references], PAGE)
    measure(browser, "task, done", [f"{home}tasks/O-{n}/" for n in range(1, 19)], PAGE)
    busiest = Activity.objects.filter(organisation_id=person.organisation_id).order_by("number")[0]
    measure(browser, "form of an activity", [f"{home}{busiest.path}edit/"], 40)


def year() -> None:
    """The year's pages, found anew each time: something is written before each."""
    from django.test import Client

    from holger.organisation.selectors import actor_of
    from holger.tasks import services
    from holger.tasks.models import Task

    person = security_officer()
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(person.user)
    for path in ("", "month/", "week/", "bars/"):
        measure(browser, f"wheel/{path}", [f"/o/kronborg/wheel/{path}"], YEAR)
    took = []
    for task in Task.objects.filter(organisation_id=person.organisation_id, status="open")[:19]:
        services.task_edit(actor=actor_of(person), task=task, title=f"{task.title}!")
        took.append(timed(partial(browser.get, "/o/kronborg/wheel/")))
    told("wheel/, after something was written", took[4:], 3 * YEAR)


if __name__ == "__main__":
    in_new_database(run)
