"""The supervision of processors, seen by an actor: assessments, supervisions, findings, and the point model that they go by."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.registry import Hit, registry
from holger.core.searching import words_in
from holger.core.words import LANGUAGES
from holger.suppliers import library
from holger.suppliers.models.supervision import (
    Finding,
    ObjectiveReading,
    OwnPoints,
    ProcessorAssessment,
    Supervision,
    SupervisionStatus,
)
from holger.suppliers.permissions import VIEW
from holger.suppliers.rules import points, supervising
from holger.suppliers.rules.points import Model
from holger.suppliers.rules.supervision import Required, counts, required
from holger.suppliers.selectors.agreements import Agreed, agreed_with

ICON = "eye"
PARTS = ("people", "special", "protected", "kinds")
"""The fields of an assessment that answer the parts of the model."""
KEPT = 200


# The model


@dataclass(frozen=True)
class Used:
    """The point model that an organisation goes by. ``row``: its own copy; without one it is the library's as it is."""

    model: Model
    told: Mapping[str, Any]
    row: OwnPoints | None
    unreadable: bool = False

    @property
    def older(self) -> bool:
        """The library has another edition than the one that was copied."""
        return self.row is not None and points_differ(self.model)


def points_differ(model: Model) -> bool:
    ours = library.point_model()
    return (model.key, model.valid_from) != (ours.key, ours.valid_from)


@lru_cache(maxsize=KEPT)
def _read(told: str) -> Model | None:
    try:
        return points.read(json.loads(told), LANGUAGES)
    except ValueError:
        return None


def points_of(organisation_id: UUID) -> Used:
    """Its own copy where there is one that can be read; else the library's holds."""
    row = OwnPoints.objects.filter(organisation_id=organisation_id).first()
    model = _read(json.dumps(row.told, sort_keys=True)) if row is not None else None
    if row is not None and model is not None:
        return Used(model, row.told, row)
    return Used(library.point_model(), library.point_model_told(), row, unreadable=row is not None)


# Assessments


def _own(actor: Actor, *more: str) -> Q:
    """Theirs are those of suppliers that they own or stand in for, and those that name them."""
    found = Q(pk__in=())
    for name in more:
        found |= Q(**{name: actor.person_id})
    return found


def assessments_for(actor: Actor) -> QuerySet[ProcessorAssessment]:
    own = _own(actor, "responsible_id", "supplier__owner_id", "supplier__deputy_id")
    rows = visible(ProcessorAssessment.objects.all(), actor, VIEW, own=own, unit="supplier__unit_id")
    return rows.select_related("supplier", "responsible")


def assessment_of(actor: Actor, supplier: Any) -> ProcessorAssessment | None:
    found = assessments_for(actor).filter(supplier=supplier).select_related(None).select_related("responsible").first()
    if found is not None:
        found.supplier = supplier
    return found


def agreed_of(assessments: Collection[ProcessorAssessment], today: date) -> Mapping[UUID, Agreed]:
    """By supplier, the concept that is agreed: the agreement in force says it where somebody has read it there; else what was said by
    hand when the processor was assessed. Asked for all of them together."""
    told = agreed_with([row.supplier_id for row in assessments], today) if assessments else {}
    return {row.supplier_id: told.get(row.supplier_id, Agreed(row.agreed_concept)) for row in assessments}


def counted(assessment: ProcessorAssessment) -> dict[str, int | None]:
    return {name: getattr(assessment, name) for name in PARTS}


def required_of(assessment: ProcessorAssessment) -> Required:
    """What the model asks for by what the assessment says, with the reasons."""
    return required(points_of(assessment.organisation_id).model, counted(assessment))


def recorded(actor: Actor, supplier: Any) -> dict[str, int | None] | None:
    """What the record of processing tells of a processor, as far as the actor sees it; None where no room keeps such a record or no
    activity names the processor."""
    if registry.processed is None:
        return None
    activities = list(registry.processed(actor, supplier))
    return dict(counts(activities)) if activities else None


