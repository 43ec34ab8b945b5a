from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import TenantModel, Versioned
from holger.suppliers.models.supplier import Supplier


class OfSupplier(TenantModel, Versioned):
    """A row that belongs to one supplier: it lies in its unit and is owned with it."""

    supplier: "models.ForeignKey[Supplier, Supplier]"

    class Meta:
        abstract = True

    @property
    def unit_id(self) -> UUID | None:
        return self.supplier.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return self.supplier.owned_by(person_id)

    @property
    def path(self) -> str:
        return self.supplier.path


class Contact(OfSupplier):
    """Somebody at the supplier. ``security``: whom to reach day and night when something happens there or here."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="contacts", editable=False)
    name = models.CharField(_("Name"), max_length=200, help_text=_("A person, or a desk such as “Duty phone”."))
    role = models.CharField(
        pgettext_lazy("contact", "Role"), max_length=200, blank=True, help_text=_("For example account manager.")
    )
    mail = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=60, blank=True)
    security = models.BooleanField(
        _("Security contact, day and night"),
        default=False,
        help_text=_("Whoever answers at any hour when something has happened."),
    )
    note = models.CharField(_("Note"), max_length=500, blank=True)
    supplier_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("supplier", "Contact")
        ordering = ["-security", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(security=False) | ~Q(mail="", phone=""),
                name="suppliers_contact_reached",
                violation_error_message=_(
                    "Say how to reach a security contact: a telephone number or an e-mail address."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
