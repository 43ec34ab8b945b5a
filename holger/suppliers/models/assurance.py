from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.suppliers.models.contact import OfSupplier
from holger.suppliers.models.supplier import Supplier


class AssuranceKind(models.TextChoices):
    """What somebody independent has said of a supplier (domain.md 7.1)."""

    ISO_27001 = "iso27001", _("ISO/IEC 27001 certificate")
    ISO_27701 = "iso27701", _("ISO/IEC 27701 certificate")
    ISAE_3000 = "isae3000", _("ISAE 3000 report")
    ISAE_3402 = "isae3402", _("ISAE 3402 report")
    SOC_2 = "soc2", _("SOC 2 report")
    OTHER = "other", pgettext_lazy("assurance", "Other")


class Assurance(OfSupplier):
    """A certificate or an assurance report: what it covers, for how long, and what was found by reading it. The file itself is
    attached as evidence."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="assurances", editable=False)
    kind = models.CharField(_("Kind"), max_length=12, choices=AssuranceKind.choices, default=AssuranceKind.ISO_27001)
    title = models.CharField(_("Title"), max_length=200, help_text=_("As it says on its front."))
    issuer = models.CharField(
        _("Issued by"), max_length=200, blank=True, help_text=_("The auditor or the certifying body.")
    )
    scope = models.TextField(
        _("What it covers"),
        max_length=4000,
        blank=True,
        help_text=_("Services, places and sub-suppliers. Is yours among them?"),
    )
    starts = models.DateField(_("Covers from"), null=True, blank=True)
    ends = models.DateField(_("Covers until"), null=True, blank=True)
    expires = models.DateField(
        _("A new one is due"),
        null=True,
        blank=True,
        help_text=_("The certificate’s last day, or when you expect the next report."),
    )
    read_on = models.DateField(pgettext_lazy("report", "Read"), null=True, blank=True)
    reading = models.TextField(
        _("Reading note"),
        max_length=20_000,
        blank=True,
        help_text=_("What it says of what you use, and what it leaves to you."),
    )
    exceptions = models.TextField(
        _("Exceptions"), max_length=20_000, blank=True, help_text=_("What the auditor found that did not work.")
    )
    supplier_id: UUID

    class Meta:
        verbose_name = _("Certificate or report")
        ordering = ["-ends", "-expires", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AssuranceKind.values), name="suppliers_assurance_kind"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="suppliers_assurance_order",
                violation_error_message=_("It ends before it begins."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "expires"], name="suppliers_assurance_due")]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return self.supplier.reference

    @property
    def subject_type(self) -> str:
        return "suppliers.assurance"

    @property
    def path(self) -> str:
        return f"{self.supplier.path}assurance/{self.pk}/"

    def expired(self, today: date) -> bool:
        return self.expires is not None and self.expires < today
