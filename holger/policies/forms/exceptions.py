"""What is asked about an exception, and of whoever decides."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.organisation.models import Person
from holger.policies.forms.writing import OneField
from holger.policies.models import PolicyException
from holger.ui.forms import DateField, Form, PickField, RecordForm


class AskForm(RecordForm):
    """``people`` are those who may approve an exception from any policy of that kind; the service asks for this one."""

    policy = PickField("policies", label=_("Policy"))
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Answers for what is done instead."))
    approver = PickField("people", label=_("Who decides?"), help_text=_("Somebody else than you, who may approve it."))
    risk = PickField("risks", label=_("Risk"), required=False, help_text=_("The risk that you live with meanwhile."))
    starts = DateField(label=_("From"))
    ends = DateField(label=_("Until"), help_text=_("At most a year on. It ends by itself after this day."))

    fieldsets = (
        (_("What it is about"), ("policy", "title", "why", "measure", "risk"), ""),
        (_("Until when"), ("starts", "ends"), ""),
        (_("Who"), ("owner", "approver"), ""),
    )

    class Meta:
        model = PolicyException
        fields = ("policy", "title", "why", "measure", "risk", "starts", "ends", "owner", "approver")


class DecideForm(Form):
    answer = forms.CharField(
        label=_("Answer"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class RenewForm(Form):
    approver = OneField(label=_("Who decides?"))
    ends = DateField(label=_("Until"), help_text=_("At most a year on. It ends by itself after this day."))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["approver"].offer(people)  # type: ignore[attr-defined]
