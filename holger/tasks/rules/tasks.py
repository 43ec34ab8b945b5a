"""What may happen to a task, and what must be said when it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from holger.core.words import N_, Reason

OPEN, WAITING, DONE, MISSED, DROPPED = "open", "waiting", "done", "missed", "dropped"
UNFINISHED = (OPEN, WAITING)
OK, DEVIATION, NOT_APPLICABLE = "ok", "deviation", "not_applicable"
RESULTS = (OK, DEVIATION, NOT_APPLICABLE)
FOLLOW_UP = timedelta(days=14)
"""So long has whoever puts a deviation right."""
MOST_LINES, LONGEST_LINE = 50, 300

NOT_OPEN = N_("The task is not open any more.")
DONE_ALREADY = N_("The task is done.")


def why_not_work(status: str, *, done: bool) -> str | None:
    """Why may the task not be worked on? One that was missed can still be done, once."""
    if status == OPEN or (status == MISSED and not done):
        return None
    return DONE_ALREADY if status in (DONE, WAITING, MISSED) else NOT_OPEN


def why_not_change(status: str) -> str | None:
    """Why may not be changed who does it and when? What was missed stays as it was."""
    return None if status == OPEN else NOT_OPEN


def why_not_do(doer: UUID | None, approver: UUID | None) -> str | None:
    """Two people: whoever signs it off does not do it."""
    if doer is not None and doer == approver:
        return N_("You sign it off, so somebody else must do it.")
    return None


def why_not_sign(
    signer: UUID | None, *, waits: bool, approver: UUID | None, doer: UUID | None, owner: UUID | None
) -> str | None:
    if not waits:
        return N_("Nothing waits for sign-off here.")
    if signer is not None and signer == doer:
        return N_("You have done it yourself. Somebody else signs it off.")
    if approver is not None and signer is not None and signer != approver:
        return N_("Somebody else is to sign it off.")
    if approver is None and signer is not None and signer == owner:
        return N_("It is your own task. Somebody else signs it off.")
    return None


def why_not_move(was: date, due: date, today: date, reason: str) -> Reason | None:
    """Why may it not be due then? Putting it off wants a reason, for whoever asks later why it was late."""
    if due < today:
        return Reason(N_("That day has passed."), field="due")
    if due > was and not reason:
        return Reason(N_("Write why it is put off."), field="reason")
    return None


def why_not_drop(status: str) -> str | None:
    return None if status in UNFINISHED else NOT_OPEN


def why_not_reopen(status: str) -> str | None:
    """What was missed stays missed for good; what waits is sent back instead."""
    if status in (DONE, DROPPED):
        return None
    if status == MISSED:
        return N_("What was missed stays missed. It can still be done.")
    return N_("The task is open.")


@dataclass(frozen=True)
class Said:
    """What somebody says of a task that is done."""

    result: str
    reason: str
    checklist: Sequence[Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]
    """Of the sample."""
    evidence: int
    needs_evidence: bool


def why_not_done(said: Said) -> Reason | None:
    """What is missing before it can be said that it is done."""
    if said.result not in RESULTS:
        return Reason(N_("Choose a result."), field="result")
    if said.result == NOT_APPLICABLE:
        return None if said.reason else Reason(N_("Write why it does not apply."), field="reason")
    unlooked = sum(not row.get("result") for row in said.rows)
    if unlooked:
        return Reason(N_("Left to look at in the sample: %(count)s."), {"count": unlooked}, "sample")
    if said.result == DEVIATION and not said.reason:
        return Reason(N_("Write what deviates."), field="reason")
    if said.result == OK:
        if deviating(said.rows):
            return Reason(N_("The sample shows a deviation, so the result is one as well."), field="result")
        left = sum(not line.get("done") for line in said.checklist)
        if left:
            return Reason(N_("Left to tick off: %(count)s. Tick them, or choose another result."),
                          {"count": left}, "checklist")  # fmt: skip
    if said.needs_evidence and not said.evidence:
        return Reason(N_("It cannot be done without evidence. Attach what shows it first."), field="evidence")
    return None


def deviating(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in rows if row.get("result") == DEVIATION]


def lines(texts: Sequence[str]) -> list[str]:
    """The lines of a checklist as they are kept: none empty, none twice."""
    found = (" ".join(text.split()).removeprefix("- ").removeprefix("[ ] ") for text in texts)
    return list(dict.fromkeys(text for text in found if text))


def why_not_lines(found: Sequence[str]) -> Reason | None:
    if len(found) > MOST_LINES:
        return Reason(N_("At most %(most)s lines."), {"most": MOST_LINES}, "checklist")
    if any(len(text) > LONGEST_LINE for text in found):
        return Reason(N_("A line has at most %(most)s characters."), {"most": LONGEST_LINE}, "checklist")
    return None


def again_due(due: date, today: date) -> date:
    """What is opened again is not late at once."""
    return max(due, today)
