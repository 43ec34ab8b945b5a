"""Policies: 500 of about 10 pages, each in two languages with two versions, beside a second organisation. Prints figures.

    .venv/bin/python bench/bench_policies.py [POLICIES]

Limits: the page of a policy 15 ms CPU and 12 questions, the list 40 ms, the editor 60 ms, a comparison of two versions 80 ms;
freezing and approving 150 ms; saving what is being written 20 ms.
"""

import random
import sys
import time
from functools import partial
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import measure, organisation, timed, told
from bench_statement import approver

POLICIES = int(sys.argv[1]) if len(sys.argv) > 1 else 500
PAGE, LIST, EDITOR, COMPARE, APPROVE, SAVE = 15, 40, 60, 80, 150, 20
"""Milliseconds of CPU."""
WORDS = [
    "access",
    "system",
    "password",
    "everybody",
    "manager",
    "report",
    "incident",
    "supplier",
    "backup",
    "screen",
    "visitor",
    "mail",
    "device",
]


def text(chance: random.Random, sections: int = 25) -> str:
    """About ten pages: headings, paragraphs, lists and a table."""
    parts = []
    for number in range(sections):
        parts.append(f"## Section {number + 1}")
        parts += [" ".join(chance.choices(WORDS, k=70)).capitalize() + "." for _ in range(2)]
        parts.append("\n".join(f"- {' '.join(chance.choices(WORDS, k=8))}" for _ in range(4)))
    parts.append("| What | Who | When |\n| --- | --- | --- |\n" + "| a | b | c |\n" * 20)
    return "\n\n".join(parts)


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.policies.models import PolicyText

    chance, begun = random.Random(3), time.perf_counter()
    for slug in ("kronborg", "rosenborg"):
        fill(organisation(slug), chance)
    print(f"{PolicyText.objects.count()} texts, 2 organisations, filled in {time.perf_counter() - begun:.1f} s")
    learn_sizes()  # as the worker does every hour
    as_a_server(pages)
    as_a_server(steps)


def fill(anna: Any, chance: random.Random) -> None:
    """The rows alone: the way that leads there is measured by itself."""
    from holger.audience.models import Audience
    from holger.core import dates
    from holger.organisation.services import next_numbers
    from holger.policies.models import Policy, PolicyText, PolicyVersion

    approver(anna)
    here = {"organisation_id": anna.organisation_id}
    numbers = next_numbers(organisation_id=anna.organisation_id, prefix="POL", count=POLICIES)
    audiences = Audience.objects.bulk_create(Audience(**here, everybody=True) for _ in numbers)
    policies = Policy.objects.bulk_create(
        Policy(**here, number=n, reference=f"POL-{n}", title_en=f"Policy {n}", title_da=f"Politik {n}", owner=anna, audience=audience, next_review=dates.today())
        for n, audience in zip(numbers, audiences, strict=True)
    )  # fmt: skip
    made = {"digest": "0" * 64, "approved_at": dates.now(), "approved_by": "Olga", "effective_from": dates.today()}
    versions = PolicyVersion.objects.bulk_create(
        PolicyVersion(**here, policy=policy, major=major, minor=0, status=status, **made)
        for policy in policies
        for major, status in ((1, "superseded"), (2, "in_force"))
    )
    body = text(chance)
    PolicyText.objects.bulk_create(
        (
            PolicyText(**here, version=version, language=language, title=version.policy.title, body=f"{body}\n\n{version.pk}\n\n{' '.join(chance.choices(WORDS, k=60))}")
            for version in versions
            for language in ("da", "en")
        ),
        batch_size=500,
    )  # fmt: skip


def pages() -> None:
    from django.test import Client

    from holger.organisation.selectors import actor_of
    from holger.policies import services
    from holger.policies.models import Policy

    browser = Client(HTTP_HOST="localhost")
    anna = security_officer()
    browser.force_login(anna.user)
    base = "/o/kronborg/policies/"
    services.draft_begin(actor=actor_of(anna), policy=Policy.objects.get(organisation__slug="kronborg", number=1))
    measure(browser, "policy", [f"{base}POL-2/"], PAGE)
    measure(browser, "policy with a draft", [f"{base}POL-1/"], PAGE)
    measure(browser, "policy, read the first time", [f"{base}POL-{n}/" for n in range(3, 23)], PAGE * 3)
    measure(browser, "policies", [base], LIST)
    measure(browser, "policies, review due", [f"{base}?due=yes&status=in_force"], LIST)
    measure(browser, "policies, searched", [f"{base}?q=policy+12"], LIST)
    measure(browser, "editor", [f"{base}POL-1/draft/en/"], EDITOR)
    measure(browser, "what has changed", [f"{base}POL-2/compare/"], COMPARE)


def steps() -> None:
    from django.db import transaction

    from holger.organisation.models import Person
    from holger.organisation.selectors import actor_of
    from holger.policies import services
    from holger.policies.models import Policy

    anna = security_officer()
    actor = actor_of(anna)
    boss = Person.objects.get(organisation_id=actor.organisation_id, name="Olga Krogh")
    policy = Policy.objects.get(organisation_id=actor.organisation_id, number=1)
    body = policy.versions.get(major=2).texts.get(language="en").body

    def save(number: int) -> None:
        services.text_save(actor=actor, policy=policy, language="en", title="Policy 1", body=f"{body}\n\n{number}")

    def approve() -> None:
        with transaction.atomic():
            services.draft_edit(actor=actor, policy=policy, changes_en="More.")
            version = services.approval_request(actor=actor, policy=policy, approver=boss)
            services.policy_approve(actor=actor_of(boss), policy=policy, digest=version.digest)
            transaction.set_rollback(True)

    told("saving what is being written", [timed(partial(save, n)) for n in range(9)], SAVE)
    told("freezing and approving", [timed(approve) for _ in range(5)], APPROVE)


if __name__ == "__main__":
    in_new_database(run)
