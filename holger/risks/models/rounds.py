from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import Common, TenantModel, Versioned
from holger.risks.models.risk import Risk, Staged


class Round(Common, Versioned):
    """An assessment round: opened, worked through with colleagues, and frozen as a picture to compare with."""

    prefix = "RU"

    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(_("Title"), max_length=200)
    purpose = models.TextField(_("Purpose"), max_length=4000, blank=True, help_text=_("What is in focus this time?"))
    participants = models.ManyToManyField(
        "organisation.Person", verbose_name=_("Participants"), blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("Opened"), default=dates.now, editable=False)
    frozen_at = models.DateTimeField(_("Frozen"), null=True, blank=True, editable=False)
    frozen_by = models.CharField(_("Frozen by"), max_length=200, blank=True, editable=False)
    method = models.ForeignKey(
        "risks.Method", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("Assessment round")
        verbose_name_plural = _("Assessment rounds")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="risks_round_number"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(frozen_at__isnull=True),
                name="risks_one_open_round",
                violation_error_message=_("Freeze the open round before you open the next."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"{self.prefix}-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.frozen_at is None

    @property
    def path(self) -> str:
        return f"risks/rounds/{self.number}/"


class Snapshot(TenantModel, Staged):
    """A risk as it was when a round was frozen. The database refuses to change or delete it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="snapshots")
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="snapshots")
    asset = models.ForeignKey("assets.Asset", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=20)
    treatment = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    method_number = models.PositiveIntegerField()
    taken_at = models.DateTimeField(default=dates.now)
    risk_id: UUID
    round_id: UUID
    asset_id: UUID

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "risk"], name="risks_snapshot_once")]
        indexes = [models.Index(fields=["risk", "-taken_at"], name="risks_snapshots_of_risk")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.risk_id}"

    @property
    def name(self) -> str:
        """The title as it was; where it is the threat's own, in the reader's language."""
        threat = self.risk.threat
        return threat.title if threat is not None and self.title in threat.titles else self.title
