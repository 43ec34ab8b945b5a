"""What is asked when a provider is set up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.permissions import ROLE_LABELS, Role
from holger.organisation import permissions
from holger.sso.models import Provider
from holger.ui.forms import Form, PickField, RecordForm

WHO = (_("Who gets in"), ("join", "domains", "default_role", "group_claim"))
SECOND = (_("Second factor"), ("counts_second_factor", "second_factor"))
SHARED = ("name", "listed", "join", "domains", "default_role", "group_claim", "counts_second_factor", "second_factor")
HELP = {
    "name": _("Stands on the button people press, for example “Entra ID”."),
    "listed": _("Otherwise people use the link. Anybody who types the address then sees that you are here."),
    "join": _("Only with a verified address in one of the domains below, and never in the place of somebody known."),
    "domains": _("One a line, for example kronborg.example. Sub-domains are others."),
    "default_role": _("For those whose groups give none."),
    "group_claim": _("Empty: roles are given by hand. Usually “groups”; for SAML the attribute's name."),
    "counts_second_factor": _("Then holger does not ask for one of its own."),
    "second_factor": _("As the provider writes them in amr or acr (SAML: AuthnContextClassRef), for example “mfa”."),
}


class ProviderForm(RecordForm):
    """What both protocols share. Addresses and words are checked where they are written, in the service."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["domains"].widget.attrs["rows"] = "2"
        offered = [choice for choice in self.fields["default_role"].choices if choice[0] != Role.OWNER]
        self.fields["default_role"].choices = offered


class OidcForm(ProviderForm):
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        max_length=1000,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = Provider
        fields = (*SHARED, "discovery_url", "client_id", "scopes")
        help_texts = {
            **HELP,
            "discovery_url": _("The issuer, or the address that ends in /.well-known/openid-configuration."),
            "scopes": _("“openid email profile” is what holger needs. Add what your groups ask for."),
        }

    fieldsets = (
        (_("The provider"), ("name", "discovery_url", "client_id", "client_secret", "scopes", "listed")),
        WHO,
        SECOND,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kept = bool(self.instance.sealed_secret)
        self.fields["client_secret"].help_text = (
            _("Kept encrypted, and never shown. Empty: it stays as it is.")
            if kept
            else _("Kept encrypted, and never shown.")
        )


class SamlForm(ProviderForm):
    class Meta:
        model = Provider
        fields = (
            *SHARED,
            "entity_id",
            "sign_on_url",
            "certificate",
            "subject_attribute",
            "email_attribute",
            "vouches",
            "unasked",
        )
        help_texts = {
            **HELP,
            "certificate": _("As PEM. While one takes over from another, put both here."),
            "subject_attribute": _("Empty: the NameID, which must then be persistent."),
            "email_attribute": _("Needed only where new people become members."),
            "vouches": _("SAML does not say it of each address, so you say it of all."),
            "unasked": _("From the provider's own page of programs. Safer without."),
        }

    fieldsets = (
        (_("The provider"), ("name", "entity_id", "sign_on_url", "certificate", "listed", "unasked")),
        (_("What it tells"), ("subject_attribute", "email_attribute", "vouches")),
        WHO,
        SECOND,
    )


FORMS = {Provider.Kind.OIDC: OidcForm, Provider.Kind.SAML: SamlForm}


class GroupForm(Form):
    group = forms.CharField(
        label=_("Group"), max_length=300, help_text=_("Exactly as the provider writes it: a name, or an id.")
    )
    role = forms.ChoiceField(label=_("Role"), initial=Role.CONTRIBUTOR.value)
    unit = PickField("units", label=_("Only in"), required=False, help_text=_("Empty: in the whole organisation."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["role"].choices = [(role.value, ROLE_LABELS[role]) for role in permissions.roles_to_give(actor)]


class RequireForm(Form):
    required = forms.BooleanField(label=_("Members come in only through a provider"), required=False)


class RemoveForm(Form):
    """Nothing to answer: the button is the question."""


class FindForm(forms.Form):
    organisation = forms.CharField(label=_("Your organisation's address"), max_length=50)
