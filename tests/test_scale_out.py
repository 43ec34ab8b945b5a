"""Two web servers and two workers, real processes on one PostgreSQL, with nothing between them that sticks.

Runs where the tests run on PostgreSQL; SQLite is for one machine.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from holger.accounts.rules import MOST_TRIES
from holger.config import postgres
from scripts.postgres import free_port

ROOT = Path(settings.BASE_DIR)
PATIENCE = 240  # seconds, on a machine with other things to do
ROOM = """
import os, time
from datetime import timedelta
from django.apps import AppConfig


class Slow(AppConfig):
    name = "slow_room"

    def ready(self):
        from holger.core.registry import Recurring, registry
        from holger.jobs.definitions import job

        def told(line):
            with open(os.environ["SLOW_ROOM_LOG"], "a") as file:
                file.write(f"{line}\\n")

        @job("slow.work", "Slow work", permission="organisation.enter", limit=timedelta(seconds=60))
        def work(actor, *, number, seconds):
            told(f"begin {number} {os.getpid()}")
            time.sleep(seconds)
            told(f"end {number} {os.getpid()}")
            return "Done."

        registry.recurring.append(
            Recurring("slow.again", "Again", timedelta(days=1), lambda organisation: told("again") or "Once.")
        )
"""


class House:
    """An installation: a database, a folder, and what runs on them."""

    def __init__(self, folder: Path, address: str):
        self.folder, self.data, self.log = folder, folder / "data", folder / "log"
        self.log.touch()
        room = folder / "slow_room"
        room.mkdir()
        (room / "__init__.py").write_text(ROOM)
        (folder / "slow_settings.py").write_text(
            "from holger.config.settings import *\nINSTALLED_APPS = [*INSTALLED_APPS, 'slow_room.Slow']\n"
        )
        self.ports = [free_port(), free_port()]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOLGER_", "DJANGO_"))}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": "slow_settings",
            "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
            "SLOW_ROOM_LOG": str(self.log),
            "DATABASE_URL": address,
            "HOLGER_DATA": str(self.data),
            "HOLGER_BASE_URL": f"http://localhost:{self.ports[0]}",
            "HOLGER_API_RATE": "40",
            "HOLGER_LOG_LEVEL": "WARNING",
        }
        self.running: list[subprocess.Popen[bytes]] = []

    def run(self, *arguments: str, **more: str) -> str:
        done = subprocess.run(  # noqa: PLW1510 - looked at in the next line
            [sys.executable, "-m", "holger", *arguments], env=self.environment | more, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, code: str) -> str:
        begin = "import django; django.setup()\n"
        done = subprocess.run(  # noqa: PLW1510 - looked at in the next line
            [sys.executable, "-c", begin + code], env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "holger", *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.running.append(process)
        return process

    def stop(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.terminate()
        for process in self.running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def enqueue(self, *seconds: float) -> None:
        self.python(
            "from holger.jobs import services; from holger.jobs.definitions import JOBS\n"
            "from holger.organisation.models import Organisation; from holger.organisation.selectors import system_actor\n"
            "from holger.core.tenancy import inside\n"
            "house = Organisation.objects.get(slug='kronborg'); actor = system_actor(house, 'test')\n"
            f"for number, seconds in enumerate({seconds}):\n"
            "    with inside(house.id):\n"
            "        services.enqueue(actor=actor, job=JOBS['slow.work'], number=number, seconds=seconds)\n"
        )

    def lines(self, word: str) -> list[list[str]]:
        return [line.split() for line in self.log.read_text().splitlines() if line.startswith(word)]

    def mails(self) -> list[Path]:
        return sorted((self.data / "mail").glob("*.eml"))


class Browser:
    """Keeps its cookies, whichever server it asks."""

    def __init__(self, house: House):
        self.house = house
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.opener.addheaders = [("Accept-Language", "en")]

    def get(self, server: int, path: str) -> tuple[int, bytes]:
        return self._open(urllib.request.Request(self.address(server, path)))

    def post(self, server: int, path: str, page: bytes, **fields: str) -> tuple[int, bytes]:
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        data = urlencode({"csrfmiddlewaretoken": token[1].decode(), **fields}).encode()
        return self._open(urllib.request.Request(self.address(server, path), data))

    def upload(self, server: int, path: str, page: bytes, name: str, content: bytes) -> tuple[int, bytes]:
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        edge = uuid4().hex
        parts = (
            f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token[1].decode()}\r\n'
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        data = parts.encode() + content + f"\r\n--{edge}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self._open(urllib.request.Request(self.address(server, path), data, kind))

    def address(self, server: int, path: str) -> str:
        return f"http://localhost:{self.house.ports[server]}{path}"

    def _open(self, request: urllib.request.Request) -> tuple[int, bytes]:
        try:
            with self.opener.open(request, timeout=60) as answer:
                self.last = answer.url
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()


def eventually(what: str, true: object, within: float = PATIENCE) -> None:
    give_up = time.monotonic() + within
    while not true():  # type: ignore[operator]
        assert time.monotonic() < give_up, f"not within {within:.0f} s: {what}"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object
) -> Iterator[House]:
    if connection.vendor != "postgresql":
        pytest.skip("several servers need PostgreSQL")
    name = f"holger_scale_{uuid4().hex[:8]}"
    admin = os.environ["HOLGER_TEST_DATABASE_URL"]
    made = postgres.set_up(admin, name)
    house = House(tmp_path_factory.mktemp("house"), made.application)  # what runs is held by the walls
    try:
        house.run("migrate", "--verbosity", "0", HOLGER_OWNER_DATABASE_URL=made.owner)
        house.run(
            "createorganisation", "kronborg", "--name", "Kronborg A/S", "--owner", "olga@kronborg.example",
            "--language", "en", "--password", HOLGER_PASSWORD="an otter in the castle moat",
        )  # fmt: skip
        for port in house.ports:
            house.start("serve", "--port", str(port), "--threads", "4")
        browser = Browser(house)
        for server in (0, 1):
            eventually("a server is ready", lambda server=server: ready(browser, server))
        yield house
    finally:
        house.stop()
        _sql(admin, f'DROP DATABASE "{name}" WITH (FORCE)')
        _sql(admin, f"DROP ROLE {name}_app, {name}_owner")


def ready(browser: Browser, server: int) -> bool:
    try:
        return browser.get(server, "/-/ready")[0] == 200
    except OSError:
        return False


def _sql(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as database:
        database.execute(statement)


@pytest.fixture
def olga(house: House) -> Browser:
    browser = Browser(house)
    _status, page = browser.get(0, "/account/login/")
    status, _page = browser.post(
        0, "/account/login/", page, login="olga@kronborg.example", password="an otter in the castle moat"
    )
    assert (status, urlsplit(browser.last).path) == (200, "/o/kronborg/")
    return browser


def test_a_session_made_at_one_server_is_good_at_the_other(house: House, olga: Browser) -> None:
    for server in (1, 0, 1):
        assert olga.get(server, "/o/kronborg/people/")[0] == 200
    _status, page = olga.get(1, "/o/kronborg/")
    assert olga.post(1, "/account/logout/", page)[0] == 200
    olga.get(0, "/o/kronborg/people/")
    assert "/account/login/" in olga.last


def test_what_is_brought_to_one_server_is_read_at_the_other(house: House, olga: Browser) -> None:
    content = b"%PDF-1.7 " + uuid4().hex.encode()
    _status, page = olga.get(0, "/o/kronborg/evidence/new/")
    status, _page = olga.upload(0, "/o/kronborg/evidence/new/", page, "test.pdf", content)
    assert status == 200
    assert olga.get(1, f"{urlsplit(olga.last).path}file/") == (200, content)


def test_attempts_to_sign_in_are_counted_together(house: House) -> None:
    """Half of the guesses at either server: together they are too many."""
    browser = Browser(house)
    pages = []
    for guess in range(MOST_TRIES + 1):
        server = guess % 2
        _status, page = browser.get(server, "/account/login/")
        sent = {"login": "olga@kronborg.example", "password": f"a wrong guess {guess}"}
        pages.append(browser.post(server, "/account/login/", page, **sent)[1].decode())
    said = [" ".join(re.findall(r"(?i)(too many|are not correct)", page)) for page in pages]
    assert said[0] == "are not correct" and said[-1].lower() == "too many", said
    house.python("from holger.accounts.models import Tries; Tries.objects.all().delete()")


def test_a_tokens_requests_are_counted_together(house: House) -> None:
    token = house.run(
        "token", "create", "--organisation", "kronborg", "--as", "olga@kronborg.example", "--name", "SIEM"
    ).strip()
    answers: Counter[int] = Counter()
    _wait_for_a_fresh_minute()

    def ask(number: int) -> None:
        browser = Browser(house)
        for _ in range(10):
            request = urllib.request.Request(browser.address(number % 2, "/api/v1/o/kronborg/people"))
            request.add_header("Authorization", f"Bearer {token}")
            answers[browser._open(request)[0]] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {200, 429}
    assert 38 <= answers[200] <= 40, answers  # of 60; a process may hold the half of a block it never used


def _wait_for_a_fresh_minute() -> None:
    if time.time() % 60 > 35:
        time.sleep(61 - time.time() % 60)


def test_the_second_server_says_what_happened_at_the_first(house: House, olga: Browser) -> None:
    """The cache is one: what one process has counted another reads."""
    key = uuid4().hex
    house.python(f"from django.core.cache import cache; cache.set('{key}', 41)")
    assert house.python(f"from django.core.cache import cache; print(cache.incr('{key}'))") == "42"


def test_workers_share_the_work_and_a_dead_ones_is_taken_up(house: House) -> None:
    house.enqueue(*[0.3] * 10, 8)
    first, second = house.start("worker"), house.start("worker")
    # The long one is begun last; whoever has it is killed in the middle.
    eventually("the long job has begun", lambda: any(line[1] == "10" for line in house.lines("begin")))
    pid = next(int(line[2]) for line in house.lines("begin") if line[1] == "10")
    victim, survivor = (first, second) if first.pid == pid else (second, first)
    assert victim.pid == pid
    victim.kill()
    victim.wait()
    eventually("the long job is done by the other", lambda: any(line[1] == "10" for line in house.lines("end")))
    ends = Counter(line[1] for line in house.lines("end"))
    assert ends == {str(number): 1 for number in range(11)}
    begun = Counter(line[1] for line in house.lines("begin"))
    assert begun.pop("10") == 2
    assert set(begun.values()) == {1}
    assert {line[2] for line in house.lines("begin")} == {str(first.pid), str(second.pid)}, "both have worked"
    assert len(house.lines("again")) == 1, "what comes again came once"
    # Told to stop, a worker finishes what it has in hand.
    house.enqueue(*[0.1] * 11, 3)
    eventually("the next long job has begun", lambda: any(line[1] == "11" for line in house.lines("begin")))
    survivor.terminate()
    assert survivor.wait(timeout=30) == 0
    assert any(line[1] == "11" for line in house.lines("end"))


def test_every_mail_leaves_once(house: House) -> None:
    before = len(house.mails())
    workers = [house.start("worker"), house.start("worker")]
    house.python(
        "from holger.jobs.services import mail_put\n"
        "for n in range(40):\n"
        "    mail_put(organisation_id=None, recipient=f'{n}@kronborg.example', subject='Hello', body='…', slot=f'test:{n}')\n"
        "    mail_put(organisation_id=None, recipient=f'{n}@kronborg.example', subject='Hello', body='…', slot=f'test:{n}')\n"
    )
    eventually("all mail has left", lambda: len(house.mails()) >= before + 40)
    for worker in workers:
        worker.terminate()
        assert worker.wait(timeout=30) in (0, -signal.SIGTERM), "one that is still starting ends at once"
    messages = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in house.mails()[before:]]
    assert len(messages) == len({message["Message-ID"] for message in messages}) == 40
    assert {message["To"] for message in messages} == {f"{n}@kronborg.example" for n in range(40)}
