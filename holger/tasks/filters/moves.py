"""Ways to narrow the list of joiners and leavers."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.tasks.models import Move, MoveKind, TaskStatus
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter

AHEAD, PAST = "ahead", "past"
TASKS = {
    "open": pgettext_lazy("task", "Open"),
    "done": pgettext_lazy("task", "Done"),
    "none": pgettext_lazy("task", "None yet"),
}


class WhenFilter(ChoiceFilter):
    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value or {AHEAD, PAST} <= set(value):
            return qs
        today = dates.today()
        return qs.filter(day__gte=today) if AHEAD in value else qs.filter(day__lt=today)


class TaskStateFilter(ChoiceFilter):
    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value or set(TASKS) <= set(value):
            return qs
        done, found = (TaskStatus.DONE, TaskStatus.DROPPED), qs.none()
        if "open" in value:
            found = found | qs.filter(task__isnull=False).exclude(task__status__in=done)
        if "done" in value:
            found = found | qs.filter(task__status__in=done)
        return found | qs.filter(task=None) if "none" in value else found


class MoveFilter(Filters):
    kind = ChoiceFilter("kind", label=pgettext_lazy("person", "Joins or leaves"), choices=MoveKind.choices)
    when = WhenFilter(label=_("When"), choices=[(AHEAD, _("Ahead")), (PAST, _("Past"))])
    state = TaskStateFilter(label=_("Task"), choices=list(TASKS.items()))
    day = DateFilter("day", label=_("Day"))
    unit = PickFilter("units", "person__unit", label=_("Unit"))
    manager = PickFilter("people", "person__manager", label=_("Manager"))

    class Meta:
        model = Move
        fields: tuple[Any, ...] = ()
