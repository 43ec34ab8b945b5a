"""Ways to narrow the plan: its list, its board and its figures alike."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.controls import selectors
from holger.controls.models import PlanItem, PlanStatus
from holger.controls.rules.plan import OPEN
from holger.controls.rules.quarters import Quarter, following
from holger.core import dates
from holger.core.actor import Actor
from holger.frameworks.selectors import frameworks_for
from holger.ui import days
from holger.ui.filtering import Chip, ChoiceFilter, DateFilter, Filters, Option, PickFilter, YesNoFilter
from holger.ui.query import Query

UNDATED = "none"
AROUND = (-2, 8)
"""How many quarters before and after this one are offered."""


class ArchivedFilter(YesNoFilter):
    """What is archived is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)


class StatusFilter(ChoiceFilter):
    """What is finished or dropped is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(status__in=value or OPEN)


class AnyStatusFilter(ChoiceFilter):
    """On the board and in figures, what is finished belongs to the picture."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(status__in=value) if value else qs.exclude(status=PlanStatus.DROPPED)


class FrameworkFilter(ChoiceFilter):
    """What closes something of these frameworks, also by way of its control."""

    actor: Actor

    def bind(self, actor: Actor) -> None:
        super().bind(actor)
        self.actor = actor

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(selectors.in_framework(self.actor, value)) if value else qs


def framework_choices(actor: Actor) -> list[tuple[str, str]]:
    rows = frameworks_for(actor).filter(archived_at=None).order_by("number")
    return [(row.reference, row.title) for row in rows.only("reference", "title_da", "title_en")]


class QuartersField(forms.MultipleChoiceField):
    """Any quarter, also one that is not among those that are offered."""

    def valid_value(self, value: str) -> bool:
        return value == UNDATED or Quarter.read(value) is not None


class QuarterFilter(ChoiceFilter):
    """What is worked on in any of these quarters: from its start to its due date, or on the one of them that it has."""

    field_class = QuartersField

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(reduce(or_, (self._in(each) for each in value))) if value else qs

    def _in(self, text: str) -> Q:
        quarter = Quarter.read(text)
        return selectors.worked_on(quarter.first, quarter.last) if quarter else Q(starts=None, due=None)

    def chip(self, name: str, value: Any, query: Query) -> Chip:
        """Those that are offered, and those that were chosen besides."""
        offered = dict(quarter_choices(None))
        more = {key: _named(found) for key in value or () if (found := Quarter.read(key)) and key not in offered}
        options = [Option(key, label, key in (value or ())) for key, label in (*more.items(), *offered.items())]
        text = self._summed_up([option.label for option in options if option.checked])
        return Chip(name, self.label, self.kind, text, options, without=query.without(name))


def quarter_choices(actor: Actor | None) -> list[tuple[str, Any]]:
    here = Quarter.of(dates.today())
    quarters = following(here.shifted(AROUND[0]), AROUND[1] - AROUND[0] + 1)
    return [*((str(each), _named(each)) for each in quarters), (UNDATED, _("Without dates"))]


def _named(quarter: Quarter) -> str:
    return days.quarter(quarter.year, quarter.number)


class OverdueFilter(YesNoFilter):
    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        late = Q(status__in=OPEN, due__lt=dates.today())
        return qs.filter(late) if value else qs.exclude(late)


class BlockedFilter(YesNoFilter):
    """Open work that waits for something that is not finished."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        waiting = Q(selectors.is_blocked()) & Q(status__in=OPEN)
        return qs.filter(waiting) if value else qs.exclude(waiting)


class HelpFilter(YesNoFilter):
    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs if value is None else qs.exclude(external="") if value else qs.filter(external="")


class PictureFilter(Filters):
    """What the board and the figures are narrowed by; the same names as the list's, so that links carry over."""

    status: Any = AnyStatusFilter(label=_("Status"), choices=PlanStatus.choices)
    framework = FrameworkFilter(label=_("Framework"), choices=framework_choices)
    owner = PickFilter("people", label=_("Owner"))
    unit = PickFilter("units", label=_("Unit"))
    blocked = BlockedFilter(label=pgettext_lazy("plan", "Blocked"))

    class Meta:
        model = PlanItem
        fields: Sequence[str] = ()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return super().filter_queryset(queryset).filter(archived_at=None)


class PlanFilter(Filters):
    status = StatusFilter(label=_("Status"), choices=PlanStatus.choices)
    framework = FrameworkFilter(label=_("Framework"), choices=framework_choices)
    owner = PickFilter("people", label=_("Owner"))
    quarter = QuarterFilter(label=_("Quarter"), choices=quarter_choices)
    overdue = OverdueFilter(label=_("Overdue"))
    blocked = BlockedFilter(label=pgettext_lazy("plan", "Blocked"))
    external = HelpFilter(label=_("Help from outside"), yes=_("Needed"), no=_("Not needed"))
    unit = PickFilter("units", label=_("Unit"))
    control = PickFilter("controls", label=_("Control"))
    due = DateFilter(label=_("Due"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = PlanItem
        fields: Iterable[str] = ()
