"""Ways to narrow the risk register and the picture."""

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.assets.models import Asset, AssetType
from holger.core.actor import Actor
from holger.core.words import say
from holger.risks import selectors
from holger.risks.models import Risk, Threat, Treatment
from holger.risks.models.risk import STAGE_NAMES, STATUS_NAMES
from holger.risks.models.threat import Group
from holger.risks.selectors.picture import COLUMNS
from holger.ui import days
from holger.ui.filtering import (
    Chip,
    ChoiceFilter,
    Chosen,
    DateFilter,
    Filters,
    Option,
    Picked,
    PickFilter,
    YesNoFilter,
)
from holger.ui.query import Query

DIMENSION_NAMES = {
    "c": _("Confidentiality"),
    "i": _("Integrity"),
    "a": _("Availability"),
    "s": _("Data subjects"),
}


def band_choices(actor: Actor) -> list[tuple[str, str]]:
    bands = reversed(selectors.method_for(actor).rules.bands)
    return [(band.key, say(band.name, days.language())) for band in bands]


class StatusFilter(ChoiceFilter):
    """Where risks stand; what is closed is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs.filter(closed_at__isnull=True)
        return qs.filter(reduce(or_, (selectors.in_status(status) for status in value)))


class ArchivedFilter(YesNoFilter):
    """What is archived is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)


