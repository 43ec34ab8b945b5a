"""What is asked on the pages of this room."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.permissions import ROLE_LABELS, Role
from holger.organisation import permissions
from holger.organisation.models import Organisation, Person, Tag, Unit
from holger.ui.forms import Form, PickField, RecordForm


class WelcomeForm(forms.Form):
    """Answering an invitation. Whoever already has an account is asked nothing."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if known:
            self.fields.clear()


class OrganisationForm(RecordForm):
    class Meta:
        model = Organisation
        fields = ("name", "language", "zone", "sector")
        help_texts = {
            "language": _("Mails and new people start in this language. Everybody can choose their own."),
            "zone": _("Deadlines are counted and shown in this zone."),
        }


class UnitForm(RecordForm):
    parent = PickField("units", label=_("Part of"), required=False)

    class Meta:
        model = Unit
        fields = ("name",)


class UnitNameForm(RecordForm):
    class Meta:
        model = Unit
        fields = ("name",)


class UnitMoveForm(Form):
    parent = PickField("units", label=_("Put it under"), required=False, help_text=_("Empty: at the top."))


class PersonForm(RecordForm):
    unit = PickField("units", label=_("Unit"), required=False)
    manager = PickField("people", label=_("Manager"), required=False)

    class Meta:
        model = Person
        fields = ("name", "email", "initials", "job_title", "starts_on", "ends_on")
        help_texts = {
            "email": _("An invitation to sign in is sent here. Without it the person can still own things."),
            "initials": _("Shown in the round mark. Empty: first letters of the name."),
            "ends_on": _("After this day the person can no longer sign in here."),
        }

    fieldsets = (
        (_("Who"), ("name", "email", "initials")),
        (_("Where"), ("job_title", "unit", "manager")),
        (_("When"), ("starts_on", "ends_on")),
    )


class PersonUnitForm(Form):
    """For many people at once."""

    unit = PickField("units", label=_("Unit"), required=False)


class EraseForm(Form):
    name = forms.CharField(
        label=_("The person's name"),
        max_length=200,
        help_text=_("Written as it stands here, to show that you mean it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RoleForm(Form):
    """Offers only roles that the actor may give somewhere."""

    role = forms.ChoiceField(label=_("Role"), initial=Role.CONTRIBUTOR.value)
    unit = PickField("units", label=_("Only in"), required=False, help_text=_("Empty: in the whole organisation."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["role"].choices = [(role.value, ROLE_LABELS[role]) for role in permissions.roles_to_give(actor)]


class SecurityForm(Form):
    """What the organisation asks of whoever signs in."""

    factor_demand = forms.ChoiceField(
        label=_("Who must sign in with a second factor?"),
        choices=Organisation.FactorDemand.choices,
        widget=forms.RadioSelect,
        help_text=_("A passkey or a code from an app, besides the password."),
    )
    factor_roles = forms.MultipleChoiceField(
        label=_("Roles that must"),
        choices=[(role.value, label) for role, label in ROLE_LABELS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counts when certain roles must."),
    )
    idle_minutes = forms.IntegerField(label=_("Minutes without a click"), required=False, min_value=1)
    session_hours = forms.IntegerField(label=_("Hours, however busy"), required=False, min_value=1)

    fieldsets = (
        (_("Second factor"), ("factor_demand", "factor_roles"), ""),
        (_("Signed out by itself after"), ("idle_minutes", "session_hours"), ""),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        for name, most in (("idle_minutes", settings.SESSION_IDLE_MINUTES), ("session_hours", settings.SESSION_HOURS)):
            self.fields[name].help_text = _("At most %(most)s here. Empty: %(most)s.") % {"most": most}


class TagForm(RecordForm):
    class Meta:
        model = Tag
        fields = ("name",)


class SavedViewForm(Form):
    title = forms.CharField(label=_("Name"), max_length=80)
    list_name = forms.CharField(max_length=100)
    query = forms.CharField(max_length=2000, required=False)
    shared = forms.BooleanField(label=_("Share with everybody"), required=False)
