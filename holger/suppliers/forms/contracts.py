"""What is asked about a contract, its clauses, its amendments and what it says about personal data."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.countries import countries
from holger.evidence.models import Evidence
from holger.suppliers.models import Contract, ContractSettings, DataAgreement, DoraEntry, Held
from holger.suppliers.rules.clauses import Clause
from holger.suppliers.services import Read
from holger.suppliers.words.supervision import concept_choices
from holger.ui.forms import DateField, Form, PickField, RecordForm

WHY: dict[str, Any] = {"max_length": 1000, "widget": forms.Textarea(attrs={"rows": "3"})}


class ContractForm(RecordForm):
    supplier = PickField("suppliers", label=pgettext_lazy("register", "Supplier"))
    part_of = PickField(
        "contracts",
        label=pgettext_lazy("contract", "Belongs to"),
        required=False,
        help_text=_("The agreement that it lies under, such as the main agreement of a data processing agreement."),
    )
    owner = PickField(
        "people", label=_("Owner"), required=False, help_text=_("Decides whether it goes on, and is reminded in time.")
    )
    unit = PickField("units", label=_("Unit"), required=False)

    class Meta:
        model = Contract
        fields = (
            *("title", "supplier", "kind", "part_of", "their_reference", "covers", "secrecy"),
            *("party", "unit", "owner"),
            *("signed", "starts", "renewal", "ends", "renews", "notice", "notice_unit", "notice_month_end"),
            *("value", "currency", "incident_hours", "next_review", "notes"),
        )

    fieldsets = (
        (
            _("What it is"),
            ("title", "supplier", "kind", "part_of", "their_reference", "covers", "secrecy"),
            "",
        ),
        (_("Whose it is"), ("party", "unit", "owner"), ""),
        (
            _("How long it runs"),
            ("signed", "starts", "renewal", "ends", "renews", "notice", "notice_unit", "notice_month_end"),
            _("The latest notice date is worked out from this, and you are reminded 180, 90 and 30 days before."),
        ),
        (_("What it costs"), ("value", "currency"), ""),
        (_("Security"), ("incident_hours",), _("The clauses are gone through on the contract’s own page.")),
        (_("Review"), ("next_review", "notes"), ""),
    )


class ReasonForm(Form):
    reason = forms.CharField(label=_("Reason"), required=False, help_text=_("Kept in the history."), **WHY)


class NoticeForm(Form):
    given_on = DateField(label=_("Notice given on"), help_text=_("The day on which the supplier got it."))
    over_on = DateField(
        label=_("Over on"), required=False, help_text=_("Leave it empty, and it is worked out from the terms.")
    )
    reason = forms.CharField(label=_("Reason"), required=False, help_text=_("Kept in the history."), **WHY)


class ClausesForm(Form):
    """Three fields for each clause: whether it is there, where, and a note."""

    def __init__(self, *args: Any, clauses: Sequence[Clause], **kwargs: Any):
        self.clauses = clauses
        self.fieldsets = [
            (gettext(each.title), (f"held_{each.key}", f"paragraph_{each.key}", f"note_{each.key}"), gettext(each.why))
            for each in clauses
        ]
        super().__init__(*args, **kwargs)
        self.fields |= {name: field for each in clauses for name, field in _clause_fields(each.key)}
        self._shape(self.actor)

    @property
    def read(self) -> dict[str, Read]:
        told = self.cleaned_data
        return {
            each.key: Read(told[f"held_{each.key}"], told[f"paragraph_{each.key}"], told[f"note_{each.key}"])
            for each in self.clauses
        }

    def clean(self) -> dict[str, Any]:
        """A paragraph says nothing unless somebody says whether the clause is there."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for each in self.clauses:
            more = told.get(f"paragraph_{each.key}") or told.get(f"note_{each.key}")
            if more and not told.get(f"held_{each.key}"):
                self.add_error(f"held_{each.key}", _("Say whether it is there."))
        return told


