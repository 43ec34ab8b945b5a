from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.suppliers.models.contact import OfSupplier
from holger.suppliers.models.supplier import Supplier


class LinkKind(models.TextChoices):
    SUB_SUPPLIER = "sub_supplier", _("Sub-supplier")
    SUB_PROCESSOR = "sub_processor", _("Sub-processor")


class SupplyLink(OfSupplier):
    """``supplier`` depends on ``sub``, which therefore is at least as critical (``rules.chains``). A chain that comes back to
    where it began is possible, as it happens, and is told of."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="supplied_by", editable=False)
    sub = models.ForeignKey(
        Supplier, verbose_name=_("Who delivers to it"), on_delete=models.CASCADE, related_name="supplies"
    )
    kind = models.CharField(
        pgettext_lazy("supplier", "As"), max_length=15, choices=LinkKind.choices, default=LinkKind.SUB_SUPPLIER
    )
    service = models.CharField(_("What it delivers"), max_length=500, blank=True)
    data = models.CharField(_("Data that it handles"), max_length=500, blank=True)
    approved_on = models.DateField(
        _("Approved by us"),
        null=True,
        blank=True,
        help_text=_("When you said yes to this sub-processor (GDPR art. 28(2))."),
    )
    supplier_id: UUID
    sub_id: UUID

    class Meta:
        verbose_name = _("Link of the chain")
        ordering = ["sub__title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "sub", "kind"],
                name="suppliers_link_once",
                violation_error_message=_("This link is already there."),
            ),
            models.CheckConstraint(
                condition=~Q(supplier=F("sub")),
                name="suppliers_link_not_itself",
                violation_error_message=_("Nobody delivers to themselves."),
            ),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="suppliers_link_kind"),
        ]
        indexes = [models.Index(fields=["organisation", "supplier", "sub"], name="suppliers_links")]

    def __str__(self) -> str:
        return f"{self.supplier.reference} → {self.sub.reference} ({self.get_kind_display()})"
