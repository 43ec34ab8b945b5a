"""How an incident goes from one state to the next: each step has a name, and says what it wants."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

REPORTED, OPEN, CONTAINED, RECOVERED, CLOSED, REJECTED, MERGED = (
    "reported",
    "open",
    "contained",
    "recovered",
    "closed",
    "rejected",
    "merged",
)


@dataclass(frozen=True)
class Step:
    """``stamp``: the field that keeps when it happened; ``reason``: it takes a reason."""

    starts: Collection[str]
    ends: str
    stamp: str = ""
    reason: bool = False


STEPS: Mapping[str, Step] = {
    "take_on": Step((REPORTED,), OPEN, "taken_on_at"),
    "reject": Step((REPORTED, OPEN), REJECTED, reason=True),
    "merge": Step((REPORTED, OPEN, CONTAINED, RECOVERED), MERGED, reason=True),
    "contain": Step((OPEN,), CONTAINED, "contained_at"),
    "recover": Step((OPEN, CONTAINED), RECOVERED, "recovered_at"),
    "flare_up": Step((CONTAINED, RECOVERED), OPEN, reason=True),
    "close": Step((OPEN, CONTAINED, RECOVERED), CLOSED, "closed_at", reason=True),
    "reopen": Step((CLOSED, REJECTED, MERGED), OPEN, reason=True),
}


def open_to(status: str) -> list[str]:
    """The steps that an incident can take now, in the order that they are offered in."""
    return [name for name, step in STEPS.items() if status in step.starts]
