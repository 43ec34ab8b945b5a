"""An old log of incidents from a spreadsheet, and back again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.incidents.models import UNFINISHED, Incident, Status
from holger.incidents.permissions import IMPORT
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.selectors.severity import method_of
from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers

DAYS = ("detected_at", "occurred_from", "occurred_to", "closed_at")
"""What a file tells as a day."""
NOON = time(12)


@transaction.atomic
def incidents_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Write the rows of a file. They get no moments and no lines of a timeline: nobody was there.

    So what comes in closed starts no clock. A case that is there already changes its status by its own steps only.
    """
    actor.require(IMPORT)
    for row in updates:
        if "status" in row.values or "closed_at" in row.values:
            text = N_("Row %(row)s: the status of a case that is here already changes on its page.")
            raise RuleBroken(text, params={"row": row.number})
    zone = ZoneInfo(Organisation.objects.get(pk=actor.organisation_id).zone)
    return bulk.write(
        actor=actor,
        model=Incident,
        verb="incident",
        permission=IMPORT,
        creates=[replace(row, values=_timed(row.values, zone)) for row in creates],
        updates=_timed_again(actor, updates, zone),
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=Incident.prefix),
        prepare=partial(_complete, method_of(actor.organisation_id).ranks),
    )


@transaction.atomic
def incidents_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put everything back as it was before the import."""
    actor.require(IMPORT)
    bulk.undo(actor=actor, model=Incident, verb="incident", permission=IMPORT, payload=payload)


def _timed(values: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Days become times, and the times of such a case are estimates."""
    told = {name: _emptied(name, value) for name, value in values.items()}
    days = {name: _noon(value, zone) for name, value in told.items() if name in DAYS and value is not None}
    return {**told, **days, **({"estimated": True} if days else {})}


def _emptied(name: str, value: Any) -> Any:
    """Texts that are not told are empty, not nothing."""
    field = Incident._meta.get_field(name)
    return "" if value is None and not field.null else value


def _noon(day: date, zone: ZoneInfo) -> datetime:
    """Noon of that day where the organisation is, or now if noon is still to come."""
    if day > dates.today(str(zone)):
        raise RuleBroken(N_("%(day)s has not come yet."), params={"day": day.isoformat()})
    return min(datetime.combine(day, NOON, zone).astimezone(UTC), dates.now())


def _timed_again(actor: Actor, updates: Sequence[ChangedRow], zone: ZoneInfo) -> list[ChangedRow]:
    """Only cases that the actor may know of are changed, whatever the file says."""
    seen = set(incidents_for(actor).filter(pk__in=[row.id for row in updates]).values_list("pk", flat=True))
    for row in updates:
        if row.id not in seen:
            raise RuleBroken(N_("Row %(row)s: you may not change this one."), params={"row": row.number})
    return [replace(row, values=_timed(row.values, zone)) for row in updates]


def _complete(ranks: Mapping[str, int], incident: Incident) -> None:
    """What a single edit would have seen to."""
    if incident.severity not in ranks:
        incident.severity = ""
    incident.severity_rank = ranks.get(incident.severity, -1)
    if incident._state.adding and incident.status != Status.REPORTED:
        incident.taken_on_at = incident.detected_at
    if incident.status in UNFINISHED:
        incident.closed_at = None
