"""Ways to narrow the processing activities."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.privacy.models import Activity, ActivitySupplier, Role, Status
from holger.privacy.rules import vocabulary
from holger.privacy.rules.record import FLAGS
from holger.privacy.selectors import any_flag, flagged
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter

LISTED = [(key, _(flag.title)) for key, flag in FLAGS.items()]


class ArchivedFilter(YesNoFilter):
    """What is archived is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)


class FlagFilter(ChoiceFilter):
    """Rows with any of the chosen flags."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        today, wanted = dates.today(), Q()
        for key in value:
            wanted |= flagged(key, today)
        return qs.filter(wanted)


class AnyFlagFilter(YesNoFilter):
    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        found = any_flag(dates.today())
        return qs.filter(found) if value else qs.exclude(found)


class CompleteFilter(YesNoFilter):
    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        return qs.filter(complete=100) if value else qs.filter(complete__lt=100)


class SetFilter(YesNoFilter):
    """Is there a key in the field at all?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        none: dict[str, list[str]] = {str(self.field_name): []}
        return qs.exclude(**none) if value else qs.filter(**none)


class OfferedFilter(YesNoFilter):
    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs if value is None else qs.filter(offered_at__isnull=not value)


class SupplierFilter(PickFilter):
    """Activities in which any of the chosen suppliers has a part."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value is None:
            return qs
        some = ActivitySupplier.objects.order_by()
        wanted = Q(pk__in=some.filter(supplier__in=self.keys(value)).values("activity"))
        if "none" in value.words:
            wanted |= ~Q(pk__in=some.values("activity"))
        return qs.filter(wanted)


class ActivityFilter(Filters):
    status = ChoiceFilter(label=_("Status"), choices=Status.choices)
    role = ChoiceFilter(label=_("Role"), choices=Role.choices)
    flag = FlagFilter(label=_("Remarks"), choices=LISTED)
    flagged = AnyFlagFilter(label=_("Has remarks"))
    owner = PickFilter("people", label=_("Owner"))
    complete = CompleteFilter(label=_("Complete"))
    special = SetFilter(field_name="special", label=_("Special categories"))
    entity = PickFilter("units", label=_("Company"))
    unit = PickFilter("units", label=_("Unit"))
    system = PickFilter("assets", field_name="systems", label=_("System"))
    process = PickFilter("assets", field_name="processes", label=_("Process"))
    information = PickFilter("information_types", field_name="information_types", label=_("Information type"))
    supplier = SupplierFilter("suppliers", label=pgettext_lazy("register", "Supplier"))
    dpia = ChoiceFilter(
        field_name="dpia_hint",
        label=_("Impact assessment"),
        choices=[(key, _(text)) for key, text in vocabulary.DPIA_HINTS.items()],
    )
    offered = OfferedFilter(label=_("Sent in"))
    review = DateFilter(field_name="next_review", label=_("Review"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = Activity
        fields: tuple[str, ...] = ()
