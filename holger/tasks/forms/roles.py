"""Who holds a role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.tasks.rules.roles import HELD
from holger.tasks.words import ROLES
from holger.ui.forms import Form, PickField


class HolderForm(Form):
    """Somebody else holds a role that is held already."""

    person = PickField("people", label=_("Who"))
    deputy = PickField("people", label=_("Deputy"), required=False, help_text=_("Has it when they are away."))


class RoleHolderForm(Form):
    role = forms.ChoiceField(label=_("Role"))
    unit = PickField(
        "units",
        label=_("Unit"),
        required=False,
        help_text=_("Empty: in the whole organisation, where no unit has its own."),
    )
    person = PickField("people", label=_("Who"))
    deputy = PickField("people", label=_("Deputy"), required=False, help_text=_("Has it when they are away."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        roles: Any = self.fields["role"]
        roles.choices = [(role, ROLES[role]) for role in HELD]
