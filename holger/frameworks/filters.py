"""Ways to narrow the room's lists."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.frameworks import selectors
from holger.frameworks.models import Driver, Framework, Maturity, Origin, Requirement, Standing, State
from holger.ui.filtering import ChoiceFilter, Filters, PickFilter, YesNoFilter


class ArchivedFilter(YesNoFilter):
    """What is archived is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)


class FrameworkFilter(Filters):
    origin = ChoiceFilter(label=_("Origin"), choices=Origin.choices)
    archived = ArchivedFilter(label=_("Archived"))


class InFrameworkFilter(ChoiceFilter):
    """Choices that the framework at hand has. The filters are told of it (``StandingFilter``)."""

    parent: "StandingFilter"
    actor: Actor
    field_class = forms.MultipleChoiceField

    def __init__(self, **kwargs: Any):
        super().__init__(choices=(), **kwargs)

    def bind(self, actor: Actor) -> None:
        self.actor = actor
        self.extra["choices"] = self.choices

    def rows(self) -> QuerySet[Requirement]:
        return selectors.requirements_for(self.actor).filter(framework=self.parent.framework)

    def choices(self) -> Sequence[tuple[str, str]]:
        raise NotImplementedError


class SectionFilter(InFrameworkFilter):
    """Everything below a topmost requirement."""

    def choices(self) -> Sequence[tuple[str, str]]:
        tops = self.rows().filter(section=None).order_by("place")
        return [(top.code, str(top)) for top in tops.only("code", "title_da", "title_en", "place")]

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        return qs.filter(Q(requirement__section__code__in=value) | Q(requirement__code__in=value))


class GroupFilter(InFrameworkFilter):
    """Requirements of a group, such as the essentials of a small organisation."""

    def choices(self) -> Sequence[tuple[str, str]]:
        return list(self.parent.framework.group_titles().items())

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        # Lists in JSON cannot be searched alike in both databases, and a framework is soon looked through.
        rows = qs.order_by().values_list("pk", "requirement__groups")
        return qs.filter(pk__in=[key for key, groups in rows if set(groups) & set(value)])


class StateFilter(ChoiceFilter):
    """Where requirements stand. What does not apply or is beyond the ambition is out of sight until asked for."""

    parent: "StandingFilter"

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs.filter(applicable=True, wanted=True)
        return qs.filter(reduce(or_, (self._in(state) for state in value)))

    def _in(self, state: str) -> Q:
        if state == "out":
            return Q(applicable=False)
        if state == "beyond":
            return Q(applicable=True, wanted=False)
        counting = Q(applicable=True, wanted=True)
        if state in ("through", "open"):
            claimed = Q(requirement__in=self.parent.claimed)
            return counting & Q(answer="") & (claimed if state == "through" else ~claimed)
        return counting & Q(answer=state)


class DriverFilter(ChoiceFilter):
    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        rows = qs.exclude(drivers=[]).order_by().values_list("pk", "drivers")
        return qs.filter(pk__in=[key for key, drivers in rows if set(drivers) & set(value)])


class BelowFilter(YesNoFilter):
    """Is the maturity lower than what is aimed at?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        below = Q(maturity__lt=Coalesce("target", "scope__target")) | Q(maturity=None)
        return qs.filter(below) if value else qs.exclude(below)


class StandingFilter(Filters):
    state = StateFilter(label=_("Answer"), choices=State.choices)
    section = SectionFilter(label=_("Part"))
    group = GroupFilter(label=_("Group"))
    driver = DriverFilter(label=_("Driver"), choices=Driver.choices)
    maturity = ChoiceFilter(label=_("Maturity"), choices=Maturity.choices)
    below = BelowFilter(label=_("Below the target"))
    asked = PickFilter("people", label=_("Asked"))

    def __init__(self, *args: Any, actor: Actor, framework: Framework, claimed: Sequence[Any] = (), **kwargs: Any):
        self.framework, self.claimed = framework, claimed
        super().__init__(*args, actor=actor, **kwargs)
        if not framework.groups:
            del self.filters["group"]

    class Meta:
        model = Standing
        fields: Sequence[str] = ()
