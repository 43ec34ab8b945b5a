"""The sample of a run: drawn when it begins, from the register as it is then, and kept as it was drawn."""

from typing import Any

from holger.core.registry import registry
from holger.tasks.models import Activity, Task
from holger.tasks.rules import sampling


def draw(activity: Activity, task: Task) -> dict[str, Any]:
    """The sample that the activity asks for. Anybody who has the list and the seed can draw it again."""
    population = registry.populations.get(activity.sample_of)
    if population is None:
        return {}
    known = population.rows(activity.organisation_id, activity.sample_filter)
    keys = [str(key) for key in known.order_by("pk").values_list("pk", flat=True)]
    drawn = sampling.draw(seed_of(activity, task), keys, activity.sample_size or 0)
    rows = {str(row.pk): row for row in known.filter(pk__in=drawn.ids)}
    return {
        "of": activity.sample_of,
        "filter": activity.sample_filter,
        "population": drawn.population,
        "size": drawn.size,
        "method": drawn.method,
        "seed": drawn.seed,
        "digest": drawn.digest,
        "rows": [_row(rows[key]) for key in drawn.ids],
    }


def seed_of(activity: Activity, task: Task) -> str:
    """AK-16/2026-4 for the fourth run of the year; where there is a run for each of several objects, the task's own reference."""
    if activity.each_of or task.slot is None:
        return f"{activity.reference}/{task.reference}"
    year = task.slot.year
    earlier = Task.objects.filter(activity=activity, slot__year=year, slot__lt=task.slot).count()
    return sampling.seed_for(activity.reference, year, earlier + 1)


def _row(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "type": row._meta.concrete_model._meta.label_lower,
        "reference": getattr(row, "reference", ""),
        "title": getattr(row, "title", "") or str(row),
        "path": getattr(row, "path", ""),
        "owner": str(owner) if (owner := getattr(row, "owner_id", None)) else "",
        "result": "",
        "note": "",
    }
