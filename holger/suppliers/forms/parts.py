"""What is asked about what belongs to a supplier."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.core.countries import countries
from holger.suppliers.models import Assurance, Contact, SupplyLink, Transfer
from holger.ui.forms import PickField, RecordForm


class ContactForm(RecordForm):
    class Meta:
        model = Contact
        fields = ("name", "role", "mail", "phone", "security", "note")


class LinkEditForm(RecordForm):
    class Meta:
        model = SupplyLink
        fields = ("kind", "service", "data", "approved_on")


class LinkForm(LinkEditForm):
    sub = PickField(
        "suppliers", label=_("Who delivers to it"), help_text=_("Add it to the register first if it is not there.")
    )

    field_order = ("sub", "kind", "service", "data", "approved_on")


class TransferForm(RecordForm):
    country = forms.ChoiceField(label=_("Country"))

    class Meta:
        model = Transfer
        fields = ("country", "data", "basis", "assessed_on", "note")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *countries()]  # type: ignore[attr-defined]


class AssuranceForm(RecordForm):
    fieldsets = (
        (_("What it is"), ("kind", "title", "issuer", "scope"), ""),
        (_("When it holds"), ("starts", "ends", "expires"), ""),
        (_("What you read in it"), ("read_on", "reading", "exceptions"), ""),
    )

    class Meta:
        model = Assurance
        fields = ("kind", "title", "issuer", "scope", "starts", "ends", "expires", "read_on", "reading", "exceptions")
