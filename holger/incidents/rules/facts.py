"""What is known of an incident, as far as its clocks ask: when what happened, what was decided, what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from holger.core.words import N_, Reason
from holger.incidents.rules.assessing import QUESTIONS, Decision
from holger.incidents.rules.clock_entry import Start
from holger.incidents.rules.periods import Length


@dataclass(frozen=True)
class Moment:
    """When something happened, as somebody entered it. ``basis``: how one knows; ``reason``: why it replaces what stood before."""

    at: datetime
    basis: str = ""
    by: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a moment has a zone")


class Sent(StrEnum):
    """What a notice was: the first of its kind, one that puts another right, or one that takes it back."""

    NOTICE = "notice"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True)
class Notice:
    at: datetime
    sent: Sent = Sent.NOTICE
    receipt: str = ""
    by: str = ""
    late_reason: str = ""


@dataclass(frozen=True)
class Agreement:
    """What a contract asks: to tell ``party`` within ``length`` of ``start``."""

    key: str
    party: str
    length: Length
    start: Start = Start.AWARE


@dataclass(frozen=True)
class Facts:
    """Of what was corrected the last one holds; the earlier ones stay."""

    moments: Mapping[Start, Sequence[Moment]] = field(default_factory=dict)
    aware_of: Mapping[str, Sequence[Moment]] = field(default_factory=dict)
    """By question, where one became aware of it at another time than of the incident: a breach is often seen later."""
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    """Those that stand, by question."""
    notices: Mapping[str, Sequence[Notice]] = field(default_factory=dict)
    """By the key of the clock, in the order in which they were sent."""
    dismissed: Mapping[str, Decision] = field(default_factory=dict)
    """By the key of the clock: the last decision whether it is relevant, apart from its question."""
    agreements: Sequence[Agreement] = ()

    def entered(self, start: Start, question: str) -> Sequence[Moment]:
        """When it happened, as far as the question asks: what one knew of the question itself, or of that which it comes after."""
        asked: str | None = question if start == Start.AWARE else None
        while asked:
            if self.aware_of.get(asked):
                return self.aware_of[asked]
            asked = QUESTIONS[asked].after
        return self.moments.get(start, ())

    def supposing(self, start: Start, at: datetime) -> "Facts":
        """What the facts were if it had happened then: for looking before one enters it."""
        aware_of = {} if start == Start.AWARE else self.aware_of
        return replace(
            self, moments={**self.moments, start: [*self.moments.get(start, ()), Moment(at)]}, aware_of=aware_of
        )

    def sent(self, key: str) -> Sequence[Notice]:
        """What was sent since the last time that it was taken back."""
        notices = self.notices.get(key, ())
        taken_back = [place for place, each in enumerate(notices) if each.sent == Sent.WITHDRAWAL]
        return notices[taken_back[-1] + 1 :] if taken_back else notices


def why_not_enter(start: Start, new: Moment, facts: Facts, now: datetime) -> Reason | None:
    """Why a moment may not be entered so. A start that has been entered is corrected only with a reason."""
    if new.at > now:
        return Reason(N_("This has not happened yet."), field="at")
    before = facts.moments.get(start, ())
    if before and not new.reason.strip():
        return Reason(N_("Write why the time is changed. The old one stays in the log."), field="reason")
    if not new.basis.strip() and start == Start.AWARE:
        return Reason(N_("Write how you became aware, who did, and by what evidence."), field="basis")
    sign = facts.moments.get(Start.FIRST_SIGN, ())
    if start == Start.AWARE and sign and new.at < sign[-1].at:
        return Reason(N_("You cannot be aware of it before the first sign."), field="at")
    return None
