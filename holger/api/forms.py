from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.api import rules
from holger.ui.forms import Form

ROOMS = {
    "organisation": _("People, units and tags"),
    "assets": _("Processes and assets"),
    "risks": _("Risks"),
    "evidence": _("Evidence"),
    "comments": _("Comments"),
    "history": _("History"),
    "reports": _("Overview"),
    "search": _("Search"),
    "exchange": pgettext_lazy("page", "Import"),
}


class TokenForm(Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What will use it? The name stands in the history.")
    )
    level = forms.ChoiceField(
        label=_("May"),
        choices=[(rules.READ, _("Read")), (rules.WRITE, _("Read and write"))],
        initial=rules.READ,
        widget=forms.RadioSelect,
        help_text=_("Never more than you may yourself."),
    )
    rooms = forms.MultipleChoiceField(
        label=_("Only in"),
        choices=list(ROOMS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none for all of them."),
    )
    days = forms.TypedChoiceField(
        label=_("Lasts"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("Half a year")), (365, _("A year"))],
        initial=90,
    )

    @property
    def answers(self) -> dict[str, Any]:
        told = self.cleaned_data
        scope = dict.fromkeys(told["rooms"] or [rules.EVERY_ROOM], told["level"])
        return {"name": told["name"], "scope": scope, "days": told["days"]}


class RevokeForm(Form):
    """Nothing to answer: the button is the question."""
