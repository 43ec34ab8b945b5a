import os
import sys
from argparse import BooleanOptionalAction
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from holger.core import walls
from holger.core.migrating import migrations_waiting

CORES = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 4)
"""Processes unless told otherwise. Threads of one process wait for each other while they work, so there are few."""
THREADS = 2


class Command(BaseCommand):
    help = "Answer web requests until told to stop (SIGTERM or Ctrl-C)."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at (127.0.0.1; 0.0.0.0 for all)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen at (8000)")
        parser.add_argument("--workers", type=int, default=CORES, help="processes (one per core, 4 at most)")
        parser.add_argument("--threads", type=int, default=THREADS, help=f"threads in each process ({THREADS})")
        parser.add_argument(
            "--backlog",
            type=int,
            default=2048,
            help="how many requests may wait their turn before one is refused (2048)",
        )
        parser.add_argument(
            "--worker",
            action=BooleanOptionalAction,
            default=connection.vendor == "sqlite",
            help="bring a background worker along (yes on SQLite, else run holger worker)",
        )

    def handle(
        self, *, host: str, port: int, workers: int, threads: int, backlog: int, worker: bool, **options: Any
    ) -> None:
        if waiting := migrations_waiting():
            raise CommandError(f"{waiting} migrations wait. Run: holger migrate")
        self._stand_guard()
        connection.close()
        self.stderr.write(f"holger answers at http://{host}:{port} for {settings.BASE_URL}", lambda text: text)
        self.stderr.flush()
        # Become the server rather than start it: signals reach it directly, and Django's memory is given back.
        arguments = ["-m", "holger.config.server", host, str(port), str(workers), str(threads), str(backlog)]
        arguments += ["worker"] if worker else []
        os.execv(sys.executable, [sys.executable, *arguments])

    def _stand_guard(self) -> None:
        """Answer nobody while one organisation could see another's rows, unless somebody has said that it may."""
        if gaps := walls.gaps(connection):
            raise CommandError(f"The walls between organisations lack: {', '.join(gaps)}. Run: holger migrate")
        if connection.vendor == "postgresql" and not settings.UNGUARDED and walls.standing(connection).unguarded:
            raise CommandError(
                f"The database role {walls.standing(connection).name} sees past the walls between organisations. "
                "Let holger setupdatabase make one that does not, or set HOLGER_UNGUARDED=1."
            )
