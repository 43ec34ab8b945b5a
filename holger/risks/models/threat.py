from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.core.models import Bilingual, Common, Versioned


class Group(models.TextChoices):
    TECHNICAL = "technical", _("Technical")
    HUMAN = "human", _("People")
    SUPPLIER = "supplier", _("Suppliers")
    PHYSICAL = "physical", _("Physical")
    ORGANISATIONAL = "organisational", _("Organisational")
    PRIVACY = "privacy", _("Data protection")


class Threat(Bilingual, Common, Versioned):
    """Something that may happen. Every organisation starts with the library's and adds its own.

    ``hits`` holds the letters of what it strikes ("cia"); ``rights`` says that it strikes the data subjects first.
    ``only_if`` holds the attributes that an asset must have for the threat to be proposed.
    """

    prefix = "T"

    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    number = models.PositiveIntegerField(editable=False, default=0)
    library_id = models.CharField(max_length=20, blank=True, editable=False)
    title_da = models.CharField(_("Title in Danish"), max_length=200, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=200, blank=True)
    description_da = models.TextField(_("Description in Danish"), max_length=4000, blank=True)
    description_en = models.TextField(_("Description in English"), max_length=4000, blank=True)
    group = models.CharField(_("Group"), max_length=20, choices=Group.choices, default=Group.TECHNICAL)
    hits = models.CharField(_("Hits"), max_length=3, default="cia")
    rights = models.BooleanField(_("Hits the data subjects' rights"), default=False)
    asset_types = models.JSONField(_("Proposed for"), default=list, blank=True)
    only_if = models.JSONField(default=dict, blank=True, editable=False)
    controls = models.JSONField(_("Controls in ISO/IEC 27002"), default=list, blank=True)
    hidden = models.BooleanField(_("Hidden"), default=False, editable=False)

    class Meta:
        verbose_name = _("Threat")
        verbose_name_plural = _("Threats")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="risks_threat_reference"),
            models.CheckConstraint(
                condition=~models.Q(title_da="", title_en=""),
                name="risks_threat_has_title",
                violation_error_message=_("Give the threat a title in at least one language."),
            ),
            models.CheckConstraint(condition=models.Q(group__in=Group.values), name="risks_threat_group"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def description(self) -> str:
        return self.said("description")

    @property
    def own(self) -> bool:
        return not self.library_id

    @property
    def path(self) -> str:
        return f"risks/threats/{self.reference}/"
