from uuid import UUID

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.countries import country_name
from holger.suppliers.models.contact import OfSupplier
from holger.suppliers.models.supplier import Supplier


class Basis(models.TextChoices):
    """What a transfer out of the EEA rests on (GDPR art. 45, 46, 47 and 49)."""

    MISSING = "", pgettext_lazy("transfer", "None known")
    ADEQUACY = "adequacy", pgettext_lazy("transfer", "Adequacy decision (art. 45)")
    DPF = "dpf", pgettext_lazy("transfer", "EU–US Data Privacy Framework (art. 45)")
    SCC = "scc", pgettext_lazy("transfer", "Standard contractual clauses (art. 46)")
    BCR = "bcr", pgettext_lazy("transfer", "Binding corporate rules (art. 47)")
    OTHER = "other", pgettext_lazy("transfer", "Other appropriate safeguards (art. 46)")
    DEROGATION = "derogation", pgettext_lazy("transfer", "Derogation for a single case (art. 49)")


NEEDS_ASSESSMENT = (Basis.SCC, Basis.BCR, Basis.OTHER)
"""Bases that take an assessment of the law and practice in the country (CJEU C-311/18, 16 July 2020)."""


class Transfer(OfSupplier):
    """Personal data that a supplier keeps in, or reaches from, a country outside the EEA."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="transfers", editable=False)
    country = models.CharField(
        _("Country"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Write the country as a two-letter code, for example DK."))],
    )
    data = models.CharField(_("What is transferred"), max_length=500, blank=True)
    basis = models.CharField(_("Basis"), max_length=12, choices=Basis.choices, blank=True, default=Basis.MISSING)
    assessed_on = models.DateField(
        _("Country assessed"),
        null=True,
        blank=True,
        help_text=_("When law and practice in the country were looked at. Clauses and corporate rules take that."),
    )
    note = models.TextField(_("Note"), max_length=2000, blank=True)
    supplier_id: UUID

    class Meta:
        verbose_name = _("Transfer to a third country")
        ordering = ["country", "id"]
        constraints = [models.CheckConstraint(condition=Q(basis__in=Basis.values), name="suppliers_transfer_basis")]

    def __str__(self) -> str:
        return self.country_name

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def unassessed(self) -> bool:
        return self.basis in NEEDS_ASSESSMENT and self.assessed_on is None
