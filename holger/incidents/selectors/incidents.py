"""Incidents, seen by an actor. Every question about incidents begins here: what only a few may know of is kept from all others."""

from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.models import visible
from holger.incidents.models import Incident, Member
from holger.incidents.permissions import VIEW

FOUND_BY = "_found_by"
"""Where a row remembers who has found it."""


def incidents_for(actor: Actor) -> QuerySet[Incident]:
    """All that the actor may know of. Of a restricted one only whoever leads it and its team may, whatever their roles."""
    mine = _mine(actor)
    rows = visible(Incident.objects.all(), actor, VIEW, own=mine)
    return rows.filter(Q(restricted=False) | mine)


def find(actor: Actor, reference: str, *joined: str) -> Incident:
    """The incident of this reference with what is ``joined``; ``NotFound`` for whoever may not know of it.

    The row remembers who has found it, so that what is then asked of it does not ask each time whether it may. For pages that only
    read: whoever changes who may know of a case asks anew.
    """
    rows = incidents_for(actor).filter(reference=reference)
    row = (rows.select_related(*joined) if joined else rows).first()
    if row is None:
        raise NotFound
    row.__dict__[FOUND_BY] = actor
    return row


def has_found(actor: Actor, incident: Incident) -> bool:
    """Was this very row found by this very actor, a moment ago? An equal row or an equal actor is not enough."""
    return incident.__dict__.get(FOUND_BY) is actor


def only(actor: Actor, incident: Incident) -> Collection[UUID] | QuerySet[Incident, UUID]:
    """The key of this one, if the actor may know of it: what belongs to a case begins here."""
    return (incident.pk,) if has_found(actor, incident) else _only(actor, incident)


def knows_of(actor: Actor, incident: Incident) -> bool:
    """May the actor know of this one?"""
    return has_found(actor, incident) or _only(actor, incident).exists()


def _only(actor: Actor, incident: Incident) -> QuerySet[Incident, UUID]:
    return incidents_for(actor).filter(pk=incident.pk).order_by().values_list("pk", flat=True)


def kept_from(actor: Actor) -> QuerySet[Incident]:
    """Those that the actor may not know of although their roles would reach them."""
    here = Incident.objects.filter(organisation_id=actor.organisation_id, restricted=True).order_by()
    return here.exclude(_mine(actor)) if here.exists() else here.none()


def _mine(actor: Actor) -> Q:
    return Q(pk__in=()) if actor.person_id is None else _worked_on_by(actor.person_id, actor.organisation_id)


@lru_cache(1000)
def _worked_on_by(person_id: UUID, organisation_id: UUID) -> Q:
    """A question that is put into others, never asked by itself: it holds no answer, and a page asks it three times."""
    team = Member.objects.filter(person=person_id, organisation_id=organisation_id)
    return Q(owner=person_id) | Q(pk__in=team.order_by().values("incident"))
