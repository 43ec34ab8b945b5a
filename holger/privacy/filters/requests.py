"""Ways to narrow the requests of data subjects."""

from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.privacy.filters.record import ArchivedFilter
from holger.privacy.models import Channel, Outcome, RequestStatus, SubjectRequest
from holger.privacy.rules.requests import RIGHTS
from holger.privacy.selectors.requests import UNANSWERED
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter


class RightFilter(ChoiceFilter):
    """Which right is asked for; several rights may be named in one request."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        wanted = Q(pk__in=())
        for key in value:
            wanted |= Q(rights_text__contains=f'"{key}"')
        # As text: not every database can be asked what a JSON list holds.
        return qs.alias(rights_text=Cast("rights", TextField())).filter(wanted)


class OverdueFilter(YesNoFilter):
    """Is it past its last day and not answered?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        overdue = Q(status__in=UNANSWERED, due__lt=dates.today())
        return qs.filter(overdue) if value else qs.exclude(overdue)


class ExtendedFilter(YesNoFilter):
    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs if value is None else qs.filter(extended__isnull=not value)


class RequestFilter(Filters):
    status = ChoiceFilter(label=_("Status"), choices=RequestStatus.choices)
    overdue = OverdueFilter(label=_("Overdue"))
    right = RightFilter(label=_("What they ask for"), choices=[(key, _(text)) for key, text in RIGHTS.items()])
    owner = PickFilter("people", label=pgettext_lazy("data subject request", "Answered by"))
    activity = PickFilter("processing-activities", field_name="activities", label=_("Processing activity"))
    unit = PickFilter("units", label=_("Unit"))
    outcome = ChoiceFilter(label=_("Outcome"), choices=Outcome.choices)
    channel = ChoiceFilter(label=_("How it came in"), choices=Channel.choices)
    extended = ExtendedFilter(label=_("Extended"))
    received = DateFilter(label=pgettext_lazy("data subject request", "Received"))
    due = DateFilter(label=_("Last day"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = SubjectRequest
        fields: tuple[str, ...] = ()
