"""Many people at once: a mixed load for minutes, then 200 clients together. Real servers, this machine alone. Prints figures.

    .venv/bin/python bench/bench_load.py [--assets 10000] [--risks 5000] [--rate 30] [--seconds 300] [--clients 200]
                                         [--each 5] [--workers 2] [--threads 2] [--database postgresql://…]

Limits: at --rate requests a second 95 of 100 answered within 400 ms and none wrong, all holger's processes together 900 MB; with
all clients at once no answer 5xx and none lost. Ends with 0 when all hold, else 1.

A request's time is counted from when it was due, not from when a sender was free to send it: a server that stands still is not
asked less. Everything goes to the loopback, and ends by itself.
"""

import argparse
import http.client
import json
import os
import queue
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

HERE = Path(__file__).parent
HOST = "127.0.0.1"
SENDERS = 64
LATENCY, MEMORY = 400, 900
LONGEST = 600  # seconds that a phase may take, whatever it is asked
USERS = 12


def main() -> int:
    asked = arguments()
    if asked.fill:
        fill(asked.assets, asked.risks)
        return 0
    with tempfile.TemporaryDirectory(prefix="holger-load-") as folder:
        there = environment(folder, asked.database)
        server = Server(there, asked)
        try:
            begun = time.monotonic()
            known = json.loads(server.filled())
            print(f"{asked.assets} assets, {asked.risks} risks, filled in {time.monotonic() - begun:.0f} s", flush=True)
            server.start()
            load = Load(server.port, known)
            steady = load.steady(asked.rate, min(asked.seconds, LONGEST), server)
            crowd = load.crowd(asked.clients, asked.each)
            return verdict(asked, steady, crowd, server)
        finally:
            server.stop()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (
        ("assets", 10_000), ("risks", 5_000), ("rate", 30), ("seconds", 300), ("clients", 200), ("each", 5),
        ("workers", 2), ("threads", 2),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--database", default="", help="a PostgreSQL database that is empty; else SQLite")
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def environment(folder: str, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOLGER_", "DATABASE_URL"))}
    more = {"DATABASE_URL": database} if database else {}
    return kept | more | {
        "DJANGO_SETTINGS_MODULE": "holger.config.settings",
        "HOLGER_DATA": folder,
        "HOLGER_LOG_LEVEL": "WARNING",
        "HOLGER_API_RATE": "1000000",
    }  # fmt: skip


# --- What is asked for ----------------------------------------------------------------------------------------------


def fill(assets: int, risks: int) -> None:
    """A house like the demo's, of this size; prints how to be let in and what there is to look at."""
    import django

    django.setup()
    sys.argv = [sys.argv[0]]  # the other benches read their sizes from it
    import bench_assets
    import bench_risks
    from django.test import Client

    from holger.api import services as api
    from holger.assets.models import Asset
    from holger.organisation.models import Person, RoleGrant
    from holger.organisation.selectors import actor_of
    from holger.risks import services as scores
    from holger.risks.models import Risk

    chance = random.Random(3)
    bench_risks.RISKS = risks
    anna = bench_assets.organisation("kronborg", assets, chance)
    house, actor = anna.organisation_id, actor_of(anna)
    bench_risks.fill(actor, chance)
    scores.scores_rebuild(organisation_id=house)
    roles = ("security_officer", "dpo", "auditor", "owner")  # who see everything
    sessions, tokens = [], []
    for number, person in enumerate(Person.objects.filter(organisation_id=house).order_by("number")[:USERS]):
        person.user = anna.user if person.pk == anna.pk else type(anna.user).objects.create(
            email=f"person{number}@kronborg.example", name=person.name
        )  # fmt: skip
        person.save()
        RoleGrant.objects.get_or_create(
            organisation_id=house, person=person, role=roles[number % len(roles)], defaults={"unit": None}
        )
        client = Client()
        client.force_login(person.user)
        sessions += [f"{cookie.key}={cookie.value}" for cookie in client.cookies.values()]
    for number in range(4):
        tokens.append(api.token_create(actor=actor, person=anna, name=f"load {number}", scope={"*": "write"})[1])
    mine = Asset.objects.filter(organisation_id=house)
    known = {
        "sessions": sessions,
        "tokens": tokens,
        "assets": list(mine.exclude(type="process").order_by("?").values_list("reference", flat=True)[:300]),
        "processes": list(mine.filter(type="process").order_by("?").values_list("reference", flat=True)[:100]),
        "risks": list(
            Risk.objects.filter(organisation_id=house).order_by("?").values_list("reference", flat=True)[:300]
        ),
    }
    print(json.dumps(known))


@dataclass(frozen=True)
class Ask:
    what: str
    path: str
    method: str = "GET"
    body: dict[str, Any] | None = None
    api: bool = False


def mix(known: dict[str, Any], chance: random.Random) -> Ask:
    """One request of a working day: mostly looking, sometimes searching, now and then writing."""
    asset, risk = chance.choice(known["assets"]), chance.choice(known["risks"])
    page = chance.randint(1, 20)
    ways: tuple[tuple[int, Ask], ...] = (
        (13, Ask("list of assets", "assets/")),
        (6, Ask("list of assets, further on", f"assets/?sort=title&page={page}")),
        (6, Ask("list of assets, searched", f"assets/?q=server+{page}")),
        (12, Ask("list of risks", "risks/")),
        (5, Ask("list of risks, filtered", "risks/?owner=me")),
        (13, Ask("an asset", f"assets/{asset}/")),
        (6, Ask("a process", f"processes/{chance.choice(known['processes'])}/")),
        (12, Ask("a risk", f"risks/{risk}/")),
        (6, Ask("overview", "")),
        (4, Ask("history", "history/")),
        (3, Ask("people", "people/")),
        (5, Ask("API: list", f"assets?page={page}", api=True)),
        (4, Ask("API: one", f"assets/{asset}", api=True)),
        (3, Ask("API: change an asset", f"assets/{asset}", "PATCH", {"contract": f"Contract {page}"}, api=True)),
        (2, Ask("API: change a risk", f"risks/{risk}", "PATCH", {"reason": f"Looked at {page} times."}, api=True)),
    )
    return chance.choices([ask for _weight, ask in ways], [weight for weight, _ask in ways])[0]


# --- The server -----------------------------------------------------------------------------------------------------


class Server:
    def __init__(self, there: dict[str, str], asked: argparse.Namespace):
        self.there, self.asked = there, asked
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = int(probe.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None
        self.most = 0.0
        self.processes = 0

    def filled(self) -> str:
        run: dict[str, Any] = {"env": self.there, "check": True, "cwd": HERE.parent}
        subprocess.run([sys.executable, "-m", "holger", "migrate", "--verbosity", "0"], **run)
        sizes = ["--assets", str(self.asked.assets), "--risks", str(self.asked.risks)]
        done = subprocess.run(
            [sys.executable, str(HERE / "bench_load.py"), "--fill", *sizes], stdout=subprocess.PIPE, **run
        )
        return done.stdout.decode().splitlines()[-1]

    def start(self) -> None:
        sizes = ["--workers", str(self.asked.workers), "--threads", str(self.asked.threads), "--worker"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "holger", "serve", "--port", str(self.port), *sizes], env=self.there, cwd=HERE.parent
        )
        give_up = time.monotonic() + 120
        while time.monotonic() < give_up:
            assert self.process.poll() is None, "the server did not start"
            try:
                connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
                connection.request("GET", "/-/ready")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the server is not ready")

    def weigh(self) -> None:
        """The resident memory of the server and all that it has started, in MB."""
        assert self.process is not None
        family = [psutil.Process(self.process.pid)]
        family += family[0].children(recursive=True)
        sizes = []
        for one in family:
            try:
                sizes.append(one.memory_info().rss / 1024**2)
            except psutil.NoSuchProcess:
                continue
        if sum(sizes) > self.most:
            self.most, self.processes = sum(sizes), len(sizes)

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()


# --- The load -------------------------------------------------------------------------------------------------------


@dataclass
class Figures:
    times: list[tuple[str, float]] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    took: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, ask: Ask, status: int, seconds: float, error: str = "") -> None:
        with self.lock:
            self.times.append((ask.what, seconds * 1000))
            self.answers[status] += 1
            if error or status >= 400:
                self.wrong.append(f"{ask.method} {ask.path}: {error or status}")

    def at(self, share: float, what: str | None = None) -> float:
        times = sorted(ms for name, ms in self.times if what in (None, name))
        return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


class Client:
    """A person or a program, with a connection that stays open."""

    def __init__(self, port: int, known: dict[str, Any], number: int):
        self.connection = http.client.HTTPConnection(HOST, port, timeout=120)
        self.cookie = known["sessions"][number % len(known["sessions"])]
        self.token = known["tokens"][number % len(known["tokens"])]

    def send(self, ask: Ask) -> tuple[int, str]:
        """The status, and what went wrong on the way; one more try where the server closed an idle connection."""
        headers = {"Host": "localhost"}
        if ask.api:
            headers |= {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        else:
            headers["Cookie"] = self.cookie
        path = f"/api/v1/o/kronborg/{ask.path}" if ask.api else f"/o/kronborg/{ask.path}"
        body = json.dumps(ask.body) if ask.body is not None else None
        for last in (False, True):
            try:
                self.connection.request(ask.method, path, body, headers)
                answer = self.connection.getresponse()
                answer.read()
                return answer.status, ""
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError) as error:
                self.connection.close()
                if last:
                    return 0, repr(error)
            except OSError as error:
                self.connection.close()
                return 0, repr(error)
        return 0, "never"


class Load:
    def __init__(self, port: int, known: dict[str, Any]):
        self.port, self.known = port, known

    def steady(self, rate: int, seconds: int, server: Server) -> Figures:
        """``rate`` requests a second, each when it is due."""
        for number in range(24):
            Client(self.port, self.known, number).send(mix(self.known, random.Random(number)))
        figures, due, chance = Figures(), queue.Queue[tuple[float, Ask] | None](), random.Random(7)
        senders = [threading.Thread(target=self._sender, args=(n, due, figures)) for n in range(SENDERS)]
        for sender in senders:
            sender.start()
        begun = time.monotonic()
        for number in range(rate * seconds):
            moment = begun + number / rate
            time.sleep(max(0.0, moment - time.monotonic()))
            due.put((moment, mix(self.known, chance)))
            if number % (rate * 5) == 0:
                server.weigh()
        for _ in senders:
            due.put(None)
        for sender in senders:
            sender.join(timeout=LONGEST)
        figures.took = time.monotonic() - begun
        server.weigh()
        return figures

    def _sender(self, number: int, due: "queue.Queue[tuple[float, Ask] | None]", figures: Figures) -> None:
        client = Client(self.port, self.known, number)
        while (job := due.get()) is not None:
            moment, ask = job
            status, error = client.send(ask)
            figures.add(ask, status, time.monotonic() - moment, error)

    def crowd(self, clients: int, each: int) -> Figures:
        """All at once, each with its own connection, each asking again as soon as it is answered."""
        figures, gate = Figures(), threading.Barrier(clients + 1)

        def go(number: int) -> None:
            client, chance = Client(self.port, self.known, number), random.Random(number)
            gate.wait()
            for _ in range(each):
                ask = mix(self.known, chance)
                begun = time.monotonic()
                status, error = client.send(ask)
                figures.add(ask, status, time.monotonic() - begun, error)

        threads = [threading.Thread(target=go, args=(number,)) for number in range(clients)]
        for thread in threads:
            thread.start()
        gate.wait()
        begun = time.monotonic()
        for thread in threads:
            thread.join(timeout=LONGEST)
        figures.took = time.monotonic() - begun
        return figures


# --- The verdict ----------------------------------------------------------------------------------------------------


def verdict(asked: argparse.Namespace, steady: Figures, crowd: Figures, server: Server) -> int:
    print(f"\n{'what':30} {'number':>7} {'p50 ms':>8} {'p95 ms':>8} {'worst':>8}")
    for what in sorted({name for name, _ms in steady.times}):
        count = sum(name == what for name, _ms in steady.times)
        print(f"{what:30} {count:7} {steady.at(0.5, what):8.0f} {steady.at(0.95, what):8.0f} {steady.at(1, what):8.0f}")
    wanted = asked.rate * asked.seconds
    holds = [
        told(f"{len(steady.times)} of {wanted} requests in {steady.took:.0f} s", len(steady.times) == wanted),
        told(
            f"p50 {steady.at(0.5):.0f} ms, p95 {steady.at(0.95):.0f} ms (limit {LATENCY})", steady.at(0.95) <= LATENCY
        ),
        told(f"{len(steady.wrong)} wrong answers (limit 0)", not steady.wrong),
        told(f"{server.processes} processes, {server.most:.0f} MB at most (limit {MEMORY})", server.most <= MEMORY),
        told(
            f"{asked.clients} clients at once: {len(crowd.times)} answers in {crowd.took:.0f} s"
            f" ({len(crowd.times) / max(crowd.took, 0.001):.0f}/s), p95 {crowd.at(0.95):.0f} ms,"
            f" {dict(sorted(crowd.answers.items()))} (limit: no 5xx, none lost)",
            len(crowd.times) == asked.clients * asked.each and all(0 < status < 500 for status in crowd.answers),
        ),
    ]
    for line in [*steady.wrong[:5], *crowd.wrong[:5]]:
        print(f"    {line}")
    return 0 if all(holds) else 1


def told(text: str, holds: bool) -> bool:
    print(f"{'  ' if holds else '✗ '}{text}", flush=True)
    return holds


if __name__ == "__main__":
    sys.exit(main())
