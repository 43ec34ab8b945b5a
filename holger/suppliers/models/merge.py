from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import Common
from holger.suppliers.models.supplier import Supplier


class Merge(Common):
    """One supplier became another's second spelling: what was moved, so that it can be taken apart again."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="merges", editable=False)
    into = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="+", editable=False)
    moved = models.JSONField(default=list, editable=False)
    """``[table, field, key]`` of each row that pointed at ``supplier`` and now points at ``into``."""
    filled = models.JSONField(default=dict, editable=False)
    """What ``into`` lacked and got: field → value."""
    merged_at = models.DateTimeField(default=dates.now, editable=False)
    supplier_id: UUID
    into_id: UUID

    class Meta:
        verbose_name = _("Merged suppliers")
        constraints = [models.UniqueConstraint(fields=["supplier"], name="suppliers_merge_once")]

    def __str__(self) -> str:
        return f"{self.supplier} → {self.into}"

    @property
    def path(self) -> str:
        return self.supplier.path
