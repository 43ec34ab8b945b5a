"""What is asked about processes, assets and what lies between them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.assets.models import KINDS, Asset, AssetType, Dependency, InformationType
from holger.assets.models.asset import IMPACTS, LEVELS, Status
from holger.assets.models.dependency import DependencyKind
from holger.core.countries import countries
from holger.ui.forms import DateField, Form, LevelField, PickField, RecordForm

NOT_SET = ("", _("Not set"))

PLACE = ("hosting", "supplier", "contract", "location", "country")
TECHNICAL = ("exposure", "mfa", "backup", "logging", "users", "in_use_from", "end_of_support")
IMPACT = ("impact_4h", "impact_1d", "impact_3d", "impact_1w", "mtpd_hours", "peak_periods", "workaround")
RECOVERY = ("rto_hours", "rpo_hours")


def _need(field: str) -> LevelField:
    described = Asset._meta.get_field(field)
    return LevelField(
        choices=[NOT_SET, *LEVELS], required=False, label=described.verbose_name, help_text=described.help_text
    )


def _impact(field: str) -> LevelField:
    return LevelField(choices=[NOT_SET, *IMPACTS], required=False, label=Asset._meta.get_field(field).verbose_name)


class MapForm(RecordForm):
    """Questions about any object; the subclasses ask what fits their kind."""

    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Answers for it and decides about it."))
    deputy = PickField("people", label=_("Deputy"), required=False, help_text=_("Decides when the owner is away."))
    unit = PickField("units", label=_("Unit"), required=False)
    information_types = PickField(
        "information_types", many=True, label=_("Information types"), required=False, help_text=_("What is in it?")
    )
    supplier = PickField(
        "suppliers",
        label=_("Supplier"),
        required=False,
        help_text=_("Who delivers or runs it. The supplier is as critical as the most critical of what it delivers."),
    )
    tags = PickField("tags", many=True, label=_("Tags"), required=False)
    own_c = _need("own_c")
    own_i = _need("own_i")
    own_a = _need("own_a")

    class Meta:
        model = Asset
        fields = (
            *("title", "type", "purpose", "owner", "deputy", "unit", "status", "tags"),
            *("classification", "personal_data", "information_types", "own_c", "own_i", "own_a"),
            *(*TECHNICAL, *PLACE, *RECOVERY, *IMPACT, "last_reviewed", "next_review"),
        )
        labels = {"title": _("Name")}

    def _drop(self, *names: str) -> None:
        for name in names:
            del self.fields[name]


class AssetForm(MapForm):
    country = forms.ChoiceField(label=_("Country"), required=False, help_text=_("Where the information is kept."))

    fieldsets = (
        (_("What it is"), ("title", "type", "purpose", "status", "tags"), ""),
        (_("Who answers for it"), ("owner", "deputy", "unit"), ""),
        (_("What is in it"), ("classification", "personal_data", "information_types"), ""),
        (
            _("How well it must be protected"),
            ("own_c", "own_i", "own_a", *RECOVERY),
            _("Set what you know. What depends on it can only raise the need, and holger says by what."),
        ),
        (_("How it is secured"), TECHNICAL, ""),
        (_("Where it is, and who runs it"), PLACE, ""),
        (_("Review"), ("last_reviewed", "next_review"), ""),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._drop(*IMPACT)
        self.fields["type"].choices = [choice for choice in AssetType.choices if choice[0] != AssetType.PROCESS]
        self.fields["country"].choices = [("", "–"), *countries()]
        kind = KINDS.get(self._type(), KINDS[AssetType.APPLICATION])
        if not kind.technical:
            self._drop(*TECHNICAL)
        if not kind.recovers:
            self._drop(*RECOVERY)

    def _type(self) -> str:
        """The type that the form is for now: as sent, as asked for, or as stored."""
        if self.is_bound:
            return str(self.data.get(self.add_prefix("type"), ""))
        return str(self.get_initial_for_field(self.fields["type"], "type"))


class ProcessForm(MapForm):
    impact_4h = _impact("impact_4h")
    impact_1d = _impact("impact_1d")
    impact_3d = _impact("impact_3d")
    impact_1w = _impact("impact_1w")

    fieldsets = (
        (_("What it is"), ("title", "purpose", "status", "tags"), ""),
        (_("Who answers for it"), ("owner", "deputy", "unit"), ""),
        (_("What is in it"), ("classification", "personal_data", "information_types"), ""),
        (
            _("How well it must be protected"),
            ("own_c", "own_i", "own_a"),
            _("Everything that the process depends on inherits this need."),
        ),
        (
            _("Impact analysis: how bad is it when the process stands still?"),
            ("impact_4h", "impact_1d", "impact_3d", "impact_1w", "peak_periods"),
            "",
        ),
        (_("How soon it must be back"), ("rto_hours", "rpo_hours", "mtpd_hours", "workaround"), ""),
        (_("Review"), ("last_reviewed", "next_review"), ""),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._drop("type", *TECHNICAL, *PLACE)


class OverrideForm(Form):
    override_c = LevelField(choices=[("", _("As the map says")), *LEVELS], required=False, label=_("Confidentiality"))
    override_i = LevelField(choices=[("", _("As the map says")), *LEVELS], required=False, label=_("Integrity"))
    override_a = LevelField(choices=[("", _("As the map says")), *LEVELS], required=False, label=_("Availability"))
    override_reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Whoever reads this in a year must understand why. It is shown beside the need."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReviewForm(Form):
    next_review = DateField(label=_("Look again on"))
    note = forms.CharField(
        label=_("What you found"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Kept in the history."),
    )


class DependencyForm(Form):
    """Seen from one object: which way, how, and to what."""

    direction = forms.ChoiceField(label=_("Direction"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("How"), choices=DependencyKind.choices)
    other = PickField("assets", label=_("Process or asset"))
    carries_c = forms.BooleanField(label=_("Confidentiality"), required=False, initial=True)
    carries_i = forms.BooleanField(label=_("Integrity"), required=False, initial=True)
    carries_a = forms.BooleanField(label=_("Availability"), required=False, initial=True)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    fieldsets = (
        (_("The dependency"), ("direction", "kind", "other", "note"), ""),
        (
            _("Which needs pass on?"),
            ("carries_c", "carries_i", "carries_a"),
            _("Take away what does not: an encrypted backup need not be as confidential as what it holds."),
        ),
    )

    def offer_directions(self, asset: Asset) -> None:
        self.fields["direction"].choices = [
            ("down", _("%(name)s depends on it") % {"name": asset.title}),
            ("up", _("It depends on %(name)s") % {"name": asset.title}),
        ]


class DependencyEditForm(RecordForm):
    class Meta:
        model = Dependency
        fields = ("kind", "carries_c", "carries_i", "carries_a", "note")

    fieldsets = (
        (_("The dependency"), ("kind", "note"), ""),
        (_("Which needs pass on?"), ("carries_c", "carries_i", "carries_a"), ""),
    )


class InformationTypeForm(RecordForm):
    class Meta:
        model = InformationType
        fields = ("name", "description", "classification", "personal_data")
        help_texts = {"name": _("For example payslips, drawings, customer data.")}


class BulkOwnerForm(Form):
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Empty: nobody."))


class BulkReviewForm(Form):
    next_review = DateField(label=_("Next review"))


class BulkStatusForm(Form):
    status = forms.ChoiceField(label=_("Status"), choices=Status.choices)


class BulkTagForm(Form):
    tags = PickField("tags", many=True, label=_("Tags"))
