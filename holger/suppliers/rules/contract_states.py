"""How a contract goes from one state to the next: each step has a name, and says what it wants."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from holger.core.words import N_, Reason

DRAFT, ACTIVE, NOTICE_GIVEN, ENDED = "draft", "active", "notice_given", "ended"


@dataclass(frozen=True)
class Step:
    """``reason``: it goes back, so it takes a reason."""

    starts: Collection[str]
    ends: str
    reason: bool = False


STEPS: Mapping[str, Step] = {
    "activate": Step((DRAFT,), ACTIVE),
    "give_notice": Step((ACTIVE,), NOTICE_GIVEN),
    "take_notice_back": Step((NOTICE_GIVEN,), ACTIVE, reason=True),
    "end": Step((ACTIVE, NOTICE_GIVEN), ENDED),
    "reopen": Step((ENDED,), ACTIVE, reason=True),
}

ARCHIVED = N_("The contract is archived. Restore it first.")
NO_START = N_("Say from when it holds before it is taken into use.")
IN_FUTURE = N_("Notice cannot have been given on a day that is yet to come.")
OVER_BEFORE = N_("It cannot be over before notice was given.")


def open_to(status: str) -> list[str]:
    """The steps that a contract can take now, in the order that they are offered in."""
    return [name for name, step in STEPS.items() if status in step.starts]


def why_not_step(name: str, status: str, reason: str, *, archived: bool) -> Reason | None:
    """Raises KeyError for a step that does not exist."""
    step = STEPS[name]
    if archived:
        return Reason(ARCHIVED)
    if status not in step.starts:
        return Reason(N_("The contract is not where this step begins."))
    if step.reason and not reason.strip():
        return Reason(N_("Write why."), field="reason")
    return None


def why_not_notice(given_on: date, over_on: date, today: date) -> Reason | None:
    if given_on > today:
        return Reason(IN_FUTURE, field="given_on")
    if over_on < given_on:
        return Reason(OVER_BEFORE, field="over_on")
    return None
