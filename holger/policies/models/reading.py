from datetime import date
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Common, TenantModel
from holger.organisation.models import Organisation, Person
from holger.policies.models.campaign import Campaign
from holger.policies.models.policy import Policy
from holger.policies.models.version import PolicyVersion

DAYS = 14


class How(models.TextChoices):
    """What made somebody have to read."""

    STANDING = "standing", pgettext_lazy("reading", "It applies to them")
    NEWCOMER = "newcomer", pgettext_lazy("reading", "They are new here")
    CAMPAIGN = "campaign", pgettext_lazy("reading", "A campaign")
    OWN = "own", pgettext_lazy("reading", "Of their own accord")


class ReadingSettings(Common):
    """How long people have to read what applies to them; an organisation without any has ``DAYS``."""

    days = models.PositiveSmallIntegerField(
        _("Days to read and confirm"),
        default=DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("From the day on which a policy begins to apply to somebody. A campaign has its own deadline."),
    )

    class Meta:
        verbose_name = _("How policies are read")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="policies_reading_settings_once")]

    def __str__(self) -> str:
        return str(self.days)

    @property
    def path(self) -> str:
        return "campaigns/"


class Reading(TenantModel):
    """That somebody is to read and confirm what a policy says since a major version. One that is open falls away when it no longer
    applies to them or they leave; what they have confirmed stays (``Acknowledgement``)."""

    policy = models.ForeignKey(Policy, verbose_name=_("Policy"), on_delete=models.CASCADE, related_name="readings")
    major = models.PositiveSmallIntegerField(_("Version"))
    person = models.ForeignKey(Person, verbose_name=_("Person"), on_delete=models.CASCADE, related_name="readings")
    how = models.CharField(
        pgettext_lazy("reading", "Because"), max_length=10, choices=How.choices, default=How.STANDING
    )
    campaign = models.ForeignKey(
        Campaign, verbose_name=_("Campaign"), on_delete=models.SET_NULL, null=True, blank=True, related_name="readings"
    )
    asked_at = models.DateTimeField(_("Asked"), default=dates.now)
    due = models.DateField(_("Due"))
    confirmed_at = models.DateTimeField(_("Confirmed"), null=True, blank=True)
    policy_id: UUID
    person_id: UUID
    campaign_id: UUID | None

    class Meta:
        verbose_name = _("Reading")
        verbose_name_plural = _("Readings")
        ordering = ["due"]
        constraints = [
            models.UniqueConstraint(fields=["person", "policy", "major"], name="policies_reading_once"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="policies_reading_how"),
        ]
        indexes = [
            models.Index(fields=["policy", "major", "confirmed_at"], name="policies_reading_by_policy"),
            models.Index(fields=["campaign", "confirmed_at", "person", "policy"], name="policies_reading_by_campaign"),
            models.Index(fields=["organisation", "due"], condition=Q(confirmed_at=None), name="policies_reading_open"),
        ]

    def __str__(self) -> str:
        return f"{self.policy.reference} {self.major}"

    @property
    def path(self) -> str:
        """Where whoever is asked reads it."""
        return f"my/read/{self.policy.reference}/"

    @property
    def unit_id(self) -> UUID | None:
        return self.person.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.person_id == person_id

    def is_late(self, today: date) -> bool:
        return self.confirmed_at is None and self.due < today


class Acknowledgement(TenantModel):
    """That somebody has said they have read and understood a version. Written once and never changed; the database refuses it.

    ``person_name`` and ``unit_name`` are as they were. ``language`` and ``digest`` (SHA-256) say which text was shown.
    """

    policy = models.ForeignKey(Policy, verbose_name=_("Policy"), on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        PolicyVersion, verbose_name=_("Version"), on_delete=models.PROTECT, related_name="acknowledgements"
    )
    person = models.ForeignKey(Person, verbose_name=_("Person"), on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(_("Name"), max_length=200)
    unit_name = models.CharField(_("Unit"), max_length=200, blank=True)
    language = models.CharField(_("Language"), max_length=5, choices=Organisation.Language.choices)
    digest = models.CharField("SHA-256", max_length=64)
    how = models.CharField(pgettext_lazy("reading", "Because"), max_length=10, choices=How.choices)
    campaign = models.CharField(_("Campaign"), max_length=20, blank=True)
    """The reference of the campaign that asked."""
    at = models.DateTimeField(_("Confirmed"), default=dates.now)
    policy_id: UUID
    version_id: UUID
    person_id: UUID

    class Meta:
        verbose_name = _("Confirmation")
        verbose_name_plural = _("Confirmations")
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="policies_acknowledged_once")]
        indexes = [models.Index(fields=["person", "at"], name="policies_acknowledged_by")]

    def __str__(self) -> str:
        return f"{self.policy.reference} {self.person_name}"

    @property
    def unit_id(self) -> UUID | None:
        return self.person.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.person_id == person_id
