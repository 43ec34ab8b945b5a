from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.audience.models import Audience
from holger.core.models import Bilingual, TenantModel, Versioned
from holger.organisation.models import Person
from holger.policies.models.policy import Policy


def usual_days() -> list[int]:
    """Days from the deadline on which those who are missing are reminded: three before, and one and seven after."""
    return [-3, 1, 7]


def known_days(days: object) -> None:
    """Some whole numbers, none further from the deadline than three months."""
    if not isinstance(days, list) or len(days) > 10 or not all(type(day) is int and -90 <= day <= 90 for day in days):
        raise ValidationError(_("Give at most ten whole numbers of days, from -90 to 90."))


class Whom(models.TextChoices):
    """Whom a campaign asks, seen from whom each policy is for."""

    THEIRS = "theirs", _("Everybody whom the policies are for")
    NARROWED = "narrowed", _("Only some of those whom the policies are for")
    OTHER = "other", _("Others, whomever the policies are for")


class CampaignStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("campaign", "Planned")
    RUNNING = "running", pgettext_lazy("campaign", "Running")
    CLOSED = "closed", pgettext_lazy("campaign", "Closed")


class Campaign(Bilingual, TenantModel, Versioned):
    """A round in which people are asked to read and confirm some policies by a day.

    ``asked`` and ``confirmed`` are what it came to, kept when it is closed; while it runs they are counted. ``before`` is how many
    had confirmed already when it began and so were not asked.
    """

    prefix = "CP"

    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    number = models.PositiveIntegerField(editable=False, default=0)
    title_da = models.CharField(_("Title in Danish"), max_length=200, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=200, blank=True)
    message_da = models.TextField(_("Message in Danish"), max_length=500, blank=True)
    message_en = models.TextField(_("Message in English"), max_length=500, blank=True)
    policies = models.ManyToManyField(Policy, verbose_name=_("Policies"), related_name="campaigns")
    whom = models.CharField(_("Who is asked"), max_length=10, choices=Whom.choices, default=Whom.THEIRS)
    audience = models.OneToOneField(
        Audience, on_delete=models.PROTECT, null=True, blank=True, related_name="campaign", editable=False
    )
    starts = models.DateField(_("Begins"))
    deadline = models.DateField(_("Deadline"))
    remind = models.JSONField(
        _("Reminders"),
        default=usual_days,
        blank=True,
        validators=[known_days],
        help_text=_("Days from the deadline: -3 is three days before, 7 a week after."),
    )
    owner = models.ForeignKey(
        Person, verbose_name=_("Owner"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        _("Status"), max_length=10, choices=CampaignStatus.choices, default=CampaignStatus.PLANNED, editable=False
    )
    started_at = models.DateTimeField(_("Began"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True, editable=False)
    asked = models.PositiveIntegerField(_("Asked"), default=0, editable=False)
    confirmed = models.PositiveIntegerField(_("Confirmed"), default=0, editable=False)
    before = models.PositiveIntegerField(_("Had confirmed before"), default=0, editable=False)
    owner_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("policies", "Campaign")
        verbose_name_plural = pgettext_lazy("policies", "Campaigns")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="policies_campaign_reference"),
            models.CheckConstraint(condition=Q(status__in=CampaignStatus.values), name="policies_campaign_status"),
            models.CheckConstraint(condition=Q(whom__in=Whom.values), name="policies_campaign_whom"),
            models.CheckConstraint(
                condition=~Q(title_da="", title_en=""),
                name="policies_campaign_has_title",
                violation_error_message=_("Give it a title in at least one language."),
            ),
            models.CheckConstraint(
                condition=Q(deadline__gte=F("starts")),
                name="policies_campaign_days",
                violation_error_message=_("The deadline is before it begins."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "number"], name="policies_campaign_number")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def message(self) -> str:
        return self.said("message")

    @property
    def path(self) -> str:
        return f"campaigns/{self.reference}/"

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

    @property
    def unit_id(self) -> None:
        """It lies in no unit."""

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.owner_id == person_id
