"""The lines that a case writes into its own timeline."""

from datetime import datetime
from typing import Any

from holger.core import dates
from holger.core.actor import Actor
from holger.incidents.models import Entry, EntryKind, Incident
from holger.incidents.services.standing import signed


def line_put(actor: Actor, incident: Incident, what: str, at: datetime | None = None, **told: Any) -> Entry:
    """Write down that something was done to a case. ``what`` is a key of ``words.TIMELINE``, ``told`` what its sentence names."""
    now = dates.now()
    return Entry.objects.create(
        kind=EntryKind.SYSTEM,
        at=at or now,
        entered_at=now,
        told={"what": what, **told},
        **signed(actor, incident),
    )
