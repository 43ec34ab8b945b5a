"""What an incident hit, as far as the reader sees it; what hangs on it, and who answers for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holger.assets.models import Asset
from holger.assets.selectors import assets_for, dependencies_for
from holger.core.actor import Actor
from holger.core.registry import Subject, registry
from holger.incidents.models import Affected, Condition, Incident
from holger.incidents.selectors.incidents import only
from holger.organisation.models import Person
from holger.organisation.selectors import people_for

KINDS: Mapping[str, str] = {
    "assets.asset": "assets",
    "suppliers.supplier": "suppliers",
    "privacy.activity": "processing-activities",
    "privacy.processingactivity": "processing-activities",
}
"""The kinds of object that an incident can hit, and the search that finds them. A room that is not there offers none."""
OVER = (Condition.WELL, Condition.UNHARMED)
MOST = 12
"""Proposals at a time."""


def kinds_here() -> list[tuple[Subject, str]]:
    """Those of the kinds that a room here has registered, with the search that finds them."""
    found = [(registry.subjects[kind], search) for kind, search in KINDS.items() if kind in registry.subjects]
    return [(subject, search) for subject, search in found if registry.search(search) is not None]


@dataclass(frozen=True)
class Hit:
    """``obj`` is None where the reader does not see what it is."""

    row: Affected
    kind: Subject | None
    obj: Any

    @property
    def name(self) -> str:
        return getattr(self.obj, "title", "") or (str(self.kind.title) if self.kind else "")

    @property
    def reference(self) -> str:
        return getattr(self.obj, "reference", "")

    @property
    def icon(self) -> str:
        return getattr(self.obj, "icon", "") or (self.kind.icon if self.kind else "help")

    @property
    def is_over(self) -> bool:
        return self.row.condition in OVER


def rows_of(actor: Actor, incident: Incident) -> list[Affected]:
    """What it hit, as it was written down, in that order."""
    rows = Affected.objects.filter(organisation_id=actor.organisation_id, incident__in=only(actor, incident))
    return list(rows.order_by("created_at"))


def affected_of(actor: Actor, incident: Incident, rows: Sequence[Affected] | None = None) -> list[Hit]:
    """What it hit (``rows``, where they are known): a question for each kind, with the owners."""
    rows = rows_of(actor, incident) if rows is None else rows
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        by_kind[row.subject_type].append(row.subject_id)
    seen: dict[UUID, Any] = {}
    for kind, keys in by_kind.items():
        if subject := registry.subjects.get(kind):
            seen |= {obj.pk: obj for obj in subject.visible(actor).filter(pk__in=keys).select_related("owner")}
    return [Hit(row, registry.subjects.get(row.subject_type), seen.get(row.subject_id)) for row in rows]


def row_of(actor: Actor, incident: Incident, key: UUID) -> Affected | None:
    """One of what a case hit, where the actor has found the case."""
    rows = Affected.objects.filter(organisation_id=actor.organisation_id, incident__in=only(actor, incident), pk=key)
    return rows.select_related("incident").first()


def dependants_of(actor: Actor, hits: Sequence[Hit]) -> list[Asset]:
    """What depends on something that is hit, and is not among it yet, the most critical first."""
    keys = [hit.row.subject_id for hit in hits if hit.row.subject_type == Asset._meta.label_lower and not hit.is_over]
    if not keys:
        return []
    above = dependencies_for(actor).filter(target__in=keys).order_by().values("source")
    there = [hit.row.subject_id for hit in hits]
    rows = assets_for(actor).filter(pk__in=above, archived_at=None).exclude(pk__in=there)
    return list(rows.order_by("-criticality", "number")[:MOST])


def owners_of_affected(actor: Actor, incident: Incident, hits: Sequence[Hit]) -> list[Person]:
    """Who answers for what was hit and is not on the case yet, as far as the reader sees them."""
    keys = dict.fromkeys(hit.obj.owner_id for hit in hits if getattr(hit.obj, "owner_id", None))
    on_it = {incident.owner_id, *incident.members.values_list("person", flat=True)}
    wanted = [key for key in keys if key not in on_it]
    if not wanted:
        return []
    return list(people_for(actor).filter(pk__in=wanted, suspended_at=None).order_by("name")[:MOST])


def people_in(hits: Sequence[Hit]) -> int | None:
    """How many people all of it is about; None where nobody has said so of any."""
    counts = [hit.row.people_count for hit in hits if hit.row.people_count is not None]
    return sum(counts) if counts else None
