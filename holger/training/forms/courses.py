"""What is asked about a course: what it is, whom it is for, and how it is passed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.audience.forms import FIELDSET, AudienceFields
from holger.training.models import Course
from holger.ui.forms import DateField, Form, PickField, PickManyField, RecordForm


class RequirementsField(PickManyField):
    """A title alone does not tell which requirement of which framework it is."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.framework.title}: {obj}"


class CourseForm(AudienceFields, RecordForm):
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Answers for what it says."))
    unit = PickField("units", label=_("Unit"), required=False)
    requirements = RequirementsField("requirements", label=_("Requirements it helps to meet"), required=False)

    fieldsets = (
        (_("What it is"), ("title_da", "title_en", "summary_da", "summary_en", "minutes"), ""),
        (
            _("How it is passed"),
            ("pass_percent", "attempts", "draw", "repeat_months", "due_days"),
            _("A course without questions is passed by whoever says that they have been through it."),
        ),
        FIELDSET,
        (_("When they start"), ("onboarding",), ""),
        (_("Who answers for it, and why it is there"), ("owner", "unit", "requirements"), ""),
    )

    class Meta:
        model = Course
        fields = (
            *("title_da", "title_en", "summary_da", "summary_en", "minutes", "pass_percent", "attempts", "draw"),
            *("repeat_months", "due_days", "onboarding", "owner", "unit"),
        )


class GiveForm(Form):
    due = DateField(
        label=_("To be taken by"), required=False, help_text=_("Empty: so many days from now as the course says.")
    )


class EnrolForm(Form):
    people = PickField("people", many=True, label=_("Who"))
    due = DateField(
        label=_("To be taken by"), required=False, help_text=_("Empty: so many days from now as the course says.")
    )


class AttemptsForm(Form):
    count = forms.IntegerField(label=_("Further attempts"), min_value=1, max_value=10, initial=1)