def proposed(actor: Actor, supplier: Any) -> dict[str, int | None]:
    """Where an assessment begins: by the record, else by what the supplier's own page says."""
    found = recorded(actor, supplier)
    if found is not None:
        return found
    return {**dict.fromkeys(PARTS), "people": getattr(supplier, "people_count", None)}


# Supervisions


def supervisions_for(actor: Actor) -> QuerySet[Supervision]:
    """All of suppliers that the actor sees, those that they carry out, and those in which something was found that they see to."""
    own = _own(actor, "owner_id", "supplier__owner_id", "supplier__deputy_id")
    found = Finding.objects.filter(organisation_id=actor.organisation_id, owner=actor.person_id)
    own |= Q(pk__in=found.order_by().values("supervision")) if actor.person_id else Q(pk__in=())
    rows = visible(Supervision.objects.all(), actor, VIEW, own=own, unit="supplier__unit_id")
    return rows.select_related("supplier", "owner")


def pickable(actor: Actor) -> QuerySet[Supervision]:
    return supervisions_for(actor).exclude(status=SupervisionStatus.CANCELLED).order_by("number", "pk")


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Supervisions with every word of ``text`` in their reference or title, or in what the supplier is called."""
    words = text.split()[:6]
    if not words:
        return []
    rows = supervisions_for(actor).filter(words_in(words, ("title", "reference", "supplier__title")))
    kind = Supervision._meta.verbose_name
    return [
        Hit(row.reference, row.title, row.path, kind, ICON, row.get_status_display(), str(row.pk))
        for row in rows.order_by("-number")[:limit]
    ]


def findings_of(actor: Actor, supervision: Supervision) -> QuerySet[Finding]:
    """Of a supervision that the actor has been shown."""
    only = supervisions_for(actor).filter(pk=supervision.pk).order_by().values("pk")
    rows = Finding.objects.filter(organisation_id=actor.organisation_id, supervision__in=only)
    return rows.select_related("owner", "supervision__supplier")


def findings_for(actor: Actor) -> QuerySet[Finding]:
    """Those of supervisions that the actor sees."""
    rows = Finding.objects.filter(organisation_id=actor.organisation_id)
    seen = supervisions_for(actor).select_related(None).order_by().values("pk")
    return rows.filter(supervision__in=seen).select_related("owner", "supervision__supplier")


def with_open_findings(rows: QuerySet[Supervision]) -> QuerySet[Supervision]:
    """With ``open_findings``: how many are still to be put right, None for none."""
    here = {"organisation_id": OuterRef("organisation_id"), "supervision": OuterRef("pk")}
    left = Finding.objects.filter(**here, done_on=None).order_by().values("supervision")
    return rows.annotate(open_findings=Subquery(left.annotate(n=Count("pk")).values("n"), output_field=IntegerField()))


def objectives_of(actor: Actor, supervision: Supervision) -> dict[str, ObjectiveReading]:
    """By letter, those that somebody has read, of a supervision that the actor has been shown."""
    rows = ObjectiveReading.objects.filter(organisation_id=actor.organisation_id, supervision=supervision)
    return {row.key: row for row in rows}


def late_q(today: Any) -> Q:
    """Open and past its day, for the database."""
    return Q(status__in=supervising.OPEN, planned_on__lt=today)


def open_among(rows: QuerySet[Supervision]) -> QuerySet[Supervision]:
    return rows.filter(status__in=supervising.OPEN)


def last_of(supplier_ids: Collection[UUID]) -> dict[UUID, Supervision]:
    """By supplier, the supervision that was concluded last; asked for all of them together. Whoever calls has found the suppliers for
    whoever asks."""
    rows = Supervision.objects.filter(supplier__in=supplier_ids, status=SupervisionStatus.CONCLUDED)
    return {row.supplier_id: row for row in rows.order_by("concluded_on", "number")}
