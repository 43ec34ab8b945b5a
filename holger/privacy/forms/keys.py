"""A field of several keys of the vocabulary, to tick."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.privacy.models import Activity
from holger.privacy.words.record import EVERY


class KeysField(forms.MultipleChoiceField):
    """Named after the field of an activity that it asks about."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, name: str, **kwargs: Any):
        described = Activity._meta.get_field(name)
        told: dict[str, Any] = {"label": described.verbose_name, "help_text": described.help_text, "required": False}
        super().__init__(choices=_offered(EVERY[name], "ground" in name), **told | kwargs)


def _offered(known: Mapping[str, str], numbered: bool) -> Callable[[], list[tuple[str, Any]]]:
    """Asked for when the form is drawn, in the reader's language."""
    return lambda: [(key, f"{key} {_(text)}" if numbered else _(text)) for key, text in known.items()]
