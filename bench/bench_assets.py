"""A map of 10,000 objects and 30,000 dependencies beside two smaller organisations: needs, lists, pages. Prints figures.

    .venv/bin/python bench/bench_assets.py [OBJECTS]

Limits: needs of the whole map 1 s, after one change 50 ms; a list 15 ms CPU and 12 queries, an object's page 20 ms CPU.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from multiprocessing import get_context
from typing import Any

OBJECTS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
LAYERS = (("process", 0.05), ("application", 0.3), ("cloud_service", 0.1), ("server", 0.25), ("database", 0.1), ("network", 0.15), ("site", 0.05))  # fmt: skip
PER_OBJECT = 3


def in_new_database(run: Callable[[], None]) -> None:
    """Do it on an empty database of its own, whatever the environment says."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            HOLGER_DATA=folder, HOLGER_LOG_LEVEL="WARNING", DJANGO_SETTINGS_MODULE="holger.config.settings"
        )
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        run()


def as_a_server(ask: Callable[[], None]) -> None:
    """In a process of its own, on the same database: the one that filled it is heavier than any that answers."""
    process = get_context("spawn").Process(target=_ready, args=(ask,))
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def _ready(ask: Callable[[], None]) -> None:
    import_module("holger.config.wsgi")  # loaded, and frozen, as it is where it answers
    ask()


