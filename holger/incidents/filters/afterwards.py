"""Ways to narrow the list of corrective actions."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.incidents.models import Correction
from holger.incidents.selectors.afterwards import in_state
from holger.incidents.words import CORRECTION_STATES
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter


class StateFilter(ChoiceFilter):
    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        if not value:
            return qs
        fits, today = Q(pk__in=()), dates.today()
        for each in value:
            fits |= in_state(each, today)
        return qs.filter(fits)


class CorrectionFilter(Filters):
    state = StateFilter(label=_("State"), choices=CORRECTION_STATES)
    owner = PickFilter("people", label=pgettext_lazy("correction", "Who does it"))
    due = DateFilter(label=_("Due"))
    check_on = DateFilter(label=_("Effect is checked on"))
    drill = YesNoFilter(field_name="incident__drill", label=_("From an exercise"))

    class Meta:
        model = Correction
        fields: tuple[str, ...] = ()
