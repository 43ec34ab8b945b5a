"""When an incident may take a step, and which times it may be told to have happened at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from holger.core.words import N_, Reason
from holger.incidents.rules.states import CLOSED, MERGED, REJECTED, STEPS

BY_HAND = ("contain", "recover", "flare_up", "close", "reopen")
"""The steps of whoever works on the case; the others belong to those who take reports in."""
FORGETS: Mapping[str, tuple[str, ...]] = {
    "flare_up": ("contained_at", "recovered_at"),
    "reopen": ("contained_at", "recovered_at", "closed_at"),
}
"""What does not hold any more after a step."""
STAMPS = ("taken_on_at", "contained_at", "recovered_at", "closed_at")
"""In the order in which they come about."""


@dataclass(frozen=True)
class Told:
    """What a case tells of its way so far. ``stamps``: when it came through each step, where it did."""

    status: str
    detected_at: datetime
    stamps: Mapping[str, datetime | None]


def is_there(step: str, told: Told) -> bool:
    """Has it taken this step already? Doing it again changes nothing, or puts its time right."""
    if step not in BY_HAND:
        return False
    way = STEPS[step]
    return told.status == way.ends and (not way.stamp or told.stamps.get(way.stamp) is not None)


def why_not_step(step: str, told: Told, reason: str) -> Reason | None:
    if step not in BY_HAND:
        return Reason(N_("There is no such step."), field="step")
    if told.status not in STEPS[step].starts:
        return Reason(N_("The incident cannot take this step as it stands."), field="step")
    if STEPS[step].reason and not reason.strip():
        return Reason(N_("Write why."), field="reason")
    return None


def why_not_at(step: str, at: datetime, told: Told, now: datetime) -> Reason | None:
    """A time lies between the detection, the steps before it, and now."""
    if at > now:
        return Reason(N_("This has not happened yet."), field="at")
    if at < told.detected_at:
        return Reason(N_("That is before the incident was detected."), field="at")
    stamp = STEPS[step].stamp
    earlier = STAMPS[1 : STAMPS.index(stamp)] if stamp else ()
    if any((before := told.stamps.get(name)) is not None and at < before for name in earlier):
        return Reason(N_("That is before the step that comes ahead of it."), field="at")
    later = STAMPS[STAMPS.index(stamp) + 1 :] if stamp else ()
    if any((after := told.stamps.get(name)) is not None and at > after for name in later):
        return Reason(N_("That is after the step that follows it."), field="at")
    return None


def why_not_correct(before: datetime, at: datetime, reason: str) -> Reason | None:
    """A time that stands is only put right with a reason."""
    if at != before and not reason.strip():
        return Reason(N_("Write why the time is changed. The old one stays in the log."), field="reason")
    return None


def why_not_close(undecided: int, running: int, *, anyway: bool) -> Reason | None:
    """A case that is closed over an open question or a running deadline looks finished and is not: the law's clocks run on.

    It can be closed nevertheless by whoever says so in as many words, and why: what is left may be somebody else's.
    """
    if anyway or not (undecided or running):
        return None
    if running:
        text = N_(
            "Deadlines of the law still run (%(count)s), and closing does not stop them. Notify or decide first, or say that you close it anyway."
        )
        return Reason(text, {"count": running}, "anyway")
    text = N_("Questions are not decided (%(count)s). Decide them first, or say that you close it anyway.")
    return Reason(text, {"count": undecided}, "anyway")


def why_not_edit(status: str, *, archived: bool, reason: str) -> Reason | None:
    """The facts of a finished case can still be put right, with a reason; those of one that was joined are the other's."""
    if archived:
        return Reason(N_("The incident is archived. Restore it first."))
    if status == MERGED:
        return Reason(N_("It is joined with another incident. Change that one."))
    if status in (CLOSED, REJECTED) and not reason.strip():
        return Reason(N_("The case is closed. Write why it is changed now."), field="reason")
    return None


def why_not_keep(*, named: int, keeper_named: bool, without_me: bool) -> Reason | None:
    """Why only those who need to know may not see it: somebody must, and nobody locks themselves out unawares."""
    if not named:
        return Reason(N_("Name a leader or a team first: else nobody could see it."), field="restricted")
    if not (keeper_named or without_me):
        return Reason(
            N_(
                "You neither lead it nor are on its team, and would not see it any more. Say so if that is what you want."
            ),
            field="without_me",
        )
    return None
