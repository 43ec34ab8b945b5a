"""A questionnaire that was sent: how far it is, what may be answered, and for how long its links and sessions are good."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum

from holger.core.words import N_, Reason
from holger.suppliers.rules.questions import NOT_APPLICABLE, Kind, Question
from holger.suppliers.rules.scoring import Score, number_in

LINK_LASTS = timedelta(days=30)
"""A link that is not used. A new one is had by mail at any time, to the address that it was sent to."""
VISIT_LASTS = timedelta(days=7)
"""Since the link was used in a browser."""
LONGEST_ANSWER = 10_000
MOST_FILES = 40
MOST_COLLEAGUES = 20
LINKS_A_DAY = 5
"""New links that an address may have sent to itself."""
DAYS_BEFORE = 7
REMIND = (-DAYS_BEFORE, 0, 7)
"""Days from the day it is wanted by on which whoever has not answered is reminded."""
DAYS_TO_ANSWER = 21


class State(StrEnum):
    SENT = "sent"
    SUBMITTED = "submitted"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What moves it on; each from where it stands to where it stands then."""

    SUBMIT = "submit"
    CONCLUDE = "conclude"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


STEPS: dict[Step, tuple[tuple[State, ...], State]] = {
    Step.SUBMIT: ((State.SENT,), State.SUBMITTED),
    Step.CONCLUDE: ((State.SUBMITTED,), State.CONCLUDED),
    Step.REOPEN: ((State.CONCLUDED,), State.SUBMITTED),
    Step.WITHDRAW: ((State.SENT,), State.WITHDRAWN),
}
REFUSED = {
    Step.SUBMIT: N_("It has been handed in already, or is not wanted any more."),
    Step.CONCLUDE: N_("It is concluded when the supplier has answered."),
    Step.REOPEN: N_("Only what is concluded is taken up again."),
    Step.WITHDRAW: N_("Only what nobody has answered yet is withdrawn."),
}
OPEN_TO_SUPPLIER = (State.SENT, State.SUBMITTED)
"""While it is so, a link opens it: to answer, or to reply to findings."""
FOLLOWED_UP = (State.SUBMITTED, State.CONCLUDED)
"""While it is so, findings are closed, and asked about once more."""


class Verdict(StrEnum):
    GOOD = "good"
    REMARKS = "remarks"
    BAD = "bad"


def is_open(state: str, unclosed: int) -> bool:
    """Does a link open it? After the conclusion too, while ``unclosed`` findings wait for the supplier."""
    return state in OPEN_TO_SUPPLIER or (state == State.CONCLUDED and unclosed > 0)


def after(state: str, step: Step) -> State | Reason:
    froms, to = STEPS[step]
    return to if state in froms else Reason(REFUSED[step])


def why_not_conclude(verdict: Verdict, text: str, score: Score, open_findings: int) -> Reason | None:
    """What stops an approval has been judged, and a good word is not given over the head of findings that are open."""
    if verdict == Verdict.GOOD and score.knock_outs:
        return Reason(
            N_("An answer stops the approval. Judge it, or conclude with remarks or with a no."), field="verdict"
        )
    if verdict == Verdict.GOOD and open_findings:
        return Reason(
            N_("There are findings that are not closed. Close them, or conclude with remarks."), field="verdict"
        )
    if verdict != Verdict.GOOD and not text.strip():
        return Reason(N_("Write what the remarks are, or why it is a no."), field="conclusion")
    return None


def why_not_answer(question: Question, value: str, comment: str) -> Reason | None:
    """May this be kept as an answer? Nothing at all may."""
    if len(value) > LONGEST_ANSWER or len(comment) > LONGEST_ANSWER:
        return Reason(N_("An answer has %(most)s characters at most."), {"most": LONGEST_ANSWER})
    if value in ("", NOT_APPLICABLE):
        return None
    if question.kind == Kind.NUMBER and number_in(value) is None:
        return Reason(N_("Write a number, such as 24. Put words into the comment."))
    if question.answers and value not in question.answers:
        return Reason(N_("Choose one of the answers."))
    return None


def why_not_submit(score: Score, name: str) -> Reason | None:
    if missing := len(score.asked) - len(score.answered):
        return Reason(N_("%(count)s questions have no answer yet. Choose “Does not apply” where one does not."), {"count": missing})  # fmt: skip
    if not name.strip():
        return Reason(N_("Write who hands it in."), field="name")
    return None


def reminders_due(wanted_by: date, sent: date, today: date) -> Iterator[int]:
    """Which reminders have come due, by their days; those from before it was sent never do."""
    for days in REMIND:
        day = wanted_by + timedelta(days=days)
        if sent < day <= today:
            yield days


def is_good(expires_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Of a link or a session."""
    return ended_at is None and now < expires_at
