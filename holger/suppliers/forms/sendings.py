"""Sending a questionnaire, and judging what comes back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.suppliers.models.sendings import LANGUAGES, Verdict
from holger.ui.forms import DateField, Form, PickField


def _long(label: Any, most: int = 4000, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea, **options)


class SendForm(Form):
    supplier = PickField("suppliers", label=_("Supplier"))
    questionnaire = PickField("questionnaires", label=_("Questionnaire"))
    contact = forms.CharField(label=_("Name of the person who gets it"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)
    due = DateField(label=_("Wanted by"))
    message = _long(_("Message"), 2000, required=False, help_text=_("Stands in the mail and above the questionnaire."))
    owner = PickField("people", label=_("Who reads the answers"), required=False)


class SendOnForm(Form):
    contact = forms.CharField(label=_("Name of the person who gets it"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), max_length=254)


class PostponeForm(Form):
    due = DateField(label=_("Wanted by"))


class HandInForm(Form):
    name = forms.CharField(
        label=_("Whose word it is"),
        max_length=200,
        help_text=_(
            "Somebody at the supplier who has said that the answers are right. History tells that you took it down."
        ),
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False)


class ReasonForm(Form):
    reason = _long(_("Why"), required=False)


class MustReasonForm(Form):
    reason = _long(_("Why"))


class NoteForm(Form):
    note = _long(_("Note"))


class JudgeForm(Form):
    points = forms.IntegerField(
        label=_("Points"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("0 to 100, instead of what the answer is worth by itself. Empty: its own worth counts."),
    )
    judgement = _long(_("Judgement"), required=False)


class FindingForm(Form):
    question = forms.ChoiceField(label=_("About the question"), required=False)
    text = _long(_("What is wrong"))
    ours = forms.BooleanField(
        label=_("You do something about it yourselves"),
        required=False,
        help_text=_("Then it becomes a task here. Else the supplier is told by mail, and replies."),
    )
    due = DateField(label=_("Due"), required=False)
    owner = PickField("people", label=_("Who does it, where you do it yourselves"), required=False)

    def __init__(self, *args: object, questions: object = (), **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["question"].choices = [("", "–"), *questions]  # type: ignore[attr-defined,misc]


class ConcludeForm(Form):
    verdict = forms.ChoiceField(label=_("Conclusion"), choices=Verdict.choices, widget=forms.RadioSelect)
    conclusion = _long(_("Why"), required=False)
