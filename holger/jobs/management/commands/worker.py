import fcntl
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from holger.core.migrating import migrations_waiting
from holger.jobs.work.worker import Worker


class Command(BaseCommand):
    help = "Do background work and send mail until told to stop (SIGTERM or Ctrl-C); the job at hand is finished."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits, then end")
        parser.add_argument(
            "--embedded",
            action="store_true",
            help="one for the whole data folder, ending with the process that started it",
        )

    def handle(self, *, once: bool, embedded: bool, **options: Any) -> None:
        if waiting := migrations_waiting():
            raise CommandError(f"{waiting} migrations wait. Run: holger migrate")
        worker = Worker()
        if once:
            worker.beat()
            self.stdout.write(f"{worker.until_empty()} turns.")
            worker.farewell()
            return

        def stop(_number: int, _frame: FrameType | None) -> None:
            worker.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        go_on = still_here()
        if not embedded:
            worker.run()
            return
        with open(os.open(settings.DATA_DIR / "worker.lock", os.O_RDWR | os.O_CREAT, 0o600), "r+") as lock:
            while not held(lock):
                if worker.stopping.wait(2) or not go_on():
                    return
            worker.run(go_on)


def still_here() -> Callable[[], bool]:
    """Whether the process that started us is still there."""
    parent = os.getppid()
    return lambda: os.getppid() == parent


def held(lock: IO[str]) -> bool:
    """The lock is the system's, so that it is free again however its holder ended."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
