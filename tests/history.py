"""Being somebody with all rights over the database, and none over the key."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from holger.history import exports, rules
from holger.history.models import Chain, Event


def sql(statement: str, *params: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [raw(each) if isinstance(each, UUID) else each for each in params])


def raw(value: UUID) -> Any:
    return value if connection.vendor == "postgresql" else value.hex


def renumber(organisation_id: UUID, first: int, by: int) -> None:
    """Move the numbers of an entry and all after it, one at a time so that no two meet."""
    found = Event.objects.filter(organisation_id=organisation_id, seq__gte=first).order_by("-seq" if by > 0 else "seq")
    for seq in list(found.values_list("seq", flat=True)):
        sql("UPDATE history_event SET seq = %s WHERE organisation_id = %s AND seq = %s", seq + by, organisation_id, seq)


def reseal(organisation_id: UUID, first: int = 1) -> None:
    """Compute commitments, hashes and the head anew, so that the chain holds in itself."""
    events = list(Event.objects.filter(organisation_id=organisation_id).order_by("seq"))
    last = rules.FIRST
    for event in events:
        if event.seq >= first:
            names = rules.names_text(event.actor_label, event.via, event.subject_label)
            event.names_commitment = rules.commit(event.names_salt, names)
            event.payload_commitment = rules.commit(event.payload_salt, event.payload)
            event.previous = last
            event.hash = rules.seal(event.sealed())
            event.save()
        last = event.hash
    Chain.objects.filter(organisation_id=organisation_id).update(seq=events[-1].seq, hash=last)


def forge(organisation_id: UUID, seq: int, **given: Any) -> Event:
    """An entry that never was, in the place of a number that is free."""
    before = Event.objects.get(organisation_id=organisation_id, seq=seq - 1)
    event = Event(
        organisation_id=organisation_id,
        seq=seq,
        at=before.at,
        actor_label="Nobody",
        channel="page",
        action="risk.accepted",
        payload="{}",
        names_salt="5a" * 32,
        payload_salt="5a" * 32,
        previous=before.hash,
        **given,
    )
    event.names_commitment = rules.commit(event.names_salt, rules.names_text("Nobody", "", ""))
    event.payload_commitment = rules.commit(event.payload_salt, event.payload)
    event.hash = rules.seal(event.sealed())
    event.save(force_insert=True)
    return event


def export(organisation_id: UUID, path: Path) -> Path:
    path.write_text("".join(exports.whole_chain(organisation_id)), encoding="utf-8")
    return path
