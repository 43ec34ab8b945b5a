"""Walking the chains: does every entry still say what it said when it was written?"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from holger.core import tenancy
from holger.history import rules
from holger.history.models import Chain, Event


@dataclass(frozen=True)
class Verdict:
    """How one organisation's chain stands. ``broken`` is the first place where it does not hold, ``event`` what is there."""

    organisation_id: UUID
    entries: int
    seal: str
    broken: rules.Break | None = None
    event: Event | None = None


def verify(organisation_id: UUID) -> Verdict:
    """Walk the chain entry by entry, never holding more than a few thousand."""
    chain = Chain.objects.filter(organisation_id=organisation_id).first() or Chain(organisation_id=organisation_id)
    broken = rules.first_break(_entries(organisation_id), chain.seq, chain.hash)
    event = Event.objects.filter(organisation_id=organisation_id, seq=broken.seq).first() if broken else None
    return Verdict(organisation_id, chain.seq, chain.hash, broken, event)


TRAIL = tenancy.door(
    "trail", {}, "SELECT organisation_id FROM history_chain UNION SELECT organisation_id FROM history_event"
)


def organisations() -> list[UUID]:
    """Every organisation that has a trail, also one that is gone or whose chain's head is."""
    with connection.cursor() as cursor:
        cursor.execute(*TRAIL.question())
        return sorted(id_ if isinstance(id_, UUID) else UUID(id_) for (id_,) in cursor.fetchall())


def _entries(organisation_id: UUID) -> Iterator[dict[str, object]]:
    events = Event.objects.filter(organisation_id=organisation_id).order_by("seq")
    for event in events.iterator(chunk_size=2000):
        yield event.sealed() | {"hash": event.hash}
