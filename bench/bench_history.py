"""What the history costs, and how quickly it is checked. Ends with 1 when a limit is passed.

    .venv/bin/python bench/bench_history.py [--writers N] [--entries N] [--chain N] [--only write|chain]

16 writers of 10,000 entries each, and a chain of 1,000,000, unless told otherwise (the defaults are small). On SQLite,
or on the database that HOLGER_TEST_DATABASE_URL names (it makes a database of its own there). Limits: on SQLite a write
(an edit of an asset) takes at most 25 % more processor time with its entry than without; on PostgreSQL 500 entries a second for one
organisation; 1,000,000 entries are verified within 15 s (fewer: in proportion) in 64 MB more than at the start; the next
checkpoint of a long chain reads only what is new and takes 1 s at most. The chain holds at the end.
"""

import argparse
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from urllib.parse import urlsplit, urlunsplit

DATABASE = "holger_bench_history"
ROUNDS = 4
TITLES = count()
passed: list[bool] = []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--entries", type=int, default=100, help="by each writer (100; 10000 for the whole figure)")
    parser.add_argument("--chain", type=int, default=20_000, help="entries to verify (20000; 1000000 for the whole)")
    parser.add_argument("--only", choices=["write", "chain"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database():
        os.environ.update(HOLGER_DATA=folder, DJANGO_SETTINGS_MODULE="holger.config.settings")
        prepare()
        if asked.only != "chain":
            write(asked.writers, asked.entries)
        if asked.only != "write":
            chain(asked.chain)
        from django.db import connections

        connections.close_all()
    return 0 if all(passed) else 1


@contextmanager
def database() -> Iterator[None]:
    address = os.environ.get("HOLGER_TEST_DATABASE_URL", "")
    os.environ.pop("DATABASE_URL", None)
    if not address:
        yield
        return
    import psycopg

    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        server.execute(f"CREATE DATABASE {DATABASE}")
        os.environ["DATABASE_URL"] = urlunsplit(urlsplit(address)._replace(path=f"/{DATABASE}"))
        yield
        server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


# --- Writing -------------------------------------------------------------------------------------------------------


def write(writers: int, entries: int) -> None:
    """The same edits of assets with and without a trace, by turns: how much of the time was the history's?"""
    from django.db import connection

    from holger.history import services

    mine = assets(writers)
    print(f"{connection.vendor}: {writers} writers x {entries} entries", flush=True)
    record, spent = services.record, {True: [0.0, 0.0], False: [0.0, 0.0]}
    begun = verification_of(mine[0].organisation_id).entries
    for turn in range(ROUNDS * 2):
        traced = turn % 2 == 0
        services.record = record if traced else lambda **told: None  # type: ignore[assignment]
        for place, seconds in enumerate(timed(mine, entries // ROUNDS)):
            spent[traced][place] += seconds
    services.record = record
    done = writers * (entries // ROUNDS) * ROUNDS
    for name, (wall, cpu) in (("with history", spent[True]), ("without", spent[False])):
        print(f"  {name:14} {wall:7.2f} s   cpu {cpu:7.2f} s   {done / wall:7.0f} writes/s", flush=True)
    if connection.vendor == "postgresql":
        bare = timed(mine, entries, trace)
        print(f"  entries alone  {bare[0]:7.2f} s   cpu {bare[1]:7.2f} s", flush=True)
        told("entries a second, one organisation", writers * entries / bare[0], 500, "", least=True)
        done += writers * entries
    else:
        told("history on top, processor time", (spent[True][1] / spent[False][1] - 1) * 100, 25, " %")
    check(mine[0].organisation_id, begun + done)


def assets(many: int) -> list[Any]:
    from holger.assets import services
    from holger.organisation.models import Organisation
    from holger.organisation.selectors import system_actor

    organisation = Organisation.objects.create(slug="writers", name="Writers", language="en")
    actor = system_actor(organisation, "bench")
    return [services.asset_create(actor=actor, type="application", title=f"System {n}") for n in range(many)]


def edit(actor: Any, asset: Any) -> None:
    from holger.assets import services

    services.asset_edit(actor=actor, asset=asset, title=f"Renamed {next(TITLES)}")


def trace(actor: Any, asset: Any) -> None:
    """Nothing but the entry, in a transaction of its own."""
    from django.db import transaction

    from holger.history import services

    with transaction.atomic():
        services.record(actor=actor, action="asset.edited", target=asset, changes={"title": ["Old", "New"]})


def timed(mine: list[Any], entries: int, act: Callable[[Any, Any], None] = edit) -> tuple[float, float]:
    """Wall and processor seconds; each writer writes to an asset of its own."""
    from django.db import connections

    from holger.organisation.selectors import system_actor

    actor, failed = system_actor(mine[0].organisation, "bench"), []

    def work(asset: Any) -> None:
        try:
            for _turn in range(entries):
                act(actor, asset)
        except Exception as error:  # told below, in the bench's own thread
            failed.append(error)
        finally:
            connections.close_all()

    def together() -> None:
        threads = [threading.Thread(target=work, args=[asset]) for asset in mine]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    spent = clocked(together)
    if failed:
        raise failed[0]
    return spent


def verification_of(organisation_id: Any) -> Any:
    from holger.history import verification

    return verification.verify(organisation_id)


def check(organisation_id: Any, entries: int) -> None:
    verdict = verification_of(organisation_id)
    whole = verdict.broken is None and verdict.entries == entries
    print(f"  the chain of {verdict.entries} holds" if whole else f"  BROKEN: {verdict}", flush=True)
    passed.append(whole)


# --- Checking ------------------------------------------------------------------------------------------------------


def chain(length: int) -> None:
    from django.db import transaction

    from holger.history import services
    from holger.history.services.checkpoints import keeper
    from holger.organisation.models import Organisation

    organisation = Organisation.objects.create(slug="chain", name="Chain", language="en")
    actor = keeper(organisation.id)
    changes = {"job_title": ["System owner", "Head of IT, in charge of everything with a plug"]}

    def add(entries: int) -> None:
        for first in range(0, entries, 5_000):
            more = [services.Entry("person.changed", organisation, changes)] * min(5_000, entries - first)
            with transaction.atomic():
                services.record_many(actor=actor, entries=more)

    print(f"a chain of {length} entries", flush=True)
    print(f"  written in         {clocked(lambda: add(length))[0]:7.2f} s", flush=True)
    weight = peak()
    first = clocked(lambda: services.checkpoint_make(actor=actor))
    print(f"  first checkpoint   {first[0]:7.2f} s   cpu {first[1]:7.2f} s", flush=True)
    add(10)
    told("next checkpoint, seconds", clocked(lambda: services.checkpoint_make(actor=actor))[0], 1, " s")
    took = clocked(lambda: check(organisation.id, length + 12))
    print(f"  verified in        {took[0]:7.2f} s   cpu {took[1]:7.2f} s", flush=True)
    told("verify, as for 1,000,000", took[1] * 1_000_000 / length, 15, " s")
    told("memory on top", peak() - weight, 64, " MB")


def clocked(work: Callable[[], Any]) -> tuple[float, float]:
    begun, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - used


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def told(what: str, figure: float, limit: float, unit: str, *, least: bool = False) -> None:
    good = figure >= limit if least else figure <= limit
    passed.append(good)
    word = "at least" if least else "limit"
    print(f"  {what:36} {figure:8.1f}{unit}  ({word} {limit:g}{unit}){'' if good else '   OVER'}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
