"""What is asked about a processing activity."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.core.countries import countries
from holger.privacy.forms.keys import KeysField
from holger.privacy.models import Activity, ActivityTransfer, Entity
from holger.privacy.rules.vocabulary import EEA
from holger.ui.forms import DateField, Fieldset, Form, PickField, RecordForm

WHAT = ("title", "role", "purpose", "entity", "joint_with", "joint_arrangement", "joint_note", "customers")
WHO = ("owner", "unit", "processes", "systems", "information_types")
DATA = ("data_subjects", "other_subjects", "people", "categories", "special", "protected", "sources", "informed")
BASIS = ("grounds", "grounds_why", "law", "interests_weighed", "special_grounds", "special_why", "protected_ground")
OUT = ("recipients", "no_recipients", "no_transfers", "transfers_note")
KEPT = ("retention", "measures", "measures_note")
RISK = ("dpia_hint", "dpia_note", "dpia_done", "next_review")


class ActivityForm(RecordForm):
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Answers for it and decides about it."))
    unit = PickField("units", label=_("Unit"), required=False, help_text=_("Where the work is done."))
    entity = PickField(
        "units",
        label=_("Company"),
        required=False,
        help_text=_("The company or authority whose activity it is by law. Empty: the whole organisation."),
    )
    processes = PickField("assets", many=True, label=_("Processes"), required=False)
    systems = PickField(
        "assets",
        many=True,
        label=_("Systems"),
        required=False,
        help_text=_("Where the data is: systems, archives, devices."),
    )
    information_types = PickField("information_types", many=True, label=_("Information types"), required=False)
    data_subjects = KeysField("data_subjects")
    special = KeysField("special")
    protected = KeysField("protected")
    grounds = KeysField("grounds")
    special_grounds = KeysField("special_grounds")
    measures = KeysField("measures")

    fieldsets: Sequence[Fieldset] = (
        (_("What is done, and whose it is"), WHAT, ""),
        (_("Who does it, and with what"), WHO, ""),
        (_("Whose data, and which"), DATA, ""),
        (_("Why it is lawful"), BASIS, _("A processor works on the basis of its customer, and leaves this empty.")),
        (_("Who gets it"), OUT, _("Each country outside the EU/EEA is added on the page of the activity.")),
        (_("How long it is kept, and how it is protected"), KEPT, ""),
        (_("Risk and review"), RISK, ""),
    )

    class Meta:
        model = Activity
        fields = (*WHAT, *WHO, *DATA, *BASIS, *OUT, *KEPT, *RISK)
        labels = {"title": _("Name")}


class TransferForm(RecordForm):
    country = forms.ChoiceField(label=_("Country"))

    class Meta:
        model = ActivityTransfer
        fields = ("country", "receiver", "basis", "assessed", "note")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *(each for each in countries() if each[0] not in EEA)]  # type: ignore[attr-defined]


class EntityForm(RecordForm):
    class Meta:
        model = Entity
        fields = (
            *("name", "registration", "address", "email", "phone", "representative"),
            *("dpo_name", "dpo_email", "dpo_phone"),
        )


class ReviewForm(Form):
    next_review = DateField(label=_("Look again on"))
    note = forms.CharField(
        label=_("What you found"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Kept in the history."),
    )


class SendBackForm(Form):
    reason = forms.CharField(label=_("What is missing?"), max_length=2000, widget=forms.Textarea(attrs={"rows": "3"}))


class TakeForm(Form):
    owner = PickField("people", label=_("Who answers for them"), required=False)
    unit = PickField("units", label=_("Unit"), required=False)


class BulkOwnerForm(Form):
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Empty: nobody."))


class BulkReviewForm(Form):
    next_review = DateField(label=_("Next review"))


class BulkEntityForm(Form):
    entity = PickField("units", label=_("Company"), required=False, help_text=_("Empty: the whole organisation."))
