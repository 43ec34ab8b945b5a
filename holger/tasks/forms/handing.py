"""Handing over."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.tasks.selectors.handing import Held
from holger.ui.forms import Form, PickField


class HandOverForm(Form):
    """To whom, and what: all kinds that can be handed over are ticked from the start."""

    taker = PickField("people", label=_("To whom"))
    kinds = forms.MultipleChoiceField(label=_("What"), widget=forms.CheckboxSelectMultiple)
    anyway = forms.BooleanField(
        label=_("Hand it over all the same"),
        required=False,
        widget=forms.HiddenInput,
        help_text=_("They will have what they cannot open until somebody gives them a role."),
    )

    def __init__(self, *args: Any, actor: Actor, held: Sequence[Held] = (), **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        able = [each for each in held if each.rows]
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(each.holding.key, f"{each.holding.title} ({len(each.rows)})") for each in able]
        kinds.initial = [each.holding.key for each in able]

    def offer_anyway(self) -> None:
        """Ask for it, once it is known that there is something to ask."""
        self.fields["anyway"].widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
