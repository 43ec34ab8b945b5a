"""Whose record it is: the organisation and its units that are companies or authorities of their own."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.privacy.models import Entity
from holger.privacy.permissions import VIEW


def entities_for(actor: Actor) -> QuerySet[Entity]:
    """For everybody who sees something of the record: a line of it says whose it is."""
    rows = Entity.objects.filter(organisation_id=actor.organisation_id).select_related("unit")
    return rows if actor.may(VIEW) else rows.none()


def entities_of(organisation_id: UUID) -> Mapping[UUID | None, Entity]:
    """By unit; the whole organisation under None."""
    return {row.unit_id: row for row in Entity.objects.filter(organisation_id=organisation_id)}