def _clause_fields(key: str) -> Iterator[tuple[str, forms.Field]]:
    held = [("", _("Not looked for")), *Held.choices]
    yield f"held_{key}", forms.ChoiceField(label=_("Is it there?"), choices=held, required=False)
    yield f"paragraph_{key}", forms.CharField(label=_("Paragraph"), max_length=60, required=False)
    yield f"note_{key}", forms.CharField(label=_("Note"), max_length=500, required=False)


class AmendmentForm(Form):
    """``documents``: the contract's own files."""

    what = forms.CharField(label=_("What was changed"), max_length=2000, widget=forms.Textarea(attrs={"rows": "3"}))
    holds_from = DateField(label=pgettext_lazy("amendment", "Holds from"))
    signed = DateField(label=_("Signed"), required=False)
    document = forms.ChoiceField(
        label=_("Document"), required=False, help_text=_("Add the file to the contract first, then choose it here.")
    )

    def __init__(self, *args: Any, documents: Sequence[Evidence], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.documents = {str(row.pk): row for row in documents}
        self.fields["document"].choices = [("", "–"), *((key, str(row)) for key, row in self.documents.items())]  # type: ignore[attr-defined]

    def clean_document(self) -> Evidence | None:
        return self.documents.get(self.cleaned_data["document"])


class AgreementForm(RecordForm):
    concept = forms.TypedChoiceField(
        label=_("Agreed concept of supervision"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("One of the six of Datatilsynet’s guide, as annex C says."),
    )

    class Meta:
        model = DataAgreement
        fields = (
            *("annex_a", "annex_b", "annex_c", "annex_d", "instruction_version", "instruction_date"),
            *("concept", "supervision_note", "subprocessor_days"),
        )

    fieldsets = (
        (_("Annexes"), ("annex_a", "annex_b", "annex_c", "annex_d"), ""),
        (_("Instruction"), ("instruction_version", "instruction_date"), ""),
        (_("Supervision"), ("concept", "supervision_note"), ""),
        (_("Sub-processors"), ("subprocessor_days",), ""),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["concept"].choices = [("", "–"), *concept_choices()]  # type: ignore[attr-defined]


FUNCTION = (
    *("function", "function_name", "licensed_activity", "critical", "critical_why", "assessed_on"),
    *("rto_hours", "rpo_hours", "function_impact"),
)
COUNTRIES = ("law_country", "service_country", "data_country", "processing_country")


class DoraForm(RecordForm):
    law_country, service_country, data_country, processing_country = (
        forms.ChoiceField(label=DoraEntry._meta.get_field(name).verbose_name, required=False) for name in COUNTRIES
    )

    class Meta:
        model = DoraEntry
        fields = (
            *("arrangement", "service", "rank", "reliance", *FUNCTION),
            *("provider_notice_days", *COUNTRIES, "stores_data", "sensitiveness"),
            *("substitution", "substitution_why", "last_audit", "exit_plan", "reintegration", "impact"),
            *("alternatives", "alternatives_named"),
        )

    fieldsets = (
        (_("The arrangement"), ("arrangement", "service", "rank", "reliance"), ""),
        (
            _("The function"),
            FUNCTION,
            _(
                "What you leave empty of it is taken from the process with that number or name, when the register is exported."
            ),
        ),
        (_("Terms and places"), ("provider_notice_days", *COUNTRIES, "stores_data", "sensitiveness"), ""),
        (
            _("If it must be left"),
            (
                *("substitution", "substitution_why", "last_audit", "exit_plan", "reintegration", "impact"),
                *("alternatives", "alternatives_named"),
            ),
            "",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in COUNTRIES:
            self.fields[name].choices = [("", "–"), *countries()]  # type: ignore[attr-defined]


class SettingsForm(RecordForm):
    class Meta:
        model = ContractSettings
        fields = ("dora", "entity_lei")
