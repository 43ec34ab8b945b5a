"""What a draft says, what kind of change it is, and what people think of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.prose import LONGEST
from holger.organisation.models import Person
from holger.policies.models import Change, PolicyVersion, Verdict
from holger.policies.models.review import LONGEST as LONGEST_NOTE
from holger.ui.forms import DateField, Form, RecordForm

TOO_LONG = _("The text is too long: at most %(most)s letters. Make it two policies.")


class TextForm(Form):
    """What a draft says in one language. ``revision`` is what the writer had read; 0: nothing."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    for_you = forms.CharField(
        label=_("What it means for you"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few short sentences that stand above the text."),
    )
    body = forms.CharField(
        label=pgettext_lazy("policy", "Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "true", "data-body": True}),
    )

    def clean_body(self) -> str:
        """Told in our own words, and without sending millions of letters back in the message."""
        body: str = self.cleaned_data["body"].replace("\r\n", "\n")
        if len(body) > LONGEST:
            raise forms.ValidationError(TOO_LONG, params={"most": LONGEST})
        return body


class DraftForm(RecordForm):
    change = forms.ChoiceField(
        label=_("What kind of change?"),
        choices=Change.choices,
        widget=forms.RadioSelect,
    )
    effective_from = DateField(
        label=_("In force from"), required=False, help_text=_("Empty: as soon as it is approved.")
    )

    class Meta:
        model = PolicyVersion
        fields = ("change", "changes_da", "changes_en", "effective_from")
        help_texts = {"changes_da": _("In a few words, for those who read it before.")}


class SeveralField(forms.TypedMultipleChoiceField):
    """Some of those who may; a list to pick from all people would offer many who may not."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, people: Sequence[Person]) -> None:
        by_key = {str(person.pk): person for person in people}
        self.coerce = by_key.__getitem__
        self.choices = [(key, named(person)) for key, person in by_key.items()]


class OneField(forms.TypedChoiceField):
    def offer(self, people: Sequence[Person]) -> None:
        by_key = {str(person.pk): person for person in people}
        self.coerce = by_key.__getitem__
        self.choices = [("", "–"), *((key, named(person)) for key, person in by_key.items())]


def named(person: Person) -> str:
    return f"{person.name}, {person.job_title}" if person.job_title else person.name


class OfferForm(Form):
    """A form that asks for some of the people who may."""

    offers: str

    def __init__(self, *args: Any, people: Sequence[Person] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields[self.offers].offer(people)  # type: ignore[attr-defined]


class AskForm(OfferForm):
    offers = "people"
    people = SeveralField(label=_("Who is to read it?"))
    question = forms.CharField(
        label=_("What to look at"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea
    )
    due = DateField(label=_("Answer by"), required=False)


class AnswerForm(Form):
    verdict = forms.ChoiceField(
        label=pgettext_lazy("review", "What do you think?"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea,
        help_text=_("What is about one place is better said beside the text."),
    )


class RemarkForm(Form):
    text = forms.CharField(label=_("Remark"), max_length=LONGEST_NOTE, widget=forms.Textarea)


class SendForm(OfferForm):
    offers = "approver"
    approver = OneField(
        label=_("Approver"),
        empty_value=None,
        help_text=_("Whoever has written in it does not approve it, where somebody else may."),
    )


class ApproveForm(Form):
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    read = forms.BooleanField(label=_("I have read it, and approve it as it stands."))


class DeclineForm(Form):
    note = forms.CharField(
        label=_("What must be done first?"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text=_("Whoever sent it reads this on the draft."),
    )
