"""Reminders against a real mail server: is each there, and each once, whatever is killed? Prints figures; 1 when not.

    .venv/bin/python bench/bench_reminders.py [MAILS] [ROUNDS]

First MAILS (5,000) people are reminded of something that is overdue: two workers write the reminders down and send them. Then, in
ROUNDS (100) rounds, some more reminders fall due and two workers are killed with SIGKILL at a random moment, sometimes one of them
and sometimes both, while work that comes again every second goes on beside. In the end every reminder that was owed has arrived;
whatever arrived twice, because its worker died between the mail server's word and its own note, did so under the same Message-ID;
and no slot of what comes again was carried out twice. Some ten seconds a round.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

ROUNDS_OF = 25
"""Reminders that fall due in each round."""
LEASE = 5
"""Seconds that a mail belongs to a worker, dead or not: five minutes in real life, in which a bench would only wait."""
LONGEST_START = 300
"""Seconds that workers may take to be at work, on a machine that is busy with other things."""


class Post:
    """A mail server that notes what it is given."""

    def __init__(self) -> None:
        self.given: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.lock = threading.Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=default)
        with self.lock:
            self.given[envelope.rcpt_tos[0], str(message["Subject"])].append(str(message["Message-ID"]))
        return "250 OK"

    @property
    def count(self) -> int:
        with self.lock:
            return sum(map(len, self.given.values()))


class Workers:
    """Two processes that work beside each other."""

    def __init__(self) -> None:
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, most: int = 2) -> None:
        for _number in range(most - len(self.running)):
            self.running.append(subprocess.Popen([sys.executable, __file__, "worker"], start_new_session=True))

    def kill(self, count: int) -> None:
        for worker in self.running[:count]:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        self.running = self.running[count:]


def work() -> None:
    """One worker, as ``holger worker`` runs it, with something that comes again every second."""
    from holger.core.registry import Recurring, registry
    from holger.jobs import rules
    from holger.jobs.work import carry, tick, worker

    carry.RecurrenceWork.run = noting_slot(carry.RecurrenceWork.run)  # type: ignore[method-assign]
    rules.MAIL_LEASE = timedelta(seconds=LEASE)
    registry.recurring = [one for one in registry.recurring if one.name == "tasks.remind"]
    registry.recurring.append(Recurring("bench.tick", "Every second", timedelta(seconds=1), count_one))
    tick.plan()
    worker.IDLE = 0.1
    worker.Worker().run()


AT_HAND: list[str] = []
"""The slot that this worker carries out."""


def noting_slot(run: Any) -> Any:
    def noted(self: Any) -> None:
        AT_HAND[:] = [self.slot.isoformat()]
        run(self)

    return noted


def count_one(organisation_id: Any) -> str:
    """A line for each time that it ran, with the slot, in the transaction that notes that it did."""
    from uuid_utils.compat import uuid7

    from holger.organisation.models import Tag

    time.sleep(random.uniform(0, 0.2))
    Tag.objects.create(organisation_id=organisation_id, name=f"tick {AT_HAND[0]} {uuid7()}")
    return "Ticked."


def main(mails: int, rounds: int) -> int:
    from aiosmtpd.controller import Controller

    chance, post, port = random.Random(9), Post(), free_port()
    server = Controller(post, hostname="127.0.0.1", port=port)
    server.start()
    with tempfile.TemporaryDirectory(prefix="holger-reminders-") as top:
        prepare(Path(top), port)
        workers = Workers()
        try:
            good = many(mails, post, workers)
            good &= killed(rounds, post, workers, chance)
        finally:
            workers.kill(2)
            server.stop()
    return 0 if good else 1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prepare(top: Path, port: int) -> None:
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(
        HOLGER_DATA=str(top), HOLGER_LOG_LEVEL="CRITICAL",
        HOLGER_MAIL_URL=f"smtp+plain://127.0.0.1:{port}", DJANGO_SETTINGS_MODULE="holger.config.settings",
    )  # fmt: skip
    os.environ.update({"DATABASE_URL": url} if (url := os.environ.get("HOLGER_BENCH_DATABASE_URL")) else {})
    import django

    django.setup()
    from django.core.management import call_command

    from holger.organisation import services

    call_command("migrate", verbosity=0)
    services.organisation_create(by="bench", slug="kronborg", name="Kronborg A/S")


# Five thousand


def many(count: int, post: Post, workers: Workers) -> bool:
    owe("all at once", count)
    begun = time.monotonic()
    workers.start()
    waited(lambda: alive(workers), LONGEST_START)  # the limit is for the mail, not for Python's start
    arrived = waited(lambda: post.count >= count and settled(), 60 + count * 0.2)
    took = time.monotonic() - begun
    workers.kill(2)
    twice = sum(len(ids) - 1 for ids in post.given.values())
    print(
        f"{'reminders sent by two workers':44} {len(post.given):8}   of {count}, in {took:.0f} s ({count / took:.0f} a second)"
    )
    print(f"{'of them twice':44} {twice:8}   (limit 0)", flush=True)
    return arrived and len(post.given) == count and twice == 0


def owe(name: str, count: int) -> None:
    """People with something overdue each, who want to be told at once, whatever time of day the bench is run."""
    from holger.core import dates
    from holger.organisation.models import Organisation, Person
    from holger.tasks.models import Reminding, Task
    from holger.tasks.rules.workdays import add_working_days

    house = Organisation.objects.get()
    start = Person.objects.count() + 1
    # Looked for on a day off too, when nothing would be owed of what was due the day before.
    due = add_working_days(dates.today(house.zone), -1)
    numbers = range(start, start + count)
    people = Person.objects.bulk_create(
        Person(
            organisation=house, number=n, reference=f"PE-{n}", name=f"Person {n}", email=f"person{n}@kronborg.example"
        )
        for n in numbers
    )
    Task.objects.bulk_create(
        Task(organisation=house, number=n, reference=f"O-{n}", title=f"Test the restore, {name}", owner=person, due=due)
        for n, person in zip(numbers, people, strict=True)
    )
    wish = {"rhythm": "at_once", "quiet_from": None, "quiet_to": None}
    Reminding.objects.bulk_create(Reminding(organisation=house, person=person, **wish) for person in people)


def settled() -> bool:
    """Is there nothing left to write or to send?"""
    from django.db import connection

    from holger.jobs.models import Mail
    from holger.tasks.models import Notice, Task

    try:
        told = Notice.objects.filter(kind="overdue").exclude(mailed_at=None).count()
        return told == Task.objects.count() and not Mail.objects.exclude(state="done").exists()
    finally:
        connection.close()


def waited(done: Any, most: float) -> bool:
    end = time.monotonic() + most
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.2)
    return False


# A hundred times killed


def killed(rounds: int, post: Post, workers: Workers, chance: random.Random) -> bool:
    before = len(post.given)
    for number in range(1, rounds + 1):
        owe(f"round {number}", ROUNDS_OF)
        look_now()
        workers.start()
        waited(lambda: alive(workers), LONGEST_START)
        time.sleep(chance.uniform(0, 8))
        workers.kill(chance.choice((1, 2, 2)))
        if number % 10 == 0 or number == rounds:
            print(f"round {number}: {len(post.given) - before} of {number * ROUNDS_OF} have arrived", flush=True)
    look_now()
    workers.start()
    waited(lambda: alive(workers), LONGEST_START)
    drained = waited(settled, 120)
    time.sleep(3)  # for what is in the queue besides
    workers.kill(2)
    return told(rounds, before, post) and drained


def alive(workers: Workers) -> bool:
    """Are those that were started at work?"""
    from django.db import connection

    from holger.jobs.models import Worker

    there = set(Worker.objects.values_list("pid", flat=True))
    connection.close()
    return all(worker.pid in there for worker in workers.running)


def look_now() -> None:
    """The next look at everybody's duties need not wait for a quarter of an hour."""
    from django.db import connection

    from holger.core import dates
    from holger.jobs.models import Recurrence

    Recurrence.objects.filter(name="tasks.remind").update(next_run=dates.now())
    connection.close()


