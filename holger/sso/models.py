"""Providers, who comes in through them, and which of their groups mean which role."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from holger.core import dates, sealing
from holger.core.models import TenantModel, Versioned
from holger.core.permissions import ROLE_LABELS
from holger.sso import rules

ROLES = [(role.value, label) for role, label in ROLE_LABELS.items()]


class Provider(TenantModel, Versioned):
    """An identity provider of the organisation's own. ``key`` is its part of the address and never changes."""

    class Kind(models.TextChoices):
        OIDC = "oidc", "OpenID Connect"
        SAML = "saml", "SAML 2.0"

    key = models.CharField(max_length=20, unique=True, default=rules.new_key, editable=False)
    kind = models.CharField(_("Protocol"), max_length=10, choices=Kind.choices, editable=False)
    name = models.CharField(_("Name"), max_length=80)
    enabled = models.BooleanField(_("In use"), default=False, editable=False)
    listed = models.BooleanField(_("Found by the organisation's address"), default=False)

    discovery_url = models.CharField(_("Discovery address"), max_length=500, blank=True)
    client_id = models.CharField(_("Client ID"), max_length=300, blank=True)
    sealed_secret = models.TextField(_("Client secret"), blank=True, editable=False)
    scopes = models.CharField(_("Scopes"), max_length=300, default="openid email profile", blank=True)

    entity_id = models.CharField(_("The provider's entity ID"), max_length=500, blank=True)
    sign_on_url = models.CharField(_("Sign-on address"), max_length=500, blank=True)
    certificate = models.TextField(_("Signing certificate"), blank=True, max_length=20_000)
    subject_attribute = models.CharField(_("Attribute of the lasting id"), max_length=300, blank=True)
    email_attribute = models.CharField(_("Attribute of the e-mail address"), max_length=300, blank=True)
    vouches = models.BooleanField(_("The provider has verified the addresses it sends"), default=False)
    unasked = models.BooleanField(_("Let people begin at the provider"), default=False)

    join = models.BooleanField(_("New people become members when they come"), default=False)
    domains = models.TextField(_("E-mail domains"), blank=True, max_length=2000)
    default_role = models.CharField(_("Role of new members"), max_length=30, blank=True, choices=ROLES)
    group_claim = models.CharField(_("Claim that lists groups"), max_length=300, blank=True)
    counts_second_factor = models.BooleanField(_("The provider's second factor counts"), default=False)
    second_factor = models.CharField(_("Words that mean a second factor"), max_length=500, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Identity provider")
        verbose_name_plural = _("Identity providers")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="sso_provider_once",
                violation_error_message=_("There is already a provider of that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"settings/sign-on/{self.pk}/"

    @property
    def domain_list(self) -> list[str]:
        return rules.parse_words(self.domains)

    @property
    def second_factor_words(self) -> list[str]:
        return rules.parse_words(self.second_factor)

    @property
    def purpose(self) -> str:
        """What the client secret is sealed for."""
        return f"sso provider {self.pk}"

    @property
    def secret(self) -> str:
        """The client secret, in the clear. ``Unreadable`` after the installation's key was lost."""
        return sealing.unseal(self.sealed_secret, self.purpose) if self.sealed_secret else ""

    def missing(self) -> list[Any]:
        """Labels of what must be filled in before it can be used."""
        needed = {"oidc": ("discovery_url", "client_id"), "saml": ("entity_id", "sign_on_url", "certificate")}
        return [self._meta.get_field(name).verbose_name for name in needed[self.kind] if not getattr(self, name)]


class GroupRole(TenantModel):
    """Members of a group at the provider get a role here, everywhere or only in a unit."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="groups")
    group = models.CharField(_("Group"), max_length=300)
    role = models.CharField(_("Role"), max_length=30, choices=ROLES)
    unit = models.ForeignKey(
        "organisation.Unit",
        verbose_name=_("Only in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    unit_id: UUID | None

    class Meta:
        ordering = ["group", "role"]
        verbose_name = _("Group with a role")
        verbose_name_plural = _("Groups with a role")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "group", "role", "unit"],
                name="sso_group_once_in_unit",
                violation_error_message=_("This group already has that role."),
            ),
            models.UniqueConstraint(
                fields=["provider", "group", "role"],
                condition=Q(unit__isnull=True),
                name="sso_group_once",
                violation_error_message=_("This group already has that role."),
            ),
        ]

    def __str__(self) -> str:
        return self.group


class Identity(TenantModel):
    """Somebody at a provider, known by the provider's own lasting id and never by e-mail, and who that is here."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="identities")
    subject = models.CharField(max_length=255)
    person = models.ForeignKey("organisation.Person", on_delete=models.CASCADE, related_name="identities")
    joined = models.BooleanField(default=False)
    """Became a member by coming through this provider, rather than being linked to it."""
    created_at = models.DateTimeField(default=dates.now, editable=False)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Linked sign-in")
        verbose_name_plural = _("Linked sign-ins")
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="sso_identity_once"),
            models.UniqueConstraint(fields=["provider", "person"], name="sso_identity_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.provider})"


class GivenRole(TenantModel):
    """A role that the provider's groups gave, and which they take again; roles given by hand are not its business."""

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="given")
    grant = models.OneToOneField("organisation.RoleGrant", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.grant)
