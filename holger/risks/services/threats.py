"""The threat catalogue: the library's threats and the organisation's own."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import LANGUAGES, N_, say
from holger.history import services as history
from holger.history.services import Entry
from holger.risks import selectors
from holger.risks.models import Threat
from holger.risks.rules.threats import HITS, Told


@transaction.atomic
def threat_create(*, actor: Actor, **answers: Any) -> Threat:
    """Add a threat of the organisation's own; it is numbered on from the library's."""
    actor.require("risks.method")
    number = _last_number(actor) + 1
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


@transaction.atomic
def threats_take(*, actor: Actor, brought: Sequence[Told]) -> int:
    """Make threats of the organisation's own of a catalogue that somebody brings; returns how many were not here yet."""
    actor.require("risks.method")
    new = selectors.threats_unknown(actor, brought)
    last = _last_number(actor)
    rows = [_brought(actor, told, last + place) for place, told in enumerate(new, start=1)]
    for row in rows:
        row.full_clean(exclude=["organisation"])
    Threat.objects.bulk_create(rows, batch_size=200)
    history.record_many(actor=actor, entries=[Entry("threat.created", row, {}) for row in rows])
    return len(rows)


def _brought(actor: Actor, told: Told, number: int) -> Threat:
    threat = Threat(organisation_id=actor.organisation_id, number=number, reference=f"T{number:02d}")
    for language in LANGUAGES:
        about = "\n\n".join(text for text in (told.about.get(language, ""), told.guidance.get(language, "")) if text)
        setattr(threat, f"title_{language}", told.title.get(language, "")[:200])
        setattr(threat, f"description_{language}", about[:4000])
    if not (threat.title_da or threat.title_en):
        threat.title_en = say(told.title, "en")[:200]
    return threat


def _last_number(actor: Actor) -> int:
    last = Threat.objects.filter(organisation_id=actor.organisation_id).aggregate(last=Max("number"))["last"]
    return max(last or 0, 42)


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
