"""A throw-away instance in a folder of its own: migrated, filled, served, and told of when it answers.

Whoever watches over it needs no Django; the processes that it starts have their own.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from holger.jobs.embedded import EmbeddedWorker

TOLD = "demo.json"
TABLES = "demo.tables"
LONGEST_START = 60  # seconds
HOLGER = Path(__file__).parent.parent
LIBRARIES = ("django", "django-allauth", "django-tasks-db")
"""Those that bring tables of their own."""


class Unready(Exception):
    """The demo cannot be filled or served; says why, for whoever started it."""


@dataclass(frozen=True)
class Instance:
    folder: Path
    port: int
    host: str = "127.0.0.1"

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of everything that runs for the instance: nothing of the real installation's."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("HOLGER_") or name == "HOLGER_NOW"
        }
        kept.pop("DATABASE_URL", None)
        return kept | {
            "DJANGO_SETTINGS_MODULE": "holger.config.settings",
            "HOLGER_DATA": str(self.folder),
            "HOLGER_DEMO": "1",
            "HOLGER_LOG_LEVEL": "WARNING",  # a line for each click would bury the logins
            "HOLGER_BASE_URL": self.address,
        }

    @property
    def is_filled(self) -> bool:
        return (self.folder / TOLD).exists()

    def fill(self, language: str) -> None:
        """Migrate, and fill unless that was done before. An instance filled by this version is left as it is."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        note = self.folder / TABLES
        if self.is_filled and note.exists() and note.read_text(encoding="utf-8") == tables():
            return
        if self.is_filled:
            # Whether the code hangs together is the tests' business; reading all addresses for it takes a second.
            self._run("migrate", "--verbosity", "0", "--skip-checks")
        else:
            self._run("filldemo", "--migrate", "--language", language)
        note.write_text(tables(), encoding="utf-8")

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "holger", *arguments], env=self.environment, stdout=sys.stderr, check=False
        )
        if done.returncode:
            raise Unready("The demo could not be made ready; the lines above say why.")

    def work(self) -> EmbeddedWorker:
        """What comes again by itself comes in the demo too, and mail arrives in its folder."""
        worker = EmbeddedWorker(self.environment)
        worker.start()
        return worker

    def start(self) -> subprocess.Popen[bytes]:
        """The web server itself, not ``holger serve``: the tables are known to be right, and people are waiting."""
        arguments = [self.host, str(self.port), "1", "4", "2048"]
        return subprocess.Popen(
            [sys.executable, "-m", "holger.config.server", *arguments],
            env=self.environment,
            stdout=sys.stderr,
            stdin=subprocess.DEVNULL,
        )

    def wait(self, server: subprocess.Popen[bytes]) -> None:
        """Until the sign-in page answers; raise when the server ends before."""
        give_up = time.monotonic() + LONGEST_START
        while time.monotonic() < give_up:
            if server.poll() is not None:
                raise Unready(f"The server stopped. Is port {self.port} in use?")
            try:
                urllib.request.urlopen(f"http://{self.host}:{self.port}/account/login/", timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise Unready("The server did not answer in time.")

    def told(self) -> dict[str, Any]:
        """What the filling wrote down: organisations, users, passwords and tokens."""
        return {"base_url": self.address, **json.loads((self.folder / TOLD).read_text(encoding="utf-8"))}


def tables() -> str:
    """What makes tables: holger's migrations, and the libraries that bring some. When all are those of last time, none waits."""
    own = (f"{path.parent.parent.name}.{path.stem}" for path in HOLGER.glob("*/migrations/[0-9]*.py"))
    return "".join(f"{each}\n" for each in [*sorted(own), *(f"{name} {version(name)}" for name in LIBRARIES)])


def write_down(folder: Path, told: Mapping[str, Any]) -> None:
    """Keep the logins beside the data, readable by their owner alone."""
    path = folder / TOLD
    fresh = path.with_suffix(".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=1)
    fresh.replace(path)


def new_password() -> str:
    return f"sover-under-kronborg-{secrets.randbelow(9000) + 1000}"


def run_until_told(server: subprocess.Popen[bytes]) -> int:
    """Pass SIGTERM and SIGINT on to the server and end as it does; being told to stop is a good end."""
    stopped = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopped
        stopped = True
        server.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    code = server.wait()
    return 0 if stopped else code
