"""The clocks of an incident: from facts and rules to what is due when, and how it stands.

Nothing pauses a clock: not a holiday, not missing facts, not the police, not closing the incident. What is not decided counts as if it were
so. All is worked out anew each time, so a correction moves every clock that hangs on it, and a "what if" is only other facts.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from holger.core.words import Words
from holger.incidents.rules.assessing import Answer, Decision, answer
from holger.incidents.rules.clock_entry import Limit, Rule, Start
from holger.incidents.rules.facts import Agreement, Facts, Moment, Notice, Sent
from holger.incidents.rules.periods import Due, Length, Place, Unit, ends

SOON = 75
"""Percent of the time gone, from which on it is due soon."""
ALL = 100
NO_TIME = timedelta(0)


class State(StrEnum):
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    RUNNING = "running"
    WAITING = "waiting"
    """What it starts at has not happened."""
    SUBMITTED = "submitted"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    NOT_RELEVANT = "not_relevant"


OPEN = (State.OVERDUE, State.DUE_SOON, State.RUNNING)
SENT = {Sent.NOTICE: State.SUBMITTED, Sent.CORRECTION: State.CORRECTED, Sent.WITHDRAWAL: State.WITHDRAWN}


@dataclass(frozen=True)
class Clock:
    key: str
    """The rule's; with the agreement's where a contract sets the length."""
    rule: Rule
    state: State
    to: Words | str
    start: datetime | None = None
    limit: Limit | None = None
    """The one of the rule's that counts."""
    due: Due | None = None
    """None while it waits, and where the law gives no number: without undue delay."""
    projected: Due | None = None
    """While it waits for a notice: when it is due at the latest, if that one is sent at its last moment."""
    percent: int | None = None
    """How much of the time was gone: now, or when it was sent."""
    late: timedelta | None = None
    late_reason_wanted: bool = False
    undecided: bool = False
    """Its question is not decided: it runs as if it were so."""
    spared: bool = False
    """Not relevant because something else came in time."""
    decision: Decision | None = None
    """What decided that it is, or is not, relevant."""
    notice: Notice | None = None
    """The last one."""
    before: tuple[Moment, ...] = ()
    """What its start was said to be before it was corrected, the oldest first."""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


type Made = Callable[..., Clock]
"""A clock of which only the state, and what comes with it, is not known yet."""


@dataclass(frozen=True)
class Span:
    """From when to when. Without ``due`` the law gives no number."""

    limit: Limit
    start: datetime
    due: Due | None


def clocks(rules: Sequence[Rule], facts: Facts, place: Place, now: datetime) -> list[Clock]:
    """In the order of the rules, which are those that apply at the place (``clock_entry.applying``)."""
    found: dict[str, Clock] = {}
    for rule in rules:
        for key, each, to in _by_agreement(rule, facts.agreements):
            clock = _Timing(each, key, to, facts, place, now).clock(found)
            if clock is not None:
                found[key] = clock
    return list(found.values())


def by_urgency(found: Sequence[Clock]) -> list[Clock]:
    """What presses most first: by state, then by when it is due; what has no date stands before what has."""
    states = list(State)
    return sorted(found, key=lambda each: (states.index(each.state), each.due.at.timestamp() if each.due else 0.0))


def _by_agreement(rule: Rule, agreements: Sequence[Agreement]) -> Iterator[tuple[str, Rule, Words | str]]:
    if not rule.is_agreed:
        yield rule.key, rule, rule.to
        return
    for each in agreements:
        limit = replace(rule.limits[0], start=each.start, length=each.length)
        yield f"{rule.key}:{each.key}", replace(rule, limits=(limit,)), each.party


