"""Steps of a case's checklist: when each is wanted, and how far all of them are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from holger.core.words import N_, Reason

MOST = 400
"""Steps of a case: several playbooks, and what people add."""


def wanted_by(minutes: int | None, first_sign: datetime | None) -> datetime | None:
    """When a step is wanted, counted from the first sign; None where it does not run by the clock."""
    return None if minutes is None or first_sign is None else first_sign + timedelta(minutes=minutes)


def is_late(wanted: datetime | None, done_at: datetime | None, now: datetime) -> bool:
    """Not done although it was wanted by now, or done later than that."""
    return wanted is not None and (done_at or now) > wanted


@dataclass(frozen=True)
class Progress:
    """How many are done, and how many there are of those that apply."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def progress(steps: Iterable[tuple[bool, bool]]) -> Progress:
    """``steps``: (is it done, does it not apply)."""
    told = [done for done, skipped in steps if not skipped]
    return Progress(sum(told), len(told))


def why_not_tick(*, done: bool, skipped: bool) -> Reason | None:
    if done:
        return Reason(N_("Somebody has done this already."))
    if skipped:
        return Reason(N_("This step was said not to apply. Take that back first."))
    return None


def why_not_skip(*, done: bool, skipped: bool, reason: str) -> Reason | None:
    if done:
        return Reason(N_("This step is done. Open it again first."))
    if skipped:
        return Reason(N_("This step was left out already."))
    if not reason.strip():
        return Reason(N_("Write why it does not apply."), field="reason")
    return None
