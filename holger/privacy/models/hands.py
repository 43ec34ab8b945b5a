"""The suppliers that have a part in processing activities: as processors, recipients, joint controllers, sources."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import TenantModel
from holger.privacy.models.activity import Activity
from holger.privacy.rules.hands import PARTS, SOURCE
from holger.suppliers.models import Supplier


class ActivitySupplier(TenantModel):
    """A supplier has a part in an activity. Its transfers to third countries are the activity's too, unless ``apart``."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="hands", editable=False)
    supplier = models.ForeignKey(
        Supplier,
        verbose_name=pgettext_lazy("register", "Supplier"),
        on_delete=models.PROTECT,
        related_name="activities",
    )
    part = models.CharField(
        pgettext_lazy("supplier", "Part"), max_length=15, choices=[(key, _(text)) for key, text in PARTS.items()]
    )
    does = models.CharField(
        _("What it does"), max_length=300, blank=True, help_text=_("For example: keeps the data, prints payslips.")
    )
    apart = models.BooleanField(
        _("Its transfers do not concern this activity"),
        default=False,
        help_text=_("The supplier sends data to countries outside the EU/EEA, but not this data."),
    )
    activity_id: UUID
    supplier_id: UUID

    class Meta:
        verbose_name = _("Supplier with a part in it")
        verbose_name_plural = _("Suppliers with a part in it")
        ordering = ["supplier__title", "part", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "supplier", "part"], name="privacy_hand_once"),
            models.CheckConstraint(condition=Q(part__in=list(PARTS)), name="privacy_hand_part"),
        ]
        indexes = [models.Index(fields=["supplier", "part"], name="privacy_hand_supplier")]

    def __str__(self) -> str:
        return f"{self.supplier} ({self.get_part_display()})"

    @property
    def gives_only(self) -> bool:
        """Data comes from it, and none goes to it."""
        return self.part == SOURCE

    @property
    def unit_id(self) -> UUID | None:
        return self.activity.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return self.activity.owned_by(person_id)
