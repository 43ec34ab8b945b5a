from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from holger.core.models import TenantModel, Versioned
from holger.organisation.models import Unit


class Entity(TenantModel, Versioned):
    """A company or authority whose record it is, as the record must name it (art. 30(1)(a), (2)(a)).

    ``unit`` is the unit that it is; without one it is the whole organisation. There is at most one of each.
    """

    unit = models.ForeignKey(
        Unit, verbose_name=_("Unit"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("Full name"), max_length=200)
    registration = models.CharField(_("Registration number (CVR)"), max_length=40, blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    representative = models.CharField(
        _("Representative"), max_length=200, blank=True, help_text=_("Only for somebody outside the EU/EEA.")
    )
    dpo_name = models.CharField(_("Data protection officer"), max_length=200, blank=True)
    dpo_email = models.EmailField(_("E-mail of the data protection officer"), blank=True)
    dpo_phone = models.CharField(_("Telephone of the data protection officer"), max_length=40, blank=True)
    unit_id: UUID | None

    class Meta:
        verbose_name = _("Controller")
        verbose_name_plural = _("Controllers")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "unit"], name="privacy_entity_unit"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(unit__isnull=True), name="privacy_entity_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def contact(self) -> str:
        """How to reach it; "" where nothing is known."""
        return ", ".join(text for text in (self.address, self.email, self.phone) if text)

    @property
    def dpo(self) -> str:
        return ", ".join(text for text in (self.dpo_name, self.dpo_email, self.dpo_phone) if text)

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

    def owned_by(self, person_id: UUID | None) -> bool:
        return False

    @property
    def path(self) -> str:
        return "privacy/entities/"
