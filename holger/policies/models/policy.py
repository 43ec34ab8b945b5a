from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.audience.models import Audience
from holger.core.models import Bilingual, TenantModel, Versioned
from holger.organisation.models import Organisation, Person, Unit


class PolicyType(models.TextChoices):
    """The differing kinds (domain: S20)."""

    POLICY = "policy", pgettext_lazy("document", "Policy")
    PROCEDURE = "procedure", _("Procedure")
    GUIDELINE = "guideline", _("Guideline")
    INSTRUCTION = "instruction", _("Instruction")
    FORM = "form", pgettext_lazy("document", "Form")


class Policy(Bilingual, TenantModel, Versioned):
    """A document that says how things are done here. What it says lies in its versions; this is what holds across them.

    ``language`` is the one it is written in first; the other is its translation. ``titles`` are those of the newest version.
    ``audience`` is whom it is for; ``confirm``: they must say that they have read and understood it. ``for_you`` and the texts
    belong to a version.
    """

    prefix = "POL"

    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    number = models.PositiveIntegerField(editable=False, default=0)
    title_da = models.CharField(_("Title in Danish"), max_length=200, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=200, blank=True)
    type = models.CharField(
        pgettext_lazy("document", "Type"), max_length=20, choices=PolicyType.choices, default=PolicyType.POLICY
    )
    language = models.CharField(
        _("Written in"),
        max_length=5,
        choices=Organisation.Language.choices,
        default=Organisation.Language.DANISH,
        help_text=_("The language it is written in first. The other is its translation."),
    )
    owner = models.ForeignKey(
        Person, verbose_name=_("Owner"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("Unit"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    audience = models.OneToOneField(
        Audience,
        verbose_name=_("Whom it is for"),
        on_delete=models.PROTECT,
        null=True,
        related_name="policy",
        editable=False,
    )
    confirm = models.BooleanField(
        _("Must be confirmed"), default=False, help_text=_("Those it is for say that they have read and understood it.")
    )
    review_months = models.PositiveSmallIntegerField(
        _("Reviewed every so many months"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    next_review = models.DateField(_("Next review"), null=True, blank=True)
    template = models.CharField(max_length=60, blank=True, editable=False)
    """The key of the ready policy that it was made of (``policies.library``)."""
    archived_at = models.DateTimeField(_("Archived"), null=True, blank=True, editable=False)
    owner_id: UUID | None
    unit_id: UUID | None
    audience_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("document", "Policy")
        verbose_name_plural = _("Policies")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="policies_policy_reference"),
            models.CheckConstraint(condition=Q(type__in=PolicyType.values), name="policies_policy_type"),
            models.CheckConstraint(
                condition=~Q(title_da="", title_en=""),
                name="policies_policy_has_title",
                violation_error_message=_("Give it a title in at least one language."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "number", "id"], name="policies_by_number"),
            models.Index(fields=["organisation", "template"], name="policies_by_template"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def path(self) -> str:
        return f"policies/{self.reference}/"

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.owner_id == person_id
