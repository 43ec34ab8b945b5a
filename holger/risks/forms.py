"""What is asked about risks, their treatment, acceptance, threats and rounds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.assets.models import AssetType
from holger.controls.models import Status
from holger.core.actor import Actor
from holger.core.words import say
from holger.risks import selectors
from holger.risks.models import Effect, Risk, Round, Threat, Treatment, TreatmentAction
from holger.risks.models.risk import LEVEL_NAMES, STAGE_NAMES
from holger.risks.models.threat import Group
from holger.risks.rules.method import Method
from holger.risks.rules.scoring import FIELDS, STAGES
from holger.ui import days
from holger.ui.forms import DateField, Form, PickField, RecordForm, Shaped

HITS = (("c", _("Confidentiality")), ("i", _("Integrity")), ("a", _("Availability")))


class Letters(forms.MultipleChoiceField):
    """Any of confidentiality, integrity and availability, kept as letters: "ca"."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any):
        super().__init__(choices=HITS, **kwargs)

    def clean(self, value: Any) -> str:
        return "".join(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return list(value) if isinstance(value, str) else value


class RiskForm(RecordForm):
    asset = PickField("assets", label=_("Process or asset"), help_text=_("What may be hit?"))
    threat = PickField(
        "threats", label=_("Threat"), required=False, help_text=_("From the catalogue, or describe your own below.")
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: the risk is called after the threat.")
    )
    hits = Letters(label=_("Hits"), required=False, help_text=_("Empty: what the threat hits."))
    activities = PickField(
        "processing-activities",
        many=True,
        label=_("Processing activities"),
        required=False,
        help_text=_("Whose data subjects it may hit."),
    )
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Empty: the asset's owner."))
    unit = PickField("units", label=_("Unit"), required=False)
    weakness = forms.CharField(
        label=_("Weakness"),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("What makes it possible here?"),
    )
    treatment = forms.ChoiceField(label=_("Treatment"), choices=Treatment.choices, initial=Treatment.UNDECIDED)
    treatment_note = forms.CharField(
        label=_("Reason for the treatment"), required=False, max_length=4000, widget=forms.Textarea
    )
    next_review = DateField(label=_("Next review"), required=False)

    fieldsets = (
        (_("The scenario"), ("asset", "threat", "title", "hits", "weakness", "activities"), ""),
        (_("Who answers for it"), ("owner", "unit", "next_review"), ""),
        (_("What is done about it"), ("treatment", "treatment_note"), ""),
    )

    class Meta:
        model = Risk
        fields = (
            *("asset", "threat", "title", "hits", "weakness", "activities", "owner", "unit", "next_review"),
            *("treatment", "treatment_note"),
        )


class LinkForm(Form):
    """Risks that are there already."""

    risks = PickField("risks", many=True, label=_("Risks"))


class LevelsForm(RecordForm):
    """The levels of all three stages at once, with the reason. The method gives the words."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("Why these levels? What do you know, and from where?"),
    )

    class Meta:
        model = Risk
        fields = ("reason",)

    def __init__(self, *args: Any, method: Method, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for stage in STAGES:
            for name in FIELDS:
                self.fields[f"{stage}_{name}"] = self._level(method, stage, name)

    def _level(self, method: Method, stage: str, name: str) -> forms.TypedChoiceField:
        levels = method.likelihood if name == "likelihood" else method.consequence
        choices = [("", "–")] + ([("0", _("0 Does not hit"))] if name != "likelihood" else [])
        choices += [(str(level.level), f"{level.level} {say(level.name, days.language())}") for level in levels]
        return forms.TypedChoiceField(
            label=f"{STAGE_NAMES[stage]}: {LEVEL_NAMES[name]}",
            choices=choices,
            coerce=int,
            empty_value=None,
            required=False,
            initial=getattr(self.instance, f"{stage}_{name}"),
            widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
        )


class RequestForm(Form):
    """Ask somebody who may accept a risk of this size. ``approvers`` are (id, name)."""

    approver = forms.ChoiceField(label=_("Who decides?"), help_text=_("Only those who may accept a risk in this band."))
    reason = forms.CharField(
        label=_("Reason"), max_length=4000, widget=forms.Textarea, help_text=_("Why can you live with it for a time?")
    )
    expires_on = DateField(label=_("Until"), help_text=_("One year at most."))


class AcceptForm(Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=4000, widget=forms.Textarea, help_text=_("Why can you live with it for a time?")
    )
    expires_on = DateField(label=_("Until"), help_text=_("One year at most. Then the risk is decided on anew."))


class DeclineForm(Form):
    answer = forms.CharField(
        label=_("Why not?"), max_length=4000, widget=forms.Textarea, help_text=_("What must happen instead?")
    )


class CloseForm(Form):
    reason = forms.CharField(
        label=_("Why is the risk closed?"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("For example: the system is retired. The risk no longer counts anywhere; its history stays."),
    )


class TakesOff(forms.TypedChoiceField):
    """How many levels a control takes away."""

    widget = forms.Select

    def __init__(self, **kwargs: Any):
        super().__init__(coerce=int, empty_value=0, required=False, **kwargs)

    def offer(self, method: Method) -> None:
        self.choices = [("0", "–"), *((str(n), f"−{n}") for n in range(1, method.size))]


class WithEffect(Shaped):
    """A form that asks what a control takes away, as far as the method goes."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        method = selectors.method_for(actor).rules
        for each in self.fields.values():
            if isinstance(each, TakesOff):
                each.offer(method)


LIKELIHOOD = {"label": _("Takes off the likelihood")}
CONSEQUENCE = {
    "label": _("Takes off the consequence"),
    "help_text": _("Of every dimension that is hit. No level falls below 1."),
}


class ControlForm(WithEffect, Form):
    """A control that is there already, and what it does to the risk."""

    control = PickField("controls", label=_("Control"))
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)
    likelihood = TakesOff(**LIKELIHOOD)
    consequence = TakesOff(**CONSEQUENCE)


