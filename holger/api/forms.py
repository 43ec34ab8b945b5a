from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.api import rules
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.permissions import ROLE_LABELS, Role
from holger.organisation.models import ServiceAccount
from holger.organisation.permissions import roles_to_give
from holger.ui.forms import Form, PickField, RecordForm

ROOMS = {
    "organisation": _("People, units and tags"),
    "assets": _("Processes and assets"),
    "frameworks": _("Frameworks"),
    "controls": _("Controls"),
    "risks": _("Risks"),
    "tasks": _("Activities and tasks"),
    "policies": _("Policies"),
    "evidence": _("Evidence"),
    "comments": _("Comments"),
    "history": _("History"),
    "reports": _("Overview"),
    "search": _("Search"),
    "exchange": pgettext_lazy("page", "Import"),
    "scim": _("Feed of people (SCIM)"),
    "training": _("Training"),
    "incidents": _("Incidents"),
    "privacy": _("Record of processing activities"),
}


LEVELS = {rules.READ: _("Read"), rules.WRITE: _("Read and write")}


def _levels(room: str) -> forms.ChoiceField:
    """What may be chosen for a room: only what the interface can do there."""
    label = ROOMS[room] if room != rules.EVERY_ROOM else _("Everything")
    levels = [level for level in LEVELS if level == rules.READ or room not in rules.READ_ONLY]
    choices = [("", "–"), *((level, LEVELS[level]) for level in levels)]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class TokenForm(Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What will use it? The name stands in the history.")
    )
    days = forms.TypedChoiceField(
        label=_("Lasts"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("Half a year")), (365, _("A year"))],
        initial=90,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        for room in (rules.EVERY_ROOM, *ROOMS):
            self.fields[_named(room)] = _levels(room)
        self.fields[_named(rules.EVERY_ROOM)].help_text = _("Rooms chosen below can be given more than this.")
        self.fieldsets = (
            (_("What for"), ("name", "days"), ""),
            (
                _("May"),
                [_named(room) for room in (rules.EVERY_ROOM, *ROOMS)],
                _("As little as it needs. Never more than whom it acts as may."),
            ),
        )
        self._shape(actor)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and (reason := rules.why_not_scope(self.scope)):
            raise forms.ValidationError(RuleBroken(reason).message)
        return told

    @property
    def scope(self) -> dict[str, str]:
        given = {room: self.cleaned_data.get(_named(room)) for room in (rules.EVERY_ROOM, *ROOMS)}
        return {room: level for room, level in given.items() if level}

    @property
    def answers(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "scope": self.scope, "days": self.cleaned_data["days"]}


def _named(room: str) -> str:
    return "everything" if room == rules.EVERY_ROOM else f"in_{room}"


class AccountForm(RecordForm):
    responsible = PickField(
        "people", label=_("Responsible"), help_text=_("Who answers for it, and is asked when something is wrong.")
    )
    unit = PickField("units", label=_("Unit"), required=False)

    class Meta:
        model = ServiceAccount
        fields = ("name", "job_title")
        labels = {"job_title": _("What it is for")}
        help_texts = {"name": _("Stands in the history for everything it does: Backup robot.")}

    fieldsets = (
        (_("What"), ("name", "job_title"), ""),
        (_("Who and where"), ("responsible", "unit"), ""),
    )


class AccountRoleForm(Form):
    """Offers only roles that the actor may give somewhere."""

    role = forms.ChoiceField(label=_("Role"), initial=Role.AUDITOR.value)
    unit = PickField("units", label=_("Only in"), required=False, help_text=_("Empty: in the whole organisation."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["role"].choices = [(role.value, ROLE_LABELS[role]) for role in roles_to_give(actor)]


class RevokeForm(Form):
    """Nothing to answer: the button is the question."""
