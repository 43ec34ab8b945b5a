"""Statements of applicability: ISO/IEC 27001 with 93 + 30 requirements and rules of 1,000, each with a version in force and a draft
that differs from it, beside 40 controls, evidence and a second organisation. Pages, freezing, papers. Prints figures.

    .venv/bin/python bench/bench_statement.py [REQUIREMENTS]

Limits: a page 25 ms CPU, the whole of ISO on one 40 ms, 200 lines of the large one 60 ms; worked out anew after a change 60 ms more,
the large one 250 ms; freezing 300 ms; a PDF 2 s, a workbook 1 s, four times that for the large one.
"""

import random
import sys
import time
from functools import partial
from types import SimpleNamespace
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import large, measure, organisation, timed, told

REQUIREMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
CONTROLS = 40
PAGE, WHOLE, LARGE, ANEW, LARGE_ANEW, FREEZE, PDF, BOOK = 25, 40, 60, 100, 310, 300, 2_000, 1_000
"""Milliseconds: of CPU, but of the clock for papers, which are pressed in a process of their own."""


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.controls.models import Link, Statement
    from holger.evidence.models import EvidenceLink
    from holger.frameworks.models import Standing

    chance, begun = random.Random(3), time.perf_counter()
    for slug in ("kronborg", "rosenborg"):
        fill(organisation(slug), chance)
    counts = [model._default_manager.count() for model in (Standing, Link, EvidenceLink, Statement)]
    print("{} standings, {} links, {} pieces of evidence attached, {} statements".format(*counts), end="")
    print(f", 2 organisations, filled in {time.perf_counter() - begun:.1f} s")
    learn_sizes()  # as the worker does every hour
    as_a_server(pages)
    as_a_server(freezing)
    as_a_server(papers)


def fill(anna: Any, chance: random.Random) -> None:
    """Both frameworks, decided, controlled and proven; approved, and then changed here and there."""
    from holger.controls import services
    from holger.frameworks import services as frameworks
    from holger.frameworks.models import Scope, Standing
    from holger.organisation.selectors import actor_of

    actor, boss = actor_of(anna), approver(anna)
    iso = frameworks.framework_adopt(actor=actor, key="iso27001-2022")
    rules = frameworks.framework_bring(actor=actor, written=large(REQUIREMENTS), origin="file")
    rows = list(Standing.objects.filter(organisation_id=actor.organisation_id))
    for row in rows:
        row.answer = chance.choice(("met", "partly", "not", ""))
        row.applicable, row.reason = chance.choice(
            ((True, "It keeps the production going."),) * 12 + ((False, "We rent it all."),)
        )
        row.drivers = chance.choice((["risk"], ["law", "risk"], ["contract"], []))
    Standing.objects.bulk_update(rows, ("answer", "applicable", "reason", "drivers"), batch_size=500)
    controlled(actor, chance, {row.requirement_id for row in rows})
    for framework in (iso, rules):
        scope = Scope.objects.select_related("framework", "unit").get(framework=framework)
        statement = services.statement_draft(actor=actor, scope=scope)
        services.statement_request(actor=actor, statement=statement, approver=boss)
        services.statement_approve(actor=actor_of(boss), statement=statement, digest=statement.digest)
        some = Standing.objects.filter(scope=scope, applicable=True)[:400:20]
        Standing.objects.filter(pk__in=[row.pk for row in some]).update(reason="Said otherwise since.")
        services.statement_draft(actor=actor, scope=scope)


def approver(anna: Any) -> Any:
    from holger.accounts.models import User
    from holger.organisation.models import Person, RoleGrant

    house = anna.organisation
    user = User.objects.create(email=f"olga@{house.slug}.example", name="Olga Krogh")
    olga = Person.objects.create(
        organisation=house, number=2, reference="PE-2", name="Olga Krogh", email=user.email, user=user
    )
    RoleGrant.objects.create(organisation=house, person=olga, role="owner")
    return olga


def controlled(actor: Any, chance: random.Random, requirements: set[Any]) -> None:
    """Controls that answer most requirements, and evidence on some of both."""
    from holger.controls.models import Control, Link
    from holger.core import dates
    from holger.evidence.models import Evidence, EvidenceLink

    here = {"organisation_id": actor.organisation_id}
    states = ("implemented", "implemented", "partly", "planned")
    controls = Control.objects.bulk_create(
        Control(**here, number=n, reference=f"F-{n}", title=f"Control {n}", status=chance.choice(states), owner_id=actor.person_id)
        for n in range(1, CONTROLS + 1)
    )  # fmt: skip
    links = [
        Link(**here, requirement_id=key, control=control, strength=chance.choice(("whole", "part")))
        for key in sorted(requirements)
        for control in chance.sample(controls, chance.choice((0, 1, 1, 2)))
    ]
    Link.objects.bulk_create(links, batch_size=500)
    proofs = Evidence.objects.bulk_create(
        Evidence(**here, number=n, reference=f"E-{n}", title=f"Proof {n}", kind="link", url="https://proof.example/", created_at=dates.now())
        for n in range(1, 201)
    )  # fmt: skip
    about = [("frameworks.requirement", key) for key in chance.sample(sorted(requirements), 150)]
    about += [("controls.control", control.pk) for control in controls]
    EvidenceLink.objects.bulk_create(
        EvidenceLink(**here, evidence=chance.choice(proofs), subject_type=kind, subject_id=key) for kind, key in about
    )


