"""Writing into a case's timeline. A line stays as it was written; what was wrong is put right by a new one."""

from datetime import datetime

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.incidents.models import Entry, EntryKind, Incident, Status
from holger.incidents.permissions import WORK
from holger.incidents.rules.timeline import why_not_correct, why_not_write
from holger.incidents.services.standing import hold, must_reach, signed

WRITTEN = tuple(kind.value for kind in EntryKind if kind != EntryKind.SYSTEM)
"""The kinds that people write."""


@transaction.atomic
def entry_add(
    *,
    actor: Actor,
    incident: Incident,
    kind: str,
    text: str,
    at: datetime | None = None,
    corrects: Entry | None = None,
) -> Entry:
    """Add a line. ``at`` is when it happened, if not now; ``corrects`` is the line that it takes the place of, which stays."""
    must_work_on(actor, incident)
    now = dates.now()
    moment = at or now
    if corrects is not None:
        _must_correct(incident, corrects)
    if refused := why_not_write(kind, WRITTEN, text, moment, now):
        raise RuleBroken(refused)
    row = Entry(kind=kind, text=text.strip(), at=moment, entered_at=now, corrects=corrects, **signed(actor, incident))
    row.full_clean(exclude=["organisation", "incident", "corrects"])
    row.save()
    changes = {
        "kind": [None, kind],
        "at": [None, moment.isoformat()],
        "text": [corrects.text if corrects else None, row.text],
    }
    action = "incident.line_corrected" if corrects else "incident.line_added"
    history.record(actor=actor, action=action, target=incident, changes=changes)
    return row


def must_work_on(actor: Actor, incident: Incident) -> None:
    """The case, held until the transaction ends. One that was joined with another, or put away, is not worked on."""
    must_reach(actor, incident, WORK)
    hold(incident)
    incident.refresh_from_db(fields=["status", "archived_at", "merged_into"])
    if incident.status == Status.MERGED:
        raise RuleBroken(N_("This case was joined with another. Work on that one."))
    if incident.archived_at is not None:
        raise RuleBroken(N_("This case is archived. Restore it first."))


def _must_correct(incident: Incident, corrects: Entry) -> None:
    if corrects.organisation_id != incident.organisation_id:
        raise NotFound
    refused = why_not_correct(
        same_case=corrects.incident_id == incident.pk,
        by_holger=corrects.kind == EntryKind.SYSTEM,
        corrected=Entry.objects.filter(corrects=corrects).exists(),
    )
    if refused:
        raise RuleBroken(refused)
