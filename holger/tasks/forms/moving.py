"""What is asked when one time of an activity is moved."""

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.ui.forms import DateField, Form


class RunMoveForm(Form):
    due = DateField(label=_("Due"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("Needed where it is put off. When it was planned for is kept."),
    )
