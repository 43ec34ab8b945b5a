"""Backups at size: what writers feel, what memory it takes, and whether it comes back. Prints figures; 1 when one is over.

    .venv/bin/python bench/bench_backup.py [MEGABYTES [EVIDENCE_MEGABYTES [ROWS]]]

Unless told otherwise 300 MB of database with 1,000,000 rows of history, and 200 MB of evidence. Limits: a writer waits
500 ms at most, counted beside what it waits when no backup is made; the memory of a backup stays below 200 MB; the
restored content has the same digest. Needs three times the room on the disk below the temporary folder.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

MEGABYTES = int(sys.argv[1]) if len(sys.argv) > 1 else 300
EVIDENCE = int(sys.argv[2]) if len(sys.argv) > 2 else 200
ROWS = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
LIMIT_WRITE, LIMIT_MEMORY = 500, 200  # ms, MB
over: list[str] = []


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="holger-bench-") as top:
        folder = Path(top)
        os.environ.update(HOLGER_DATA=str(folder / "data"), DJANGO_SETTINGS_MODULE="holger.config.settings")
        os.environ.pop("DATABASE_URL", None)
        os.umask(0o077)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        fill()
        calm = waits(lambda: time.sleep(3))
        told("a writer, when no backup is made", max(calm) * 1000, None, f"ms at most, {len(calm)} writes")
        took = time.monotonic()
        most: list[int] = []
        during = waits(lambda: holger("backup", str(folder / "all.backup"), weighed=most))
        took = time.monotonic() - took
        told("a writer, while one is made", max(during) * 1000, LIMIT_WRITE, f"ms at most, {len(during)} writes")
        told("memory of the backup", max(most) / 1024**2, LIMIT_MEMORY, "MB")
        size = (folder / "all.backup").stat().st_size / 1024**2
        print(f"{'the backup':36} {took:8.1f} s, {size:.0f} MB")
        begun = time.monotonic()
        answer = holger("restore", "--test", str(folder / "all.backup"))
        told("restored and verified", time.monotonic() - begun, None, "s")
        if "was restored and verified" not in answer:
            over.append("restore")
            print(answer)
    return 1 if over else 0


def fill() -> None:
    """Rows of history, as most rows of an old installation are, as wide as is needed; and files."""
    from django.db import transaction

    from holger.core import dates
    from holger.evidence import store
    from holger.evidence.models import Evidence
    from holger.history import services as history
    from holger.history.services import Entry
    from holger.organisation import selectors, services

    begun = time.monotonic()
    house = services.organisation_create(by="bench", slug="kronborg", name="Kronborg A/S")
    actor = selectors.system_actor(house, "bench")
    width = max(1, MEGABYTES * 1024**2 // max(1, ROWS) - 450)
    changes = {"note": [None, "x" * width]}
    for begin in range(0, ROWS, 10_000):
        count = min(10_000, ROWS - begin)
        with transaction.atomic():
            history.record_many(actor=actor, entries=[Entry("organisation.changed", house, changes)] * count)
    for number in range(1, EVIDENCE // 10 + 1):
        with tempfile.TemporaryFile() as file:
            for _piece in range(10):
                file.write(os.urandom(1024**2))
            kept = store.keep(house.id, file)
        Evidence.objects.create(
            organisation=house, number=number, reference=f"E-{number}", title=f"Proof {number}", kind="file",
            sha256=kept.sha256, size=kept.size, file_name="proof.bin", added_by="bench", created_at=dates.now(),
        )  # fmt: skip
        with transaction.atomic():
            history.record(actor=actor, action="evidence.created", target=house)
    size = (Path(os.environ["HOLGER_DATA"]) / "holger.sqlite3").stat().st_size / 1024**2
    print(
        f"{ROWS} rows, {size:.0f} MB of database, {EVIDENCE} MB of evidence, filled in {time.monotonic() - begun:.0f} s"
    )


def waits(meanwhile) -> list[float]:
    """How long each write took that somebody else made meanwhile, one after the other."""
    took: list[float] = []
    stop = threading.Event()

    def write() -> None:
        from django.db import connection

        from holger.organisation import selectors, services
        from holger.organisation.models import Organisation

        actor = selectors.system_actor(Organisation.objects.get(), "bench")
        while not stop.is_set():
            begun = time.monotonic()
            services.tag_create(actor=actor, name=f"{begun}")
            took.append(time.monotonic() - begun)
            stop.wait(0.01)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        meanwhile()
    finally:
        stop.set()
        writer.join()
    return took


def holger(*arguments: str, weighed: list[int] | None = None) -> str:
    """What a command says. ``weighed`` is told its memory in bytes, again and again; the system's own record of its most begins
    with what this process has, which fills a million rows.
    """
    command = [sys.executable, "-m", "holger", *arguments]
    with (
        tempfile.TemporaryFile("w+") as out,
        subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT) as running,
    ):
        while running.poll() is None:
            if weighed is not None:
                weighed.append(psutil.Process(running.pid).memory_info().rss)
            time.sleep(0.01)
        out.seek(0)
        said = out.read()
    if running.returncode:
        over.append(arguments[0])
        print(said)
    return said


def told(what: str, figure: float, limit: float | None, unit: str) -> None:
    is_over = limit is not None and figure > limit
    if is_over:
        over.append(what)
    print(f"{what:36} {figure:8.1f} {unit}" + (f"  (limit {limit})" if limit else "") + ("   OVER" if is_over else ""))


if __name__ == "__main__":
    sys.exit(main())
