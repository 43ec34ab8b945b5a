"""How one supervision of a processor goes: its named steps, what each of them wants, and when it is late."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from holger.core.words import N_, Reason
from holger.suppliers.rules.supervision import Conclusion

PLANNED, REQUESTED, RECEIVED, CONCLUDED, CANCELLED = "planned", "requested", "received", "concluded", "cancelled"
OPEN = (PLANNED, REQUESTED, RECEIVED)
NO_MATERIAL = 1
"""The concept under which nothing is asked of the processor: one only looks whether there is a cause."""
SEVERE = ("high", "critical")
ANSWER_WITHIN = timedelta(days=30)
"""So long a processor usually has to send what was asked for."""


@dataclass(frozen=True)
class Step:
    """``stamp``: the field that keeps its day; ``reason``: it takes a reason."""

    starts: Collection[str]
    ends: str
    stamp: str = ""
    reason: bool = False


STEPS: Mapping[str, Step] = {
    "request": Step((PLANNED,), REQUESTED, "requested_on"),
    "receive": Step((PLANNED, REQUESTED), RECEIVED, "received_on"),
    "conclude": Step((PLANNED, RECEIVED), CONCLUDED, "concluded_on"),
    "cancel": Step(OPEN, CANCELLED, reason=True),
    "reopen": Step((CONCLUDED, CANCELLED), RECEIVED, reason=True),
}

NOT_NOW = N_("This cannot be done now. See how it stands, and try again.")
NOTHING_RECEIVED = N_("Nothing has been received yet. Write down what you got before you judge it.")
WHY = N_("Write why.")
AHEAD = N_("This has not happened yet.")


def open_to(status: str, concept: int) -> list[str]:
    """The steps that a supervision can take now, in the order that they are offered in."""
    found = [name for name, step in STEPS.items() if status in step.starts]
    if status == PLANNED and concept != NO_MATERIAL:
        found.remove("conclude")
    return found


def why_not_step(step: str, status: str, concept: int, reason: str = "") -> Reason | None:
    if step not in open_to(status, concept):
        unread = step == "conclude" and status in (PLANNED, REQUESTED)
        return Reason(NOTHING_RECEIVED if unread else NOT_NOW)
    if STEPS[step].reason and not reason.strip():
        return Reason(WHY, field="reason")
    return None


def lands(step: str, *, received: bool) -> str:
    """Where a step leads. What is opened again goes on where it was: to be judged, or still to be asked for."""
    return PLANNED if step == "reopen" and not received else STEPS[step].ends


def why_not_on(day: date, today: date) -> Reason | None:
    return Reason(AHEAD, field="on") if day > today else None


# Judging

READ_FIRST = N_("Write what you read out of it. To have received something is not to have supervised.")
SAY_WHAT = N_("Write what the remarks are, or what is not good enough.")
STILL_SEVERE = N_("A severe finding is open. Then it is sufficient with remarks, or not sufficient.")
SAY_FINDING = N_("Write down as a finding what must be put right, so that somebody does it.")
LATER = N_("The model says %(date)s at the latest. Write why it can wait longer.")


@dataclass(frozen=True)
class Judged:
    """What is known when somebody concludes."""

    conclusion: str
    reading: str
    note: str
    open_severe: int
    findings: int


def why_not_conclude(judged: Judged) -> Reason | None:
    """A conclusion is built on what was read, and agrees with the findings."""
    if not judged.reading.strip():
        return Reason(READ_FIRST, field="reading")
    if judged.conclusion == Conclusion.SUFFICIENT:
        return Reason(STILL_SEVERE, field="conclusion") if judged.open_severe else None
    if not judged.note.strip():
        return Reason(SAY_WHAT, field="note")
    if judged.conclusion == Conclusion.INSUFFICIENT and not judged.findings:
        return Reason(SAY_FINDING, field="conclusion")
    return None


def why_not_next(wanted: date, latest: date, why: str) -> Reason | None:
    """Sooner than the model says is always allowed; later takes a reason."""
    if wanted > latest and not why.strip():
        return Reason(LATER, {"date": latest.isoformat()}, "next_why")
    return None


# Findings

DONE_ALREADY = N_("It is done already.")
NOT_DONE = N_("It is not done yet.")
SAY_EFFECT = N_("Write how you know that it has worked.")


def why_not_done(done: bool, effect: str) -> Reason | None:
    """A finding is done when its effect is known, not when somebody has promised (ISO/IEC 27001:2022, 10.2 d)."""
    if done:
        return Reason(DONE_ALREADY)
    return None if effect.strip() else Reason(SAY_EFFECT, field="effect")


# Standing


class Standing:
    """In one word, how it stands with the supervision of a processor."""

    NOT_ASSESSED, LATE, INSUFFICIENT, SOON, GOOD = "not_assessed", "late", "insufficient", "soon", "good"


SOON = timedelta(days=60)


@dataclass(frozen=True)
class Dated:
    """What it hangs on: the next day, the days that open supervisions were planned for, and how the last one ended."""

    assessed: bool
    next_on: date | None = None
    planned: Collection[date] = ()
    conclusion: str = ""


def standing(dated: Dated, today: date) -> str:
    """The worst first: late is worse than insufficient, since nobody knows what one would find now."""
    if not dated.assessed:
        return Standing.NOT_ASSESSED
    if is_late(dated, today):
        return Standing.LATE
    if dated.conclusion == Conclusion.INSUFFICIENT:
        return Standing.INSUFFICIENT
    days = [*dated.planned, *([dated.next_on] if dated.next_on else [])]
    return Standing.SOON if any(day <= today + SOON for day in days) else Standing.GOOD


def is_late(dated: Dated, today: date) -> bool:
    """An open supervision is past its day, or the next one should have been begun. One that is under way and planned within its
    own time does not make the processor late, even if the model's day has passed meanwhile."""
    if any(day < today for day in dated.planned):
        return True
    return not dated.planned and dated.next_on is not None and dated.next_on < today


def last_day(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)
