"""The worker: hands out slots, sends mail, carries out what is queued, one thing at a time, until told to stop.

Several may run beside each other, on one machine or many. On PostgreSQL each takes what no other has locked; on SQLite
they wait for each other, as all writers do.
"""

import logging
import os
import platform
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from holger.core import dates
from holger.core.trace import traced
from holger.jobs import rules, selectors
from holger.jobs.models import Worker as Row
from holger.jobs.services import deliver_due
from holger.jobs.work import carry, tick

log = logging.getLogger(__name__)

IDLE = 1.0
"""Seconds between two looks at an empty queue."""
TROUBLE = 5.0
"""Seconds to wait when the database does not answer."""


class Worker:
    def __init__(self) -> None:
        self.id = secrets.token_hex(16)
        self.stopping = threading.Event()
        self._chores: dict[str, float] = {}

    def run(self, alone: Callable[[], bool] = lambda: True) -> None:
        """Work until ``stop``. What is at hand is finished. ``alone`` is asked between turns whether to go on."""
        heart = threading.Thread(target=self._beat, daemon=True)
        heart.start()
        log.info("Worker %s works", self.id)
        while not self.stopping.is_set() and alone():
            try:
                close_old_connections()
                busy = self.turn()
            except DatabaseError:
                log.exception("The database does not answer; trying again in %.0f s", TROUBLE)
                connection.close()
                self.stopping.wait(TROUBLE)
                continue
            if not busy:
                self.stopping.wait(IDLE)
        self.stop()
        heart.join(timeout=30)
        self.farewell()
        log.info("Worker %s has stopped", self.id)

    def farewell(self) -> None:
        """Be forgotten: nobody need wonder whether this worker lives."""
        with suppress(DatabaseError):
            Row.objects.filter(pk=self.id).delete()

    def stop(self) -> None:
        self.stopping.set()

    def turn(self) -> bool:
        """Everything once: chores when their time has come, mail that is due, one entry of the queue."""
        self._every(60, tick.plan)
        self._every(2, tick.tick)
        self._every(5, self.reap)
        mailed = deliver_due()
        entry = self.claim()
        if entry is not None:
            with traced(job=entry.task_path.rpartition(".")[2], job_id=str(entry.pk)):
                carry.carry_out(entry)
        return bool(mailed or entry)

    def until_empty(self) -> int:
        """Do all that can be done now, and answer how many turns it took: for tests and for ``--once``."""
        turns = 0
        tick.plan()
        tick.tick()
        while self.turn():
            turns += 1
        return turns

    def claim(self) -> DBTaskResult | None:
        """Take the next entry that may begin. Those another worker has locked are stepped over."""
        ready = DBTaskResult.objects.ready().filter(task_path__in=carry.KINDS)
        if not ready.exists():  # a look costs no lock, and on SQLite a transaction is one
            return None
        with transaction.atomic():
            entry = ready.get_locked()
            if entry is not None:
                entry.claim(self.id)
        return entry

    def reap(self) -> int:
        """Take up what dead workers left running; forget workers that have not been seen for a day."""
        taken = 0
        workers = {row.id: row for row in Row.objects.all()}
        for entry in DBTaskResult.objects.running().filter(task_path__in=carry.KINDS):
            holder = entry.worker_ids[-1] if entry.worker_ids else ""
            alive = selectors.is_alive(workers.get(holder), self.id)
            work = carry.work_of(entry)
            limit = work.limit if work else carry.LIMIT
            if entry.started_at and rules.is_abandoned(entry.started_at, limit, alive, timezone.now()):
                log.warning("%s %s was left by its worker", entry.task_path, entry.pk)
                taken += bool(carry.abandoned(entry))
        Row.objects.filter(seen_at__lt=dates.now() - 1440 * rules.DEAD_AFTER).delete()
        return taken

    def _every(self, seconds: float, chore: Callable[[], object]) -> None:
        now = time.monotonic()
        if now - self._chores.get(chore.__name__, -seconds) >= seconds:
            self._chores[chore.__name__] = now
            chore()

    def beat(self) -> None:
        """Tell that this worker lives."""
        told = {"host": platform.node()[:200], "pid": os.getpid(), "seen_at": dates.now()}
        Row.objects.update_or_create(id=self.id, defaults=told)

    def _beat(self) -> None:
        """In a thread of its own, so that a long job does not look like a dead worker."""
        while True:
            try:
                self.beat()
            except DatabaseError:
                log.warning("Could not tell that this worker lives", exc_info=True)
            finally:
                connection.close()
            if self.stopping.wait(rules.HEARTBEAT.total_seconds()):
                return
