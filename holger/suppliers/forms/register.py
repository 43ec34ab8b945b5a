"""What is asked about a supplier."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.countries import countries
from holger.suppliers.models import LEVELS, Category, Supplier
from holger.ui.forms import DateField, Form, LevelField, PickField, RecordForm


class SupplierForm(RecordForm):
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Answers for it and decides about it."))
    deputy = PickField("people", label=_("Deputy"), required=False, help_text=_("Decides when the owner is away."))
    unit = PickField("units", label=_("Unit"), required=False)
    parent = PickField("suppliers", label=_("Parent company"), required=False)
    tags = PickField("tags", many=True, label=_("Tags"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False, help_text=_("Where the company has its seat."))
    countries = forms.MultipleChoiceField(
        label=_("Also works in"),
        required=False,
        help_text=_("Where else it keeps, or reaches, what is yours."),
        widget=forms.SelectMultiple(attrs={"data-choose": ""}),
    )
    own_criticality = LevelField(
        choices=[("", _("Not set")), *LEVELS],
        required=False,
        label=_("Criticality, set here"),
        help_text=_("What depends on it can only raise it. Leave it empty if the map says enough."),
    )

    class Meta:
        model = Supplier
        fields = (
            *("title", "category", "delivers", "aliases", "tags", "owner", "deputy", "unit"),
            *("cvr", "vat", "lei", "registration", "country", "countries", "address", "website", "parent"),
            *("processor", "controller", "own_group", "essential", "ict"),
            *("access", "data", "people_count", "insurance", "own_criticality"),
            *("replaceable", "alternatives", "exit_plan", "exit_tested", "last_reviewed", "next_review", "notes"),
        )
        labels = {"title": _("Name")}

    fieldsets = (
        (_("What it is"), ("title", "category", "delivers", "aliases", "tags"), ""),
        (_("Who answers for it"), ("owner", "deputy", "unit"), ""),
        (
            _("The company"),
            ("cvr", "vat", "lei", "registration", "country", "countries", "address", "website", "parent"),
            "",
        ),
        (_("What it is to you"), ("processor", "controller", "own_group", "essential", "ict"), ""),
        (_("What it reaches"), ("access", "data", "people_count", "insurance"), ""),
        (_("How critical it is"), ("own_criticality",), ""),
        (_("If you must leave it"), ("replaceable", "alternatives", "exit_plan", "exit_tested"), ""),
        (_("Review"), ("last_reviewed", "next_review", "notes"), ""),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *countries()]
        self.fields["countries"].choices = countries()


class ReviewForm(Form):
    next_review = DateField(label=_("Look again on"))
    note = forms.CharField(
        label=_("What you found"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Kept in the history."),
    )


class OverrideForm(Form):
    level = LevelField(choices=LEVELS, label=_("Criticality"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Whoever reads this in a year must understand why. It is shown on the supplier’s page."),
    )

    def clean_level(self) -> int:
        return int(self.cleaned_data["level"])


class MergeForm(Form):
    into = PickField("suppliers", label=_("The one to keep"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": "2"}))


class WhyForm(Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": "3"}))


class BulkOwnerForm(Form):
    owner = PickField("people", label=_("Owner"), required=False, help_text=_("Empty: nobody."))


class BulkUnitForm(Form):
    unit = PickField("units", label=_("Unit"), required=False, help_text=_("Empty: none."))


class BulkCategoryForm(Form):
    category = forms.ChoiceField(label=pgettext_lazy("supplier", "Category"), choices=Category.choices)


class BulkReviewForm(Form):
    next_review = DateField(label=_("Next review"))


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Kept in the history."),
    )
