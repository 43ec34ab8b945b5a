"""Deciding about an incident. An answer takes the place of the one before, which stays; taking it back takes a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.incidents import library, signals
from holger.incidents.models import Incident
from holger.incidents.models.decisions import CaseMeasures, Decision
from holger.incidents.permissions import DECIDE
from holger.incidents.rules.assessing import Answer, why_not_decide
from holger.incidents.rules.clocks import dismissible
from holger.incidents.selectors.clocks import Case
from holger.incidents.selectors.decisions import measures_of
from holger.incidents.services.standing import held, signed

LARGEST = 10**15


@transaction.atomic
def decision_make(
    *, actor: Actor, incident: Incident, question: str, answer: str, reason: str, at: datetime | None = None
) -> Decision:
    """Answer a question about an incident: yes, no or undecided, always with a reason. ``at``: when it was decided, if not now."""
    case = held(actor, incident, DECIDE)
    stand = case.facts.decisions
    if refused := why_not_decide(question, _answer(answer), reason, stand):
        raise RuleBroken(refused)
    before = stand.get(question)
    moment = _not_ahead(at)
    if before is not None and moment < before.at:
        raise RuleBroken(N_("The decision that it takes the place of is newer. Choose a later time."), "at")
    row = Decision(question=question, answer=answer, reason=reason.strip(), at=moment, **signed(actor, incident))
    return _put(actor, incident, row, before.answer.value if before else None)


@transaction.atomic
def clock_dismiss(*, actor: Actor, incident: Incident, clock: str, reason: str) -> Decision:
    """Say that a deadline to which the law gives no hours is not relevant here, with the reason."""
    case = held(actor, incident, DECIDE)
    found = case.clock(clock)
    if found is None:
        raise RuleBroken(N_("There is no such deadline here."))
    if found.limit is None or not dismissible(found.limit):
        raise RuleBroken(N_("This deadline follows from the assessments. Answer the question that it hangs on."))
    if not found.is_open:
        raise RuleBroken(N_("This deadline is not open."))
    return _clock(actor, case, clock, Answer.NO, reason)


@transaction.atomic
def clock_take_up(*, actor: Actor, incident: Incident, clock: str, reason: str) -> Decision:
    """Say that a deadline which was put aside is relevant after all, with the reason."""
    case = held(actor, incident, DECIDE)
    before = case.facts.dismissed.get(clock)
    if before is None or before.answer != Answer.NO:
        raise RuleBroken(N_("This deadline was not put aside."))
    return _clock(actor, case, clock, Answer.YES, reason)


def _clock(actor: Actor, case: Case, clock: str, answer: Answer, reason: str) -> Decision:
    if not reason.strip():
        raise RuleBroken(N_("Write why. An authority may ask for it."), "reason")
    before = case.facts.dismissed.get(clock)
    row = Decision(clock=clock, answer=answer.value, reason=reason.strip(), **signed(actor, case.incident))
    return _put(actor, case.incident, row, before.answer.value if before else None)


def _put(actor: Actor, incident: Incident, row: Decision, before: str | None) -> Decision:
    row.full_clean(exclude=["organisation", "incident"])
    row.save()
    about = row.question or row.clock
    changes = {"question": [None, about], "answer": [before, row.answer]}
    history.record(actor=actor, action="incident.decided", target=incident, changes=changes, reason=row.reason)
    signals.decision_made.send(sender=Decision, decision=row, incident=incident, actor=actor)
    return row


def _answer(given: str) -> Answer:
    try:
        return Answer(given)
    except ValueError:
        raise RuleBroken(N_("Answer yes, no or undecided."), "answer") from None


def _not_ahead(at: datetime | None) -> datetime:
    now = dates.now()
    if at is not None and at > now:
        raise RuleBroken(N_("This has not happened yet."), "at")
    return at or now


@transaction.atomic
def measures_set(
    *, actor: Actor, incident: Incident, facts: Mapping[str, Any], cause: str = "", version: int | None = None
) -> CaseMeasures:
    """Tell what was measured, for the thresholds of the law. What is left out is not known. Decides nothing."""
    held(actor, incident, DECIDE)
    row = measures_of(incident)
    told = {key: _measured(key, value) for key, value in facts.items() if value is not None}
    if changes := write(row, {"facts": told, "cause": cause.strip()}, version=version):
        history.record(actor=actor, action="incident.measured", target=incident, changes=changes)
    return row


def _measured(key: str, value: Any) -> Any:
    measure = library.significance().measures.get(key)
    if measure is None:
        raise RuleBroken(N_("There is no such measure."), key)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if measure.is_number and number and 0 <= value < LARGEST:
        return value
    if not measure.is_number and isinstance(value, bool):
        return value
    raise RuleBroken(N_("A number from 0, or yes or no, is wanted here."), key)
