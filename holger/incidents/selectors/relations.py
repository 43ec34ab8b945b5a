"""The cases that a case has to do with, as far as the reader may know of them."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from holger.core.actor import Actor
from holger.incidents.models import Incident, Relation
from holger.incidents.selectors.incidents import incidents_for, knows_of


class Tie(StrEnum):
    INTO = "into"
    JOINED = "joined"
    WHOLE = "whole"
    PART = "part"
    RELATED = "related"


@dataclass(frozen=True)
class Related:
    """``relation`` is the row that ties them, where it was tied by hand."""

    case: Incident
    tie: Tie
    relation: Relation | None = None


def related_to(actor: Actor, incident: Incident) -> list[Related]:
    """What it was joined with or parted from, and what somebody has tied to it. Two questions."""
    if not knows_of(actor, incident):
        return []
    rows = Relation.objects.filter(organisation_id=actor.organisation_id)
    ties = {
        (row.other_id if row.incident_id == incident.pk else row.incident_id): row
        for row in rows.filter(Q(incident=incident) | Q(other=incident))
    }
    here = {incident.merged_into_id, incident.split_from_id, *ties} - {None}
    wanted = Q(pk__in=here) | Q(merged_into=incident) | Q(split_from=incident)
    found = incidents_for(actor).filter(wanted).order_by("-detected_at", "-number")
    return [Related(case, _tie(incident, case), ties.get(case.pk)) for case in found]


def _tie(incident: Incident, case: Incident) -> Tie:
    if case.pk == incident.merged_into_id:
        return Tie.INTO
    if case.merged_into_id == incident.pk:
        return Tie.JOINED
    if case.pk == incident.split_from_id:
        return Tie.WHOLE
    return Tie.PART if case.split_from_id == incident.pk else Tie.RELATED


def relation_of(actor: Actor, incident: Incident, key: UUID) -> Relation | None:
    """The row that ties a case to another that the actor may know of, too."""
    rows = Relation.objects.filter(Q(incident=incident) | Q(other=incident), organisation_id=actor.organisation_id)
    seen = incidents_for(actor).order_by().values("pk")
    return rows.filter(incident__in=seen, other__in=seen, pk=key).select_related("incident", "other").first()
