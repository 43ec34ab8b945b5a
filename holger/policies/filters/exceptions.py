"""Ways to narrow the exceptions."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.policies.models import ExceptionStatus, PolicyException
from holger.policies.selectors import exceptions_soon
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter


class SoonFilter(YesNoFilter):
    """Does it end within a month?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        soon = exceptions_soon(dates.today())
        return qs.filter(soon) if value else qs.exclude(soon)


class ExceptionFilter(Filters):
    status = ChoiceFilter(label=_("Status"), choices=ExceptionStatus.choices)
    policy = PickFilter("policies", label=_("Policy"))
    owner = PickFilter("people", label=_("Owner"))
    approver = PickFilter("people", label=_("Approver"))
    soon = SoonFilter(label=_("Ends within 30 days"))
    ends = DateFilter(label=_("Until"))

    class Meta:
        model = PolicyException
        fields: tuple[str, ...] = ()
