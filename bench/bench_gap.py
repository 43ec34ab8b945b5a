"""Gap rounds over rules of 1,200 requirements and the library's frameworks: opening, answering, the pages, two rounds compared.
Prints figures.

    .venv/bin/python bench/bench_gap.py [REQUIREMENTS]

Limits: an answer saved 30 ms CPU, a page 25 ms (45 right after a save, when the menu is drawn anew as well), opening a round with what is known 600 ms, closing it 400 ms.
"""

import random
import sys
import time
from functools import partial
from typing import Any

from bench_assets import as_a_server, in_new_database, security_officer
from bench_frameworks import fill, measure, organisation, rules, timed, told

REQUIREMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_200
PAGE, ANEW, SAVE, OPEN, CLOSE = 25, 45, 30, 600, 400
"""Milliseconds of CPU."""
JOINED = ("round__scope__framework", "round__scope__unit", "requirement__framework")


def run() -> None:
    from holger.config.tidying import learn_sizes
    from holger.controls.models import GapAnswer, GapRound
    from holger.organisation.selectors import actor_of

    chance = random.Random(7)
    begun = time.perf_counter()
    anna = actor_of(organisation("kronborg"))
    fill(anna, chance, whole=True)
    for slug in ("rosenborg", "elsinore"):
        fill(actor_of(organisation(slug)), chance, whole=False)
    learn_sizes()
    hold(anna, chance)
    counts = [model._default_manager.count() for model in (GapRound, GapAnswer)]
    print("{} rounds, {} answers".format(*counts), f"filled in {time.perf_counter() - begun:.1f} s")
    learn_sizes()
    as_a_server(work)
    as_a_server(pages)


def hold(actor: Any, chance: random.Random) -> None:
    """Two rounds that are closed and one that is half answered, over the large rules and over ISO."""
    from holger.controls import services
    from holger.controls.models import GapRound
    from holger.frameworks.models import Scope

    for key in ("rules", "iso27001-2022"):
        rows = Scope.objects.select_related("framework", "unit").filter(organisation_id=actor.organisation_id)
        scope = rows.get(framework__key=key, number=1)
        for title in ("2024", "2025", "2026"):
            took = timed(partial(services.gap_round_open, actor=actor, scope=scope, title=title))
            held = GapRound.objects.select_related("scope__framework", "scope__unit").get(scope=scope, closed_at=None)
            answer(held, chance, 1.0 if title != "2026" else 0.5)
            if key == "rules":
                told(f"opening a round, {title}", [took], OPEN)
            if title != "2026":
                took = timed(partial(services.gap_round_close, actor=actor, gap_round=held))
                if key == "rules":
                    told(f"closing a round, {title}", [took], CLOSE)


def answer(held: Any, chance: random.Random, share: float) -> None:
    """Answers, written in bulk."""
    from holger.controls.models import GapAnswer
    from holger.core import dates

    rows = [row for row in GapAnswer.objects.filter(round=held) if chance.random() < share]
    for row in rows:
        row.answer, row.origin = chance.choice(("met", "partly", "not")), ""
        row.maturity, row.answered_at, row.answered_by = chance.randint(0, 5), dates.now(), "Anna Holm"
        row.remark = "Somebody has looked and written a sentence or two."
    fields = ("answer", "origin", "maturity", "answered_at", "answered_by", "remark")
    GapAnswer.objects.bulk_update(rows, fields, batch_size=500)


def open_round() -> Any:
    from holger.controls.models import GapRound

    return GapRound.objects.select_related("scope__framework", "scope__unit").get(
        scope__framework=rules(), closed_at=None
    )


def work() -> None:
    """Without pages: what one answer costs, and many confirmed at once."""
    from holger.controls import services
    from holger.controls.models import GapAnswer
    from holger.controls.selectors import gap as selectors
    from holger.organisation.selectors import actor_of

    actor, held = actor_of(security_officer()), open_round()
    rows = GapAnswer.objects.filter(round=held, applicable=True).select_related(*JOINED).order_by("place")
    took = [
        timed(partial(services.gap_answer, actor=actor, row=row, answer="met" if row.answer != "met" else "not"))
        for row in rows[:25]
    ]
    told("saving an answer, the service alone", took[4:], SAVE)
    many = list(rows.exclude(origin="")[:200])
    told(f"{len(many)} confirmed", [timed(partial(services.gap_confirm_many, actor=actor, rows=many))], 3000)
    told("parts of a round", [timed(lambda: selectors.tally(actor, held)) for _ in range(9)], PAGE)


def pages() -> None:
    from django.test import Client

    from holger.controls.models import GapAnswer, GapRound

    held = open_round()
    closed = GapRound.objects.filter(scope=held.scope).exclude(pk=held.pk).order_by("-number")[0]
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    codes = list(held.answers.order_by("place").values_list("requirement__code", flat=True))
    answering = [f"{held.path}answer/{code}/" for code in codes[:400:20]]
    paths = {
        "rounds": ["gaps/"],
        "round": [held.path],
        "round, closed": [closed.path],
        "answers of a round": [f"{held.path}answers/?page={n}" for n in range(1, 20)],
        "answers, the largest gaps": [f"{held.path}answers/?gap=yes&sort=-gap&page={n}" for n in range(1, 9)],
        "answering": answering,
        "answering, only what waits, one group": [f"{path}?show=todo&group=essential" for path in answering],
        "two rounds compared": [f"{held.path}compare/{closed.reference}/?page={n}" for n in range(1, 12)],
        "two rounds compared, what moved": [f"{held.path}compare/{closed.reference}/?moved=up&moved=down"],
        "the framework, with its rounds": [held.scope.framework.path],
    }
    for name, addresses in paths.items():
        measure(browser, name, [f"/o/kronborg/{path}" for path in addresses], PAGE)
    print("In a workshop, where each save undoes what was worked out:")
    saves: list[float] = []
    shows: list[float] = []
    rounds: list[float] = []
    for code in codes[100:140]:
        row = GapAnswer.objects.get(round=held, requirement__code=code)
        if not row.applicable:
            continue
        sent = {"answer": "met" if row.answer != "met" else "not", "maturity": "3", "version": row.version}
        path = f"/o/kronborg/{held.path}answer/{code}/"
        saves.append(timed(partial(browser.post, path, sent)))
        (shows if len(saves) % 2 else rounds).append(
            timed(partial(browser.get, path if len(saves) % 2 else f"/o/kronborg/{held.path}"))
        )
        row.refresh_from_db()
        assert row.answer == sent["answer"], code
    told("saving an answer", saves[3:], SAVE)
    told("answering, worked out anew", shows[2:], ANEW)
    told("round, worked out anew", rounds[2:], ANEW)


if __name__ == "__main__":
    in_new_database(run)
