"""What follows for the case itself from what is decided and told about it."""

from typing import Any

from holger.core.actor import Actor
from holger.incidents.models import Decision, Incident, Moment, Point
from holger.incidents.rules.states import STEPS
from holger.incidents.services.weighing import derive, severity_follow
from holger.tasks.services.posting import event_put, events_stop

EVENT = "incident.changed"
TOLD = frozenset(("create", *STEPS))
"""What programs of others are told of: that a case is there, and the steps that it takes."""


def weigh(sender: Any, *, decision: Decision, incident: Incident, actor: Actor, **more: Any) -> None:
    """Nobody treats a significant incident as a small one."""
    if decision.question:
        severity_follow(actor=actor, incident=incident)


def detect(sender: Any, *, moment: Moment, incident: Incident, **more: Any) -> None:
    """The first sign of it is when it was detected."""
    if moment.point == Point.FIRST_SIGN and not moment.question and incident.detected_at != moment.at:
        derive(incident, detected_at=moment.at)


def tell(sender: Any, *, incident: Incident, actor: Actor, step: str, **more: Any) -> None:
    """Programs that asked for it are told. Of what only a few may know of nothing leaves the house, nor what waits to."""
    if incident.restricted:
        events_stop(incident.organisation_id, _slots(incident))
    elif step in TOLD:
        event_put(
            incident.organisation_id, EVENT, f"{_slots(incident)}{incident.version}:{step}", _told(incident, step)
        )


def _slots(incident: Incident) -> str:
    return f"{EVENT}:{incident.pk.hex}:"


def _told(incident: Incident, step: str) -> dict[str, Any]:
    return {
        "step": step,
        "incident": {
            "reference": incident.reference,
            "title": incident.title,
            "status": str(incident.status),
            "severity": incident.severity,
            "category": incident.category,
            "drill": incident.drill,
            "detected_at": incident.detected_at.isoformat(),
            "path": incident.path,
        },
    }
