"""What controls are worth: points on each of their effects, and the sum of them on the control itself."""

from collections.abc import Collection, Iterable
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from holger.controls.models import Control
from holger.controls.services import reductions_set
from holger.risks.models import Effect, Method
from holger.risks.rules import effects as rules
from holger.risks.rules.scoring import FIELDS

BATCH = 500
READ = (
    *("risk", "control", "likelihood", "consequence", "counted", "points"),
    *(f"risk__{stage}_{name}" for stage in ("inherent", "current") for name in FIELDS),
)


@transaction.atomic
def points_update(*, organisation_id: UUID, risk_ids: Collection[UUID]) -> None:
    """Make points and reductions right after the levels, the controls or the closing of these risks changed."""
    rows = Effect.objects.filter(organisation_id=organisation_id, risk_id__in=risk_ids)
    reductions_update(organisation_id=organisation_id, control_ids=_point(organisation_id, rows))


@transaction.atomic
def points_rebuild(*, organisation_id: UUID) -> None:
    """Work out every point and every reduction of the organisation from nothing."""
    _point(organisation_id, Effect.objects.filter(organisation_id=organisation_id))
    touched = Control.objects.filter(organisation_id=organisation_id).filter(Q(effects__gt=0) | Q(reduction__gt=0))
    reductions_update(organisation_id=organisation_id, control_ids=set(touched.values_list("pk", flat=True)))


def reductions_update(*, organisation_id: UUID, control_ids: Collection[UUID]) -> None:
    """A control is worth what the open risks lose by it, each alone; one that is archived is worth nothing."""
    sums: dict[UUID, int] = dict.fromkeys(control_ids, 0)
    counting = Effect.objects.filter(
        organisation_id=organisation_id,
        control__archived_at=None,
        risk__archived_at=None,
        risk__closed_at=None,
        points__gt=0,
    )
    for some in batched(control_ids, BATCH):
        rows = counting.filter(control_id__in=some).order_by().values_list("control_id").annotate(points=Sum("points"))
        sums.update(rows)
    if sums:
        reductions_set(organisation_id=organisation_id, reductions=sums)


def _point(organisation_id: UUID, rows: QuerySet[Effect]) -> set[UUID]:
    """Write the points that differ; returns the controls of all the rows."""
    effects = list(rows.select_related("risk").only(*READ))
    method = Method.objects.filter(organisation_id=organisation_id, status=Method.Status.IN_FORCE).first()
    if effects and method is not None:
        Effect.objects.bulk_update(_differing(method, effects), ["points"], batch_size=BATCH)
    return {effect.control_id for effect in effects}


def _differing(method: Method, effects: Iterable[Effect]) -> list[Effect]:
    found = []
    for effect in effects:
        levels = effect.risk.levels("inherent" if effect.counted else "current")
        points = rules.points(method.rules, levels, effect.taken)
        if points != effect.points:
            effect.points = points
            found.append(effect)
    return found