@dataclass(frozen=True)
class _Timing:
    """One rule over the facts."""

    rule: Rule
    key: str
    to: Words | str
    facts: Facts
    place: Place
    now: datetime

    def clock(self, others: dict[str, Clock]) -> Clock | None:
        """None where the rule did not hold when the clock would have started."""
        span = self._span()
        day = (span.start if span else self.now).astimezone(self.place.zone).date()
        if not self.rule.holds(day):
            return None
        given = answer(self.rule.follows, self.facts.decisions)
        made = partial(
            Clock,
            key=self.key,
            rule=self.rule,
            to=self.to,
            undecided=given == Answer.UNDECIDED,
            decision=self.facts.decisions.get(self.rule.follows),
            start=span.start if span else None,
            limit=span.limit if span else None,
            due=span.due if span else None,
            before=self._before(span.limit) if span else (),
        )
        sent = self._standing(given)
        if sent:
            return self._sent(made, span, sent)
        return self._irrelevant(made, span, given) or self._unsent(made, span, others)

    def _standing(self, given: Answer) -> Sequence[Notice]:
        """What was sent since it was last taken back. What is taken back, and not sent anew, counts only where there is no duty any
        more: else the clock runs on as it did."""
        sent = self.facts.sent(self.key)
        return sent or (self.facts.notices.get(self.key, ()) if given == Answer.NO else ())

    def _sent(self, made: Made, span: Span | None, sent: Sequence[Notice]) -> Clock:
        """The first one tells whether it was in time, the last one how it stands."""
        first, last = sent[0], sent[-1]
        made = partial(made, state=SENT[last.sent], notice=last)
        if span is None or span.due is None:
            return made()
        late = first.at - span.due.at
        if late <= NO_TIME:
            return made(percent=gone(span.start, span.due, first.at))
        unexplained = not first.late_reason.strip()
        return made(percent=gone(span.start, span.due, first.at), late=late, late_reason_wanted=unexplained)

    def _irrelevant(self, made: Made, span: Span | None, given: Answer) -> Clock | None:
        """The clock as not relevant, where it is not."""
        if given == Answer.NO:
            return made(state=State.NOT_RELEVANT)
        dismissed = self.facts.dismissed.get(self.key)
        if dismissed is not None and dismissed.answer == Answer.NO and span is not None and dismissible(span.limit):
            return made(state=State.NOT_RELEVANT, decision=dismissed)
        if self._spared(span.due if span else None):
            return made(state=State.NOT_RELEVANT, spared=True)
        return None

    def _unsent(self, made: Made, span: Span | None, others: dict[str, Clock]) -> Clock:
        if span is None:
            return made(state=State.WAITING, projected=self._projected(others))
        if span.due is None:
            return made(state=State.DUE_SOON)
        percent, late = gone(span.start, span.due, self.now), self.now - span.due.at
        if late > NO_TIME:
            return made(state=State.OVERDUE, percent=percent, late=late)
        return made(state=State.DUE_SOON if percent >= SOON else State.RUNNING, percent=percent)

    def _spared(self, due: Due | None) -> bool:
        if self.facts.sent(self.rule.spared_by_sent):
            return True
        came = self._entered(self.rule.spared_by)[-1:] if self.rule.spared_by else ()
        return bool(came) and (due is None or came[0].at <= due.at)

    def _span(self) -> Span | None:
        """The limit that counts: the earliest of those that have started."""
        found = [span for span in map(self._span_of, self.rule.limits) if span is not None]
        return min(found, key=lambda span: (span.due or Due(span.start)).at, default=None)

    def _span_of(self, limit: Limit) -> Span | None:
        start = self._start(limit)
        if start is None:
            return None
        due = self._ends(start, limit.length)
        if limit.later is not None and due is not None:
            instead = self._start(limit.later)
            if (instead is not None and instead > due.at) or self.facts.sent(limit.unless_sent):
                return self._span_of(limit.later)
        return Span(limit, start, due)

    def _ends(self, start: datetime, length: Length) -> Due | None:
        return None if length.unit == Unit.NO_DELAY else ends(start, length, self.place, self.rule.slide)

    def _start(self, limit: Limit) -> datetime | None:
        if limit.start == Start.SUBMITTED:
            sent = self.facts.sent(limit.of)
            return sent[-1 if limit.latest else 0].at if sent else None
        if limit.start == Start.CLASSIFIED:
            decision = self.facts.decisions.get(limit.of)
            return decision.at if decision is not None and decision.answer == Answer.YES else None
        entered = self._entered(limit.start)
        return entered[-1].at if entered else None

    def _entered(self, start: Start) -> Sequence[Moment]:
        return self.facts.entered(start, self.rule.follows)

    def _before(self, limit: Limit) -> tuple[Moment, ...]:
        return tuple(self._entered(limit.start)[:-1])

    def _projected(self, others: dict[str, Clock]) -> Due | None:
        limit = self.rule.limits[0]
        awaited = others.get(limit.of) if limit.start == Start.SUBMITTED else None
        due = (awaited.due or awaited.projected) if awaited is not None and awaited.notice is None else None
        return self._ends(due.at, limit.length) if due is not None else None


def gone(start: datetime, due: Due, at: datetime) -> int:
    """How many percent of the time are gone; more than a hundred when it is over."""
    return max(0, int(ALL * ((at - start) / (due.at - start))))


def dismissible(limit: Limit) -> bool:
    """Only what the law gives no number may be put aside by hand; the others go by their question."""
    return limit.length.unit == Unit.NO_DELAY
