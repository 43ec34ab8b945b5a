"""What holds across the versions of a policy."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from holger.audience.forms import FIELDSET, AudienceFields
from holger.policies.models import Policy
from holger.ui.forms import DateField, Form, PickField, RecordForm


class PolicyForm(AudienceFields, RecordForm):
    owner = PickField(
        "people",
        label=_("Owner"),
        required=False,
        help_text=_("Answers for it, and is told when it is to be reviewed."),
    )
    unit = PickField("units", label=_("Unit"), required=False, help_text=_("Where it belongs. Empty: everywhere."))

    fieldsets: tuple[Any, ...] = (
        (_("What it is"), ("title_da", "title_en", "type", "language"), ""),
        (_("Who answers for it"), ("owner", "unit", "review_months"), ""),
        FIELDSET,
        (_("Confirmed"), ("confirm",), ""),
    )

    class Meta:
        model = Policy
        fields = ("title_da", "title_en", "type", "language", "owner", "unit", "review_months", "confirm")

    def clean(self) -> dict[str, Any] | None:
        answers = super().clean() or self.cleaned_data
        if not (answers.get("title_da", "").strip() or answers.get("title_en", "").strip()):
            raise ValidationError({"title_da": _("Give it a title in at least one language.")})
        return answers


class PolicyEditForm(PolicyForm):
    next_review = DateField(
        label=_("Next review"), required=False, help_text=_("Set by itself when a version comes into force.")
    )
    fieldsets = (
        PolicyForm.fieldsets[0],
        (_("Who answers for it"), ("owner", "unit", "review_months", "next_review"), ""),
        *PolicyForm.fieldsets[2:],
    )

    class Meta(PolicyForm.Meta):
        fields = (*PolicyForm.Meta.fields, "next_review")  # type: ignore[assignment]


class OwnerForm(Form):
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Empty: nobody."))


class BeginForm(Form):
    change = forms.ChoiceField(
        label=_("What kind of change?"),
        choices=(
            ("major", _("Major: those it is for read and confirm it again")),
            ("minor", _("Minor: what they have confirmed still holds")),
        ),
        initial="major",
        widget=forms.RadioSelect,
        help_text=_("You can change your mind until it is sent for approval."),
    )
