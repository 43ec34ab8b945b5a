"""Reports that wait for somebody to take them on, and those that are likely about the same."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr

from holger.core.actor import Actor
from holger.core.models import visible
from holger.evidence.models import EvidenceLink
from holger.incidents.models import Affected, Incident, Status
from holger.incidents.permissions import TRIAGE
from holger.incidents.rules.categories import DOUBT
from holger.incidents.rules.duplicates import WINDOW, Likely, Seen, likely, words_of
from holger.incidents.selectors.incidents import incidents_for

COMPARED = 2_000
"""Of so many incidents around the same days a report is compared with, the newest: more than a year's worth in most houses."""
LETTERS = 600
"""So much of a description is compared."""


def reports_waiting(actor: Actor) -> QuerySet[Incident]:
    """Reports that the actor may take on and that nobody has."""
    seen = incidents_for(actor).filter(status=Status.REPORTED, archived_at=None, drill=False)
    return visible(seen, actor, TRIAGE)


def reports_listed(actor: Actor) -> QuerySet[Incident]:
    """The same with ``files``: how many came with each."""
    links = EvidenceLink.objects.filter(subject_type=Incident._meta.label_lower, subject_id=OuterRef("pk"))
    counted = links.order_by().values("subject_id").annotate(number=Count("pk")).values("number")
    rows = reports_waiting(actor).select_related("reporter")
    return rows.annotate(files=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def waiting(actor: Actor) -> int | None:
    """How many reports wait for this actor: the number in the menu."""
    return reports_waiting(actor).count() if actor.may(TRIAGE) else None


@dataclass(frozen=True)
class Twin:
    """An incident that is likely the same, and why one thinks so."""

    incident: Incident
    why: Likely


def twins_of(actor: Actor, reports: Sequence[Incident]) -> Mapping[UUID, list[Twin]]:
    """For each of some reports the incidents that are likely the same, as far as the actor sees them; in three questions."""
    if not reports:
        return {}
    days = [row.detected_at for row in reports]
    rows = incidents_for(actor).filter(detected_at__range=(min(days) - WINDOW, max(days) + WINDOW))
    rows = rows.filter(archived_at=None).exclude(status__in=(Status.MERGED, Status.REJECTED))
    others = _seen(rows.filter(drill=False))
    own = {str(row.pk): _one(row) for row in reports}
    hit = _affected(actor, [UUID(each.key) for each in (*others, *own.values())])
    others = [_with(each, hit) for each in others]
    found = {row.pk: likely(_with(own[str(row.pk)], hit), others, (DOUBT,)) for row in reports}
    wanted = {each.key for several in found.values() for each in several}
    known = {str(row.pk): row for row in incidents_for(actor).filter(pk__in=wanted)} if wanted else {}
    return {pk: [Twin(known[each.key], each) for each in several if each.key in known] for pk, several in found.items()}


def joinable_to(actor: Actor, incident: Incident) -> QuerySet[Incident]:
    """What it may be joined with: not what is joined or rejected itself, and only what the actor may take in."""
    rows = visible(incidents_for(actor), actor, TRIAGE).filter(archived_at=None, drill=incident.drill)
    rows = rows.filter(restricted=incident.restricted)
    return rows.exclude(Q(pk=incident.pk) | Q(status__in=(Status.MERGED, Status.REJECTED))).order_by("-number")


def _one(row: Incident) -> Seen:
    return Seen(str(row.pk), row.category, words_of(row.title, row.description[:LETTERS]), row.detected_at)


def _seen(rows: QuerySet[Incident]) -> list[Seen]:
    text = Substr("description", 1, LETTERS, output_field=CharField())
    columns = rows.order_by("-detected_at", "-number").values_list("pk", "category", "title", text, "detected_at")
    return [Seen(str(pk), category, words_of(title, told), at) for pk, category, title, told, at in columns[:COMPARED]]


def _affected(actor: Actor, keys: Collection[UUID]) -> Mapping[str, frozenset[str]]:
    """What each says that it hit."""
    found: dict[str, set[str]] = defaultdict(set)
    ours = Affected.objects.filter(organisation_id=actor.organisation_id)
    for some in _slices(list(keys)):
        for incident, subject in ours.filter(incident__in=some).values_list("incident", "subject_id"):
            found[str(incident)].add(str(subject))
    return {key: frozenset(subjects) for key, subjects in found.items()}


def _slices(keys: list[UUID], size: int = 5_000) -> list[list[UUID]]:
    return [keys[at : at + size] for at in range(0, len(keys), size)]


def _with(seen: Seen, hit: Mapping[str, Any]) -> Seen:
    return Seen(seen.key, seen.category, seen.words, seen.at, hit.get(seen.key, frozenset()))
