"""What somebody reports: what it must say, what it is called, and what whoever reported it is told of how it stands."""

from datetime import datetime, timedelta
from enum import StrEnum

from holger.core.words import N_, Reason
from holger.incidents.rules.states import CLOSED, CONTAINED, MERGED, OPEN, RECOVERED, REJECTED, REPORTED

FIRST_LINE = 120
LONGEST = 10_000
MOST_FILES = 10
OLDEST = timedelta(days=3650)


class Stage(StrEnum):
    """How a report stands, for whoever made it."""

    RECEIVED = "received"
    HANDLED = "handled"
    DONE = "done"
    NOTHING = "nothing"
    JOINED = "joined"
    KEPT = "kept"
    """Only those who need to know may know more than that it is received and being handled."""


STAGES = {
    REPORTED: Stage.RECEIVED,
    OPEN: Stage.HANDLED,
    CONTAINED: Stage.HANDLED,
    RECOVERED: Stage.HANDLED,
    CLOSED: Stage.DONE,
    REJECTED: Stage.NOTHING,
    MERGED: Stage.JOINED,
}


def stage_of(status: str, *, restricted: bool) -> Stage:
    return Stage.KEPT if restricted else STAGES[status]


def heading(what: str) -> str:
    """The first words of a report, for a title."""
    line = what.strip().splitlines()[0].strip() if what.strip() else ""
    return line if len(line) <= FIRST_LINE else f"{line[:FIRST_LINE].rsplit(' ', 1)[0]} …"


def why_not_report(what: str, at: datetime | None, now: datetime, *, anonymous: bool, allowed: bool) -> Reason | None:
    """``allowed``: the organisation lets people report without their name."""
    if not what.strip():
        return Reason(N_("Write what has happened. A few words are enough."), field="what")
    if len(what) > LONGEST:
        return Reason(N_("Write it in fewer words; put the rest into a file."), field="what")
    if at is not None and at > now:
        return Reason(N_("This has not happened yet."), field="at")
    if at is not None and now - at > OLDEST:
        return Reason(N_("That is too long ago. Look at the year."), field="at")
    if anonymous and not allowed:
        return Reason(
            N_("Your organisation wants to know who reports. Take away the tick, or call."), field="anonymous"
        )
    return None


def why_not_merge(
    *, same: bool, joined: bool, into: str, has_joined: bool, kept_apart: bool, drill: bool
) -> Reason | None:
    """Why one report may not be joined with another. There are no chains: what is joined lies in one that is not.

    ``into`` is the status of the other, ``joined`` whether this one is joined already, ``has_joined`` whether others are joined
    with it. ``kept_apart``: only one of them is for those who need to know. ``drill``: only one of them is an exercise.
    """
    if same:
        return Reason(N_("That is the same report."), field="into")
    if joined:
        return Reason(N_("It is joined with another already."), field="into")
    if into == MERGED:
        return Reason(
            N_("That one is joined with another itself. Choose the one that it is joined with."), field="into"
        )
    if into == REJECTED:
        return Reason(N_("That one is not an incident. Open it again first."), field="into")
    if has_joined:
        return Reason(N_("Others are joined with this one. Join the other one with it instead."), field="into")
    if kept_apart:
        return Reason(N_("Only one of them is for those who need to know. Make both so, or neither."), field="into")
    if drill:
        return Reason(N_("One of them is an exercise, and the other is not."), field="into")
    return None
