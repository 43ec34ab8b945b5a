"""What is written in a statement, who approves it, and the decisions that it tells of."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.controls.models import Statement
from holger.frameworks.models import Driver
from holger.organisation.models import Person
from holger.ui.forms import Form, PickField, RecordForm

COVERS = _("What the statement covers, and how it was made.")


class ApproverField(forms.TypedChoiceField):
    """One of those who may approve; a list to pick from all people would offer many who may not."""

    def offer(self, people: Sequence[Person]) -> None:
        by_key = {str(person.pk): person for person in people}
        self.coerce = by_key.__getitem__
        self.choices = [("", "–"), *((key, _named(person)) for key, person in by_key.items())]


def _named(person: Person) -> str:
    return f"{person.name}, {person.job_title}" if person.job_title else person.name


def approver_field(*, required: bool) -> ApproverField:
    told = _("Who may approve is somebody else than you, where there is somebody else.")
    return ApproverField(label=_("Approver"), required=required, empty_value=None, help_text=told)


class StatementForm(RecordForm):
    approver = approver_field(required=False)

    class Meta:
        model = Statement
        fields = ("introduction", "change_note", "approver")

    def __init__(self, *args: Any, approvers: Sequence[Person] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["approver"].offer(approvers)  # type: ignore[attr-defined]


class SendForm(Form):
    approver = approver_field(required=True)
    change_note = forms.CharField(
        label=_("What has changed"),
        max_length=4000,
        required=False,
        widget=forms.Textarea,
        help_text=_("In a few words, for the approver and for whoever reads the versions later."),
    )

    def __init__(self, *args: Any, approvers: Sequence[Person] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["approver"].offer(approvers)  # type: ignore[attr-defined]


class ApproveForm(Form):
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    read = forms.BooleanField(label=_("I have read it, and approve it as it stands."))


class DeclineForm(Form):
    note = forms.CharField(
        label=_("What must be done first?"),
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("Whoever sent it reads this on the draft."),
    )


# Many lines at once


def drivers_field() -> forms.MultipleChoiceField:
    told = _("What makes you choose it. An auditor asks.")
    return forms.MultipleChoiceField(
        label=_("Drivers"), choices=Driver.choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=told
    )


class BulkInForm(Form):
    drivers = drivers_field()
    reason = forms.CharField(label=_("Reason"), max_length=4000, required=False, widget=forms.Textarea)


class BulkOutForm(Form):
    reason = forms.CharField(label=_("Why do they not apply?"), max_length=4000, widget=forms.Textarea)


class BulkAskForm(Form):
    person = PickField("people", label=_("Who is to answer?"), required=False)
    note = forms.CharField(
        label=_("A word to go with it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=_("It goes out in the mail that asks."),
    )