def scope(number: int) -> Any:
    from holger.frameworks.models import Scope

    rows = Scope.objects.select_related("framework", "unit").filter(framework__organisation__slug="kronborg")
    return rows.get(framework__reference=f"FW-{number}")


def pages() -> None:
    from django.test import Client

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    base = "/o/kronborg/statements/"
    small, wide = f"{base}FW-1/1/", f"{base}FW-2/1/"
    measure(browser, "statements", [base], PAGE)
    measure(browser, "statement, ISO, 123 lines", [small], WHOLE)
    measure(browser, "statement, ISO, Annex A.5 alone", [f"{small}?theme=A.5"], PAGE)
    measure(browser, "statement, ISO, changed", [f"{small}?changed=yes"], PAGE)
    measure(browser, "statement, 1,000, 200 lines", [wide], LARGE)
    measure(browser, "statement, 1,000, 50 lines", [f"{wide}?per=50&page={n}" for n in range(1, 20)], WHOLE)
    measure(browser, "statement, 1,000, uncontrolled", [f"{wide}?question=uncontrolled&per=50"], WHOLE)
    measure(browser, "versions", [f"{small}versions/"], PAGE)
    measure(browser, "version, frozen, ISO", [f"{small}v1/"], WHOLE)
    measure(browser, "version, frozen, 1,000", [f"{wide}v1/"], LARGE * 2)
    measure(browser, "compare, ISO", [f"{small}compare/"], PAGE)
    measure(browser, "compare, 1,000", [f"{wide}compare/"], LARGE)
    print("After each change, when nothing that was worked out holds any more:")
    for name, address, limit in (("ISO", small, ANEW), ("1,000", wide, LARGE_ANEW)):
        took = []
        for _round in range(7):
            touch()
            took.append(timed(partial(browser.get, address)))
        told(f"statement, {name}, worked out anew", took[1:], limit)


def touch() -> None:
    """Something is written in the organisation."""
    from django.db import transaction

    from holger.history import services as history
    from holger.organisation.selectors import actor_of

    with transaction.atomic():
        history.record(actor=actor_of(security_officer()), action="asset.edited")


def freezing() -> None:
    from django.db import transaction

    from holger.controls import services
    from holger.controls.models import Statement
    from holger.organisation.models import Person
    from holger.organisation.selectors import actor_of

    actor = actor_of(security_officer())
    boss = Person.objects.get(organisation_id=actor.organisation_id, name="Olga Krogh")

    def freeze(number: int) -> None:
        with transaction.atomic():
            statement = Statement.objects.select_related("scope__framework", "scope__unit").get(
                scope=scope(number), status="draft"
            )
            services.statement_request(actor=actor, statement=statement, approver=boss)
            services.statement_approve(actor=actor_of(boss), statement=statement, digest=statement.digest)
            transaction.set_rollback(True)

    told("freezing and approving, ISO", [timed(partial(freeze, 1)) for _ in range(5)], FREEZE)
    told("freezing and approving, 1,000", [timed(partial(freeze, 2)) for _ in range(5)], FREEZE * 2)


def papers() -> None:
    from holger.controls.papers.statement import paper_of
    from holger.controls.selectors import statements_for
    from holger.exchange.papers.setting import paper_file
    from holger.organisation.selectors import actor_of

    anna = security_officer()
    request: Any = SimpleNamespace(organisation=anna.organisation, actor=actor_of(anna))
    for name, number, times in (("ISO", 1, 1), ("1,000", 2, 4)):
        row = statements_for(request.actor).select_related("approver").get(scope=scope(number), number=1)
        for form, limit in (("pdf", PDF), ("xlsx", BOOK), ("docx", PDF)):
            begun = time.perf_counter()
            size = len(paper_file(paper_of(request, "en", row), form)) / 1024
            took = (time.perf_counter() - begun) * 1000
            over = "" if took <= limit * times else "   OVER"
            print(
                f"{name + ' as ' + form:38} {took:8.0f} ms on the clock (limit {limit * times}), {size:.0f} KB{over}",
                flush=True,
            )


if __name__ == "__main__":
    in_new_database(run)
