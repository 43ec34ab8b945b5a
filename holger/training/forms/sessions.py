"""What is asked about a class."""

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.training.models import Session
from holger.ui.forms import DateField, Form, PickField, RecordForm


class SessionForm(RecordForm):
    on = DateField(label=_("Day"))
    at = forms.TimeField(label=_("Begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    people = PickField("people", many=True, label=_("Who is invited"), required=False)

    class Meta:
        model = Session
        fields = ("on", "at", "place", "trainer", "note")
        help_texts = {"trainer": _("A name: it may be somebody from outside.")}


class NewSessionForm(SessionForm):
    course = PickField("courses", label=_("Course"))

    field_order = ("course",)


class HoldForm(Form):
    came = forms.MultipleChoiceField(label=_("Who was there?"), required=False, widget=forms.CheckboxSelectMultiple)
    others = PickField(
        "people", many=True, label=_("Others who were there"), required=False, help_text=_("Without an invitation.")
    )
