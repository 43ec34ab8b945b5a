"""What is asked about a retention rule, and about its check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.privacy.models import RetentionRule
from holger.privacy.rules.retention import RHYTHMS
from holger.ui.forms import DateField, Form, PickField, RecordForm


class RetentionForm(RecordForm):
    activity = PickField("processing-activities", label=_("Processing activity"), required=False)
    information_type = PickField("information_types", label=_("Information type"), required=False)
    system = PickField(
        "assets",
        label=_("System"),
        required=False,
        help_text=_("Only where the rule is for one system. Empty: wherever the data is."),
    )
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Answers for it being done."))
    unit = PickField("units", label=_("Unit"), required=False)

    fieldsets = (
        (_("What it is about"), ("title", "activity", "information_type", "system"), ""),
        (_("How long"), ("count", "time_unit", "starts_from", "starts_note", "basis"), ""),
        (_("What is done then"), ("deed", "how", "owner", "unit"), ""),
    )

    class Meta:
        model = RetentionRule
        fields = (
            *("title", "activity", "information_type", "system", "count", "time_unit", "starts_from", "starts_note"),
            *("basis", "deed", "how", "owner", "unit"),
        )


class CheckForm(Form):
    rhythm = forms.ChoiceField(label=_("How often"), choices=[(key, _(text)) for key, text in RHYTHMS.items()])
    starts = DateField(label=_("First time"))
    performer = PickField("people", label=_("Who looks"), required=False, help_text=_("Empty: the owner of the rule."))
