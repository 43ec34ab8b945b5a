"""Ways to narrow gap rounds and their answers."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.controls.models import GapAnswer, GapRound
from holger.controls.selectors.gap import CONFIRMED, UNCONFIRMED, Comparison, gap_rounds_for
from holger.controls.tables.gap import MOVED, STATES
from holger.core.actor import Actor
from holger.frameworks.filters import GroupFilter, SectionFilter
from holger.frameworks.models import Framework, Maturity
from holger.frameworks.selectors import frameworks_for
from holger.ui.filtering import ChoiceFilter, Filters, PickFilter, YesNoFilter


def frameworks(actor: Actor) -> list[tuple[str, str]]:
    """The frameworks that rounds have been held over."""
    rows = frameworks_for(actor).filter(pk__in=gap_rounds_for(actor).values("scope__framework"))
    return [(row.reference, row.title) for row in rows.order_by("number")]


class GapRoundFilter(Filters):
    framework = ChoiceFilter(field_name="scope__framework__reference", label=_("Framework"), choices=frameworks)
    open = YesNoFilter(
        field_name="closed_at",
        lookup_expr="isnull",
        label=_("Status"),
        yes=pgettext_lazy("gap", "Open"),
        no=pgettext_lazy("gap", "Closed"),
    )
    participants = PickFilter("people", label=_("Participants"))

    class Meta:
        model = GapRound
        fields: Sequence[str] = ()


class AnswerFilter(ChoiceFilter):
    """What the round says. What is left out is out of sight until asked for."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs.filter(applicable=True)
        return qs.filter(reduce(or_, (self._in(state) for state in value)))

    @staticmethod
    def _in(state: str) -> Q:
        if state == "out":
            return Q(applicable=False)
        told = {
            "open": Q(answer=""),
            "skipped": Q(skipped=True),
            "unconfirmed": UNCONFIRMED,
        }
        return Q(applicable=True) & told.get(state, CONFIRMED & Q(answer=state))


class GapFilter(YesNoFilter):
    """Is anything missing to the target?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        return qs.filter(gap__gt=0) if value else qs.filter(gap=0)


class OfFramework(Filters):
    """Filters that know the framework at hand, for its parts and groups."""

    def __init__(self, *args: Any, actor: Actor, framework: Framework, **kwargs: Any):
        self.framework = framework
        super().__init__(*args, actor=actor, **kwargs)
        if not framework.groups:
            self.filters.pop("group", None)


class GapAnswerFilter(OfFramework):
    state = AnswerFilter(label=_("Answer"), choices=list(STATES.items()))
    section = SectionFilter(label=_("Part"))
    gap = GapFilter(label=_("Gap"))
    asked = PickFilter("people", label=_("Asked"))
    group = GroupFilter(label=_("Group"))
    maturity = ChoiceFilter(label=_("Maturity"), choices=Maturity.choices)

    class Meta:
        model = GapAnswer
        fields: Sequence[str] = ()


class MovedFilter(ChoiceFilter):
    parent: "GapCompareFilter"

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(pk__in=self.parent.comparison.those(value)) if value else qs


class GapCompareFilter(OfFramework):
    moved = MovedFilter(label=_("Moved"), choices=[(way, text) for way, (text, _look, _mark) in MOVED.items()])
    section = SectionFilter(label=_("Part"))
    group = GroupFilter(label=_("Group"))

    def __init__(self, *args: Any, comparison: Comparison, **kwargs: Any):
        self.comparison = comparison
        super().__init__(*args, **kwargs)

    class Meta:
        model = GapAnswer
        fields: Sequence[str] = ()
