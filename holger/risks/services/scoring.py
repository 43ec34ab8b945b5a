"""What follows from the levels, worked out in one place before a risk is saved, and what a change does to the rest."""

from collections.abc import Mapping
from typing import Any

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import Changes
from holger.history import services as history
from holger.risks.models import Acceptance, Risk, Staged
from holger.risks.models.risk import ANSWERS
from holger.risks.rules import acceptance, scoring
from holger.risks.rules.method import Method
from holger.risks.rules.scoring import FIELDS, STAGES, Levels

TOLD = {*ANSWERS, *(f"{stage}_score" for stage in STAGES)}
"""Of the levels and what follows from them, this is worth a line of history."""


def answered(risk: Staged, answers: Mapping[str, Any]) -> dict[str, Levels]:
    """The three stages once ``answers`` are given, the untouched parts of the outer two taken from the current one."""
    stages = {
        stage: Levels(*(answers.get(f"{stage}_{name}", getattr(risk, f"{stage}_{name}")) for name in FIELDS))
        for stage in STAGES
    }
    return {
        stage: levels if stage == "current" else scoring.filled(levels, stages["current"])
        for stage, levels in stages.items()
    }


def follows(method: Method, risk: Staged, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Every stored level and score of a risk once ``answers`` are given."""
    stages = answered(risk, answers)
    values: dict[str, Any] = {"over_appetite": bool(scoring.beyond_appetite(method, stages["current"]))}
    for stage, levels in stages.items():
        shown = scoring.score(method, levels).shown
        values |= risk.put(stage, levels)
        values |= {
            f"{stage}_consequence": levels.consequence,
            f"{stage}_subjects": levels.subjects,
            f"{stage}_score": shown.score if shown else None,
            f"{stage}_band": shown.band if shown else "",
        }
    return values


def told(changes: Changes) -> Changes:
    """The changes without what is only stored to be counted and sorted by."""
    hidden = {f.name for f in Staged._meta.local_fields} - TOLD
    hidden |= {"confirmed_at", "assessed_at", "assessed_by", "method_number", "acceptance_asked", "actions_open"}
    return {name: change for name, change in changes.items() if name not in hidden}


def fingerprint(risk: Risk) -> str:
    return acceptance.fingerprint(risk.method_number, risk.levels("current"), risk.levels("target"))


def void_if_changed(*, actor: Actor, risk: Risk) -> None:
    """An acceptance, or the wish for one, holds only for the risk as it was."""
    live = risk.acceptances.filter(status__in=[Acceptance.Status.REQUESTED, Acceptance.Status.ACCEPTED]).first()
    if live is None or live.fingerprint == fingerprint(risk):
        return
    live.status, live.decided_at = Acceptance.Status.VOID, dates.now()
    live.save(update_fields=["status", "decided_at"])
    forget_acceptance(risk)
    history.record(actor=actor, action="risk.acceptance_void", target=risk)


def forget_acceptance(risk: Risk) -> None:
    risk.acceptance_asked, risk.accepted_until = False, None
    risk.save(update_fields=["acceptance_asked", "accepted_until"])
