"""Leaving a trace. Called by every service, inside its transaction, in the past tense: ``risk.accepted``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import models, transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.history import rules
from holger.history.models import Chain, Event


@dataclass(frozen=True)
class Entry:
    """What to tell of one object: the action, what changed (field → [from, to]) and why."""

    action: str
    target: models.Model | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


def record(
    *,
    actor: Actor,
    action: str,
    target: models.Model | None = None,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Write one entry at the end of the actor's organisation's chain."""
    return record_many(actor=actor, entries=[Entry(action, target, changes or {}, reason)])[0]


def record_many(*, actor: Actor, entries: Iterable[Entry]) -> list[Event]:
    """Write many entries in order; the chain's head is locked until the surrounding transaction ends."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("history is written in the same transaction as what it tells of")
    head = _head(actor.organisation_id)
    at = dates.now().astimezone(UTC)
    events = []
    for entry in entries:
        event = _event(actor, entry)
        event.seq, event.at, event.previous = head.seq + 1, at, head.hash
        event.hash = rules.seal(event.sealed())
        head.seq, head.hash = event.seq, event.hash
        events.append(event)
    Event.objects.bulk_create(events, batch_size=1000)
    head.save(update_fields=["seq", "hash"])
    return events


def _head(organisation_id: UUID) -> Chain:
    Chain.objects.bulk_create([Chain(organisation_id=organisation_id)], ignore_conflicts=True)
    return Chain.objects.select_for_update().get(organisation_id=organisation_id)


def _event(actor: Actor, entry: Entry) -> Event:
    told: dict[str, Any] = {}
    if entry.changes:
        told["changes"] = entry.changes
    if entry.reason:
        told["reason"] = entry.reason
    target = entry.target
    return Event(
        organisation_id=actor.organisation_id,
        actor_id=actor.person_id,
        actor_label=actor.label[:200],
        channel=actor.channel.value,
        via=actor.via[:200],
        action=entry.action,
        subject_type=target._meta.concrete_model._meta.label_lower if target is not None else "",
        subject_id=target.pk if target is not None else None,
        subject_label=str(target)[:300] if target is not None else "",
        payload=rules.canonical(told),
    )
