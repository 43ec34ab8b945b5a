from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from holger.accounts.models import User


class ProfileForm(forms.Form):
    """What users decide for themselves."""

    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As the browser")), *settings.LANGUAGES]
    )
    theme = forms.ChoiceField(label=_("Appearance"), required=False, choices=User.Theme.choices)
