"""Seven frameworks of the library and one of 1,200 requirements, answered and mapped, beside two smaller organisations: pages,
saving an answer, what may be claimed; a library of 20,000 requirements read from a file. Prints figures.

    .venv/bin/python bench/bench_frameworks.py [REQUIREMENTS]

Limits: a page 25 ms CPU and 20 queries, two frameworks side by side 40 ms, saving an answer 30 ms CPU, the claims of all frameworks 200 ms,
the file read 5 s.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer

REQUIREMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_200
PART = 40
PAGE, SIDE_BY_SIDE, SAVE, CLAIMS, READ = 25, 40, 30, 200, 5_000
"""Milliseconds of CPU."""


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.frameworks.models import Framework, Mapping, Requirement, Standing
    from holger.organisation.selectors import actor_of

    chance = random.Random(3)
    begun = time.perf_counter()
    people = {slug: organisation(slug) for slug in ("kronborg", "rosenborg", "elsinore")}
    for slug, anna in people.items():
        fill(actor_of(anna), chance, whole=slug == "kronborg")
    counts = [model._default_manager.count() for model in (Framework, Requirement, Standing, Mapping)]
    print("{} frameworks, {} requirements, {} standings, {} mappings".format(*counts), end="")
    print(f", 3 organisations, filled in {time.perf_counter() - begun:.1f} s")
    learn_sizes()  # as the worker does every hour
    as_a_server(answers)
    as_a_server(pages)
    as_a_server(reading)


def organisation(slug: str) -> Any:
    """An organisation with a unit and its security officer."""
    from holger.accounts.models import User
    from holger.organisation.models import Organisation, Person, RoleGrant, Unit

    house = Organisation.objects.create(slug=slug, name=slug.title(), language="en")
    Unit.objects.create(organisation=house, name="Production")
    user = User.objects.create(email=f"anna@{slug}.example", name="Anna Holm")
    anna = Person.objects.create(organisation=house, number=1, reference="PE-1", name="Anna Holm", user=user)
    RoleGrant.objects.create(organisation=house, person=anna, role="security_officer")
    return anna


def fill(actor: Any, chance: random.Random, *, whole: bool) -> None:
    """The library, rules of their own, both in a unit too, and answers to most of it, written in bulk."""
    from holger.core import dates
    from holger.frameworks import library, services
    from holger.frameworks.models import Mapping, Requirement, Standing
    from holger.organisation.models import Unit

    for key in library.KEYS if whole else library.KEYS[:2]:
        services.framework_adopt(actor=actor, key=key)
    rules = services.framework_bring(actor=actor, written=large(REQUIREMENTS if whole else PART), origin="file")
    unit = Unit.objects.get(organisation_id=actor.organisation_id)
    services.scope_add(actor=actor, framework=rules, unit=unit, ambition=["essential"])
    rows = list(Standing.objects.filter(organisation_id=actor.organisation_id))
    for row in rows:
        row.answer = chance.choice(("met", "met", "partly", "not", "", ""))
        row.maturity = chance.randint(0, 5) if row.answer else None
        row.applicable, row.reason = (True, "") if chance.random() > 0.1 else (False, "There is nothing of it here.")
        row.remark = "Somebody has looked and written a sentence or two." if row.answer else ""
        row.drivers = chance.choice(([], ["law"], ["law", "risk"]))
        row.answered_at, row.answered_by = (dates.now(), "Anna Holm") if row.answer else (None, "")
    fields = ("answer", "maturity", "applicable", "reason", "remark", "drivers", "answered_at", "answered_by")
    Standing.objects.bulk_update(rows, fields, batch_size=500)
    mine = Requirement.objects.filter(organisation_id=actor.organisation_id, assessable=True)
    theirs = list(mine.exclude(framework=rules).values_list("pk", flat=True))
    pairs = {(key, chance.choice(theirs)) for key in mine.filter(framework=rules).values_list("pk", flat=True)}
    Mapping.objects.bulk_create(
        [
            Mapping(organisation_id=actor.organisation_id, source_id=source, target_id=target, relation="intersects")
            for source, target in sorted(pairs)
        ],
        batch_size=500,
    )


def large(count: int) -> Any:
    """Rules as they are written, in parts of forty."""
    from holger.frameworks import library
    from holger.frameworks.rules.framework import Group

    like = next(each for each in library.framework("cis-8.1").requirements if each.assessable)
    lines = []
    for number in range(count):
        part = f"R.{number // PART}"
        if number % PART == 0:
            lines.append(replace(like, id=part, parent="", assessable=False, title={"en": f"Part {part}"}, groups=()))
        mine = ("essential",) if number % 3 else ("full",)
        title = {"en": f"Rule {number} of the house", "da": f"Husets regel {number}"}
        lines.append(replace(like, id=f"{part}.{number}", parent=part, title=title, groups=mine))
    groups = (Group("essential", {"en": "Essential"}), Group("full", {"en": "Full"}))
    written = library.framework("cis-8.1")
    return replace(written, key="rules", title={"en": "Rules of the house"}, groups=groups, requirements=tuple(lines))


def rules() -> Any:
    from holger.frameworks.models import Framework

    return Framework.objects.get(organisation__slug="kronborg", key="rules")


def answers() -> None:
    """Without pages: what is claimed and counted, and what one answer, or many, cost."""
    from holger.frameworks import selectors, services
    from holger.frameworks.models import Standing
    from holger.organisation.selectors import actor_of

    actor = actor_of(security_officer())
    took = [timed(lambda: selectors.claims_everywhere(actor)) for _ in range(9)]
    told("claims of all frameworks", took, CLAIMS)
    claims = selectors.claims_everywhere(actor)
    print(f"  {sum(len(found) for found in claims.values())} claims in {len(claims)} scopes")
    told("sums of all scopes", [timed(lambda: selectors.sums_by_scope(actor, claims)) for _ in range(9)], CLAIMS)
    rows = Standing.objects.filter(requirement__framework=rules(), scope__number=1, applicable=True)
    rows = rows.select_related("scope__framework", "scope__unit", "requirement__framework").order_by(
        "requirement__place"
    )
    took = []
    for row in rows[:25]:
        said = "met" if row.answer != "met" else "not"
        took.append(timed(partial(services.standing_answer, actor=actor, standing=row, answer=said)))
    told("saving an answer, the service alone", took[4:], SAVE)
    many = list(rows[:200])
    told(
        "the same answer to 200",
        [timed(lambda: services.standings_answer(actor=actor, standings=many, maturity=4))],
        3000,
    )


def pages() -> None:
    from django.test import Client

    from holger.frameworks.models import Framework, Requirement, Standing

    large = rules()
    iso = Framework.objects.get(organisation__slug="kronborg", key="iso27001-2022")
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    ids = list(
        Requirement.objects.filter(framework=large, assessable=True).order_by("place").values_list("code", flat=True)
    )
    listed = f"{large.path}requirements/"
    paths = {
        "frameworks": ["frameworks/"],
        "library": ["frameworks/library/"],
        "framework": [large.path],
        "framework, in a unit": [f"{large.path}?scope=2"],
        "framework, ISO": [iso.path],
        "requirements": [f"{listed}?page={n}" for n in range(1, 20)],
        "requirements, through mapping": [f"{listed}?state=through&page={n}" for n in range(1, 4)],
        "requirements, narrowed": [f"{listed}?section=R.{n}&group=essential&driver=law&below=yes" for n in range(19)],
        "requirements, searched": [f"{listed}?q=rule+{n}" for n in range(19)],
        "requirement": [f"{large.path}r/{code}/" for code in ids[:19]],
        "requirement, form to answer": [f"{large.path}r/{code}/answer/" for code in ids[:19]],
    }
    for name, addresses in paths.items():
        measure(browser, name, [f"/o/kronborg/{path}" for path in addresses])
    measure(
        browser, "two side by side, ISO and GDPR", [f"/o/kronborg/{iso.path}compare/{gdpr().reference}/"], SIDE_BY_SIDE
    )
    print("After each answer, when nothing that was worked out holds any more:")
    saves, shows = [], {"framework": [], "requirement": [], "requirements": []}  # type: ignore[var-annotated]
    there = {"framework": large.path, "requirements": listed}
    for code in ids[20:45]:
        standing = Standing.objects.get(requirement__framework=large, requirement__code=code, scope__number=1)
        if not standing.applicable:
            continue
        sent = {"answer": "met" if standing.answer != "met" else "not", "version": standing.version}
        path = f"/o/kronborg/{large.path}r/{code}/answer/"
        saves.append(timed(partial(browser.post, path, sent)))
        for number, (page, took) in enumerate(shows.items()):
            if len(saves) % 3 == number:  # only the first page after it works anything out
                address = f"/o/kronborg/{there.get(page, f'{large.path}r/{code}/')}"
                took.append(timed(partial(browser.get, address)))
    told("saving an answer", saves[3:], SAVE)
    for page, took in shows.items():
        told(f"{page}, worked out anew", took[1:], PAGE + CLAIMS)


def reading() -> None:
    """The largest library that is taken, as somebody brings it."""
    from holger.frameworks.rules.reading import read_any

    head = "urn: urn:x\nname: X\nversion: 1\nobjects:\n  framework:\n    urn: urn:f\n    requirement_nodes:\n"
    lines = (f"    - {{urn: 'urn:n{number}', assessable: true, name: N{number}}}\n" for number in range(20_000))
    read = partial(read_any, "house", (head + "".join(lines)).encode(), frozenset({"da", "en"}))
    told("20,000 requirements read", [timed(read) for _ in range(3)], READ)


def gdpr() -> Any:
    from holger.frameworks.models import Framework

    return Framework.objects.get(organisation__slug="kronborg", key="gdpr")


def measure(browser: Any, name: str, addresses: Sequence[str], limit: int = PAGE) -> None:
    """A page that was asked for before anything else is written, as most pages are."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    several = [addresses[n % len(addresses)] for n in range(19)]
    for address in several[:3]:
        assert browser.get(address).status_code == 200, address
    took = [timed(partial(browser.get, address)) for address in several[3:18]]
    with CaptureQueriesContext(connection) as asked:
        size = len(browser.get(several[18]).content) / 1024
    told(name, took, limit, f", {len(asked)} queries, {size:.0f} KB")


def timed(act: Callable[[], Any]) -> float:
    """CPU seconds, because the machine may be shared."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


def told(name: str, took: Sequence[float], limit: int, more: str = "") -> None:
    """The middle of all measurements and the best of them, in milliseconds of CPU."""
    middle, best = sorted(took)[len(took) // 2] * 1000, min(took) * 1000
    over = "" if middle <= limit else "   OVER"
    print(f"{name:38} {middle:8.1f} ms, best {best:.1f} (limit {limit}){more}{over}", flush=True)


if __name__ == "__main__":
    in_new_database(run)
