from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import TenantModel


class Classification(models.TextChoices):
    PUBLIC = "public", pgettext_lazy("classification", "Public")
    INTERNAL = "internal", pgettext_lazy("classification", "Internal")
    CONFIDENTIAL = "confidential", pgettext_lazy("classification", "Confidential")
    STRICTLY_CONFIDENTIAL = "strictly_confidential", pgettext_lazy("classification", "Strictly confidential")


class PersonalData(models.TextChoices):
    NONE = "none", pgettext_lazy("personal data", "None")
    ORDINARY = "ordinary", pgettext_lazy("personal data", "Ordinary")
    SPECIAL = "special", pgettext_lazy("personal data", "Special categories")


class InformationType(TenantModel):
    """A kind of information that the organisation has: customer data, payslips, drawings."""

    name = models.CharField(_("Name"), max_length=100)
    description = models.TextField(_("Description"), max_length=2000, blank=True)
    classification = models.CharField(
        _("Classification"), max_length=30, choices=Classification.choices, default=Classification.INTERNAL
    )
    personal_data = models.CharField(
        _("Personal data"), max_length=10, choices=PersonalData.choices, default=PersonalData.NONE
    )

    class Meta:
        verbose_name = _("Information type")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="assets_information_type_once",
                violation_error_message=_("There is already an information type with this name."),
            ),
            models.CheckConstraint(
                condition=Q(classification__in=Classification.values), name="assets_information_classification"
            ),
            models.CheckConstraint(
                condition=Q(personal_data__in=PersonalData.values), name="assets_information_personal_data"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return "information-types/"