class NewControlForm(WithEffect, Form):
    """A control that is made here and now."""

    title = forms.CharField(label=_("New control"), max_length=200)
    status = forms.ChoiceField(label=_("Status"), choices=Status.choices, initial=Status.PLANNED)
    likelihood = TakesOff(**LIKELIHOOD)
    consequence = TakesOff(**CONSEQUENCE)


class EffectForm(WithEffect, RecordForm):
    likelihood = TakesOff(**LIKELIHOOD)
    consequence = TakesOff(**CONSEQUENCE)
    counted = forms.BooleanField(
        label=_("Counted in the current levels"),
        required=False,
        help_text=_("Otherwise it counts for the target. Whoever scores the current levels counts what is in place."),
    )

    class Meta:
        model = Effect
        fields = ("likelihood", "consequence", "counted", "note")


class ActionForm(RecordForm):
    title = forms.CharField(label=_("Action"), max_length=300)
    owner = PickField("people", label=_("Owner"), required=False)
    due = DateField(label=_("Due"), required=False)

    class Meta:
        model = TreatmentAction
        fields = ("title", "owner", "due")


class ThreatForm(RecordForm):
    hits = Letters(label=_("Hits"))
    group = forms.ChoiceField(label=_("Group"), choices=Group.choices)
    asset_types = forms.MultipleChoiceField(
        label=_("Proposed for"),
        choices=AssetType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The types of asset that it is proposed for."),
    )
    controls = forms.CharField(
        label=_("Controls in ISO/IEC 27002"),
        required=False,
        help_text=_("Ids with spaces between, for example 8.13 5.30."),
    )

    fieldsets = (
        (_("The threat"), ("title_da", "title_en", "description_da", "description_en"), _("One language is enough.")),
        (_("What it does"), ("group", "hits", "rights", "asset_types", "controls"), ""),
    )

    class Meta:
        model = Threat
        fields = (
            *("title_da", "title_en", "description_da", "description_en", "group", "hits", "rights"),
            *("asset_types", "controls"),
        )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if isinstance(self.initial.get("controls"), list):
            self.initial["controls"] = " ".join(self.initial["controls"])

    def clean_controls(self) -> list[str]:
        return self.cleaned_data["controls"].replace(",", " ").split()

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not answers.get("title_da") and not answers.get("title_en"):
            self.add_error("title_da", _("Give the threat a title in at least one language."))
        return answers


class RoundForm(RecordForm):
    participants = PickField(
        "people", many=True, label=_("Participants"), required=False, help_text=_("Who takes part in the assessment?")
    )

    class Meta:
        model = Round
        fields = ("title", "purpose", "participants")
        help_texts = {"title": _("For example Autumn 2026.")}


class BulkOwnerForm(Form):
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Empty: nobody."))


class BulkReviewForm(Form):
    next_review = DateField(label=_("Next review"))


class BulkTreatmentForm(Form):
    treatment = forms.ChoiceField(label=_("Treatment"), choices=Treatment.choices)
