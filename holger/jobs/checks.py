"""What ``holger doctor`` asks of background work: does anybody do it, and is any of it stuck?"""

from collections.abc import Iterator

from holger.core.registry import Check, Finding
from holger.jobs import selectors

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


CHECKS = [Check("worker", lambda: list(worker()))]
