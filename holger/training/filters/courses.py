from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.actor import Actor
from holger.training.models import Course, Enrolment, Session, SessionStatus, State, Status, Why
from holger.training.selectors import courses_for, holding, overdue
from holger.ui.filtering import ChoiceFilter, Filters, PickFilter, YesNoFilter


class StatusFilter(ChoiceFilter):
    """What is archived is out of sight until it is asked for."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return super().filter(qs, value) if value else qs.exclude(status=Status.ARCHIVED)


class CourseFilter(Filters):
    status = StatusFilter(label=_("Status"), choices=Status.choices)
    owner = PickFilter("people", label=_("Owner"))
    onboarding = YesNoFilter(label=_("Part of the starter pack"))
    changed = YesNoFilter(label=_("Changed since published"))

    class Meta:
        model = Course
        fields: Sequence[str] = ()


def courses(actor: Actor) -> list[tuple[str, str]]:
    return [(row.reference, row.title) for row in courses_for(actor).order_by("number")]


class Overdue(YesNoFilter):
    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        late = overdue(dates.today())
        return qs if value is None else qs.filter(late if value else ~late)


class Holds(YesNoFilter):
    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        fits: Q = holding(dates.today())
        return qs if value is None else qs.filter(fits if value else ~fits)


class StateFilter(ChoiceFilter):
    """What was withdrawn is out of sight until it is asked for."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return super().filter(qs, value) if value else qs.exclude(state=State.WITHDRAWN)


class EnrolmentFilter(Filters):
    course = ChoiceFilter(field_name="course__reference", label=_("Course"), choices=courses)
    state = StateFilter(label=_("Status"), choices=State.choices)
    unit = PickFilter("units", field_name="person__unit", label=_("Unit"))
    person = PickFilter("people", label=pgettext_lazy("enrolment", "Who"))
    overdue = Overdue(label=_("Overdue"))
    holds = Holds(label=_("Passed, and still holds"))
    current = YesNoFilter(label=pgettext_lazy("enrolment", "The latest"))
    why = ChoiceFilter(label=_("Why"), choices=Why.choices)

    class Meta:
        model = Enrolment
        fields: Sequence[str] = ()


class SessionFilter(Filters):
    course = ChoiceFilter(field_name="course__reference", label=_("Course"), choices=courses)
    status = ChoiceFilter(label=_("Status"), choices=SessionStatus.choices)

    class Meta:
        model = Session
        fields: Sequence[str] = ()
