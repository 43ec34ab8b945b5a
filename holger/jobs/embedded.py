"""The worker that a web server brings along where nobody runs one: a process of its own, started again when it ends."""

import subprocess
import sys
import threading
from collections.abc import Mapping

FIRST = 1.0
"""Seconds before it is started: people who wait for a page come first."""
AGAIN = 5.0
"""Seconds between an unexpected end and the next start."""
PATIENCE = 30
"""Seconds that the job at hand has to finish in."""


class EmbeddedWorker:
    """``holger worker --embedded`` holds a lock, so that there is one for a data folder however many servers run."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = environment
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._watch.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._process is not None:
            self._process.terminate()
        if self._watch.is_alive():
            self._watch.join(timeout=PATIENCE)
        if self._process is not None and self._process.poll() is None:
            self._process.kill()

    def _keep(self) -> None:
        pause = FIRST
        while not self._stopping.wait(pause):
            self._process = subprocess.Popen(
                [sys.executable, "-m", "holger", "worker", "--embedded"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=sys.stderr,
            )
            if self._stopping.is_set():
                self._process.terminate()
            self._process.wait()
            pause = AGAIN