def told(rounds: int, before: int, post: Post) -> bool:
    from holger.jobs.models import Mail
    from holger.organisation.models import Tag
    from holger.tasks.models import Task

    arrived = {found for ids in post.given.values() for found in ids}
    written = dict(Mail.objects.values_list("message_id", "slot"))
    lost = set(written) - arrived
    missing = Task.objects.count() - len(post.given)
    several = [key for key, ids in post.given.items() if len(set(ids)) > 1]
    again = sum(len(ids) - 1 for ids in post.given.values())
    ticks = Tag.objects.filter(name__startswith="tick ").values_list("name", flat=True)
    slots = Counter(name.split()[1] for name in ticks)
    twice = sum(count > 1 for count in slots.values())
    print(f"{'rounds of kill -9':44} {rounds:8}")
    print(f"{'reminders owed in them':44} {rounds * ROUNDS_OF:8}")
    print(f"{'of them lost':44} {len(lost) + missing:8}   (limit 0)")
    print(f"{'slots with more than one Message-ID':44} {len(several):8}   (limit 0)")
    print(
        f"{'mails that arrived again, same Message-ID':44} {again:8}   (a worker died between the server's word and its note)"
    )
    print(f"{'slots of recurring work carried out':44} {len(slots):8}")
    print(f"{'of them twice':44} {twice:8}   (limit 0)")
    return bool(slots) and not (lost or missing or several or twice) and len(post.given) > before


if __name__ == "__main__":
    if sys.argv[1:] == ["worker"]:
        import django

        django.setup()
        work()
        sys.exit(0)
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000, int(sys.argv[2]) if len(sys.argv) > 2 else 100))
