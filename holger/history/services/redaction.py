"""Redaction: names and texts are emptied, their commitments stay, and an entry tells which and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from holger.core.actor import Actor
from holger.history import rules
from holger.history.models import Event, Permit
from holger.history.rules import walking
from holger.history.services.recording import Entry, record_many

OWN = (walking.CHECKPOINT, walking.REDACTED, walking.PRUNED)
"""Entries about the history itself: what they tell names nobody and is needed for the proof, so that it stays."""


@dataclass(frozen=True)
class Naming:
    """The entries that name somebody: in their names, and in what they tell."""

    names: list[int] = field(default_factory=list)
    payloads: list[int] = field(default_factory=list)


def names_known(organisation_id: UUID, person_id: UUID, kind: str, now: Iterable[str]) -> set[str]:
    """Every name and address that the history knows the person by: today's and earlier ones."""
    found = {name for name in now if name}
    events = Event.objects.filter(organisation_id=organisation_id)
    found |= set(
        events.filter(actor_id=person_id).exclude(actor_label="").values_list("actor_label", flat=True).distinct()
    )
    about = events.filter(subject_type=kind, subject_id=person_id).exclude(action__in=OWN)
    for event in about.iterator():
        found.add(event.subject_label)
        for name in ("name", "email"):
            changed = event.changes.get(name, [])
            found |= {each for each in changed if isinstance(each, str)}
    return {name for name in found if name} - {rules.pseudonym(str(person_id))}


def entries_naming(organisation_id: UUID, person_id: UUID, kind: str, names: set[str]) -> Naming:
    """What would have to be redacted for the person to be forgotten."""
    found = Naming()
    events = Event.objects.filter(organisation_id=organisation_id).order_by("seq")
    wanted = Q(actor_id=person_id) | Q(subject_type=kind, subject_id=person_id)
    for name in names:
        told = rules.canonical(name)[1:-1]
        wanted |= Q(payload__icontains=told) | Q(subject_label__icontains=name) | Q(via__icontains=name)
        wanted |= Q(actor_label__icontains=name)
    for event in events.filter(wanted).iterator(chunk_size=1000):
        own = event.subject_id == person_id and event.subject_type == kind
        labels = (event.actor_label, event.via, event.subject_label)
        if not event.names_redacted and (
            own or event.actor_id == person_id or any(rules.mentions(label, names) for label in labels)
        ):
            found.names.append(event.seq)
        if event.action in OWN or event.payload_redacted:
            continue
        if (own and event.changes) or rules.told_of(event.payload, names):
            found.payloads.append(event.seq)
    return found


@transaction.atomic
def redact(*, actor: Actor, naming: Naming, target: models.Model | None = None, reason: str = "") -> Event | None:
    """Empty what names somebody, for good, and record it. Whoever calls this has asked whether the actor may."""
    if not naming.names and not naming.payloads:
        return None
    facts = {"names": rules.ranges(naming.names), "payloads": rules.ranges(naming.payloads)}
    entry = Entry(walking.REDACTED, target, reason=reason, facts=facts, lasting=True)
    told = record_many(actor=actor, entries=[entry])[0]
    organisation_id = actor.organisation_id
    Permit.objects.create(organisation_id=organisation_id, act="redact")
    events = Event.objects.filter(organisation_id=organisation_id)
    for chosen in _pieces(naming.names):
        events.filter(seq__in=chosen).update(names_salt="", actor_label="", via="", subject_label="")
    for chosen in _pieces(naming.payloads):
        events.filter(seq__in=chosen).exclude(action__in=OWN).update(payload_salt="", payload="")
    Permit.objects.filter(organisation_id=organisation_id).delete()
    return told


def _pieces(numbers: list[int], size: int = 500) -> Iterable[list[int]]:
    for first in range(0, len(numbers), size):
        yield numbers[first : first + size]
