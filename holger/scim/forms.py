"""What is asked when the feed is set up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.permissions import ROLE_LABELS, Role
from holger.organisation.permissions import roles_to_give
from holger.scim.models import Feed
from holger.ui.forms import Form, PickField, RecordForm


class FeedForm(RecordForm):
    class Meta:
        model = Feed
        fields = ("newcomers_start", "closed_have_left")
        help_texts = {
            "newcomers_start": _(
                "Turn it on when everybody has come across. Until then whoever comes is taken to be here already."
            ),
            "closed_have_left": _(
                "They get that day as their last one, unless they have one. Otherwise they are only suspended."
            ),
        }


class FeedTokenForm(Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What will use it? The name stands in the history.")
    )
    days = forms.TypedChoiceField(
        label=_("Lasts"), coerce=int, choices=[(180, _("Half a year")), (365, _("A year"))], initial=365
    )


class FeedRoleForm(Form):
    role = forms.ChoiceField(label=_("Role"), initial=Role.EMPLOYEE.value)
    unit = PickField("units", label=_("Only in"), required=False, help_text=_("Empty: in the whole organisation."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["role"].choices = [(role.value, ROLE_LABELS[role]) for role in roles_to_give(actor)]
