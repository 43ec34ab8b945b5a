"""What is asked about a page and a question."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.training.models import CoursePage, Kind, Question
from holger.training.rules.content import MOST
from holger.ui.forms import RecordForm

FIRST = 5
"""So many answers can be written at once; one that is full gets one more."""


class PageForm(RecordForm):
    fieldsets = (
        (_("In Danish"), ("title_da", "text_da"), ""),
        (_("In English"), ("title_en", "text_en"), ""),
        (_("To see"), ("video",), ""),
    )

    class Meta:
        model = CoursePage
        fields = ("title_da", "text_da", "title_en", "text_en", "video")
        help_texts = {
            "text_da": _(
                "Markdown: ## for a heading, - for a list, **bold**, > for what stands out, ![what one sees](E-1) for a picture that is attached to the course as evidence."
            ),
            "text_en": _(
                "{{organisation}}, {{role.security_officer}} and {{role.dpo}} become the names that you have."
            ),
        }
        widgets = {"text_da": forms.Textarea(attrs={"rows": 14}), "text_en": forms.Textarea(attrs={"rows": 14})}


class QuestionForm(RecordForm):
    """Answers are lines of three fields; those without words are left out."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)

    class Meta:
        model = Question
        fields = ("kind", "text_da", "text_en", "explanation_da", "explanation_en")
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("text_da", "text_en", "explanation_da", "explanation_en")
        }

    def __init__(self, *args: Any, **kwargs: Any):
        instance = kwargs.get("instance")
        self.there: Sequence[dict[str, Any]] = instance.options if instance is not None else []
        super().__init__(*args, **kwargs)

    def _shape(self, actor: Any) -> None:
        """The lines of answers are fields like the others, and so they are there before these are dressed."""
        self.lines = min(MOST, max(FIRST, len(self.there) + 1))
        for at in range(self.lines):
            self._line(at, self.there[at] if at < len(self.there) else {})
        names = ("kind", "text_da", "text_en")
        told = _("To be put in order: write them in the right one. Else mark what is right.")
        lines = [
            (gettext("Answer %(number)s") % {"number": at + 1}, _names(at), told if at == 0 else "")
            for at in range(self.lines)
        ]
        explained = (_("Shown when it has been answered"), ("explanation_da", "explanation_en"), "")
        self.fieldsets = ((_("The question"), names, ""), *lines, explained)
        super()._shape(actor)

    def _line(self, at: int, option: dict[str, Any]) -> None:
        danish, english, right = _names(at)
        self.fields[danish] = forms.CharField(
            label=_("In Danish"), initial=option.get("da", ""), required=False, max_length=500
        )
        self.fields[english] = forms.CharField(
            label=_("In English"), initial=option.get("en", ""), required=False, max_length=500
        )
        label = pgettext_lazy("answer", "Right")
        self.fields[right] = forms.BooleanField(label=label, required=False, initial=option.get("right", False))

    @property
    def answers(self) -> dict[str, Any]:
        said = super().answers
        options = [
            dict(zip(("da", "en", "right"), (said.pop(name) for name in _names(at)), strict=True))
            for at in range(self.lines)
        ]
        return {**said, "options": options}


def _names(at: int) -> tuple[str, str, str]:
    return f"option-{at}-da", f"option-{at}-en", f"option-{at}-right"
