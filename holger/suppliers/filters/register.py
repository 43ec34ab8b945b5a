"""Ways to narrow the list of suppliers."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.countries import countries
from holger.suppliers.models import LEVELS, Access, Assurance, Category, Replaceable, Status, Supplier, Transfer
from holger.suppliers.rules.remarks import TITLES
from holger.suppliers.selectors.register import remarked
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter


class ArchivedFilter(YesNoFilter):
    """What is archived is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)


class LevelFilter(ChoiceFilter):
    """Rows of a level, or with none."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        wanted = Q(criticality__in=[level for level in value if level != "none"])
        return qs.filter(wanted | Q(criticality__isnull=True) if "none" in value else wanted)


class CriticalFilter(YesNoFilter):
    """What is important or critical: what is looked at closely every year."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        return qs.filter(criticality__gte=3) if value else qs.exclude(criticality__gte=3)


class RemarkFilter(ChoiceFilter):
    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        wanted, today = Q(), dates.today()
        for key in value:
            wanted |= remarked(key, today)
        return qs.filter(wanted)


class HasFilter(YesNoFilter):
    """Rows with something that belongs to them, or without."""

    def __init__(self, model: Any, where: Any, **kwargs: Any):
        self.belonging, self.where = model, where
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        there = Exists(self.belonging.objects.filter(self.where(), supplier=OuterRef("pk")))
        return qs.filter(there) if value else qs.filter(~there)


class SupplierFilter(Filters):
    status = ChoiceFilter(label=_("Status"), choices=Status.choices)
    category = ChoiceFilter(label=pgettext_lazy("supplier", "Category"), choices=Category.choices)
    owner = PickFilter("people", label=_("Owner"))
    criticality = LevelFilter(
        label=_("Criticality"), choices=[*((str(n), label) for n, label in reversed(LEVELS)), ("none", _("Not set"))]
    )
    critical = CriticalFilter(label=_("Important or critical"))
    remark = RemarkFilter(label=_("Remarks"), choices=[(key, _(title)) for key, title in TITLES.items()])
    processor = YesNoFilter(field_name="processor", label=_("Data processor"))
    unit = PickFilter("units", label=_("Unit"))
    country = ChoiceFilter(label=_("Country"), choices=lambda actor: countries())
    access = ChoiceFilter(label=_("Access"), choices=Access.choices)
    replaceable = ChoiceFilter(label=_("How soon it can be replaced"), choices=Replaceable.choices)
    assurance = HasFilter(
        Assurance,
        lambda: Q(expires__isnull=True) | Q(expires__gte=dates.today()),
        label=_("Valid certificate or report"),
    )
    transfer = HasFilter(Transfer, Q, label=_("Transfer to a third country"))
    tag = PickFilter("tags", field_name="tags", label=_("Tag"))
    review = DateFilter(field_name="next_review", label=_("Review"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = Supplier
        fields: tuple[str, ...] = ()
