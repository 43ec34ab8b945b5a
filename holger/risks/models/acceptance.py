from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import TenantModel
from holger.risks.models.risk import Risk


class Acceptance(TenantModel):
    """A decision to live with a risk until a day, or the wish for one. It holds for the risk as it was then."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        VOID = "void", _("Void, the risk has changed")

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="acceptances")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.REQUESTED, editable=False)
    approver = models.ForeignKey(
        "organisation.Person",
        verbose_name=_("Approver"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    requested_by = models.CharField(max_length=200, blank=True, editable=False)
    reason = models.TextField(_("Reason"), max_length=4000)
    expires_on = models.DateField(_("Until"))
    score = models.PositiveSmallIntegerField(editable=False)
    band = models.CharField(max_length=10, editable=False)
    fingerprint = models.CharField(max_length=100, editable=False)
    requested_at = models.DateTimeField(default=dates.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.CharField(max_length=200, blank=True, editable=False)
    answer = models.TextField(_("Answer"), max_length=4000, blank=True)
    approver_id: UUID | None
    risk_id: UUID

    class Meta:
        verbose_name = _("Acceptance")
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["risk"], condition=Q(status__in=["requested", "accepted"]), name="risks_one_live_acceptance"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["requested", "accepted", "declined", "withdrawn", "void"]),
                name="risks_acceptance_status",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "status", "approver"], name="risks_acceptance_waiting")]

    def __str__(self) -> str:
        return f"{self.risk} {self.get_status_display()}"

    def expired(self, today: date) -> bool:
        return self.status == self.Status.ACCEPTED and self.expires_on < today
