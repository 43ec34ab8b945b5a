"""What follows when something that was joined with another is opened again."""

from typing import Any

from holger.core.actor import Actor
from holger.incidents.models import Entry, EntryKind, Incident
from holger.incidents.services.lines import line_put


def reopened(sender: Any, *, incident: Incident, actor: Actor, step: str, **more: Any) -> None:
    """The one that it was joined with tells that it has gone its own way again."""
    if step != "reopen":
        return
    lines = Entry.objects.filter(incident=incident, kind=EntryKind.SYSTEM, told__what__in=("merged", "reopened"))
    told = list(lines.order_by("-entered_at", "-id").values_list("told", flat=True)[:2])
    joined = next((each for each in told[1:] if each.get("what") == "merged"), None)
    if joined is None:
        return
    into = Incident.objects.filter(organisation_id=incident.organisation_id, pk=joined.get("case")).first()
    if into is not None:
        line_put(actor, into, "unjoined", case=str(incident.pk))
