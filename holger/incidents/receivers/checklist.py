"""The checklist follows from what was chosen when a case was taken on."""

from typing import Any

from holger.core.actor import Actor
from holger.incidents.models import Incident
from holger.incidents.services.checklist import playbook_follows

BEGINS = ("take_on", "drill_start")


def begun(sender: Any, *, incident: Incident, actor: Actor, step: str, **more: Any) -> None:
    if step in BEGINS:
        playbook_follows(actor, incident)
