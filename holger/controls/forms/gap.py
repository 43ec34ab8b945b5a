"""What is asked about gap rounds, and in them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.controls.models import GapAnswer, GapRound
from holger.core.actor import Actor
from holger.frameworks.models import Answer, Maturity, Scope
from holger.ui.forms import DateField, Form, LevelField, PickField, RecordForm

OUT = "out"
"""Chosen as an answer, it says that the requirement does not apply."""


class GapRoundForm(RecordForm):
    participants = PickField("people", many=True, label=_("Participants"), required=False)
    due = DateField(label=_("To be done by"), required=False)

    class Meta:
        model = GapRound
        fields = ("title", "due", "purpose", "participants")
        help_texts = {"purpose": _("What is in focus this time?")}


class GapRoundOpenForm(GapRoundForm):
    scope = forms.TypedChoiceField(label=_("Framework"))
    prefill = forms.BooleanField(
        label=_("Begin with what is known"),
        required=False,
        help_text=_(
            "How it stands, the last round, and what other frameworks let you claim. Each is yet to be confirmed."
        ),
    )

    fieldsets = (
        (_("What you go through"), ("scope", "title", "purpose"), ""),
        (_("Who and when"), ("participants", "due"), ""),
        (_("How it begins"), ("prefill",), ""),
    )

    def __init__(self, *args: Any, actor: Actor, scopes: dict[str, Scope] | None = None, **kwargs: Any):
        """``scopes`` are those in which a round may be opened, by reference."""
        super().__init__(*args, actor=actor, **kwargs)
        self.scopes = scopes or {}
        field: Any = self.fields["scope"]
        field.choices = [("", "–"), *((key, scope_name(scope)) for key, scope in self.scopes.items())]
        field.coerce = self.scopes.__getitem__


def scope_name(scope: Scope) -> str:
    return f"{scope.framework.title} · {scope.unit.name}" if scope.unit else scope.framework.title


class GapCloseForm(RecordForm):
    class Meta:
        model = GapRound
        fields = ("conclusion",)
        help_texts = {"conclusion": _("What did you find, and what comes first?")}


class GapAnswerForm(RecordForm):
    """One requirement at a time: how far it is met, at what maturity, and why."""

    answer = forms.ChoiceField(label=_("How far is it met?"), required=False, widget=forms.RadioSelect)
    maturity = LevelField(label=_("Maturity"), choices=Maturity.choices, required=False)
    reason = forms.CharField(
        label=_("Why does it not apply?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the Statement of Applicability."),
    )

    class Meta:
        model = GapAnswer
        fields = ("answer", "maturity", "remark")

    def __init__(self, *args: Any, actor: Actor, may_leave_out: bool = True, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        out = [(OUT, pgettext_lazy("requirement", "Does not apply"))] if may_leave_out else []
        field: Any = self.fields["answer"]
        field.choices = [*Answer.choices, *out]
        self.initial["answer"] = self.instance.answer if self.instance.applicable else OUT
        self.initial["reason"] = self.instance.reason


class GapAskForm(Form):
    person = PickField("people", label=_("Who is to answer?"), required=False)
    note = forms.CharField(
        label=_("A word to go with it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=_("It goes out in the mail that asks."),
    )
