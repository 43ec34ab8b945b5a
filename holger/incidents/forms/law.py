"""What is asked about the organisation before the law, its rules, recipients and agreements."""

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.incidents.models.law import Agreement, LegalProfile, OwnRecipient
from holger.incidents.rules.clock_entry import REGIMES
from holger.incidents.rules.entities import ENTITIES
from holger.incidents.words import REGIME_WORDS
from holger.ui.forms import DateField, Form, PickField, RecordForm


class ProfileForm(RecordForm):
    kinds = forms.MultipleChoiceField(
        label=_("What you are"),
        choices=[(key, _(text)) for key, text in ENTITIES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It decides which deadlines and thresholds concern you. Nothing ticked: all of them do."),
    )
    management = PickField(
        "people",
        many=True,
        label=LegalProfile._meta.get_field("management").verbose_name,
        required=False,
        help_text=LegalProfile.management.field.help_text,
    )

    fieldsets = (
        (_("Before the law"), ("country", "kinds"), ""),
        (
            _("On every notification"),
            ("entity_name", "entity_number", "entity_address", "entity_sector", "entity_lei"),
            "",
        ),
        (_("Who answers"), ("contact_name", "contact_email", "contact_phone", "dpo_contact"), ""),
        (_("Who is told when time runs out"), ("management",), ""),
    )

    class Meta:
        model = LegalProfile
        fields = (
            *("country", "kinds", "entity_name", "entity_number", "entity_address", "entity_sector", "entity_lei"),
            *("contact_name", "contact_email", "contact_phone", "dpo_contact", "management"),
        )


class RuleForm(Form):
    text = forms.CharField(
        label=_("The rule"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 24, "class": "is-code", "spellcheck": "false"}),
        help_text=_("As our own rules are written. Whatever cannot be read is told with its line."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as the law that changed, and where you read it."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(Form):
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class RecipientForm(RecordForm):
    regimes = forms.MultipleChoiceField(
        label=_("Laws"),
        choices=[(key, REGIME_WORDS[key]) for key in REGIMES],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Under which it is told."),
    )
    checked_on = DateField(
        label=OwnRecipient._meta.get_field("checked_on").verbose_name,
        required=False,
        help_text=_("When you last saw at the authority itself that this is right."),
    )

    class Meta:
        model = OwnRecipient
        fields = (
            *("name", "title_da", "title_en", "country", "channel", "contact", "regimes"),
            *("checked_on", "hidden"),
        )


class AgreementForm(RecordForm):
    class Meta:
        model = Agreement
        fields = ("party", "count", "unit", "start", "contact", "note", "active")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
