"""An activity's task for one date: what it holds, who does it and who signs it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from holger.core.registry import registry
from holger.tasks.models import Activity, Task
from holger.tasks.rules.assigning import Roster, Wish

MOST_EACH = 500
"""So many objects at most has an activity a task for each of."""
TITLE = 200
Objects = dict[UUID | None, Any]
"""What there is to be one task for each of; None alone stands for one task in all."""


def objects_of(activity: Activity, most: int = MOST_EACH) -> Objects:
    """The objects that the activity has a task for each of, as they are now."""
    if not activity.each_of:
        return {None: None}
    population = registry.populations.get(activity.each_of)
    if population is None:
        return {}
    rows = population.rows(activity.organisation_id, activity.each_filter).order_by("pk")
    return {row.pk: row for row in rows[:most]}


@dataclass(frozen=True)
class Maker:
    """Makes tasks, and brings those that nobody has touched into line with what their activity has become."""

    roster: Roster

    def make(self, activity: Activity, slot: date, obj: Any, number: tuple[int, str]) -> Task:
        task = Task(organisation_id=activity.organisation_id, activity=activity, number=number[0], reference=number[1])
        if obj is not None:
            task.about_type, task.about_id = obj._meta.concrete_model._meta.label_lower, obj.pk
        self.bring_up(task, activity, slot, obj)
        return task

    def bring_up(self, task: Task, activity: Activity, slot: date, obj: Any) -> None:
        named = getattr(obj, "title", "") or str(obj or "")
        task.title = (f"{activity.title}: {named}" if obj is not None else activity.title)[:TITLE]
        task.unit_id = getattr(obj, "unit_id", None) or activity.unit_id
        task.slot = task.due = slot
        task.opens = slot - timedelta(days=activity.lead_days)
        task.needs_evidence, task.minutes = activity.needs_evidence, activity.minutes
        task.checklist = [{"text": text, "done": False} for text in activity.checklist]
        chosen = self.roster.doer(doers(activity, obj, task.unit_id), slot)
        task.owner_id, task.deputy_id = chosen.person, chosen.deputy
        task.approver_id = self.approver(task, activity)

    def approver(self, task: Task, activity: Activity) -> UUID | None:
        """Whoever signs off what the task's owner does; None where nobody is asked to."""
        wish = Wish(activity.approver_id, activity.approver_role, task.unit_id)
        if not wish:
            return None
        return self.roster.approver([wish, Wish(activity.owner_id)], task.owner_id, task.due)


def doers(activity: Activity, obj: Any, unit: UUID | None) -> Sequence[Wish]:
    """Who is to do it, the first choice first: whoever owns the object, the performer, whoever answers for the activity."""
    found = [Wish(activity.performer_id, activity.performer_role, unit, activity.deputy_id), Wish(activity.owner_id)]
    owner = getattr(obj, "owner_id", None)
    return [Wish(owner, deputy=getattr(obj, "deputy_id", None)), *found] if owner else found
