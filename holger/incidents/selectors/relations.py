"""The cases that a case has to do with, as far as the reader may know of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import FETCH_PEERS, Q, QuerySet

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


READS = ("organisation_id", "reference", "number", "title", "detected_at", "merged_into_id", "split_from_id")
"""What is told of another case. A field that was forgotten costs one question."""


def kin_of(actor: Actor, incident: Incident) -> list[Incident]:
    """What it was joined with or parted from. Whoever asks has found the case."""
    wanted = Q(merged_into=incident) | Q(split_from=incident)
    if here := {incident.merged_into_id, incident.split_from_id} - {None}:
        wanted |= Q(pk__in=here)
    return list(_told_of(actor).filter(wanted))


def related_to(actor: Actor, incident: Incident, kin: Sequence[Incident] | None = None) -> list[Related]:
    """What it was joined with or parted from (``kin``, where that is known), and what somebody has tied to it; the newest first."""
    if not knows_of(actor, incident):
        return []
    rows = Relation.objects.filter(organisation_id=actor.organisation_id)
    ties = {
        (row.other_id if row.incident_id == incident.pk else row.incident_id): row
        for row in rows.filter(Q(incident=incident) | Q(other=incident))
    }
    found = {case.pk: case for case in (kin_of(actor, incident) if kin is None else kin)}
    if others := ties.keys() - found.keys():
        found |= {case.pk: case for case in _told_of(actor).filter(pk__in=others)}
    newest_first = sorted(found.values(), key=lambda case: (case.detected_at, case.number), reverse=True)
    return [Related(case, _tie(incident, case), ties.get(case.pk)) for case in newest_first]


def _told_of(actor: Actor) -> QuerySet[Incident]:
    return incidents_for(actor).order_by().only(*READS).fetch_mode(FETCH_PEERS)


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
