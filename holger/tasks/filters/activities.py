"""Ways to narrow the list of activities."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.actor import Actor
from holger.tasks.filters.shared import ArchivedFilter
from holger.tasks.models import Activity, Category
from holger.tasks.rules.roles import ROLES as KEYS
from holger.tasks.selectors import troubled
from holger.tasks.words import ROLES
from holger.ui.filtering import ChoiceFilter, Filters, PickFilter, YesNoFilter


class LateFilter(YesNoFilter):
    """Activities with a run that is late now, or that nobody did lately."""

    actor: Actor

    def bind(self, actor: Actor) -> None:
        super().bind(actor)
        self.actor = actor

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        late = Q(pk__in=troubled(self.actor, dates.today()))
        return qs.filter(late) if value else qs.exclude(late)


class NobodyFilter(YesNoFilter):
    """Activities that nobody in particular does: no person, no role, no owner."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        nobody = Q(owner=None, performer=None, performer_role="", each_of="")
        return qs.filter(nobody) if value else qs.exclude(nobody)


class ActivityFilter(Filters):
    category = ChoiceFilter(label=_("Category"), choices=Category.choices)
    performer = PickFilter("people", label=pgettext_lazy("task", "Done by"))
    performer_role = ChoiceFilter(label=_("Done by the role"), choices=[(key, ROLES[key]) for key in KEYS])
    owner = PickFilter("people", label=_("Owner"))
    late = LateFilter(label=_("Late or missed"))
    paused = YesNoFilter("paused_at", lookup_expr="isnull", exclude=True, label=pgettext_lazy("activity", "Paused"))
    nobody = NobodyFilter(label=_("Without anybody"))
    unit = PickFilter("units", label=_("Unit"))
    approver = PickFilter("people", label=_("Signed off by"))
    evidence = YesNoFilter("needs_evidence", label=_("Evidence is needed"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = Activity
        fields: Iterable[str] = ()
