"""What is asked about the plan and its items."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.controls.models import PlanItem, PlanStatus
from holger.controls.rules.plan_gaps import REQUIREMENT, SECTION
from holger.controls.rules.quarters import Quarter
from holger.ui.forms import DateField, Form, PickField, RecordForm

REST = (
    (REQUIREMENT, pgettext_lazy("plan", "One item for each requirement")),
    (SECTION, pgettext_lazy("plan", "One item for each part of the framework")),
)


class QuarterField(forms.CharField):
    """A quarter as it is written: 2026-Q4. ``quarters`` of a page are offered; any other can be written in its address."""

    widget = forms.Select

    def __init__(self, **kwargs: Any):
        super().__init__(**{"label": _("Quarter"), "max_length": 10, **kwargs})

    def clean(self, value: Any) -> Quarter | None:
        text = super().clean(value)
        if not text:
            return None
        found = Quarter.read(text)
        if found is None:
            raise forms.ValidationError(_("Choose a quarter."), code="invalid")
        return found


class PlanForm(RecordForm):
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("In a few words."))
    description = forms.CharField(label=_("Description"), required=False, max_length=10_000, widget=forms.Textarea)
    control = PickField(
        "controls",
        label=_("Control"),
        required=False,
        help_text=_("What is in place when it is done. What the control answers is closed with it."),
    )
    requirements = PickField(
        "requirements",
        many=True,
        label=_("Requirements it closes"),
        required=False,
        help_text=_("Besides those that the control answers."),
    )
    owner = PickField("people", label=_("Owner"), required=False)
    unit = PickField("units", label=_("Unit"), required=False)
    starts = DateField(label=_("Starts"), required=False)
    due = DateField(label=_("Due"), required=False)
    depends_on = PickField(
        "plan-items",
        many=True,
        label=_("Waits for"),
        required=False,
        help_text=_("What must be finished before this can begin."),
    )

    fieldsets = (
        (_("What is to be done"), ("title", "description", "control", "requirements"), ""),
        (_("Who and when"), ("owner", "unit", "starts", "due", "depends_on"), ""),
        (
            _("What it takes"),
            ("days", "budget", "spent", "competence", "external"),
            _("Effort and money make part of the priority: what is done quickly comes sooner."),
        ),
    )

    class Meta:
        model = PlanItem
        fields = (
            *("title", "description", "control", "requirements", "owner", "unit", "starts", "due", "depends_on"),
            *("days", "budget", "spent", "competence", "external"),
        )


class DropForm(Form):
    reason = forms.CharField(
        label=_("Why is it dropped?"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("For example: something else closes the requirements. What it was to close is open again."),
    )


class BulkOwnerForm(Form):
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Empty: nobody."))


class BulkUnitForm(Form):
    unit = PickField("units", label=_("Unit"), required=False, help_text=_("Empty: the whole organisation."))


class BulkStatusForm(Form):
    status = forms.ChoiceField(label=_("Status"), choices=PlanStatus.choices)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, help_text=_("Needed where they are dropped.")
    )


class BulkDatesForm(Form):
    starts = DateField(label=_("Starts"), required=False, help_text=_("Empty: it stays as it is."))
    due = DateField(label=_("Due"), required=False, help_text=_("Empty: it stays as it is."))


class FromGapsForm(Form):
    """How the chosen gaps are made work of. ``quarters`` are (value, words)."""

    rest = forms.ChoiceField(
        label=_("What no control closes together"), choices=REST, initial=REQUIREMENT, widget=forms.RadioSelect
    )
    quarter = QuarterField(label=_("To be done in"), required=False)
    owner = PickField(
        "people",
        label=_("Owner"),
        required=False,
        help_text=_("Empty: the control's owner, else whoever answers for the framework."),
    )

    def __init__(self, *args: Any, quarters: Any = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["quarter"].widget.choices = [("", "–"), *quarters]
