"""The threat catalogue: the library's threats and the organisation's own."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.risks.models import Threat
from holger.risks.rules.threats import HITS


@transaction.atomic
def threat_create(*, actor: Actor, **answers: Any) -> Threat:
    """Add a threat of the organisation's own; it is numbered on from the library's."""
    actor.require("risks.method")
    last = Threat.objects.filter(organisation_id=actor.organisation_id).aggregate(last=Max("number"))["last"]
    number = max(last or 0, 42) + 1
    threat = Threat(organisation_id=actor.organisation_id, number=number, reference=f"T{number:02d}")
    changes = write(threat, _tidy(answers))
    history.record(actor=actor, action="threat.created", target=threat, changes=changes)
    return threat


@transaction.atomic
def threat_edit(*, actor: Actor, threat: Threat, version: int | None = None, **answers: Any) -> Threat:
    actor.require("risks.method", threat)
    if changes := write(threat, _tidy(answers), version=version):
        history.record(actor=actor, action="threat.changed", target=threat, changes=changes)
    return threat


@transaction.atomic
def threat_hide(*, actor: Actor, threat: Threat) -> Threat:
    """Propose it no more; risks that name it stay."""
    return _set_hidden(actor, threat, True, "threat.hidden")


@transaction.atomic
def threat_show(*, actor: Actor, threat: Threat) -> Threat:
    return _set_hidden(actor, threat, False, "threat.shown")


def _set_hidden(actor: Actor, threat: Threat, hidden: bool, action: str) -> Threat:
    actor.require("risks.method", threat)
    if changes := write(threat, {"hidden": hidden}):
        history.record(actor=actor, action=action, target=threat, changes=changes)
    return threat


def _tidy(answers: dict[str, Any]) -> dict[str, Any]:
    """The letters of ``hits`` in their usual order, each once."""
    if "hits" in answers:
        hits = "".join(letter for letter in HITS if letter in answers["hits"])
        if not hits:
            raise RuleBroken(N_("Choose at least one of confidentiality, integrity and availability."), "hits")
        answers["hits"] = hits
    return answers
