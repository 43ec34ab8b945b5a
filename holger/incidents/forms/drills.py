"""What is asked to begin an exercise, and when it is over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.incidents.forms.cases import REASON
from holger.incidents.forms.times import MomentField
from holger.ui.forms import Form, PickField


class StartForm(Form):
    leader = PickField(
        "people", label=_("Who leads it"), help_text=_("Only they see what comes next, and what a good answer has.")
    )
    team = PickField("people", many=True, label=_("Who takes part"), required=False)
    at = MomentField(label=_("When did it begin?"), required=False, help_text=_("Leave it empty if it begins now."))


class FinishForm(Form):
    lessons = forms.CharField(
        label=_("What we learned"), help_text=_("It stands in the report, which is kept as evidence."), **REASON
    )
