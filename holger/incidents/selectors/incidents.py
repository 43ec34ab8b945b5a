"""Incidents, seen by an actor. Every question about incidents begins here: what only a few may know of is kept from all others."""

from typing import Any

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.core.models import visible
from holger.incidents.models import Incident, Member
from holger.incidents.permissions import VIEW


def incidents_for(actor: Actor) -> QuerySet[Incident]:
    """All that the actor may know of. Of a restricted one only whoever leads it and its team may, whatever their roles."""
    mine = _mine(actor)
    rows = visible(Incident.objects.all(), actor, VIEW, own=mine)
    return rows.filter(Q(restricted=False) | mine)


def only(actor: Actor, incident: Incident) -> QuerySet[Incident, Any]:
    """The key of this one, if the actor may know of it: what belongs to a case begins here."""
    return incidents_for(actor).filter(pk=incident.pk).order_by().values("pk")


def kept_from(actor: Actor) -> QuerySet[Incident]:
    """Those that the actor may not know of although their roles would reach them."""
    here = Incident.objects.filter(organisation_id=actor.organisation_id, restricted=True)
    return here.exclude(_mine(actor)).order_by()


def _mine(actor: Actor) -> Q:
    if actor.person_id is None:
        return Q(pk__in=())
    team = Member.objects.filter(person=actor.person_id, organisation_id=actor.organisation_id)
    return Q(owner=actor.person_id) | Q(pk__in=team.order_by().values("incident"))
