"""The steps of a case that whoever works on it takes: contained, recovered, flared up again, closed, opened again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.history import services as history
from holger.incidents import signals
from holger.incidents.models import Incident, Moment, Point
from holger.incidents.permissions import DECIDE, WORK
from holger.incidents.rules.assessing import open_questions
from holger.incidents.rules.states import STEPS
from holger.incidents.rules.stepping import (
    FORGETS,
    STAMPS,
    Told,
    is_there,
    why_not_at,
    why_not_close,
    why_not_correct,
    why_not_step,
)
from holger.incidents.selectors.clocks import case_of
from holger.incidents.services.lines import line_put
from holger.incidents.services.moments import moment_correct, moment_tell
from holger.incidents.services.standing import hold, must_reach

ACTIONS = {
    "contain": "incident.contained",
    "recover": "incident.recovered",
    "flare_up": "incident.flared_up",
    "close": "incident.closed",
    "reopen": "incident.reopened",
}
LINES = {**{step: action.partition(".")[2] for step, action in ACTIONS.items()}, "flare_up": "flare_up"}
"""What the case's own timeline calls each (``words.TIMELINE``)."""
HANDLES = ("recover", "close")
"""The steps after which the incident is handled, unless somebody has told otherwise."""


@transaction.atomic
def incident_step(
    *,
    actor: Actor,
    incident: Incident,
    step: str,
    at: datetime | None = None,
    reason: str = "",
    anyway: bool = False,
) -> Incident:
    """Take a named step of ``rules.states``: contain, recover, flare_up, close or reopen. ``at``: when, if not now.

    A step that is taken already changes nothing, so that two who press at once do it once; with another ``at`` the time is
    put right, with a reason. A recovered or closed incident is *handled* from then on, if nobody has told when: NIS2 asks
    for its final report a month after that (Directive (EU) 2022/2555, art. 23(4)(e)).

    Closing is refused while a question is undecided or a deadline of the law runs, for a closed case looks finished and no
    clock ever pauses. Whoever says ``anyway``, with a reason, closes it nevertheless: the deadlines go on, and so do the
    reminders of them.
    """
    must_reach(actor, incident, WORK)
    hold(incident)
    incident.refresh_from_db()
    told = _told(incident)
    if is_there(step, told):
        return _again(actor, incident, step, told, at, reason.strip())
    if refused := why_not_step(step, told, reason):
        raise RuleBroken(refused)
    moment = at or dates.now()
    if refused := why_not_at(step, moment, _forgotten(told, step), dates.now()):
        raise RuleBroken(refused)
    if step == "close":
        _look_first(actor, incident, anyway=anyway)
    return _take(actor, incident, step, moment, reason.strip())


def _take(actor: Actor, incident: Incident, step: str, at: datetime, reason: str) -> Incident:
    way = STEPS[step]
    values: dict[str, Any] = {"status": way.ends, **dict.fromkeys(FORGETS.get(step, ()))}
    if way.stamp:
        values[way.stamp] = at
    if step == "reopen":
        values |= {"merged_into": None, "taken_on_at": incident.taken_on_at or at}
    changes = write(incident, values)
    history.record(actor=actor, action=ACTIONS[step], target=incident, changes=changes, reason=reason)
    line_put(actor, incident, LINES[step], at=at, **({"reason": reason} if reason else {}))
    if step in HANDLES:
        _handled(actor, incident, step, at, reason)
    return _said(actor, incident, step)


def _again(actor: Actor, incident: Incident, step: str, told: Told, at: datetime | None, reason: str) -> Incident:
    """The step is taken already: put its time right, if another is told."""
    stamp = STEPS[step].stamp
    before = told.stamps.get(stamp)  # a step that keeps no time has none to put right
    if before is None or at is None or at == before:
        return incident
    if refused := why_not_at(step, at, told, dates.now()) or why_not_correct(before, at, reason):
        raise RuleBroken(refused)
    changes = write(incident, {stamp: at})
    history.record(actor=actor, action="incident.time_corrected", target=incident, changes=changes, reason=reason)
    line_put(actor, incident, "time_corrected", step=step, before=before.isoformat(), now=at.isoformat(), reason=reason)
    if step in HANDLES:
        _handled_moves(actor, incident, before, at, reason)
    return _said(actor, incident, step)


def _look_first(actor: Actor, incident: Incident, *, anyway: bool) -> None:
    case = case_of(actor, incident)
    if case is None:
        return
    undecided = len(open_questions(case.facts.decisions, case.law.place.kinds))
    if refused := why_not_close(undecided, len(case.open), anyway=anyway):
        raise RuleBroken(refused)


def _handled(actor: Actor, incident: Incident, step: str, at: datetime, reason: str) -> None:
    """Tell when it was handled, as far as the actor may. What has flared up in between was handled later than was told."""
    before = _last_handled(incident)
    if before == at or (before is not None and step == "close") or not actor.may(DECIDE, incident):
        return
    told: dict[str, Any] = {"actor": actor, "incident": incident, "point": Point.HANDLED, "at": at}
    told["basis"] = gettext("The case was recovered.") if step == "recover" else gettext("The case was closed.")
    if before is None:
        moment_tell(**told)
    else:
        moment_correct(**told, reason=reason or gettext("It flared up again and was recovered anew."))


def _handled_moves(actor: Actor, incident: Incident, before: datetime, at: datetime, reason: str) -> None:
    """Where the case itself told when it was handled, that is put right with it."""
    if _last_handled(incident) == before and actor.may(DECIDE, incident):
        moment_correct(actor=actor, incident=incident, point=Point.HANDLED, at=at, reason=reason)


def _last_handled(incident: Incident) -> datetime | None:
    rows = Moment.objects.filter(incident=incident, point=Point.HANDLED).order_by("-entered_at", "-id")
    return rows.values_list("at", flat=True).first()


def _told(incident: Incident) -> Told:
    return Told(incident.status, incident.detected_at, {name: getattr(incident, name) for name in STAMPS})


def _forgotten(told: Told, step: str) -> Told:
    """As the case is after the step forgets what does not hold any more."""
    gone = FORGETS.get(step, ())
    stamp = STEPS[step].stamp
    later = STAMPS[STAMPS.index(stamp) :] if stamp else ()
    kept = {name: None if name in (*gone, *later) else at for name, at in told.stamps.items()}
    return Told(told.status, told.detected_at, kept)


def _said(actor: Actor, incident: Incident, step: str) -> Incident:
    signals.incident_changed.send(sender=Incident, incident=incident, actor=actor, step=step)
    return incident
