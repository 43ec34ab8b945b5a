"""What controls are worth: points on each of their effects, and the sum of them on the control itself."""

from collections.abc import Collection, Iterable
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum

from holger.controls.models import Control
from holger.controls.services import reductions_set
from holger.core import saving
from holger.risks.models import Effect, Method, Risk
from holger.risks.rules import effects as rules
from holger.risks.rules.effects import Taken
from holger.risks.rules.scoring import FIELDS

BATCH = 500
READ = (
    *("organisation", "risk", "control", "likelihood", "consequence", "counted", "points"),
    *(f"risk__{stage}_{name}" for stage in ("inherent", "current") for name in FIELDS),
)


def points_of(method: Method, risk: Risk, taken: Taken, *, counted: bool) -> int:
    """What a control takes off alone: of what the risk would be without controls where it is counted, else of now."""
    return rules.points(method.rules, risk.levels("inherent" if counted else "current"), taken)


def points_update(*, organisation_id: UUID, method: Method, effects: Iterable[Effect]) -> None:
    """Make the points right after the levels of these effects' risks changed, and the reductions that they make up."""
    changed = []
    for effect in effects:
        points = points_of(method, effect.risk, effect.taken, counted=effect.counted)
        if points != effect.points:
            effect.points = points
            changed.append(effect)
    if changed:
        saving.update_many(changed, ["points"])
        reductions_update(organisation_id=organisation_id, control_ids={effect.control_id for effect in changed})


@transaction.atomic
def points_rebuild(*, organisation_id: UUID) -> None:
    """Work out every point and every reduction of the organisation from nothing."""
    method = Method.objects.filter(organisation_id=organisation_id, status=Method.Status.IN_FORCE).first()
    rows = Effect.objects.filter(organisation_id=organisation_id).select_related("risk").only(*READ)
    if method is not None:
        points_update(organisation_id=organisation_id, method=method, effects=rows)
    controls = Control.objects.filter(organisation_id=organisation_id)
    touched = controls.filter(Q(effects__isnull=False) | Q(reduction__gt=0)).values_list("pk", flat=True)
    reductions_update(organisation_id=organisation_id, control_ids=set(touched))


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