class PlanFilter(YesNoFilter):
    """Over the appetite without an accepted decision or an action under way."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        return qs.exclude(selectors.without_plan()) if value else qs.filter(selectors.without_plan())


class ControlFilter(PickFilter):
    """Risks that one of these controls works on, or none at all."""

    def filter(self, qs: QuerySet[Any], value: Picked | None) -> QuerySet[Any]:
        if value is None:
            return qs
        actor = self.extra["actor"]
        wanted = selectors.with_controls(actor, self.keys(value))
        return qs.filter(wanted | ~selectors.with_controls(actor) if "none" in value.words else wanted)


class ActivityFilter(PickFilter):
    """Risks that may hit the data subjects of one of these activities, or of none."""

    def filter(self, qs: QuerySet[Any], value: Picked | None) -> QuerySet[Any]:
        if value is None:
            return qs
        links = Risk.activities.through.objects.all()
        wanted = Q(pk__in=links.filter(activity__in=self.keys(value)).values("risk"))
        return qs.filter(wanted | ~Q(pk__in=links.values("risk")) if "none" in value.words else wanted)


class AgainFilter(YesNoFilter):
    """Risks whose controls have come into place, or fallen away, since their levels were set."""

    def bind(self, actor: Actor) -> None:
        self.actor = actor

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        again = selectors.to_look_at_again(self.actor)
        return qs.filter(again if value else ~again)


class Cell:
    """A cell of the picture as it stands in an address: current-4-3, or current-4-3-s for the data subjects."""

    def __init__(self, text: str):
        stage, consequence, likelihood, dimension = [*text.split("-"), ""][:4]
        if stage not in STAGE_NAMES or dimension not in COLUMNS:
            raise ValueError(text)
        self.stage, self.dimension = stage, dimension
        self.consequence, self.likelihood = int(consequence), int(likelihood)

    @property
    def wanted(self) -> dict[str, int]:
        return {
            f"{self.stage}_{COLUMNS[self.dimension]}": self.consequence,
            f"{self.stage}_likelihood": self.likelihood,
        }

    def __str__(self) -> str:
        text = gettext("consequence %(consequence)s, likelihood %(likelihood)s") % {
            "consequence": self.consequence,
            "likelihood": self.likelihood,
        }
        dimension = f", {DIMENSION_NAMES[self.dimension]}" if self.dimension else ""
        return f"{STAGE_NAMES[self.stage]}, {text}{dimension}"


class CellField(forms.CharField):
    def clean(self, value: Any) -> Cell | None:
        text = super().clean(value)
        try:
            return Cell(text) if text else None
        except ValueError:
            raise forms.ValidationError(gettext("There is no such cell in the picture.")) from None


class CellFilter(Chosen):
    """The risks of one cell; set by a click on the picture."""

    kind = "one"
    field_class = CellField

    def filter(self, qs: QuerySet[Any], value: Cell | None) -> QuerySet[Any]:
        return qs.filter(**value.wanted) if value else qs

    def chip(self, name: str, value: Cell | None, query: Query) -> Chip:
        text = str(value) if value else ""
        options = [Option(query.data.get(name, ""), text, True)] if value else []
        return Chip(name, self.label, self.kind, text, options, without=query.without(name))


class RiskFilter(Filters):
    status = StatusFilter(label=_("Status"), choices=list(STATUS_NAMES.items()))
    band = ChoiceFilter(field_name="current_band", label=_("Band"), choices=band_choices)
    over = YesNoFilter(field_name="over_appetite", label=_("Over the appetite"))
    planned = PlanFilter(label=_("Approved plan"), yes=_("Has one"), no=_("Missing"))
    treatment = ChoiceFilter(label=_("Treatment"), choices=Treatment.choices)
    owner = PickFilter("people", label=_("Owner"))
    asset = PickFilter("assets", label=_("Process or asset"))
    asset_type = ChoiceFilter(field_name="asset__type", label=_("Asset type"), choices=AssetType.choices)
    threat = PickFilter("threats", label=_("Threat"))
    activity = ActivityFilter("processing-activities", label=_("Processing activity"))
    control = ControlFilter("controls", label=_("Control"))
    again = AgainFilter(label=_("Controls have changed"), yes=_("Assess again"), no=_("No"))
    unit = PickFilter("units", label=_("Unit"))
    review = DateFilter(field_name="next_review", label=_("Review"))
    cell = CellFilter(label=_("Cell"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = Risk
        fields: tuple[str, ...] = ()

    def chips(self, query: Query, more: bool = True) -> list[Chip]:
        """The cell is chosen on the picture, so its chip is there only when it is set."""
        return [chip for chip in super().chips(query, more) if chip.on or chip.name != "cell"]


class ViewFilter(ChoiceFilter):
    """Something that changes what is shown of the rows, not which rows."""

    kind = "one"
    field_class = forms.ChoiceField

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs

    def chip(self, name: str, value: Any, query: Query) -> Chip:
        options = [Option(str(key), label, str(key) == value) for key, label in self.offered()]
        text = next((str(option.label) for option in options if option.checked), "")
        return Chip(name, self.label, self.kind, text, options, without=query.without(name))


def round_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(str(held.number), held.title) for held in selectors.rounds_for(actor) if not held.is_open]


class PictureFilter(Filters):
    """What the picture is narrowed by; the same names as the register's, so that links carry over."""

    round = ViewFilter(label=_("Round"), choices=round_choices)
    unit = PickFilter("units", label=_("Unit"))
    owner = PickFilter("people", label=_("Owner"))
    asset_type = ChoiceFilter(field_name="asset__type", label=_("Asset type"), choices=AssetType.choices)
    dimension = ViewFilter(label=_("C, I, A or data subjects"), choices=list(DIMENSION_NAMES.items()))

    class Meta:
        model = Risk
        fields: tuple[str, ...] = ()


class LeftFilter(YesNoFilter):
    """Assets with risks that nobody has assessed yet."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs if value is None else qs.filter(to_assess__gt=0) if value else qs.filter(to_assess=0)


class AssessFilter(Filters):
    owner = PickFilter("people", label=_("Owner"))
    left = LeftFilter(label=_("To assess"))
    type = ChoiceFilter(label=_("Type"), choices=AssetType.choices)
    unit = PickFilter("units", label=_("Unit"))

    class Meta:
        model = Asset
        fields: tuple[str, ...] = ()


class SourceFilter(YesNoFilter):
    """The organisation's own threats, or the library's."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs if value is None else qs.filter(library_id="") if value else qs.exclude(library_id="")


class ThreatFilter(Filters):
    group = ChoiceFilter(label=_("Group"), choices=Group.choices)
    own = SourceFilter(label=_("Source"), yes=_("Own"), no=_("Library"))
    hidden = YesNoFilter(field_name="hidden", label=_("Hidden"))

    class Meta:
        model = Threat
        fields: tuple[str, ...] = ()
