"""Evaluation, corrective actions and what it touches on, on an incident's page; and incidents on the pages of what they touch."""

from typing import Any

from django.utils.translation import gettext

from holger.core import dates
from holger.core.requests import Request
from holger.core.words import say
from holger.incidents.models import Effect, Incident, Touch
from holger.incidents.permissions import WORK
from holger.incidents.rules.afterwards import root_of
from holger.incidents.selectors.afterwards import (
    RISK,
    corrections_of,
    subjects_of,
    touches_of,
    touches_on,
)
from holger.incidents.tables.afterwards import state_badge
from holger.risks.selectors import method_for
from holger.tasks.models import Task
from holger.ui import days, http

SHOWN = 12
OVER = frozenset(("recovered", "closed"))


def _at(request: Request, incident: Incident, name: str, **more: Any) -> str:
    return http.link(request, f"incidents:{name}", reference=incident.reference, **more)


def evaluation(request: Request, incident: Incident) -> dict[str, Any] | None:
    """What was learned; before anything is written, only once the incident is over."""
    row = getattr(incident, "evaluation", None)  # the page has it already
    may = request.actor.may(WORK, incident)
    if row is None and not (may and incident.status in OVER):
        return None
    due = None
    if row is not None and row.finished_at is None and row.task_id is not None:
        due = (
            Task.objects.filter(pk=row.task_id, organisation_id=incident.organisation_id)
            .values_list("due", flat=True)
            .first()
        )
    written = row is not None and bool(row.lessons or row.root_cause or row.whys or row.went_well or row.went_badly)
    finished = row is not None and row.finished_at is not None
    name, text = ("evaluation-reopen", gettext("Open again")) if finished else ("evaluation", gettext("Write"))
    action = {"url": _at(request, incident, name), "text": text} if may and not (finished and incident.drill) else None
    return {
        "row": row,
        "written": written,
        "root": root_of(row.root_cause, row.whys) if row is not None else "",
        "due": due,
        "today": dates.today(request.organisation.zone),
        "action": action,
        "report_url": _at(request, incident, "case-report"),
    }


def corrections(request: Request, incident: Incident) -> dict[str, Any] | None:
    """What is done so that it does not happen again, and whether it worked."""
    rows = corrections_of(request.actor, incident)
    may = request.actor.may(WORK, incident)
    if not rows and not may:
        return None
    today = dates.today(request.organisation.zone)
    about = subjects_of(request.actor, [(row.about_type, row.about_id) for row in rows if row.about_id])
    lines = [
        {
            "row": row,
            "badge": state_badge(row, today),
            "about": about.get(row.about_id) if row.about_id else None,
            "check_url": _at(request, incident, "correction-check", pk=row.pk)
            if may and row.done_on and row.effect == Effect.AWAITED and row.dropped_at is None
            else "",
            "drop_url": _at(request, incident, "correction-drop", pk=row.pk)
            if may and row.effect == Effect.AWAITED and row.dropped_at is None
            else "",
            "again_url": f"{_at(request, incident, 'correction-add')}?after={row.pk}"
            if may and row.effect == Effect.FAILED
            else "",
        }
        for row in rows
    ]
    action = {"url": _at(request, incident, "correction-add"), "text": gettext("Add")} if may else None
    return {"lines": lines, "count": len(rows), "action": action, "today": today}


def touches(request: Request, incident: Incident) -> dict[str, Any] | None:
    """The risks, controls and policies that it tells something of."""
    found = touches_of(request.actor, incident)
    may = request.actor.may(WORK, incident)
    if not found and not may:
        return None
    lines = [
        {
            "each": each,
            "risk": each.row.subject_type == RISK,
            "propose_url": _at(request, incident, "touch-propose", pk=each.row.pk),
            "back_url": _at(request, incident, "touch-back", pk=each.row.pk),
            "remove_url": _at(request, incident, "touch-remove", pk=each.row.pk),
        }
        for each in found
    ]
    add = _at(request, incident, "touch-add")
    action = {"url": add, "text": gettext("Link")} if may else None
    return {"lines": lines, "count": len(found), "may": may, "action": action, "add": add}


def touching(request: Request, obj: Any) -> dict[str, Any] | None:
    """On the page of a risk, a control or a policy: the incidents that tell something of it."""
    rows = list(touches_on(request.actor, obj)[: SHOWN + 1]) if _is_touched(request, obj) else []
    if not rows:
        return None
    return {"rows": rows[:SHOWN], "count": len(rows), "more": len(rows) > SHOWN}


def _is_touched(request: Request, obj: Any) -> bool:
    """Does any incident tell something of it? Nearly always none does, and then there is nothing to ask who may know of which."""
    return http.once(request, "incident_touched", obj.pk, lambda: Touch.objects.filter(subject_id=obj.pk).exists())


def likelihood(request: Request, risk: Any) -> dict[str, Any] | None:
    """On a risk's page: how likely incidents say that it is. Whoever assesses the risk decides; what is followed is gone."""
    found = touches_on(request.actor, risk).exclude(likelihood=None) if _is_touched(request, risk) else ()
    rows = [row for row in found if row.likelihood != risk.current_likelihood]
    if not rows:
        return None
    return {"lines": [_proposed(request, risk, row) for row in rows], "count": len(rows)}


def _proposed(request: Request, risk: Any, row: Touch) -> dict[str, Any]:
    open_here = risk.closed_at is None and risk.archived_at is None
    levels = http.link(request, "risks:risk-levels", reference=risk.reference)
    may = open_here and request.actor.may("risks.assess", risk)
    return {
        "row": row,
        "level": level_words(request, row.likelihood),
        "assess_url": f"{levels}?likelihood={row.likelihood}&because={row.incident.reference}" if may else "",
        "back_url": _at(request, row.incident, "touch-back", pk=row.pk)
        if request.actor.may(WORK, row.incident)
        else "",
    }


def level_words(request: Request, level: int | None) -> str:
    """4 Likely: a level of the method in force, with its word."""
    scale = method_for(request.actor).rules.likelihood
    if level is None or not 0 < level <= len(scale):
        return str(level or "")
    return f"{level} {say(scale[level - 1].name, days.language())}"
