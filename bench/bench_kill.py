"""kill -9 under load, again and again: is everything still there that was answered? Prints figures; 1 when not.

    .venv/bin/python bench/bench_kill.py [ROUNDS]

Each round starts the server, writes tags and evidence through the API from four threads, and kills the whole server at a
random moment. Then every write that was answered with 2xx must be there; every object has its line of history and
every file its content; and the server must answer again within 10 seconds. At the end ``holger verify`` reads all.
200 rounds unless told otherwise, about seven seconds each. A killed process is not a power cut: what the disk had not
yet written the system still has. That the writes are on disk is what ``synchronous=FULL`` and fsync see to.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
WRITERS, RESTART = 4, 10


class Load:
    """Threads that write as fast as they are answered, and note what was answered."""

    def __init__(self, address: str, secret: str, number: int):
        self.address, self.secret, self.number = address, secret, number
        self.stop = threading.Event()
        self.tags: list[str] = []
        self.proofs: list[str] = []
        self.unanswered = 0
        self.threads = [threading.Thread(target=self.write, args=(n,)) for n in range(WRITERS)]

    def write(self, thread: int) -> None:
        count = 0
        while not self.stop.is_set():
            count += 1
            name = f"{self.number}-{thread}-{count}"
            try:
                if count % 3:
                    self.post("tags", json.dumps({"name": name}).encode(), "application/json")
                    self.tags.append(name)
                else:
                    self.post("evidence", *form({"title": name}, name.encode() * 2000))
                    self.proofs.append(name)
            except (OSError, http.client.HTTPException):  # or half an answer
                self.unanswered += 1
                if self.stop.wait(0.02):
                    return

    def post(self, path: str, body: bytes, kind: str) -> None:
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": kind}
        request = urllib.request.Request(f"{self.address}/api/v1/o/kronborg/{path}", body, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()


def form(fields: dict[str, str], file: bytes) -> tuple[bytes, str]:
    mark = "----holger"
    lines = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="proof.txt"\r\nContent-Type: text/plain\r\n\r\n'
    return "".join(
        [*lines, head]
    ).encode() + file + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def main() -> int:
    chance = random.Random(9)
    with tempfile.TemporaryDirectory(prefix="holger-kill-") as top:
        data, port = Path(top) / "data", free_port()
        address = f"http://localhost:{port}"
        os.environ.pop("DATABASE_URL", None)
        os.environ.update(
            HOLGER_DATA=str(data), HOLGER_BASE_URL=address, HOLGER_API_RATE="1000000", HOLGER_LOG_LEVEL="CRITICAL",
            DJANGO_SETTINGS_MODULE="holger.config.settings",
        )  # fmt: skip
        secret = found()
        tags: set[str] = set()
        proofs: set[str] = set()
        lost: set[str] = set()
        wrong: list[str] = []
        restarts: list[float] = []
        unanswered = 0
        for number in range(1, ROUNDS + 1):
            server, took = start(port)
            restarts.append(took)
            load = Load(address, secret, number)
            for thread in load.threads:
                thread.start()
            time.sleep(chance.uniform(0.2, 2.5))
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            load.stop.set()
            for thread in load.threads:
                thread.join()
            tags.update(load.tags)
            proofs.update(load.proofs)
            unanswered += load.unanswered
            lost |= missing(tags, proofs)
            wrong += mismatches(number)
            if number % 10 == 0 or number == ROUNDS:
                print(f"round {number}: {len(tags) + len(proofs)} answered writes, {len(lost)} lost", flush=True)
        verified = subprocess.run(
            [sys.executable, "-m", "holger", "verify"], capture_output=True, text=True, check=False
        )
    print(f"{'rounds of kill -9':36} {ROUNDS:8}")
    print(f"{'writes answered':36} {len(tags) + len(proofs):8}   ({unanswered} attempts while the server was down)")
    print(f"{'of them lost':36} {len(lost):8}   (limit 0)")
    print(f"{'objects and history that differ':36} {len(wrong):8}   (limit 0)")
    print(f"{'longest restart':36} {max(restarts):8.1f} s (limit {RESTART})")
    print(f"{'holger verify':36} {'holds' if verified.returncode == 0 else 'DOES NOT HOLD':>8}")
    print("\n".join([*sorted(lost)[:10], *wrong[:10], "" if verified.returncode == 0 else verified.stderr]).strip())
    return 1 if lost or wrong or verified.returncode or max(restarts) > RESTART or not (tags and proofs) else 0


def found() -> str:
    """An organisation, its officer and a token."""
    import django

    os.umask(0o077)
    django.setup()
    from django.core.management import call_command

    from holger.accounts.services import user_create
    from holger.api import services as api
    from holger.organisation import selectors, services

    call_command("migrate", verbosity=0)
    house = services.organisation_create(by="bench", slug="kronborg", name="Kronborg A/S")
    actor = selectors.system_actor(house, "bench")
    anna = services.person_create(actor=actor, name="Anna Holm", email="anna@kronborg.example")
    services.role_give(actor=actor, person=anna, role="security_officer")
    anna.user = user_create(email=anna.email, name=anna.name, password="calm-water-under-the-bridge")
    anna.save()
    return api.token_create(actor=actor, person=anna, name="bench", scope={"*": "write"})[1]


def start(port: int) -> tuple[subprocess.Popen[bytes], float]:
    """The server, and how long it took until it answered."""
    begun = time.monotonic()
    server = subprocess.Popen(
        [sys.executable, "-m", "holger.config.server", "127.0.0.1", str(port), "1", "4", "1024"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    while server.poll() is None and time.monotonic() - begun < 120:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/account/login/", timeout=30).close()
            return server, time.monotonic() - begun
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
    raise SystemExit("The server does not answer.")


def missing(tags: set[str], proofs: set[str]) -> set[str]:
    """What was answered with 2xx and is not there."""
    from holger.evidence.models import Evidence
    from holger.organisation.models import Tag

    there: Any = set(Tag.objects.values_list("name", flat=True)) | set(Evidence.objects.values_list("title", flat=True))
    return (tags | proofs) - there


def mismatches(number: int) -> list[str]:
    """Objects without their line of history, or the other way round; rows without their file."""
    from django.db import connection

    from holger.evidence import store
    from holger.evidence.models import Evidence
    from holger.history.models import Event
    from holger.organisation.models import Tag

    found = []
    for model, action in ((Tag, "tag.created"), (Evidence, "evidence.created")):
        rows = set(model.objects.values_list("pk", flat=True))
        told = set(Event.objects.filter(action=action).values_list("subject_id", flat=True))
        found += [f"round {number}: {action} {pk}" for pk in rows ^ told]
    begun = f"{number}-"
    for organisation_id, sha256 in Evidence.objects.filter(title__startswith=begun).values_list(
        "organisation_id", "sha256"
    ):
        if not store.exists(organisation_id, sha256) or store.hash_of(organisation_id, sha256) != sha256:
            found.append(f"round {number}: the file {sha256}")
    connection.close()
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
