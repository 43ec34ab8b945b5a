"""Ways to narrow the retention rules."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from holger.privacy.filters.record import ArchivedFilter
from holger.privacy.models import Deed, RetentionRule
from holger.tasks.models import ActivityLink
from holger.ui.filtering import ChoiceFilter, Filters, PickFilter, YesNoFilter


class PlannedFilter(YesNoFilter):
    """Is it checked by the annual wheel?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        planned = Exists(ActivityLink.objects.filter(subject_id=OuterRef("pk"), activity__archived_at=None))
        return qs.filter(planned) if value else qs.exclude(planned)


class RetentionFilter(Filters):
    activity = PickFilter("processing-activities", label=_("Processing activity"))
    information = PickFilter("information_types", field_name="information_type", label=_("Information type"))
    system = PickFilter("assets", label=_("System"))
    owner = PickFilter("people", label=_("Owner"))
    deed = ChoiceFilter(label=_("What is done then"), choices=Deed.choices)
    planned = PlannedFilter(label=_("Check planned"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = RetentionRule
        fields: tuple[str, ...] = ()
