"""Telling when things happened. What was told stays; a correction takes its place with a reason, and every clock follows."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.incidents import signals
from holger.incidents.models import Incident
from holger.incidents.models.moments import Moment, Point
from holger.incidents.permissions import DECIDE
from holger.incidents.rules.assessing import QUESTIONS
from holger.incidents.rules.clock_entry import Start
from holger.incidents.rules.facts import Facts, why_not_enter
from holger.incidents.rules.facts import Moment as Said
from holger.incidents.services.standing import held, signed


@transaction.atomic
def moment_tell(
    *, actor: Actor, incident: Incident, point: str, at: datetime, basis: str = "", question: str = ""
) -> Moment:
    """Tell for the first time when something happened: ``point`` is one of ``Point``. ``question``: of what one became aware."""
    case = held(actor, incident, DECIDE)
    start = _start(point, question)
    if entered(case.facts, start, question):
        raise RuleBroken(N_("This has been told already. Correct it, and say why."), "at")
    return _enter(actor, incident, case.facts, start, question, Said(at, basis.strip(), actor.label))


@transaction.atomic
def moment_correct(
    *, actor: Actor, incident: Incident, point: str, at: datetime, reason: str, basis: str = "", question: str = ""
) -> Moment:
    """Put right when something happened, with the reason. What stood before stays, and all deadlines that hang on it move."""
    case = held(actor, incident, DECIDE)
    start = _start(point, question)
    before = entered(case.facts, start, question)
    if not before:
        raise RuleBroken(N_("Nothing has been told of this yet."), "at")
    if before[-1].at == at:
        raise RuleBroken(N_("This is the time that stands already."), "at")
    said = Said(at, basis.strip() or before[-1].basis, actor.label, reason.strip())
    return _enter(actor, incident, case.facts, start, question, said)


def entered(facts: Facts, start: Start, question: str) -> list[Said]:
    """What was told of just this, the oldest first."""
    return list(facts.aware_of.get(question, ()) if question else facts.moments.get(start, ()))


def _start(point: str, question: str) -> Start:
    if point not in Point.values:
        raise RuleBroken(N_("There is no such moment."), "point")
    if question and (point != Point.AWARE or question not in QUESTIONS):
        raise RuleBroken(N_("There is no such question."), "question")
    return Start(point)


def _enter(actor: Actor, incident: Incident, facts: Facts, start: Start, question: str, said: Said) -> Moment:
    before = entered(facts, start, question)
    seen = replace(facts, moments={**facts.moments, start: before})
    if refused := why_not_enter(start, said, seen, dates.now()):
        raise RuleBroken(refused)
    row = Moment(
        point=start.value,
        question=question,
        at=said.at,
        basis=said.basis,
        reason=said.reason,
        **signed(actor, incident),
    )
    row.full_clean(exclude=["organisation", "incident"])
    row.save()
    old = before[-1].at.isoformat() if before else None
    changes = {"point": [None, row.point], "at": [old, said.at.isoformat()]}
    if question:
        changes["question"] = [None, question]
    action = "incident.moment_corrected" if before else "incident.moment_told"
    history.record(actor=actor, action=action, target=incident, changes=changes, reason=said.reason)
    signals.moment_entered.send(sender=Moment, moment=row, incident=incident, actor=actor, corrected=bool(before))
    return row
