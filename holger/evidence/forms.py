from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.evidence.models import Evidence
from holger.ui.forms import Form, PickField, RecordForm


class EvidenceForm(Form):
    """A file or a link, in one small form."""

    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True)
    url = forms.CharField(
        label=_("or link"), required=False, max_length=1000, widget=forms.URLInput(attrs={"placeholder": "https://"})
    )
    title = forms.CharField(
        label=_("Title"), required=False, max_length=200, help_text=_("Empty: the file's name or the link.")
    )
    period_from = forms.DateField(label=_("Covers from"), required=False)
    period_to = forms.DateField(label=_("Covers until"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        start, end = answers.get("period_from"), answers.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", _("The period ends before it begins."))
        return answers


class EvidenceEditForm(RecordForm):
    owner = PickField("people", label=_("Owner"), required=False)

    class Meta:
        model = Evidence
        fields = ("title", "period_from", "period_to", "next_review", "note")


class LinkEditForm(EvidenceEditForm):
    class Meta(EvidenceEditForm.Meta):
        fields = ("title", "url", "period_from", "period_to", "next_review", "note")


class ReplaceForm(Form):
    file = forms.FileField(label=_("The newer file"), allow_empty_file=True)


class AttachForm(Form):
    evidence = PickField("evidence", label=_("Evidence that is already here"))
