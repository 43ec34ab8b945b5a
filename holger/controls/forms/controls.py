"""What is asked about controls and what they answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.controls.models import Control, Function, Kind, Link, Status, Strength
from holger.controls.models.control import Cadence
from holger.frameworks.models import Driver, Maturity
from holger.ui.forms import DateField, Form, LevelField, PickField, PickManyField, PickOneField, RecordForm


class RequirementsField(PickManyField):
    """A title alone does not tell which requirement of which framework it is."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.framework.title}: {obj}"


class ControlField(PickOneField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


def drivers_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Drivers"),
        choices=Driver.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Why do you have it? An auditor asks."),
    )


def strength_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How much of it?"),
        choices=Strength.choices,
        initial=Strength.WHOLE,
        widget=forms.RadioSelect,
        help_text=_("What only contributes leaves the rest to other controls."),
    )


class ControlForm(RecordForm):
    kind = forms.ChoiceField(
        label=_("Type"), choices=Kind.choices, initial=Kind.ORGANISATIONAL, widget=forms.RadioSelect
    )
    function = forms.ChoiceField(
        label=_("Function"),
        choices=Function.choices,
        initial=Function.PREVENTIVE,
        widget=forms.RadioSelect,
        help_text=_("Does it keep something from happening, notice it, or put it right?"),
    )
    drivers = drivers_field()
    status = forms.ChoiceField(
        label=_("Status"), choices=Status.choices, initial=Status.PLANNED, widget=forms.RadioSelect
    )
    maturity = LevelField(label=_("Maturity now"), choices=Maturity.choices, required=False)
    target = LevelField(label=_("Target maturity"), choices=Maturity.choices, initial=Maturity.DEFINED)
    due = DateField(label=_("In place by"), required=False)
    every = forms.ChoiceField(
        label=_("Carried out"),
        choices=Cadence.choices,
        required=False,
        help_text=_("How often somebody does it. A setting works all the time."),
    )
    owner = PickField(
        "people", label=_("Owner"), required=False, help_text=_("Answers for it being there and working.")
    )
    unit = PickField("units", label=_("Unit"), required=False)
    assets = PickField("assets", many=True, label=_("Protects"), required=False, help_text=_("Which assets?"))
    next_review = DateField(label=_("Next review"), required=False)

    fieldsets = (
        (_("What it is"), ("title", "description", "kind", "function", "drivers"), ""),
        (_("Who answers for it"), ("owner", "unit", "next_review"), ""),
        (_("How far it is"), ("status", "due", "maturity", "target", "every"), ""),
        (_("What it is for"), ("requirements", "assets"), ""),
        (_("What it costs"), ("cost_once", "cost_yearly"), _("In your own currency, as far as you know it.")),
    )

    class Meta:
        model = Control
        fields = (
            *("title", "description", "kind", "function", "drivers", "owner", "unit", "next_review"),
            *("status", "due", "maturity", "target", "every", "assets", "cost_once", "cost_yearly"),
        )
        labels = {"cost_once": _("Once"), "cost_yearly": _("A year")}
        help_texts = {
            "title": _("What is done, in a few words: “Back up every night and keep a copy elsewhere”."),
            "description": _("How it is done, with what, and how one sees that it works."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["every"].choices = Cadence.choices  # type: ignore[attr-defined]  # empty is an answer here


class NewControlForm(ControlForm):
    """With the requirements that it answers from the start, each of them wholly."""

    requirements = RequirementsField(
        "requirements",
        label=_("Requirements"),
        required=False,
        help_text=_("It answers each of them. Say afterwards where it only contributes."),
    )


class LinksForm(Form):
    """Several requirements at once that a control answers alike."""

    requirements = RequirementsField(
        "requirements", label=_("Requirements"), help_text=_("Search for their id or title, in any framework.")
    )
    strength = strength_field()
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)


class LinkForm(RecordForm):
    strength = strength_field()

    class Meta:
        model = Link
        fields = ("strength", "note")
        help_texts = {"note": _("How does it answer the requirement, or what does it leave out?")}


class AnsweringForm(Form):
    """A control that is there already, for a requirement."""

    control = ControlField("controls", label=_("Control"))
    strength = strength_field()
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)


class AssetsForm(Form):
    assets = PickField("assets", many=True, label=_("Assets"))


# Many at once


class BulkOwnerForm(Form):
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Empty: nobody."))


class BulkStatusForm(Form):
    status = forms.ChoiceField(label=_("Status"), choices=Status.choices)


STAYS = _("What is left empty stays as it is.")


class BulkMaturityForm(Form):
    maturity = LevelField(label=_("Maturity now"), choices=Maturity.choices, required=False)
    target = LevelField(label=_("Target maturity"), choices=Maturity.choices, required=False, help_text=STAYS)


class BulkDatesForm(Form):
    due = DateField(label=_("In place by"), required=False)
    next_review = DateField(label=_("Next review"), required=False, help_text=STAYS)


class BulkOtherForm(Form):
    unit = PickField("units", label=_("Unit"), required=False)
    kind = forms.ChoiceField(label=_("Type"), choices=[("", "–"), *Kind.choices], required=False)
    function = forms.ChoiceField(label=_("Function"), choices=[("", "–"), *Function.choices], required=False)
    every = forms.ChoiceField(
        label=_("Carried out"),
        choices=[("", "–"), *((value, label) for value, label in Cadence.choices if value)],
        required=False,
        help_text=STAYS,
    )


class BulkAnsweringForm(AnsweringForm):
    """One control for several requirements."""
