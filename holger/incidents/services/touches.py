"""What an incident tells of risks, controls and policies; and how likely a risk seems now. It never changes a score by itself."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.linking import must_be_seen
from holger.core.registry import registry
from holger.core.words import N_
from holger.history import services as history
from holger.incidents.models import Incident, Touch
from holger.incidents.permissions import WORK
from holger.incidents.selectors.afterwards import RISK, TOUCHED
from holger.incidents.services.standing import hold, must_reach
from holger.risks.selectors import method_for


@transaction.atomic
def touches_add(*, actor: Actor, incident: Incident, about: Iterable[Any]) -> list[Touch]:
    """Link an incident to risks, controls and policies that the actor sees; what is linked already stays as it is."""
    must_reach(actor, incident, WORK)
    hold(incident)
    objects = list(about)
    if not objects:
        raise RuleBroken(N_("Choose what it touches on."))
    there = set(Touch.objects.filter(incident=incident).values_list("subject_id", flat=True))
    found = []
    for obj in objects:
        must_be_seen(actor, [obj], TOUCHED)
        if obj.pk in there:
            continue
        there.add(obj.pk)
        row = Touch(organisation_id=actor.organisation_id, incident=incident)
        row.subject_type, row.subject_id = obj._meta.label_lower, obj.pk
        write(row, {})
        found.append(row)
        history.record(
            actor=actor, action="incident.touch_added", target=incident, changes={"touches": [None, str(obj)]}
        )
    return found


@transaction.atomic
def touch_remove(*, actor: Actor, touch: Touch) -> None:
    """It has nothing to do with it after all. A likelihood that was proposed goes along."""
    row = _fresh(actor, touch)
    changes = {"touches": [_name(actor, row), None]}
    history.record(actor=actor, action="incident.touch_removed", target=row.incident, changes=changes)
    row.delete()


@transaction.atomic
def likelihood_propose(*, actor: Actor, touch: Touch, likelihood: int, reason: str) -> Touch:
    """Say how likely a risk seems after the incident, and why. It is shown on the risk's page until it is taken back; whoever
    assesses the risk decides."""
    row = _fresh(actor, touch)
    if row.subject_type != RISK:
        raise RuleBroken(N_("Only a risk has a likelihood."))
    if likelihood not in _levels(actor):
        raise RuleBroken(N_("There is no such level."), "likelihood")
    if not reason.strip():
        raise RuleBroken(N_("Write why: what does the incident show?"), "reason")
    if changes := write(row, {"likelihood": likelihood, "reason": reason.strip()}):
        told = {"touches": [_name(actor, row)] * 2, "likelihood": changes.get("likelihood", [likelihood] * 2)}
        history.record(
            actor=actor, action="incident.likelihood_proposed", target=row.incident, changes=told, reason=row.reason
        )
    return row


@transaction.atomic
def likelihood_take_back(*, actor: Actor, touch: Touch) -> Touch:
    """The proposal stands no more: it was followed, or seen not to hold."""
    row = _fresh(actor, touch)
    if row.likelihood is None:
        raise RuleBroken(N_("Nothing is proposed here."))
    before = row.likelihood
    write(row, {"likelihood": None, "reason": ""})
    told = {"touches": [_name(actor, row)] * 2, "likelihood": [before, None]}
    history.record(actor=actor, action="incident.likelihood_taken_back", target=row.incident, changes=told)
    return row


def _fresh(actor: Actor, touch: Touch) -> Touch:
    must_reach(actor, touch.incident, WORK)
    hold(touch.incident)
    row = Touch.objects.select_related("incident").filter(pk=touch.pk).first()
    if row is None:
        raise NotFound
    return row


def _name(actor: Actor, row: Touch) -> str:
    kind = registry.subjects.get(row.subject_type)
    found = kind.visible(actor).filter(pk=row.subject_id).first() if kind is not None else None
    return str(found) if found is not None else row.subject_type


def _levels(actor: Actor) -> Iterable[int]:
    return method_for(actor).rules.levels
