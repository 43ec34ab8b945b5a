"""With SQLite ``holger serve`` brings a worker along: one for the data folder, back when it dies, gone with its server."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest

from scripts.postgres import free_port

PATIENCE = 90


def eventually(what: str, true: Callable[[], object]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < give_up, f"not within {PATIENCE} s: {what}"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    """Whether a process still works; one may end between two questions about it."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class House:
    def __init__(self, data: Path):
        self.data = data
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOLGER_", "DATABASE_URL"))}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": "holger.config.settings",
            "HOLGER_DATA": str(data),
            "HOLGER_LOG_LEVEL": "WARNING",
        }
        self.servers: list[subprocess.Popen[bytes]] = []
        subprocess.run(
            [sys.executable, "-m", "holger", "migrate", "--verbosity", "0"], env=self.environment, check=True
        )

    def serve(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "holger", "serve", "--port", str(free_port())]
        server = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.servers.append(server)
        return server

    def workers(self) -> list[int]:
        """The processes that work, as they tell of themselves."""
        with closing(sqlite3.connect(self.data / "holger.sqlite3", timeout=20)) as database:
            told = [pid for (pid,) in database.execute("SELECT pid FROM jobs_worker")]
        return [pid for pid in told if alive(pid)]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "data")
    yield house
    for server in house.servers:
        if server.poll() is None:
            server.terminate()
            server.wait(timeout=60)


def embedded(server: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The worker processes that a server has started, whether or not they hold the lock."""
    children = psutil.Process(server.pid).children(recursive=True)
    return [child for child in children if "--embedded" in told_to_do(child)]


def told_to_do(process: psutil.Process) -> list[str]:
    """The command line of a process; none of one that has just ended."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def test_one_works_however_many_serve(house: House) -> None:
    first = house.serve()
    eventually("the first server's worker works", house.workers)
    second = house.serve()
    eventually("the second server has a worker that waits", lambda: embedded(second))
    (pid,) = house.workers()
    assert [child.pid for child in embedded(first)] == [pid]
    # Killed, it leaves the lock, and one of those that wait takes over.
    os.kill(pid, signal.SIGKILL)
    eventually("another works, and no more than one", lambda: len(now := house.workers()) == 1 and now != [pid])
    # A server that is told to stop takes its own along; the other's goes on or takes over.
    waiting = [child for server in (first, second) for child in embedded(server)]
    first.terminate()
    assert first.wait(timeout=60) == 0
    eventually("the other server's worker works", lambda: house.workers() == [c.pid for c in embedded(second)])
    left = psutil.Process(second.pid).children(recursive=True)
    second.kill()  # without a farewell
    second.wait()
    eventually("a worker does not outlive its server", lambda: not house.workers())
    eventually("none is left", lambda: not any(child.is_running() for child in waiting))
    for child in left:  # the web server's own processes, which nobody else ends
        with suppress(psutil.NoSuchProcess):
            child.kill()
