"""Ways to narrow the list of tasks."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.tasks.filters.shared import ArchivedFilter, FrameworkFilter, framework_choices
from holger.tasks.models import Category, Result, Task, TaskStatus
from holger.tasks.selectors import AWAITS_SIGN_OFF, IN_HAND, overdue
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter


class StatusFilter(ChoiceFilter):
    """What is done, missed or dropped is shown only when asked for, by its status or by what only such a task has."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if value:
            return qs.filter(status__in=value)
        return qs if self._elsewhere() else qs.filter(IN_HAND)

    def _elsewhere(self) -> bool:
        asked = getattr(self.parent, "data", None) or {}
        return any(asked.get(name) for name in ("result", "waits", "done_after", "done_before", "activity"))


class LateFilter(YesNoFilter):
    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        late = overdue(dates.today())
        return qs.filter(late) if value else qs.exclude(late)


class WeekFilter(YesNoFilter):
    """What is to be done before the week is over, what is late included."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        today = dates.today()
        this = Q(status=TaskStatus.OPEN, due__lte=today + timedelta(days=6 - today.weekday()))
        return qs.filter(this) if value else qs.exclude(this)


class WaitsFilter(YesNoFilter):
    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs if value is None else qs.filter(AWAITS_SIGN_OFF) if value else qs.exclude(AWAITS_SIGN_OFF)


class OpenedFilter(YesNoFilter):
    """What can be begun already: the lead time of the rest has not come."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        opened = Q(opens=None) | Q(opens__lte=dates.today())
        return qs.filter(opened) if value else qs.exclude(opened)


class TaskFilter(Filters):
    status = StatusFilter(label=_("Status"), choices=TaskStatus.choices)
    owner = PickFilter("people", label=_("Who"))
    late = LateFilter(label=_("Overdue"))
    due = DateFilter(label=_("Due"))
    activity = PickFilter("activities", label=_("Activity"))
    category = ChoiceFilter(field_name="activity__category", label=_("Category"), choices=Category.choices)
    framework = FrameworkFilter("activity_id", label=_("Framework"), choices=framework_choices)
    waits = WaitsFilter(label=_("Awaits sign-off"))
    week = WeekFilter(label=_("This week"))
    opened = OpenedFilter(label=_("Can be begun"))
    result = ChoiceFilter(label=_("Result"), choices=Result.choices)
    approver = PickFilter("people", label=_("Signed off by"))
    asked_by = PickFilter("people", label=_("Given by"))
    run = YesNoFilter("activity", lookup_expr="isnull", exclude=True, label=_("Comes again"))
    unit = PickFilter("units", label=_("Unit"))
    done = DateFilter(field_name="done_at", label=_("Done"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = Task
        fields: Iterable[str] = ()
