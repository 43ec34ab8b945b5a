"""Leaving a trace. Called by every service, inside its transaction, in the past tense: ``risk.accepted``."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import models, transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.history import rules, writing
from holger.history.models import Chain, Event


@dataclass(frozen=True)
class Entry:
    """What to tell of one object: the action, what changed (field → [from, to]) and why.

    ``facts`` is what the history itself must be able to read again. An entry that is ``lasting`` outlives the people in
    it, and so tells of them by what is left of an erased name.
    """

    action: str
    target: models.Model | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    lasting: bool = False


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
    seq, last = writing.hold(actor.organisation_id)
    at = dates.now().astimezone(UTC)
    events = []
    for entry in entries:
        event = _event(actor, entry)
        seq += 1
        event.seq, event.at, event.previous = seq, at, last
        event.hash = last = rules.seal(event.sealed())
        events.append(event)
    if events:
        writing.add(actor.organisation_id, events)
    return events


@transaction.atomic
def exported(*, actor: Actor, kind: str, form: str) -> None:
    """Tell that a register, or the history itself, was taken out of holger as a file."""
    changes = {"register": [None, kind], "format": [None, form]} if kind != "history" else {"format": [None, form]}
    record(actor=actor, action=f"{kind}.exported", changes=changes)


def hold(organisation_id: UUID) -> Chain:
    """The chain's head, held until the transaction ends."""
    writing.hold(organisation_id)
    return Chain.objects.get(organisation_id=organisation_id)


def _event(actor: Actor, entry: Entry) -> Event:
    told: dict[str, Any] = dict(entry.facts)
    if entry.changes:
        told["changes"] = rules.masked(entry.changes)
    if entry.reason:
        told["reason"] = entry.reason
    target, person = entry.target, actor.person_id
    event = Event(
        organisation_id=actor.organisation_id,
        actor_id=person,
        actor_label=rules.pseudonym(str(person)) if entry.lasting and person else actor.label[:200],
        channel=actor.channel.value,
        via="" if entry.lasting else actor.via[:200],
        action=entry.action,
        subject_type=target._meta.concrete_model._meta.label_lower if target is not None else "",
        subject_id=target.pk if target is not None else None,
        subject_label=_label(target, lasting=entry.lasting),
        payload=rules.canonical(told),
        names_salt=secrets.token_hex(32),
        payload_salt=secrets.token_hex(32),
    )
    names = rules.names_text(event.actor_label, event.via, event.subject_label)
    event.names_commitment = rules.commit(event.names_salt, names)
    event.payload_commitment = rules.commit(event.payload_salt, event.payload)
    return event


def _label(target: models.Model | None, *, lasting: bool) -> str:
    if target is None:
        return ""
    return rules.pseudonym(str(target.pk)) if lasting else str(target)[:300]
