"""Ways to narrow the impact assessments."""

from django.utils.translation import gettext_lazy as _

from holger.privacy.filters.record import ArchivedFilter
from holger.privacy.models import Dpia, DpiaStatus
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter


class DpiaFilter(Filters):
    status = ChoiceFilter(label=_("Status"), choices=DpiaStatus.choices)
    owner = PickFilter("people", label=_("Written by"))
    activity = PickFilter("processing-activities", label=_("Processing activity"))
    review = DateFilter(field_name="next_review", label=_("Next review"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = Dpia
        fields: tuple[str, ...] = ()
