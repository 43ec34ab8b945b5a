"""What somebody will do about a risk."""

from datetime import date
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound
from holger.history import services as history
from holger.organisation.models import Person
from holger.risks.models import Risk, TreatmentAction


@transaction.atomic
def action_add(
    *, actor: Actor, risk: Risk, title: str, owner: Person | None = None, due: date | None = None
) -> TreatmentAction:
    actor.require("risks.edit", risk)
    if owner is not None and owner.organisation_id != actor.organisation_id:
        raise NotFound
    action = TreatmentAction(organisation_id=actor.organisation_id, risk=risk)
    changes = write(action, {"title": title.strip(), "owner": owner, "due": due})
    history.record(actor=actor, action="risk.action_added", target=risk, changes=changes)
    _count(risk)
    return action


@transaction.atomic
def action_edit(*, actor: Actor, action: TreatmentAction, **answers: Any) -> TreatmentAction:
    actor.require("risks.edit", action.risk)
    if unknown := answers.keys() - {"title", "owner", "due"}:
        raise ValueError(f"not told of an action: {', '.join(sorted(unknown))}")
    owner = answers.get("owner")
    if owner is not None and owner.organisation_id != actor.organisation_id:
        raise NotFound
    if changes := write(action, answers):
        history.record(actor=actor, action="risk.action_changed", target=action.risk, changes=changes)
    return action


@transaction.atomic
def action_done(*, actor: Actor, action: TreatmentAction) -> TreatmentAction:
    actor.require("risks.edit", action.risk)
    return _set_done(actor, action, "risk.action_done", done_at=dates.now(), done_by=actor.label)


@transaction.atomic
def action_reopen(*, actor: Actor, action: TreatmentAction) -> TreatmentAction:
    actor.require("risks.edit", action.risk)
    return _set_done(actor, action, "risk.action_reopened", done_at=None, done_by="")


@transaction.atomic
def action_remove(*, actor: Actor, action: TreatmentAction) -> None:
    actor.require("risks.edit", action.risk)
    risk, told = action.risk, {"action": [action.title, None]}
    history.record(actor=actor, action="risk.action_removed", target=risk, changes=told)
    action.delete()
    _count(risk)


def _set_done(actor: Actor, action: TreatmentAction, told: str, **values: Any) -> TreatmentAction:
    if write(action, values):
        history.record(actor=actor, action=told, target=action.risk, reason=action.title)
        _count(action.risk)
    return action


def _count(risk: Risk) -> None:
    """Keep the number of open actions on the risk, so that lists can tell the treated from the untreated."""
    risk.actions_open = risk.actions.filter(done_at__isnull=True).count()
    risk.save(update_fields=["actions_open"])
