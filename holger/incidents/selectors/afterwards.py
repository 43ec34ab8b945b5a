"""What came after incidents: evaluations, corrective actions, and the risks, controls and policies that they touch on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import FETCH_PEERS, Q, QuerySet

from holger.core.actor import Actor
from holger.core.models import hanging_on
from holger.core.registry import Subject, registry
from holger.incidents.models import Correction, Effect, Evaluation, Incident, Touch
from holger.incidents.selectors.incidents import incidents_for, only

RISK, CONTROL, POLICY = "risks.risk", "controls.control", "policies.policy"
TOUCHED = (RISK, CONTROL, POLICY)
"""The kinds of objects that an incident may tell something of."""


def evaluation_of(incident: Incident) -> Evaluation | None:
    return hanging_on(Evaluation, incident=incident).first()


# Corrective actions


def corrections_for(actor: Actor) -> QuerySet[Correction]:
    """Those of incidents that the actor may know of."""
    rows = Correction.objects.filter(organisation_id=actor.organisation_id)
    return rows.filter(incident__in=incidents_for(actor).order_by().values("pk"))


def corrections_of(actor: Actor, incident: Incident) -> list[Correction]:
    """Those of one incident. Whoever does them is asked for together, when one is told of: mostly there are none."""
    rows = Correction.objects.filter(organisation_id=actor.organisation_id, incident__in=only(actor, incident))
    return list(rows.fetch_mode(FETCH_PEERS))


def correction_state(row: Correction, today: date) -> str:
    """One word for where a corrective action stands: dropped, worked, failed, check (wait for its effect), late or open."""
    if row.dropped_at is not None:
        return "dropped"
    if row.effect != Effect.AWAITED:
        return str(row.effect)
    if row.done_on is not None:
        return "check"
    return "late" if row.due < today else "open"


def in_state(state: str, today: date) -> Q:
    """The same for the database."""
    kept = Q(dropped_at=None)
    awaited = kept & Q(effect=Effect.AWAITED)
    return {
        "dropped": Q(dropped_at__isnull=False),
        "worked": kept & Q(effect=Effect.WORKED),
        "failed": kept & Q(effect=Effect.FAILED),
        "check": awaited & Q(done_on__isnull=False),
        "late": awaited & Q(done_on=None, due__lt=today),
        "open": awaited & Q(done_on=None, due__gte=today),
    }[state]


# What incidents touch on


@dataclass(frozen=True)
class Touched:
    """A link with the object that it leads to, as far as the actor sees it."""

    row: Touch
    kind: Subject
    object: Any


def touches_of(actor: Actor, incident: Incident) -> list[Touched]:
    """Of an incident that the actor has been shown."""
    rows = Touch.objects.filter(organisation_id=actor.organisation_id, incident=incident).order_by("subject_type", "id")
    return _seen(actor, rows)


def touches_on(actor: Actor, obj: Any) -> QuerySet[Touch]:
    """The links to an object, of incidents that the actor may know of and that are no exercises; the newest incident first."""
    rows = Touch.objects.filter(
        organisation_id=actor.organisation_id, subject_type=obj._meta.label_lower, subject_id=obj.pk
    )
    seen = incidents_for(actor).filter(drill=False).order_by().values("pk")
    return rows.filter(incident__in=seen).select_related("incident").order_by("-incident__detected_at")


def _seen(actor: Actor, rows: Iterable[Touch]) -> list[Touched]:
    by_kind: dict[str, list[Touch]] = {}
    for row in rows:
        by_kind.setdefault(row.subject_type, []).append(row)
    found = []
    for name in TOUCHED:
        kind, some = registry.subjects.get(name), by_kind.get(name, [])
        if kind is None or not some:
            continue
        objects = kind.visible(actor).in_bulk([row.subject_id for row in some])
        found += [Touched(row, kind, objects[row.subject_id]) for row in some if row.subject_id in objects]
    return found


def subjects_of(actor: Actor, about: Sequence[tuple[str, UUID]]) -> Mapping[UUID, Any]:
    """Objects of any kind, by their ids, as far as the actor sees them."""
    by_kind: dict[str, list[UUID]] = {}
    for name, key in about:
        by_kind.setdefault(name, []).append(key)
    found: dict[UUID, Any] = {}
    for name, keys in by_kind.items():
        kind = registry.subjects.get(name)
        if kind is not None:
            found |= kind.visible(actor).in_bulk(keys)
    return found
