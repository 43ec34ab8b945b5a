"""A register of 10,000 assets in and out: dry run, import, export, the same file again. Prints figures.

    .venv/bin/python bench/bench_exchange.py [ROWS]

Limits: dry run and import 15 s and 300 MB, export 3 s.
"""

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
HEAD = ["Systemnr.", "System", "Systemtype", "Ansvarlig", "Afdeling", "F/I/T", "Leverandør", "Formål", "MFA", "Backup",
        "Antal brugere", "Sidst gennemgået", "Mærkater", "Status", "Klassifikation"]  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOLGER_DATA=folder, DJANGO_SETTINGS_MODULE="holger.config.settings")
        os.environ.pop("DATABASE_URL", None)
        prepare()
        run(Path(folder))


def prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def run(folder: Path) -> None:
    from holger.exchange import exporting, services
    from holger.exchange.registers import register_for
    from holger.organisation.models import Organisation, Person, Unit
    from holger.organisation.selectors import system_actor

    organisation = Organisation.objects.create(slug="kronborg", name="Kronborg A/S", language="da")
    for name in ("Økonomi", "Produktion", "It-drift", "Salg", "Lager"):
        Unit.objects.create(organisation=organisation, name=name)
    for n in range(200):
        Person.objects.create(
            organisation=organisation,
            name=f"Person {n} Efternavn{n}",
            initials=f"p{n}",
            number=n + 1,
            reference=f"PE-{n + 1}",
        )
    actor = system_actor(organisation, "bench")
    path = folder / "systemer.xlsx"
    write(path)
    print(f"{ROWS} rows, {len(HEAD)} columns, {path.stat().st_size / 1e6:.1f} MB, at the start {peak()} MB")
    begun = time.perf_counter()
    with told("read and guess"):
        started = services.run_start(actor=actor, kind="assets", content=path.read_bytes(), filename=path.name)
    with told("dry run"):
        plan = services.plan_of(actor=actor, run=started)
    print("   ", dict(plan.counts), [str(problem) for problem in plan.problems[:2]])
    del plan
    with told("import (with its own dry run)"):
        done = services.run_apply(actor=actor, run=started)
    print(f"dry run + import together {time.perf_counter() - begun:6.2f} s, peak {peak()} MB (limits 15 s, 300 MB)")
    for form in ("xlsx", "csv"):
        out = folder / f"ud.{form}"
        with told(f"export {form} (limit 3 s)"):
            out.write_bytes(exporting.export_file(actor, register_for("assets"), form).read())
        with told(f"  the {form} again, dry run"):
            again = services.run_start(actor=actor, kind="assets", content=out.read_bytes(), filename=out.name)
            counts = services.plan_of(actor=actor, run=again).counts
        print("   ", dict(counts))
    with told("undo"):
        services.run_undo(actor=actor, run=done)
    print(f"peak {peak()} MB; of the reading process {peak(resource.RUSAGE_CHILDREN)} MB")


def write(path: Path) -> None:
    import xlsxwriter

    pick = random.Random(1).choice
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd-mm-yyyy"})
    sheet = book.add_worksheet("Systemer")
    sheet.write_row(0, 0, HEAD)
    for n in range(1, ROWS + 1):
        sheet.write_row(n, 0, [f"S-{n:05}", f"System {n}", pick(["Fagsystem", "SaaS", "Server", "PLC"]), f"p{n % 200}"])
        sheet.write_row(n, 4, [pick(["Økonomi", "Produktion", "It-drift"]), f"{n % 4 + 1}/{n % 3 + 1}/{n % 2 + 2}"])
        sheet.write_row(n, 6, [pick(["Nordlys", "Siemens", "Danfoss"]), f"Bruges til opgave {n} i driften, dagligt."])
        sheet.write_row(n, 8, [pick(["Ja", "Nej", "Delvist"]), pick(["Ja", "Nej"]), n % 180])
        sheet.write_datetime(n, 11, date(2025, 1, 1) + timedelta(days=n % 300))
        sheet.write_row(n, 12, [pick(["GDPR", "GDPR; kritisk", ""]), "I drift", pick(["Intern", "Fortrolig"])])
    book.close()


@contextmanager
def told(what: str) -> Iterator[None]:
    begun, used = time.perf_counter(), time.process_time()
    yield
    spent, cpu = time.perf_counter() - begun, time.process_time() - used
    print(f"{what:34} {spent:6.2f} s (cpu {cpu:5.2f})   peak {peak()} MB", flush=True)


def peak(who: int = resource.RUSAGE_SELF) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


if __name__ == "__main__":
    main()
