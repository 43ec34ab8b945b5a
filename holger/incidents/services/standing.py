"""What the services of decisions, moments and notices ask before they write, and leave behind when they have."""

from typing import Any

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.incidents.models import Incident
from holger.incidents.selectors.clocks import Case, case_of
from holger.incidents.selectors.incidents import incidents_for
from holger.organisation.services import guards


def held(actor: Actor, incident: Incident, permission: str) -> Case:
    """The incident with what is known of it, held until the transaction ends, so that two who write at once come one after the other.

    Whoever may not see it cannot tell it from one that does not exist.
    """
    must_reach(actor, incident, permission)
    hold(incident)
    case = case_of(actor, incident)
    if case is None:
        raise NotFound
    return case


def must_reach(actor: Actor, incident: Incident, permission: str) -> None:
    """Raise ``NotFound`` where the actor may not know of the incident, ``NotAllowed`` where they may not do this to it."""
    guards.own(actor, incident)
    if not incidents_for(actor).filter(pk=incident.pk).exists():
        raise NotFound
    actor.require(permission, incident)


def hold(incident: Incident) -> None:
    """Until the transaction ends: two who write at once come one after the other."""
    Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)


def signed(actor: Actor, incident: Incident) -> dict[str, Any]:
    """Whose word it is, and about what."""
    return {
        "organisation_id": actor.organisation_id,
        "incident": incident,
        "by_name": actor.label,
        "person_key": actor.person_id,
    }
