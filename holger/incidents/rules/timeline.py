"""What may be written into a case's timeline, and when a line was written down so late that it is worth telling."""

from collections.abc import Collection
from datetime import datetime, timedelta

from holger.core.words import N_, Reason

LATE = timedelta(minutes=15)
"""Written down so much later than it happened, a line tells both times."""
AHEAD = timedelta(minutes=1)
"""A minute that has begun may be written before it is over: clocks on the wall have no seconds."""
LONGEST = 10_000


def why_not_write(kind: str, kinds: Collection[str], text: str, at: datetime, now: datetime) -> Reason | None:
    """Why a line may not be added, if it may not."""
    if kind not in kinds:
        return Reason(N_("Choose what kind of line it is."), field="kind")
    if not text.strip():
        return Reason(N_("Write what happened."), field="text")
    if len(text) > LONGEST:
        return Reason(N_("This is too long. Attach it as evidence instead."), field="text")
    if at > now + AHEAD:
        return Reason(N_("This has not happened yet."), field="at")
    return None


def why_not_correct(*, same_case: bool, by_holger: bool, corrected: bool) -> Reason | None:
    """Why a line may not be put right by another, if it may not."""
    if not same_case:
        return Reason(N_("Only a line of this case can be put right here."))
    if by_holger:
        return Reason(N_("holger wrote this line of what was done. Put right what was done, and a new line tells."))
    if corrected:
        return Reason(N_("This line has been put right already. Look at the newer one."))
    return None


def written_late(at: datetime, entered_at: datetime) -> timedelta | None:
    """How much later than it happened it was written down, where that is worth telling."""
    span = entered_at - at
    return span if span >= LATE else None
