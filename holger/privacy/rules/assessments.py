"""How an impact assessment goes from a draft to a decision, and when the authority is asked first (GDPR articles 35 and 36)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from holger.core.words import N_, Reason
from holger.privacy.rules.dpia import Outcome

DRAFT, SENT, CONSULTED, APPROVED, REJECTED = "draft", "sent", "consulted", "approved", "rejected"
CONSULTATION = timedelta(weeks=8)
LONGER = timedelta(weeks=6)
"""So long the authority has for its answer, and so much more where it is complex (article 36(2))."""
LONGEST = 20_000
"""Letters of an answer."""


@dataclass(frozen=True)
class Way:
    starts: Sequence[str]
    ends: str


WAYS: Mapping[str, Way] = {
    "send": Way((DRAFT,), SENT),
    "send_back": Way((SENT,), DRAFT),
    "consult": Way((SENT,), CONSULTED),
    "answered": Way((CONSULTED,), SENT),
    "approve": Way((SENT,), APPROVED),
    "reject": Way((SENT,), REJECTED),
    "revise": Way((APPROVED, REJECTED), DRAFT),
}
"""It is sent for a decision, which may be put off to ask the authority, and decided; afterwards a new version may begin."""

CANNOT_NOW = Reason(N_("The assessment cannot take this step as it stands."))
ARCHIVED = Reason(N_("It is archived. Restore it first."))
NO_REASON = Reason(N_("Write why."), field="reason")
NO_REVIEW = Reason(N_("Say when it is looked at again: processing changes, and so do its risks."), field="next_review")
REVIEW_PASSED = Reason(N_("Choose a day that has not passed."), field="next_review")
NO_OPINION = Reason(N_("Write what you advise."), field="opinion")
AGAINST = N_("The screening says that an assessment must be made. To make none, change the answers, not the outcome.")
UNDECIDED = Reason(N_("Answer all questions first: what is undecided is not the same as no."), field="needed")


def why_not_step(step: str, status: str, *, archived: bool) -> Reason | None:
    if archived:
        return ARCHIVED
    return None if status in WAYS[step].starts else CANNOT_NOW


def why_not_send(missing: int) -> Reason | None:
    """``missing``: how many of the questions that must be answered are not."""
    if not missing:
        return None
    return Reason(N_("Not answered yet: %(count)s. Nobody can decide on half an assessment."), {"count": missing})


def why_not_approve(next_review: date | None, today: date) -> Reason | None:
    if next_review is None:
        return NO_REVIEW
    return REVIEW_PASSED if next_review <= today else None


def why_not_screened(outcome: str, *, needed: bool, reason: str) -> Reason | None:
    """People may do more than they must, and say why where the answers leave it to them."""
    if needed:
        return None
    if outcome == Outcome.NEEDED:
        return Reason(AGAINST, field="needed")
    if outcome == Outcome.UNDECIDED:
        return UNDECIDED
    return None if outcome == Outcome.NOT_NEEDED or reason.strip() else NO_REASON


def answer_due(consulted: date, *, longer: bool = False) -> date:
    """When the authority has answered at the latest. The processing waits until then."""
    return consulted + CONSULTATION + (LONGER if longer else timedelta(0))
