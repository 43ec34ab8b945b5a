"""What ``holger doctor`` asks of background work: does anybody do it, is any of it stuck, and when did what comes again run?"""

from collections.abc import Iterator
from datetime import UTC, datetime

from holger.core import dates
from holger.core.registry import Check, Finding, Recurring, registry
from holger.jobs import selectors
from holger.jobs.models import Recurrence, State

LONG = 600
"""Seconds that something may wait before it is worth a word."""


def worker() -> Iterator[Finding]:
    load = selectors.load()
    if load.workers:
        yield Finding("ok", f"{load.workers} running, {load.waiting} jobs and {load.mail_waiting} mails wait.")
    else:
        waiting = (
            f" {load.mail_waiting} mails and {load.waiting} jobs wait." if load.mail_waiting or load.waiting else ""
        )
        yield Finding(
            "warning",
            f"No worker runs: mail stays here and nothing comes again by itself.{waiting}",
            "Run: holger worker (with SQLite, holger serve brings one along)",
        )
    if load.oldest_seconds > LONG:
        yield Finding(
            "warning", f"The queue has waited for {load.oldest_seconds / 60:.0f} minutes.", "Run more workers."
        )
    if load.mail_failed:
        yield Finding("warning", f"{load.mail_failed} mails could not be sent.", "See Settings › Background work.")


def recurring() -> Iterator[Finding]:
    """Each piece of work that comes again: when it last ran, when it runs next, and where it failed."""
    rows = selectors.recurrences_by_name()
    for known in sorted(registry.recurring, key=lambda each: each.name):
        yield _ran(known, rows.get(known.name, []))


def _ran(known: Recurring, rows: list[Recurrence]) -> Finding:
    if not rows:
        return Finding("ok", f"{known.name}: not planned yet; a worker does that.")
    last = max((row.finished_at for row in rows if row.finished_at), default=None)
    told = f"{known.name}: last {_moment(last)}, next {_moment(min(row.next_run for row in rows))}"
    if not known.installation:
        told += f", in {len(rows)} organisations"
    if failed := [row for row in rows if row.state == State.FAILED]:
        words = next((row.words for row in failed if row.words), "")
        return Finding(
            "warning", f"{told}; failed in {len(failed)}: {words}", "See Settings › Background work, and the log."
        )
    if late := [row for row in rows if row.next_run + known.every < dates.now()]:
        return Finding(
            "warning", f"{told}; {len(late)} should have run long ago.", "Is a worker running? holger worker"
        )
    return Finding("ok", f"{told}.")


def _moment(value: datetime | None) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if value else "never"


CHECKS = [Check("worker", lambda: list(worker())), Check("recurring work", lambda: list(recurring()))]
