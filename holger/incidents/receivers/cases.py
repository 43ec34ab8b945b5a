"""What follows for the case itself from what is decided and told about it."""

from typing import Any

from holger.core.actor import Actor
from holger.incidents.models import Decision, Incident, Moment, Point
from holger.incidents.services.weighing import derive, severity_follow


def weigh(sender: Any, *, decision: Decision, incident: Incident, actor: Actor, **more: Any) -> None:
    """Nobody treats a significant incident as a small one."""
    if decision.question:
        severity_follow(actor=actor, incident=incident)


def detect(sender: Any, *, moment: Moment, incident: Incident, **more: Any) -> None:
    """The first sign of it is when it was detected."""
    if moment.point == Point.FIRST_SIGN and not moment.question and incident.detected_at != moment.at:
        derive(incident, detected_at=moment.at)
