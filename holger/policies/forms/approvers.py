"""Who may approve documents of a type."""

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.core.permissions import PERMISSIONS, ROLE_LABELS
from holger.policies.permissions import APPROVE
from holger.tasks.rules.roles import HELD
from holger.tasks.words import ROLES
from holger.ui.forms import Form, PickField

ABLE = [role for role in ROLE_LABELS if role in PERMISSIONS[APPROVE].everywhere | PERMISSIONS[APPROVE].own]


class ApproversForm(Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles that give access"),
        choices=[(role.value, ROLE_LABELS[role]) for role in ABLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_roles = forms.MultipleChoiceField(
        label=_("Roles in the work"),
        choices=[(role, ROLES[role]) for role in HELD],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever holds it, and whoever stands in. They must be able to sign in and approve at all."),
    )
    people = PickField(
        "people",
        many=True,
        label=_("People"),
        required=False,
        help_text=_("Nothing chosen anywhere: owners and security officers may."),
    )
