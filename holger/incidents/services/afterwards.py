"""The evaluation of an incident: awaited when it is over, written, finished, and opened again."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.incidents.models import Evaluation, Incident
from holger.incidents.permissions import WORK
from holger.incidents.rules import afterwards as rules
from holger.incidents.selectors.afterwards import evaluation_of
from holger.incidents.services.lines import line_put
from holger.incidents.services.made_tasks import settle, task_make
from holger.incidents.services.standing import hold, must_reach
from holger.organisation.models import Organisation

WRITTEN = ("held_on", "present", "went_well", "went_badly", "whys", "root_cause", "lessons")
FINISHED = N_("The evaluation is finished. Open it again to change it.")
MEETING = N_("Hold the evaluation meeting (%(reference)s)")


def evaluation_await(*, actor: Actor, incident: Incident) -> None:
    """Make the task to hold the meeting, once, due within 14 days (ISO/IEC 27001:2022, A.5.27). Called when an incident is
    recovered or closed, by whoever may do that; an exercise has its own end."""
    if incident.drill:
        return
    hold(incident)
    row = _row(incident)
    if row.task_id is not None or row.finished_at is not None:
        return
    organisation = Organisation.objects.get(pk=incident.organisation_id)
    with override(organisation.language):
        title = gettext(MEETING) % {"reference": incident.reference}
    due = dates.today(organisation.zone) + rules.EVALUATE_WITHIN
    task = task_make(actor, incident, title=title, due=due, owner=incident.owner)
    write(row, {"task_id": task.pk})


@transaction.atomic
def evaluation_set(*, actor: Actor, incident: Incident, version: int | None = None, **answers: Any) -> Evaluation:
    """Write what was learned: any of ``WRITTEN``. ``whys`` are up to five answers, each to why the one before it was so."""
    row = _held(actor, incident)
    _must_be_open(row)
    if unknown := answers.keys() - set(WRITTEN):
        raise TypeError(f"not for an evaluation: {', '.join(sorted(unknown))}")
    if "whys" in answers:
        answers["whys"] = rules.answered(answers["whys"])
    held_on = answers.get("held_on")
    if held_on is not None and held_on > _today(incident):
        raise RuleBroken(N_("This has not happened yet."), "held_on")
    new = row._state.adding
    if changes := write(row, answers, version=None if new else version):
        history.record(actor=actor, action="incident.evaluated", target=incident, changes=changes)
    return row


@transaction.atomic
def evaluation_finish(*, actor: Actor, incident: Incident, version: int | None = None, **answers: Any) -> Evaluation:
    """Say that the evaluation is done, with what else is written of it. It wants what was learned, and a root cause: in free
    text or by asking why."""
    if answers:
        evaluation_set(actor=actor, incident=incident, version=version, **answers)
        version = None
    row = _held(actor, incident)
    _must_be_open(row)
    if refused := rules.why_not_finish(row.lessons, row.root_cause, row.whys):
        raise RuleBroken(refused)
    write(row, {"finished_at": dates.now()}, version=None if row._state.adding else version)
    history.record(actor=actor, action="incident.evaluation_finished", target=incident)
    line_put(actor, incident, "evaluated")
    settle(actor, row.task_id, row.lessons)
    return row


@transaction.atomic
def evaluation_reopen(*, actor: Actor, incident: Incident, reason: str) -> Evaluation:
    """Go on with an evaluation that was finished, and say why."""
    row = _held(actor, incident)
    if row.finished_at is None:
        raise RuleBroken(N_("The evaluation is not finished."))
    if not reason.strip():
        raise RuleBroken(N_("Write why."), "reason")
    write(row, {"finished_at": None})
    history.record(actor=actor, action="incident.evaluation_reopened", target=incident, reason=reason.strip())
    line_put(actor, incident, "evaluation_reopened")
    return row


def _held(actor: Actor, incident: Incident) -> Evaluation:
    must_reach(actor, incident, WORK)
    hold(incident)
    return _row(incident)


def _row(incident: Incident) -> Evaluation:
    return evaluation_of(incident) or Evaluation(organisation_id=incident.organisation_id, incident=incident)


def _must_be_open(row: Evaluation) -> None:
    if row.finished_at is not None:
        raise RuleBroken(FINISHED)


def _today(incident: Incident) -> Any:
    zone = Organisation.objects.filter(pk=incident.organisation_id).values_list("zone", flat=True).get()
    return dates.today(zone)