def run() -> None:
    from holger.assets import services
    from holger.assets.models import Asset, Dependency
    from holger.config.tidying import learn_sizes
    from holger.organisation.selectors import actor_of

    chance = random.Random(3)
    begun = time.perf_counter()
    anna = organisation("kronborg", OBJECTS, chance)
    for slug in ("rosenborg", "fredensborg"):
        organisation(slug, OBJECTS // 10, chance)
    print(f"{Asset.objects.count()} objects, {Dependency.objects.count()} dependencies, 3 organisations", end="")
    print(f", filled in {time.perf_counter() - begun:.1f} s")
    learn_sizes()  # as the worker does every hour
    actor = actor_of(anna)
    needs(actor, chance, services)
    as_a_server(pages)


def organisation(slug: str, count: int, chance: random.Random) -> Any:
    """An organisation with its security officer and a map in layers: each object leans on some of the layers below."""
    from holger.accounts.models import User
    from holger.assets.models import Asset, Dependency
    from holger.core import dates
    from holger.organisation.models import Organisation, Person, RoleGrant
    from holger.suppliers.models import Supplier

    house = Organisation.objects.create(slug=slug, name=slug.title(), language="en")
    user = User.objects.create(email=f"anna@{slug}.example", name="Anna Holm")
    people = [
        Person(organisation=house, number=n, reference=f"PE-{n}", name=f"Person {n}", user=user if n == 1 else None)
        for n in range(1, 201)
    ]
    Person.objects.bulk_create(people)
    RoleGrant.objects.create(organisation=house, person=people[0], role="security_officer")
    suppliers = Supplier.objects.bulk_create(
        [Supplier(organisation=house, number=n, reference=f"SU-{n}", title=f"Supplier {n}") for n in range(1, 41)]
    )
    today, layers, number = dates.today(), [], 0
    for kind, share in LAYERS:
        layer = []
        for _ in range(int(count * share)):
            number += 1
            own = [
                chance.choice((None, 1, 2, 2, 3, 3, 4)) if kind == "process" or chance.random() < 0.2 else None
                for _ in "cia"
            ]
            levels = [level for level in own if level]
            layer.append(
                Asset(
                    organisation=house, number=number, reference=f"{'P' if kind == 'process' else 'A'}-{number}", type=kind,
                    title=f"{kind.replace('_', ' ').title()} {number}", owner=chance.choice([None, *people[:20]]),
                    own_c=own[0], own_i=own[1], own_a=own[2], need_c=own[0], need_i=own[1], need_a=own[2],
                    criticality=max(levels, default=None), exposure=chance.choice(("none", "vpn", "internet")),
                    mfa=chance.choice(("yes", "no", "unknown")), backup=chance.choice(("yes", "partly", "unknown")),
                    rto_hours=chance.choice((None, 4, 24)), country=chance.choice(("DK", "US", "")),
                    supplier=suppliers[number % 40], next_review=today + timedelta(chance.randint(-30, 700)),
                )
            )  # fmt: skip
        layers.append(layer)
    Asset.objects.bulk_create([asset for layer in layers for asset in layer], batch_size=500)
    pairs = set()
    for depth, layer in enumerate(layers[:-1]):
        below = layers[depth + 1]
        for asset in layer:
            near = chance.sample(below, min(PER_OBJECT, len(below)))
            pairs |= {(asset.pk, other.pk) for other in near}
            far = chance.choice(chance.choice(layers[depth + 1 :]))
            pairs.add((asset.pk, far.pk))
    wanted = list(pairs)[: count * PER_OBJECT]
    Dependency.objects.bulk_create(
        [Dependency(organisation=house, source_id=source, target_id=target) for source, target in wanted],
        batch_size=2000,
    )
    return people[0]


def security_officer() -> Any:
    """Of the large one of the three."""
    from holger.organisation.models import Person

    return Person.objects.select_related("user").get(organisation__slug="kronborg", number=1)


def needs(actor: Any, chance: random.Random, services: Any) -> None:
    from holger.assets.models import Asset, Dependency
    from holger.assets.services.need import after_change

    changed = measured("needs of the whole map, first time, with history", lambda: services.recompute(actor=actor))
    measured("needs of the whole map, nothing to correct (limit 1 s)", lambda: services.recompute(actor=actor))
    print(f"{'':4}{changed} objects inherited something")
    mine = Asset.objects.filter(organisation_id=actor.organisation_id)
    systems = list(mine.filter(type="application").order_by("?")[:30])
    edits, follows = [], []
    for asset in systems:
        level = 4 if asset.own_a != 4 else 1
        edits.append(spent(lambda asset=asset, level=level: services.asset_edit(actor=actor, asset=asset, own_a=level)))
    for asset in mine.filter(type="process").order_by("?")[:30]:
        mine.filter(pk=asset.pk).update(own_i=4 if asset.own_i != 4 else 1)
        follows.append(spent(lambda asset=asset: _followed(after_change, actor, asset)))
    told("editing one system's need, all of it", edits)
    told("following one process's need (limit 50 ms)", follows)
    ends = [chance.sample(systems, 2) for _ in range(30)]
    ties = [
        spent(lambda s=s, t=t: services.dependency_add(actor=actor, source=s, target=t))
        for s, t in ends
        if free(Dependency, s, t)
    ]
    told("adding one dependency, all of it", ties)
    assert services.recompute(actor=actor) == 0, "the quick way differs from the whole"
    imports(actor, chance, services)


def imports(actor: Any, chance: random.Random, services: Any) -> None:
    """As many dependencies as there are objects, in one file, and back."""
    from holger.assets.models import Asset, Dependency
    from holger.exchange.registers import NewRow

    mine = Asset.objects.filter(organisation_id=actor.organisation_id)
    above = list(mine.filter(type__in=("process", "application")).values_list("pk", flat=True))
    below = list(mine.filter(type__in=("network", "site")).values_list("pk", flat=True))
    there = set(Dependency.objects.values_list("source_id", "target_id"))
    pairs = {(chance.choice(above), chance.choice(below)) for _ in range(OBJECTS * 2)} - there
    rows = [
        NewRow(number, {"source": source, "target": target, "kind": "operated_by"}, {})
        for number, (source, target) in enumerate(sorted(pairs)[:OBJECTS], start=2)
    ]
    payload = measured(
        f"importing {len(rows)} dependencies (limit 8 s)",
        lambda: services.dependency_import(actor=actor, creates=rows, updates=[]),
    )
    measured("taking them back", lambda: services.dependency_import_undo(actor=actor, payload=payload))


def free(model: Any, source: Any, target: Any) -> bool:
    return not model.objects.filter(source=source, target=target).exists()


def _followed(after_change: Any, actor: Any, asset: Any) -> None:
    from django.db import transaction

    with transaction.atomic():
        after_change(actor, {asset.pk}, {"i": False})


def pages() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from holger.assets.models import Asset, Dependency

    anna = security_officer()
    client = Client(SERVER_NAME="localhost")
    client.force_login(anna.user)
    mine = Asset.objects.filter(organisation_id=anna.organisation_id)
    system = mine.filter(type="application").order_by("-criticality").first()
    process = mine.filter(type="process").first()
    paths = [
        ("list (limit 15 ms, 12 queries)", "assets/?page={n}"),
        ("list, by name, page 100", "assets/?sort=title&page=100"),
        ("list, searched", "assets/?q=server+{n}"),
        ("list, one remark", "assets/?flag=internet_exposed_without_mfa"),
        ("list, a remark about others", "assets/?flag=rto_exceeds_process"),
        ("list, its tabs' counts", "assets/?part=tabs"),
        ("processes", "processes/?page={n}"),
        ("dependencies", "dependencies/?page={n}"),
        ("a system's page (limit 20 ms)", system.path),
        ("a system's page, two steps", f"{system.path}?depth=2"),
        ("a process's page", process.path),
        ("graph, two steps", f"map/{system.reference}/graph/?depth=2"),
        ("graph as data", f"map/{system.reference}/graph.json?depth=2"),
        ("map", "map/"),
        ("overview (limit 30 ms)", ""),
        ("picker", "pick/assets/?q=serv"),
    ]
    print(f"\n{'page':36} {'cpu ms':>8} {'best':>6} {'queries':>8} {'KB':>6}")
    for name, path in paths:
        # A page that was never asked for each time: what is kept of one may help the next, not answer for it.
        addresses = [f"/o/kronborg/{path.format(n=n)}" for n in range(1, 20)]
        for address in addresses[:3]:
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
        times = sorted(spent(lambda address=address: client.get(address)) for address in addresses[3:18])
        with CaptureQueriesContext(connection) as asked:
            client.get(addresses[18])
        size = len(answer.content) / 1024
        print(f"{name:36} {times[len(times) // 2]:8.1f} {times[0]:6.1f} {len(asked):8} {size:6.0f}", flush=True)
    print(f"({Dependency.objects.count()} dependencies)")


def spent(work: Callable[[], Any]) -> float:
    """CPU milliseconds."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def measured(what: str, work: Callable[[], Any]) -> Any:
    begun, used = time.perf_counter(), time.process_time()
    answer = work()
    print(f"{what:56} {time.perf_counter() - begun:6.2f} s (cpu {time.process_time() - used:5.2f})", flush=True)
    return answer


def told(what: str, times: list[float]) -> None:
    times.sort()
    median, worst = times[len(times) // 2], times[-1]
    print(f"{what:56} {median:6.1f} ms cpu, at worst {worst:.1f}", flush=True)


if __name__ == "__main__":
    in_new_database(run)
