"""What is asked about a request of a data subject."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.privacy.models import Inquiry, Outcome, RequestLetter, RequestStep, SubjectRequest
from holger.privacy.rules.requests import KEPT_MONTHS, LONGEST_KEPT, RIGHTS
from holger.ui.forms import DateField, Form, PickField, RecordForm

REASON: dict[str, Any] = {"max_length": 4000, "widget": forms.Textarea(attrs={"rows": 4})}


def rights_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("What they ask for"),
        choices=[(key, _(text)) for key, text in RIGHTS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People need not name an article. Tick what they mean, and several if need be."),
    )


class NewForm(RecordForm):
    title = forms.CharField(
        label=_("What it is about"),
        max_length=200,
        help_text=_("A few words without a name, such as “Former employee wants their file”."),
    )
    rights = rights_field()
    received = DateField(
        label=pgettext_lazy("data subject request", "Received"),
        help_text=_("The month counts from this day, whoever in the house it reached first."),
    )
    owner = PickField("people", label=pgettext_lazy("data subject request", "Answered by"), required=False)
    unit = PickField("units", label=_("Unit"), required=False)
    activities = PickField(
        "processing-activities",
        many=True,
        label=_("Processing activities"),
        required=False,
        help_text=_("Where data about the person may be. Their systems and suppliers become places to search."),
    )

    fieldsets: tuple[Any, ...] = (
        (_("What they ask for"), ("title", "rights", "received", "channel"), ""),
        (_("Who asks"), ("asker", "asker_name", "asker_contact", "message"), ""),
        (pgettext_lazy("data subject request", "Who answers"), ("owner", "unit", "activities"), ""),
    )

    class Meta:
        model = SubjectRequest
        fields = (
            *("title", "rights", "received", "channel", "asker", "asker_name", "asker_contact", "message"),
            *("owner", "unit", "activities"),
        )


class EditForm(NewForm):
    reason = forms.CharField(
        label=_("Why the day of receipt is changed"),
        required=False,
        help_text=_("Only if you change it: the last day moves with it."),
        **REASON,
    )
    fieldsets = (
        (_("What they ask for"), ("title", "rights", "received", "reason", "channel"), ""),
        *NewForm.fieldsets[1:],
    )


class IdentityForm(Form):
    on = DateField(label=_("When did you ask?"))
    how = forms.CharField(
        label=_("How are they to show it?"),
        max_length=500,
        help_text=_(
            "As little as will do: answering from the address you know, or calling back on the number you have."
        ),
    )


class SettleForm(Form):
    confirmed = forms.TypedChoiceField(
        label=_("Is it clear who it is?"),
        choices=(("yes", _("Yes")), ("no", _("No"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("Since when?"))
    how = forms.CharField(
        label=_("How did you make sure?"),
        max_length=500,
        help_text=_("What you looked at, not what stood in it. Do not keep copies of passports."),
    )


class ExtendForm(Form):
    on = DateField(
        label=_("When was the person told?"), help_text=_("It must be within the first month. Send the letter first.")
    )
    reason = forms.CharField(
        label=_("Why more time is needed"),
        help_text=_("Only because the request is complex, or there are many. Being busy is no reason."),
        **REASON,
    )


class DecideForm(Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    decision = forms.CharField(
        label=_("Decision and reasons"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It goes into the letter. Where they do not get all they ask for, the reason must stand here."),
    )


class CloseForm(Form):
    answered = DateField(label=_("When was the answer sent?"))
    late_reason = forms.CharField(
        label=_("Why it is late"), required=False, help_text=_("Only if it was sent after the last day."), **REASON
    )
    keep_months = forms.IntegerField(
        label=_("Months to keep who asked"),
        min_value=0,
        max_value=LONGEST_KEPT,
        initial=KEPT_MONTHS,
        help_text=_("Name, address, letters and notes are erased by themselves after that. The numbers stay."),
    )


class WhyForm(Form):
    reason = forms.CharField(label=_("Why"), **REASON)


class StepForm(RecordForm):
    class Meta:
        model = RequestStep
        fields = ("own",)


class PlaceForm(RecordForm):
    class Meta:
        model = Inquiry
        fields = ("name",)


class ResultForm(RecordForm):
    class Meta:
        model = Inquiry
        fields = ("result", "note")


class NoteForm(Form):
    text = forms.CharField(
        label=pgettext_lazy("log", "What happened"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class LetterForm(RecordForm):
    class Meta:
        model = RequestLetter
        fields = ("subject", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 22})}
