"""Requests of data subjects: what they may ask for, and by when they are answered (GDPR art. 12(3)).

One month from the day of receipt, by the calendar: the same day of the next month, or its last day. It may be extended by
two months if people are told within the first, with the reasons. Nothing pauses the clock: not holidays, not a missing
answer from a colleague. Where identity is in real doubt, the authorities count from when it was made clear; that date is
shown beside the strict one, which is the one that warns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from holger.core.words import N_, Reason
from holger.tasks.rules.workdays import DENMARK, Workdays

FIRST, LONGEST = 1, 3
"""Months from receipt: without and with an extension."""
SOON = 4
"""A request is due soon when so small a part of its time is left: a fourth."""

RIGHTS: Mapping[str, str] = {
    "access": N_("Access (article 15)"),
    "rectification": N_("Rectification (article 16)"),
    "erasure": N_("Erasure (article 17)"),
    "restriction": N_("Restriction (article 18)"),
    "portability": N_("Data portability (article 20)"),
    "objection": N_("Objection (article 21)"),
    "automated": N_("A human behind an automated decision (article 22)"),
    "withdrawal": N_("Withdrawal of consent (article 7(3))"),
}


class State(StrEnum):
    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    LATE = "late"
    """Answered, but after the last day."""


class How(StrEnum):
    """How a request ended. A refusal is an answer too, with reasons and the way to complain (article 12(4))."""

    MET = "met"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Request:
    received: date
    identity_asked: date | None = None
    identified: date | None = None
    extended: date | None = None
    """The day on which the data subject was told of the extension."""
    answered: date | None = None


OPEN, DECIDED, CLOSED = "open", "decided", "closed"


@dataclass(frozen=True)
class Way:
    starts: Sequence[str]
    ends: str


WAYS: Mapping[str, Way] = {
    "decide": Way((OPEN,), DECIDED),
    "close": Way((DECIDED,), CLOSED),
    "reopen": Way((DECIDED, CLOSED), OPEN),
}
"""How a request goes from one state to the next: it is decided what to answer, the answer is sent, and it may come back."""


@dataclass(frozen=True)
class Clock:
    due: date
    """The strict last day, which warns."""
    at_the_latest: date
    """The last day by the law's own leniency: counted from when identity was clear, and moved to a working day. It is
    shown and explained, and never what one plans by."""
    state: State
    days_left: int
    """Below 0 when it is overdue; 0 once answered."""


def clock(request: Request, today: date, workdays: Workdays = DENMARK) -> Clock:
    due = last_day(request.received, extended=request.extended is not None)
    start = _lenient_start(request)
    latest = workdays.shown(last_day(start, extended=request.extended is not None))
    if request.answered is not None:
        return Clock(due, latest, State.ANSWERED if request.answered <= due else State.LATE, 0)
    return Clock(due, latest, _state(request.received, due, today), (due - today).days)


def last_day(received: date, *, extended: bool) -> date:
    """The day of receipt is not counted; the last day is, until midnight."""
    return received + relativedelta(months=LONGEST if extended else FIRST)


def _lenient_start(request: Request) -> date:
    if request.identity_asked is None or request.identified is None:
        return request.received
    return max(request.received, request.identified)


def _state(received: date, due: date, today: date) -> State:
    if today > due:
        return State.OVERDUE
    return State.SOON if (due - today).days * SOON <= (due - received).days else State.RUNNING


# What may be done

TOLD_ALREADY = Reason(N_("It has been extended already. More than two months are never possible."), field="extended")
TOO_LATE = Reason(
    N_("People must be told of an extension within the first month, and that has gone. Answer now."), field="extended"
)
BEFORE = Reason(N_("That was before the request was received."), field="extended")
NO_REASON = Reason(
    N_("Say why: only complex or many requests allow more time, and people must be told the reason."), field="reason"
)
ANSWERED = Reason(N_("It is answered."), field="extended")
NOT_IDENTIFIED = Reason(
    N_("You asked who it is and have no answer yet. Do not hand over data to somebody unknown."), field="answered"
)


def why_not_extend(request: Request, told: date, reason: str) -> Reason | None:
    if request.answered is not None:
        return ANSWERED
    if request.extended is not None:
        return TOLD_ALREADY
    if told < request.received:
        return BEFORE
    if told > last_day(request.received, extended=False):
        return TOO_LATE
    return None if reason.strip() else NO_REASON


def why_not_answer(request: Request, how: How) -> Reason | None:
    """Data goes to nobody who may be somebody else. One may always refuse, or note that it was withdrawn."""
    if how in (How.MET, How.PARTLY) and request.identity_asked is not None and request.identified is None:
        return NOT_IDENTIFIED
    return None


CANNOT_NOW = Reason(N_("The request cannot take this step as it stands."))
NO_RIGHT = Reason(N_("Say what they ask for."), field="rights")
UNKNOWN_RIGHT = Reason(N_("Choose one from the list."), field="rights")
NOT_YET = Reason(N_("This has not happened yet."))
NO_GROUND = Reason(N_("Say why: whoever does not get all they ask for must be told the reason."), field="decision")
LATE = Reason(
    N_("It is after the last day. Write why it is late: the authority may ask, and you want to know next time."),
    field="late_reason",
)
ASKED_ALREADY = Reason(N_("It is clear already who it is."), field="on")
NOT_BEFORE_ASKED = Reason(N_("That was before you asked."), field="on")
NO_HOW = Reason(N_("Write how you made sure."), field="how")
NO_WHY = Reason(N_("Write why."), field="reason")


def why_not_step(step: str, status: str) -> Reason | None:
    return None if status in WAYS[step].starts else CANNOT_NOW


def why_not_rights(rights: Sequence[str]) -> Reason | None:
    if not rights:
        return NO_RIGHT
    return UNKNOWN_RIGHT if set(rights) - set(RIGHTS) else None


def why_not_on(received: date, on: date, today: date, field: str = "on") -> Reason | None:
    """Nothing is done about a request before it is there, or after today."""
    if on > today:
        return Reason(NOT_YET.text, field=field)
    return Reason(BEFORE.text, field=field) if on < received else None


def why_not_decide(request: Request, how: How, reason: str) -> Reason | None:
    """A refusal, and whatever falls short of what was asked for, is told with its reasons (article 12(4))."""
    if how in (How.PARTLY, How.REFUSED) and not reason.strip():
        return NO_GROUND
    refused = why_not_answer(request, how)
    return Reason(refused.text, field="outcome") if refused else None


def why_not_close(request: Request, answered: date, late_reason: str) -> Reason | None:
    due = last_day(request.received, extended=request.extended is not None)
    return LATE if answered > due and not late_reason.strip() else None


# Reminders

SLOTS = (75, 90)
"""At how many percent of the time people are reminded; after the last day every day."""


@dataclass(frozen=True)
class Reminder:
    """``number`` tells the days apart on which it is overdue."""

    percent: int
    number: int = 0

    @property
    def overdue(self) -> bool:
        return self.percent > SLOTS[-1]


def reminder(request: Request, today: date) -> Reminder | None:
    """The last reminder whose day has come; None before the first and once it is answered."""
    if request.answered is not None:
        return None
    due = last_day(request.received, extended=request.extended is not None)
    if today > due:
        return Reminder(100, (today - due).days)
    gone, whole = (today - request.received).days, (due - request.received).days
    found = [percent for percent in SLOTS if gone * 100 >= whole * percent]
    return Reminder(found[-1]) if found else None


# What is kept of whoever asked

KEPT_MONTHS = 24
"""So long after it is closed a name and an address are kept unless one says otherwise: to answer a complaint by."""
LONGEST_KEPT = 120


def kept_until(closed: date, months: int) -> date:
    return closed + relativedelta(months=months)


# Steps


@dataclass(frozen=True)
class Step:
    """``rights``: those that it belongs to; all of them where there are none."""

    key: str
    title: str
    rights: Sequence[str] = ()


STEPS = (
    Step("confirm", N_("Confirm to the data subject that you have received it")),
    Step("identity", N_("Make sure who it is, without asking for more than you need")),
    Step("find", N_("Search systems, mail, paper and processors for data about the person")),
    Step("others", N_("Take out what would reveal other people or secrets"), ("access", "portability")),
    Step("information", N_("Add purposes, recipients, periods and rights (article 15(1))"), ("access",)),
    Step("exceptions", N_("Check if you must or may keep the data, and say why"), ("erasure", "restriction")),
    Step("stop", N_("Stop the processing meanwhile, marketing at once"), ("objection", "restriction", "withdrawal")),
    Step("weigh", N_("Weigh your reasons against those of the person"), ("objection",)),
    Step("human", N_("Let somebody with authority look at the decision again"), ("automated",)),
    Step("carry_out", N_("Carry it out in all systems and at processors"), ("rectification", "erasure", "restriction")),
    Step(
        "tell_recipients",
        N_("Tell those who have received the data (article 19)"),
        ("rectification", "erasure", "restriction"),
    ),
    Step("answer", N_("Answer in plain words, with the way to complain to the authority")),
)
STEP_TITLES: Mapping[str, str] = {step.key: step.title for step in STEPS}


def steps(rights: Sequence[str]) -> Sequence[Step]:
    """What is to be done for a request for these rights, in order; each once."""
    return [step for step in STEPS if not step.rights or set(step.rights) & set(rights)]
