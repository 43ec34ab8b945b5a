"""Ways to narrow the map's lists."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from holger.assets import selectors
from holger.assets.models import Asset, AssetType, Dependency
from holger.assets.models.asset import LEVELS, Answer, Exposure, Hosting, Status
from holger.assets.models.dependency import DependencyKind
from holger.assets.models.information import Classification, PersonalData
from holger.assets.rules import flags
from holger.core import dates
from holger.core.actor import Actor
from holger.core.countries import country_name
from holger.ui.filtering import Chip, ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter
from holger.ui.query import Query


class FlagFilter(ChoiceFilter):
    """Rows with any of the chosen remarks."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        today, wanted = dates.today(), Q()
        for key in value:
            wanted |= selectors.flagged(key, today)
        return qs.filter(wanted)


class NeedFilter(ChoiceFilter):
    """Rows of a level, or with none."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        wanted = Q(**{f"{self.field_name}__in": [level for level in value if level != "none"]})
        if "none" in value:
            wanted |= Q(**{f"{self.field_name}__isnull": True})
        return qs.filter(wanted)


class ArchivedFilter(YesNoFilter):
    """What is archived is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)


class AnyText(forms.MultipleChoiceField):
    """Any texts: what nobody has simply finds nothing."""

    def validate(self, value: list[str]) -> None:
        """Nothing to hold them against."""


class UsedFilter(ChoiceFilter):
    """The values of a text field that are in use. They are asked for only when the chip is drawn."""

    field_class = AnyText

    def __init__(self, field_name: str, *, name_of: Callable[[str], str] = str, **kwargs: Any):
        self.name_of = name_of
        super().__init__(field_name=field_name, choices=(), **kwargs)

    def bind(self, actor: Actor) -> None:
        self.actor = actor

    def chip(self, name: str, value: Any, query: Query) -> Chip:
        rows = selectors.assets_for(self.actor).exclude(**{self.field_name: ""}).order_by(self.field_name)
        used = rows.values_list(self.field_name, flat=True).distinct()
        self.extra["choices"] = [(text, self.name_of(text)) for text in used]
        return super().chip(name, value, query)


class MapFilters(Filters):
    """What processes and assets can both be narrowed by."""

    owner = PickFilter("people", label=_("Owner"))
    criticality = NeedFilter(
        label=_("Criticality"), choices=[*((str(n), label) for n, label in reversed(LEVELS)), ("none", _("Not set"))]
    )
    flag = FlagFilter(label=_("Remarks"), choices=[(key, _(title)) for key, title in flags.TITLES.items()])
    status = ChoiceFilter(label=_("Status"), choices=Status.choices)
    unit = PickFilter("units", label=_("Unit"))
    personal_data = ChoiceFilter(label=_("Personal data"), choices=PersonalData.choices)
    classification = ChoiceFilter(label=_("Classification"), choices=Classification.choices)
    information = PickFilter("information_types", field_name="information_types", label=_("Information type"))
    tag = PickFilter("tags", field_name="tags", label=_("Tag"))
    review = DateFilter(field_name="next_review", label=_("Review"))
    archived = ArchivedFilter(label=_("Archived"))


class ProcessFilter(MapFilters):
    analysed = YesNoFilter(
        field_name="impact_1d",
        lookup_expr="isnull",
        exclude=True,
        label=_("Impact analysis"),
        yes=_("Made"),
        no=_("Missing"),
    )

    class Meta:
        model = Asset
        fields: tuple[str, ...] = ()


class AssetFilter(MapFilters):
    type = ChoiceFilter(label=_("Type"), choices=[c for c in AssetType.choices if c[0] != AssetType.PROCESS])
    exposure = ChoiceFilter(label=_("Exposure"), choices=Exposure.choices)
    mfa = ChoiceFilter(label=_("MFA"), choices=Answer.choices)
    hosting = ChoiceFilter(label=_("Hosting"), choices=Hosting.choices)
    country = UsedFilter("country", label=_("Country"), name_of=country_name)
    supplier = PickFilter("suppliers", label=_("Supplier"))

    class Meta:
        model = Asset
        fields: tuple[str, ...] = ()


# Of all questions "what is it?" is asked first; inherited filters would stand before it.
AssetFilter.base_filters.move_to_end("type", last=False)


class DependencyFilter(Filters):
    source = PickFilter("assets", label=_("What depends"))
    target = PickFilter("assets", label=_("Depends on"))
    kind = ChoiceFilter(label=_("How"), choices=DependencyKind.choices)

    class Meta:
        model = Dependency
        fields: tuple[str, ...] = ()
