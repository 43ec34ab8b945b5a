"""5,000 risks on a map of 10,000 objects and 30,000 dependencies, each with two of 80 controls: pages, the grid, scores,
points. Prints figures.

    .venv/bin/python bench/bench_risks.py [RISKS [OBJECTS]]

Limits: a list 15 ms CPU and 12 queries, an object's page 20 ms CPU, the overview 30 ms; scores of the whole map 1 s,
after one change 50 ms.
"""

import random
import sys
import time
from collections.abc import Callable
from typing import Any

from bench_assets import as_a_server, in_new_database, organisation, security_officer

RISKS = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
OBJECTS = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
PER_SYSTEM = 12
CONTROLS = 80


def run() -> None:
    from holger.assets.models import Asset, Dependency
    from holger.config.tidying import learn_sizes
    from holger.organisation.selectors import actor_of
    from holger.risks.models import Risk

    chance = random.Random(3)
    begun = time.perf_counter()
    people = [
        organisation(slug, OBJECTS // part, chance)
        for slug, part in (("kronborg", 1), ("rosenborg", 10), ("elsinore", 10))
    ]
    actor = actor_of(people[0])
    fill(actor, chance)
    print(
        f"{Asset.objects.count()} objects, {Dependency.objects.count()} dependencies, {Risk.objects.count()} risks",
        end="",
    )
    print(f", 3 organisations, filled in {time.perf_counter() - begun:.1f} s")
    learn_sizes()  # as the worker does every hour
    tie(actor)
    scores(actor, chance)
    points(actor, chance)
    freezing(actor)
    as_a_server(pages)


def fill(actor: Any, chance: random.Random) -> None:
    """Risks on some of the systems, scored as the services score them, written in bulk."""
    from holger.assets.models import Asset
    from holger.core import dates
    from holger.risks import services
    from holger.risks.models import Method, Risk, Threat
    from holger.risks.services.scoring import follows

    services.library_install(actor=actor)
    method = Method.objects.get(organisation_id=actor.organisation_id).rules
    threats = list(Threat.objects.filter(organisation_id=actor.organisation_id))
    assets = list(Asset.objects.filter(organisation_id=actor.organisation_id).exclude(type="process").order_by("?"))
    now, rows = dates.now(), []
    for number in range(1, RISKS + 1):
        asset, threat = assets[(number - 1) // PER_SYSTEM], threats[number % PER_SYSTEM]
        risk = Risk(
            organisation_id=actor.organisation_id, asset=asset, threat=threat, number=number, reference=f"R-{number}",
            title=threat.title_en, hits=threat.hits, owner_id=asset.owner_id, assessed_at=now, confirmed_at=now,
            reason="Somebody has thought about it and written a sentence or two.", treatment="reduce",
        )  # fmt: skip
        levels = {f"current_{letter}": chance.randint(1, 4) for letter in threat.hits}
        levels |= {"current_likelihood": chance.randint(1, 4), "inherent_likelihood": 5, "target_likelihood": 1}
        for name, value in follows(method, risk, levels).items():
            setattr(risk, name, value)
        rows.append(risk)
    Risk.objects.bulk_create(rows, batch_size=200)


def tie(actor: Any) -> None:
    """Each risk has a control in place and one that is planned; every eighth of the latter came into place since."""
    from holger.controls.models import Control
    from holger.controls.services import control_create, controls_edit_many
    from holger.risks.models import Effect, Risk

    made = [
        control_create(actor=actor, title=f"Control {number}", status=("implemented", "planned")[number % 2])
        for number in range(CONTROLS)
    ]
    Effect.objects.bulk_create(
        [
            Effect(organisation_id=actor.organisation_id, risk=risk, control=control, likelihood=1, counted=not place)
            for risk in Risk.objects.filter(organisation_id=actor.organisation_id)
            for place, control in enumerate(made[2 * (risk.number % (CONTROLS // 2)) :][:2])
        ],
        batch_size=500,
    )
    controls_edit_many(actor=actor, controls=made[1::16], status="implemented")
    print(f"{Control.objects.count()} controls with {Effect.objects.count()} effects")


def points(actor: Any, chance: random.Random) -> None:
    from holger.risks import services
    from holger.risks.models import Effect

    house = actor.organisation_id
    for turn in ("first time", "once more"):
        took = [timed(lambda: services.points_rebuild(organisation_id=house))[0]]
        told(f"points of all controls, {turn}", took, 2000)
    effects = list(Effect.objects.select_related("risk__asset", "control").order_by("?")[:15])
    took = []
    for effect in effects:
        levels = chance.randint(0, 3)
        took.append(timed(lambda e=effect, n=levels: services.effect_edit(actor=actor, effect=e, likelihood=n))[0])
    told("a control's effect changed, all told", took, 100)


def scores(actor: Any, chance: random.Random) -> None:
    from holger.risks import services
    from holger.risks.models import AssetScore, Risk

    house = actor.organisation_id
    told(
        "scores of the whole map, first time", [timed(lambda: services.scores_rebuild(organisation_id=house))[0]], 1000
    )
    told("scores of the whole map, once more", [timed(lambda: services.scores_rebuild(organisation_id=house))[0]], 1000)
    print(f"  {AssetScore.objects.count()} objects have a score")
    risks = list(Risk.objects.select_related("asset").order_by("?")[:30])
    took, written = [], []
    for risk in risks:
        Risk.objects.filter(pk=risk.pk).update(current_score=chance.choice((1, 25)))
        seconds, count = timed(
            lambda risk=risk: services.scores_update(organisation_id=house, asset_ids=[risk.asset_id])
        )
        took.append(seconds)
        written.append(count)
    told("scores after one change", took, 50)
    print(f"  {sum(written) / len(written):.0f} scores changed each time, {max(written)} at most")
    took = []
    for risk in risks[:15]:
        fresh = Risk.objects.select_related("asset").get(pk=risk.pk)
        answer = {f"current_{fresh.hits[0]}": chance.randint(1, 5)}
        took.append(
            timed(lambda r=fresh, a=answer: services.risk_assess(actor=actor, risk=r, version=r.version, **a))[0]
        )
    told("a level set in the grid, all told", took, 100)


def freezing(actor: Any) -> None:
    from holger.risks import services

    held = services.round_open(actor=actor, title="Spring 2026")
    told("freezing a round", [timed(lambda: services.round_freeze(actor=actor, held=held))[0]], 5000)


def pages() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from holger.controls.models import Control
    from holger.risks.models import Risk

    control = Control.objects.get(reference="F-2").pk
    system = Risk.objects.get(reference="R-12").asset.reference
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(security_officer().user)
    paths = {
        "register": ("risks/list/?page={n}", 15),
        "register, filtered and sorted": ("risks/list/?over=yes&band=high&sort=asset", 15),
        "picture": ("risks/", 30),
        "trend": ("risks/trend/", 30),
        "grid of a system": (f"risks/assess/{system}/", 30),
        "one risk": ("risks/R-12/", 20),
        "frozen round": ("risks/rounds/1/", 60),
        "method": ("risks/method/", 30),
        "systems to assess": ("risks/assess/", 30),
        "one control": ("controls/F-{n}/", 20),
        "risks with a control": (f"risks/list/?control={control}&page={{n}}", 15),
        "risks to look at again": ("risks/list/?again=yes&page={n}", 15),
        "one asset": (f"assets/{system}/", 20),
        "assets by worst risk": ("assets/?sort=-worst&page={n}", 15),
        "overview": ("", 30),
    }
    for name, (path, limit) in paths.items():
        # A page that was never asked for each time: what is kept of one may help the next, not answer for it.
        addresses = [f"/o/kronborg/{path.format(n=n)}" for n in range(1, 20)]
        for address in addresses[:3]:
            assert browser.get(address).status_code == 200, address
        took = []
        for address in addresses[3:18]:
            begun = time.process_time()
            browser.get(address)
            took.append(time.process_time() - begun)
        with CaptureQueriesContext(connection) as asked:
            browser.get(addresses[18])
        told(name, took, limit, f", {len(asked)} queries")


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds, because the machine may be shared."""
    begun = time.process_time()
    found = act()
    return time.process_time() - begun, found


def told(name: str, took: list[float], limit: int, more: str = "") -> None:
    """The middle of all measurements, in milliseconds of CPU."""
    middle = sorted(took)[len(took) // 2] * 1000
    print(f"{name:38} {middle:8.1f} ms (limit {limit}){more}{'' if middle <= limit else '   OVER'}")


if __name__ == "__main__":
    in_new_database(run)
