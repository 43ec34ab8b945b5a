"""A line of the timeline."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.incidents.forms.times import MomentField
from holger.incidents.models import EntryKind
from holger.incidents.rules.timeline import LONGEST
from holger.ui.forms import Form

KINDS = [(kind.value, kind.label) for kind in EntryKind if kind != EntryKind.SYSTEM]


class EntryForm(Form):
    SMALL: ClassVar[dict[str, Any]] = {"prefix": "line", "auto_id": "line-%s"}
    """So it stands among others on the page of a case."""

    text = forms.CharField(
        label=pgettext_lazy("timeline", "What"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "data-send": "", "placeholder": _("What happened, or was done?")}),
    )
    kind = forms.ChoiceField(label=pgettext_lazy("timeline", "Kind"), choices=KINDS, initial=EntryKind.NOTE)
    at = MomentField(label=_("When did it happen?"), required=False, help_text=_("Leave it empty for now."))


class CorrectionForm(EntryForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 5
        self.fields["at"].help_text = ""
        self.fields["at"].required = True
