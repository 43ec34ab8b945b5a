"""What an incident hit, or may have hit: objects of the registers, and how it stands with each."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Sum

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.models import Record
from holger.core.registry import registry
from holger.core.words import N_
from holger.history import services as history
from holger.incidents.models import Affected, Condition, Incident
from holger.incidents.selectors.affected import KINDS
from holger.incidents.services.lines import line_put
from holger.incidents.services.timeline import must_work_on
from holger.organisation.services import guards

SAID = ("condition", "people_count", "note")


@transaction.atomic
def affected_add(*, actor: Actor, incident: Incident, subject: Record, **answers: Any) -> Affected:
    """Say that an object was hit. The actor must see it. ``answers``: ``condition``, ``people_count``, ``note``."""
    guards.own(actor, incident, subject)
    must_work_on(actor, incident)
    _must_see(actor, subject)
    if Affected.objects.filter(incident=incident, subject_id=subject.pk).exists():
        raise RuleBroken(N_("It stands among what is affected already."), "subject")
    row = Affected(
        organisation_id=actor.organisation_id,
        incident=incident,
        subject_type=subject.subject_type,
        subject_id=subject.pk,
    )
    write(row, {"condition": Condition.EXAMINED, **_only(answers)})
    line_put(actor, incident, "affected", name=str(subject), condition=row.condition)
    told = {"affected": [None, str(subject)], "condition": [None, row.condition]}
    history.record(actor=actor, action="incident.affected_added", target=incident, changes=told)
    return row


@transaction.atomic
def affected_add_all(*, actor: Actor, incident: Incident, subjects: Sequence[Record], **answers: Any) -> list[Affected]:
    """The same for several at once. Those that stand there already are left as they are."""
    guards.own(actor, incident, *subjects)
    must_work_on(actor, incident)
    there = set(Affected.objects.filter(incident=incident).values_list("subject_id", flat=True))
    new = [each for each in subjects if each.pk not in there]
    return [affected_add(actor=actor, incident=incident, subject=each, **answers) for each in new]


@transaction.atomic
def affected_set(*, actor: Actor, affected: Affected, version: int | None = None, **answers: Any) -> Affected:
    """Say how it stands with it now."""
    incident = affected.incident
    must_work_on(actor, incident)
    changes = write(affected, _only(answers), version=version)
    if not changes:
        return affected
    name = name_of(actor, affected)
    if "condition" in changes:
        line_put(actor, incident, "affected_set", name=name, condition=affected.condition)
    told = {"affected": [name, name], **changes}
    history.record(actor=actor, action="incident.affected_changed", target=incident, changes=told)
    return affected


@transaction.atomic
def affected_drop(*, actor: Actor, affected: Affected) -> None:
    """Take something out that was put in by mistake. That something was not hit after all is a condition instead."""
    incident = affected.incident
    must_work_on(actor, incident)
    name = name_of(actor, affected)
    line_put(actor, incident, "affected_dropped", name=name)
    history.record(actor=actor, action="incident.affected_dropped", target=incident, changes={"affected": [name, None]})
    affected.delete()


@transaction.atomic
def people_count_take(*, actor: Actor, incident: Incident, version: int | None = None) -> Incident:
    """Let the case have as many people affected as there are in all that was hit."""
    must_work_on(actor, incident)
    total = Affected.objects.filter(incident=incident).aggregate(n=Sum("people_count"))["n"]
    if total is None:
        raise RuleBroken(N_("Nobody has said how many people any of it is about."))
    incident.refresh_from_db()
    if changes := write(incident, {"people_count": total}, version=version):
        history.record(actor=actor, action="incident.people_counted", target=incident, changes=changes)
    return incident


def name_of(actor: Actor, affected: Affected) -> str:
    """What it is called; its kind where the actor does not see it."""
    kind = registry.subjects.get(affected.subject_type)
    if kind is None:
        return affected.subject_type
    return str(kind.visible(actor).filter(pk=affected.subject_id).first() or kind.title)


def _must_see(actor: Actor, subject: Record) -> None:
    kind = registry.subjects.get(subject.subject_type)
    if kind is None or not kind.visible(actor).filter(pk=subject.pk).exists():
        raise NotFound
    if subject.subject_type not in KINDS:
        raise RuleBroken(N_("Such an object is not hit by incidents."), "subject")


def _only(answers: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(answers) - set(SAID):
        raise ValueError(f"not said of what is affected: {unknown}")
    return answers
