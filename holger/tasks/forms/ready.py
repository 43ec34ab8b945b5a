"""What is asked when ready activities are accepted, and about sets of templates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.ui.forms import Form, PickField


class AcceptForm(Form):
    owner = PickField("people", label=_("Who answers for them"), required=False)


class TemplateSetForm(Form):
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("What somebody else knows it by: The year of a small bank.")
    )
    activities = PickField("activities", label=_("Activities"), many=True)


class TemplateFileForm(Form):
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("A file of activities, made by holger here or elsewhere.")
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200, required=False, help_text=_("Empty: as the file says."))


class NothingForm(Form):
    """Nothing is asked."""
