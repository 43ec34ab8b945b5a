from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import TenantModel
from holger.risks.models.risk import Risk


class TreatmentAction(TenantModel):
    """Something that somebody will do about a risk before a day."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="actions")
    title = models.CharField(_("Action"), max_length=300)
    owner = models.ForeignKey(
        "organisation.Person",
        verbose_name=_("Owner"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    due = models.DateField(_("Due"), null=True, blank=True)
    done_at = models.DateTimeField(_("Done"), null=True, blank=True, editable=False)
    done_by = models.CharField(_("Done by"), max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(default=dates.now, editable=False)
    risk_id: UUID
    owner_id: UUID | None

    class Meta:
        verbose_name = _("Treatment action")
        ordering = ["done_at", "due", "created_at", "id"]
        indexes = [models.Index(fields=["organisation", "due"], name="risks_actions_by_due")]

    def __str__(self) -> str:
        return self.title
