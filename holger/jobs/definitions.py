"""What can be done in the background: each job by name, with its limits.

    @job("risks.recompute", _("Compute all scores again"), permission=permissions.EDIT)
    def recompute(actor, *, asset_id):
        services.recompute(actor=actor)
        return _("All scores are right.")

A job may be begun more than once, since a machine can stop at any moment; it must end the same way however often. What
it returns are the words about how it went. A long job is a generator: each ``yield Progress(percent, words)`` ends one
transaction and begins the next, so that others can write in between and a page can show how far it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from holger.core.registry import Text


@dataclass(frozen=True)
class Progress:
    percent: int
    words: Text = ""


@dataclass(frozen=True)
class Definition:
    name: str
    title: Text
    permission: str
    run: Callable[..., Any]
    limit: timedelta
    leads_to: Callable[[dict[str, Any]], str] | None = None
    """Where to look when it is over, of what it was given: a path below the base address."""


JOBS: dict[str, Definition] = {}


def job(
    name: str,
    title: Text,
    *,
    permission: str,
    limit: timedelta = timedelta(minutes=10),
    leads_to: Callable[[dict[str, Any]], str] | None = None,
) -> Callable[[Callable[..., Any]], Definition]:
    """Make a function a job. It is called with the actor and what was given to ``enqueue``."""

    def define(run: Callable[..., Any]) -> Definition:
        if name in JOBS:
            raise ValueError(f"job {name} is defined twice")
        JOBS[name] = Definition(name, title, permission, run, limit, leads_to)
        return JOBS[name]

    return define
