"""How a processing activity goes from one state to the next: each step has a name, and says where it begins."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from holger.core.words import N_, Reason

DRAFT, CURRENT, ENDED = "draft", "current", "ended"


@dataclass(frozen=True)
class Step:
    starts: Collection[str]
    ends: str
    refused: str
    """Why it cannot be taken from anywhere else."""


STEPS: Mapping[str, Step] = {
    "accept": Step((DRAFT,), CURRENT, N_("Only a draft is taken into the record.")),
    "end": Step((CURRENT,), ENDED, N_("Only what is done now can end.")),
    "resume": Step((ENDED,), CURRENT, N_("Only what has ended can be taken up again.")),
}

ARCHIVED = Reason(N_("It is archived. Restore it first."))
OFFERED = Reason(N_("It is with the data protection officer already."))
NOT_A_DRAFT = Reason(N_("Only a draft is sent to the data protection officer."))
NO_PURPOSE = Reason(N_("Say what the data is used for first."), field="purpose")


def why_not(name: str, status: str, *, archived: bool) -> Reason | None:
    if archived:
        return ARCHIVED
    step = STEPS[name]
    return None if status in step.starts else Reason(step.refused)


def why_not_offer(status: str, *, archived: bool, offered: bool, purpose: str) -> Reason | None:
    """May a draft be sent to whoever keeps the record?"""
    if archived:
        return ARCHIVED
    if status != DRAFT:
        return NOT_A_DRAFT
    if offered:
        return OFFERED
    return None if purpose.strip() else NO_PURPOSE


NOT_OFFERED = Reason(N_("Nobody has sent it to you."))
NO_REASON = Reason(N_("Say what is missing, so that they know what to do."), field="reason")
NOT_AHEAD = Reason(N_("Choose a date after today."), field="next_review")


def why_not_send_back(reason: str, *, offered: bool) -> Reason | None:
    if not offered:
        return NOT_OFFERED
    return None if reason.strip() else NO_REASON
