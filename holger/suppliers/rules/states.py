"""How a supplier goes from one state to the next: each step has a name, and says what it wants."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from holger.core.words import N_, Reason

PLANNED, ACTIVE, PHASING_OUT, ENDED = "planned", "active", "phasing_out", "ended"


@dataclass(frozen=True)
class Step:
    """``reason``: it goes back, so it takes a reason."""

    starts: Collection[str]
    ends: str
    reason: bool = False


STEPS: Mapping[str, Step] = {
    "activate": Step((PLANNED,), ACTIVE),
    "phase_out": Step((ACTIVE,), PHASING_OUT),
    "end": Step((PLANNED, ACTIVE, PHASING_OUT), ENDED),
    "resume": Step((PHASING_OUT, ENDED), ACTIVE, reason=True),
}


def open_to(status: str) -> list[str]:
    """The steps that a supplier can take now, in the order that they are offered in."""
    return [name for name, step in STEPS.items() if status in step.starts]


def why_not_step(name: str, status: str, reason: str, *, archived: bool) -> Reason | None:
    """Raises KeyError for a step that does not exist."""
    step = STEPS[name]
    if archived:
        return Reason(N_("The supplier is archived. Restore it first."))
    if status not in step.starts:
        return Reason(N_("The supplier is not where this step begins."))
    if step.reason and not reason.strip():
        return Reason(N_("Write why."), field="reason")
    return None
