"""How severe incidents are, worked out anew when something that it hangs on changes."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from holger.core import dates
from holger.core.actor import Actor
from holger.history import services as history
from holger.history.services import Entry
from holger.incidents.models import UNFINISHED, Incident
from holger.incidents.rules.severity import Method, Weighed
from holger.incidents.selectors.severity import decisions_of, method_of, weighed
from holger.incidents.services.lines import line_put
from holger.organisation.services import guards

SLICE = 500


@transaction.atomic
def severity_follow(*, actor: Actor, incident: Incident) -> bool:
    """Work out how severe it is now, by impact, urgency and what is decided; whether that changed anything.

    It asks for no permission of its own: it follows from something that the actor was let do.
    """
    guards.own(actor, incident)
    method = method_of(incident.organisation_id)
    found = decisions_of(incident.organisation_id, [incident.pk]).get(incident.pk, {})
    return _put(actor, method, incident, weighed(method, incident, found))


@transaction.atomic
def severities_follow(*, actor: Actor) -> int:
    """Work out the open ones anew, after the method has changed; how many changed. What is finished keeps what it was."""
    organisation_id, method = actor.organisation_id, method_of(actor.organisation_id)
    changed = 0
    rows = Incident.objects.filter(organisation_id=organisation_id, status__in=UNFINISHED).order_by("pk")
    for first in range(0, rows.count(), SLICE):
        changed += _slice(actor, method, organisation_id, list(rows[first : first + SLICE]))
    return changed


def _slice(actor: Actor, method: Method, organisation_id: UUID, rows: list[Incident]) -> int:
    decisions = decisions_of(organisation_id, [row.pk for row in rows])
    entries = []
    for row in rows:
        before, new = row.severity, placed(method, weighed(method, row, decisions.get(row.pk, {})))
        if (before, row.severity_rank) != (new["severity"], new["severity_rank"]):
            derive(row, **new)
            entries.append(Entry("incident.weighed", row, {"severity": [before, row.severity]}))
    history.record_many(actor=actor, entries=entries)
    return len(entries)


def placed(method: Method, found: Weighed | None) -> dict[str, Any]:
    """What is kept of a severity."""
    key = found.level.key if found else ""
    return {"severity": key, "severity_rank": method.ranks[key] if key else -1}


def derive(incident: Incident, **values: Any) -> None:
    """Keep what follows from something else. Whoever edits the case meanwhile is told that it has changed."""
    rows = Incident.objects.filter(pk=incident.pk)
    rows.update(**values, version=F("version") + 1, updated_at=dates.now())
    incident.refresh_from_db(fields=[*values, "version", "updated_at"])


def _put(actor: Actor, method: Method, incident: Incident, found: Weighed | None) -> bool:
    if found is None and incident.status not in UNFINISHED:
        return False  # what an old log says of it stands, where nothing else tells
    before, new = incident.severity, placed(method, found)
    if (before, incident.severity_rank) == (new["severity"], new["severity_rank"]):
        return False
    derive(incident, **new)
    history.record(
        actor=actor, action="incident.weighed", target=incident, changes={"severity": [before, incident.severity]}
    )
    if found is not None:
        line_put(actor, incident, "severity", severity=dict(found.level.title))
    return True
