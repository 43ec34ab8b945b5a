"""What a screening asks, and what is asked about an impact assessment."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.privacy.models import Dpia
from holger.privacy.rules.assessments import LONGEST
from holger.privacy.rules.dpia import Assessment, Question
from holger.privacy.words.dpia import ANSWERS
from holger.ui.forms import DateField, Form, PickField, RecordForm

REASON: dict[str, Any] = {"max_length": 4000, "widget": forms.Textarea(attrs={"rows": 4})}


class ScreeningForm(Form):
    """A question for each criterion, in the groups of the library; what is left open is not decided."""

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any):
        language = get_language()
        own: dict[str, forms.Field] = {
            criterion.key: forms.ChoiceField(
                label=say(criterion.text, language), choices=ANSWERS, required=False, widget=forms.RadioSelect
            )
            for _group, criterion in assessment.criteria
        }
        self.keys = list(own)
        self.base_fields = {**own, **type(self).base_fields}  # type: ignore[misc]  # one form's own, which Django copies
        self.fieldsets = tuple(
            (say(group.title, language), [each.key for each in group.criteria], say(group.help, language))
            for group in assessment.groups
        )
        super().__init__(*args, **kwargs)

    needed = forms.TypedChoiceField(
        label=_("Will you make an impact assessment?"),
        choices=(("yes", _("Yes")), ("no", _("No"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"), required=False, help_text=_("Where you make none although something speaks for it."), **REASON
    )

    @property
    def told(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        answers = {key: cleaned[key] for key in self.keys if cleaned.get(key)}
        return {"answers": answers, "needed": cleaned["needed"], "reason": cleaned["reason"]}


class DpiaForm(RecordForm):
    owner = PickField("people", label=_("Written by"), required=False)

    class Meta:
        model = Dpia
        fields = ("title", "owner")


class AnswersForm(Form):
    """The questions of one section."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any):
        language = get_language()
        own: dict[str, forms.Field] = {
            question.key: forms.CharField(
                label=say(question.text, language),
                help_text=say(question.help, language),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 6}),
            )
            for question in questions
        }
        self.base_fields = {**own, **type(self).base_fields}  # type: ignore[misc]  # one form's own, which Django copies
        super().__init__(*args, **kwargs)


class OpinionForm(Form):
    opinion = forms.CharField(
        label=_("What do you advise?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )


class ReasonForm(Form):
    reason = forms.CharField(label=_("Why"), **REASON)


class ApproveForm(Form):
    next_review = DateField(label=_("When is it looked at again?"))
    reason = forms.CharField(label=_("On what conditions"), required=False, **REASON)


class ConsultForm(Form):
    on = DateField(label=_("When was the authority asked?"))


class ConsultationForm(Form):
    answer = forms.CharField(
        label=_("What did they answer?"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8})
    )
