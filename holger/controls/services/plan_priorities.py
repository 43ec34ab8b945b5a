"""Priorities are kept on the items, and worked out anew by whatever changes what they follow from."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from holger.controls.models import Link, PlanItem
from holger.controls.rules.plan import OPEN
from holger.controls.selectors.plan import CLOSES
from holger.controls.selectors.plan_priority import priorities_of
from holger.core import saving


@transaction.atomic
def plan_priorities_update(
    *,
    organisation_id: UUID,
    controls: Collection[UUID] | None = None,
    requirements: Collection[UUID] | None = None,
    framework: UUID | None = None,
) -> int:
    """Work out the priorities of all open items, or of those that have to do with these controls or requirements, or with
    any of a framework.

    Returns how many have changed. It is nobody's edit: neither history nor version tell of it.
    """
    rows = PlanItem.objects.filter(organisation_id=organisation_id, status__in=OPEN)
    near = Q()
    if controls is not None:
        near |= Q(control__in=list(controls))
    if requirements is not None:
        near |= _closing(requirement__in=list(requirements))
    if framework is not None:
        near |= _closing(requirement__framework=framework)
    # Most of what changes is nobody's plan: to ask for keys alone is quicker than to read items that are not there.
    keys = list(rows.filter(near).values_list("pk", flat=True))
    return priorities_set(organisation_id, PlanItem.objects.filter(pk__in=keys)) if keys else 0


def _closing(**which: Any) -> Q:
    """Items that close such requirements, by themselves or through their control."""
    own = CLOSES.objects.filter(**which).values("planitem")
    return Q(pk__in=own) | Q(control__in=Link.objects.filter(**which).values("control"))


def priorities_set(organisation_id: UUID, items: Iterable[PlanItem]) -> int:
    """What is finished keeps the priority that it had: what it has closed no longer is a reason to do it."""
    rows = [item for item in items if item.status in OPEN]
    if not rows:
        return 0
    found = priorities_of(organisation_id, rows)
    changed = [row for row in rows if row.priority != found[row.pk].points]
    for row in changed:
        row.priority = found[row.pk].points
    saving.update_many(changed, ["priority"])
    return len(changed)
