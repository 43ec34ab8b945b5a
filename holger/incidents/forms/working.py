"""What is asked of a case while one works on it: team, what it hit, steps, evidence in hand, relations, parts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.incidents.forms.times import MomentField
from holger.incidents.models import Affected, Condition, Custody, Deed, Member, Part
from holger.tasks.words import ROLES
from holger.ui.forms import Form, PickField

SHORT: dict[str, Any] = {"max_length": 1000, "widget": forms.Textarea(attrs={"rows": 3})}


def _label(model: Any, name: str) -> Any:
    return model._meta.get_field(name).verbose_name


def _telephone() -> forms.CharField:
    return forms.CharField(
        label=_label(Member, "telephone"),
        max_length=60,
        required=False,
        help_text=Member._meta.get_field("telephone").help_text,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class MemberForm(Form):
    person = PickField("people", label=_label(Member, "person"))
    part = forms.ChoiceField(label=_label(Member, "part"), choices=Part.choices, initial=Part.MEMBER)
    telephone = _telephone()


class TelephoneForm(Form):
    telephone = _telephone()


class HowItStandsForm(Form):
    condition = forms.ChoiceField(
        label=_label(Affected, "condition"), choices=Condition.choices, initial=Condition.EXAMINED
    )
    people_count = forms.IntegerField(
        label=_label(Affected, "people_count"), min_value=0, max_value=2_000_000_000, required=False
    )
    note = forms.CharField(label=_label(Affected, "note"), max_length=500, required=False)


class AffectedEditForm(HowItStandsForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AffectedForm(HowItStandsForm):
    """``search``: which kind of object is looked for."""

    def __init__(self, *args: Any, search: str, kind: Any, **kwargs: Any):
        own = {"subjects": PickField(search, many=True, label=kind)}
        self.base_fields = {**own, **type(self).base_fields}  # type: ignore[misc]  # one form's own, which Django copies
        super().__init__(*args, **kwargs)


class StepForm(Form):
    text = forms.CharField(label=_("What is to be done?"), **SHORT)
    role = forms.ChoiceField(
        label=pgettext_lazy("step", "Who does it"), choices=[("", "–"), *ROLES.items()], required=False
    )
    minutes = forms.IntegerField(
        label=_("Within how many minutes of the first sign?"), min_value=1, max_value=1_000_000, required=False
    )

    def __init__(self, *args: Any, phases: Sequence[tuple[str, str]], **kwargs: Any):
        if phases:
            own = {
                "phase": forms.ChoiceField(
                    label=pgettext_lazy("step", "Phase"), choices=[("", "–"), *phases], required=False
                )
            }
            self.base_fields = {**type(self).base_fields, **own}  # type: ignore[misc]  # likewise
        super().__init__(*args, **kwargs)


class SkipForm(Form):
    reason = forms.CharField(label=_("Why does it not apply?"), **SHORT)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NoteForm(Form):
    note = forms.CharField(label=_("Note"), required=False, **SHORT)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CustodyForm(Form):
    """``attached``: the evidence of the case to choose between."""

    proof = forms.ChoiceField(
        label=_("Evidence of this case"), required=False, help_text=_("Or write below what it is, if it is no file.")
    )
    thing = forms.CharField(
        label=_label(Custody, "thing"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Laptop of the night guard, serial number 5CD1")}),
    )
    deed = forms.ChoiceField(label=_label(Custody, "deed"), choices=Deed.choices)
    holder = forms.CharField(label=_label(Custody, "holder"), max_length=200)
    place = forms.CharField(label=_label(Custody, "place"), max_length=200, required=False)
    at = MomentField(label=_("When"), required=False, help_text=_("Leave it empty for now."))
    note = forms.CharField(
        label=_label(Custody, "note"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, attached: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["proof"].choices = [("", "–"), *attached]  # type: ignore[attr-defined]


class RelationForm(Form):
    reference = forms.CharField(
        label=pgettext_lazy("incident", "The other case"),
        max_length=20,
        help_text=_("Its reference, such as INC-7."),
        widget=forms.TextInput(attrs={"list": "cases", "autocomplete": "off"}),
    )
    note = forms.CharField(label=_("What do they have to do with each other?"), max_length=500, required=False)


class SplitForm(Form):
    """``lines``: those of the timeline to choose between."""

    title = forms.CharField(label=_("What is the new case called?"), max_length=200)
    reason = forms.CharField(label=_("Why is it a case of its own?"), **SHORT)
    entries = forms.MultipleChoiceField(
        label=_("Lines that belong to it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They stay in this timeline too: the new case shows them as quoted."),
    )

    def __init__(self, *args: Any, lines: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["entries"].choices = list(lines)  # type: ignore[attr-defined]
