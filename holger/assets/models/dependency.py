from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from holger.assets.models.asset import Asset
from holger.core import dates
from holger.core.models import TenantModel


class DependencyKind(models.TextChoices):
    """What the source does with the target."""

    USES = "uses", _("Uses")
    RUNS_ON = "runs_on", _("Runs on")
    STORES_IN = "stores_in", _("Stores data in")
    CONNECTS_TO = "connects_to", _("Connects to")
    BACKED_UP_BY = "backed_up_by", _("Backed up by")
    DELIVERED_BY = "delivered_by", _("Delivered by")
    LOCATED_IN = "located_in", _("Located in")
    OPERATED_BY = "operated_by", _("Operated by")


BACKWARDS = {
    DependencyKind.USES: _("Used by"),
    DependencyKind.RUNS_ON: _("Runs"),
    DependencyKind.STORES_IN: _("Stores data for"),
    DependencyKind.CONNECTS_TO: _("Connected from"),
    DependencyKind.BACKED_UP_BY: _("Backs up"),
    DependencyKind.DELIVERED_BY: _("Delivers"),
    DependencyKind.LOCATED_IN: _("Houses"),
    DependencyKind.OPERATED_BY: _("Operates"),
}
"""The same, told from the target."""


class Dependency(TenantModel):
    """``source`` depends on ``target``, so the target must be protected as well as the source needs it.

    ``carries_*`` tells which dimensions pass on: an encrypted backup need not be as confidential as what it holds.
    """

    source = models.ForeignKey(
        Asset, verbose_name=_("What depends"), on_delete=models.CASCADE, related_name="dependencies"
    )
    target = models.ForeignKey(Asset, verbose_name=_("Depends on"), on_delete=models.CASCADE, related_name="dependants")
    kind = models.CharField(_("How"), max_length=20, choices=DependencyKind.choices, default=DependencyKind.USES)
    carries_c = models.BooleanField(_("Carries confidentiality"), default=True)
    carries_i = models.BooleanField(_("Carries integrity"), default=True)
    carries_a = models.BooleanField(_("Carries availability"), default=True)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=dates.now, editable=False)
    source_id: UUID
    target_id: UUID

    class Meta:
        verbose_name = _("Dependency")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                name="assets_dependency_once",
                violation_error_message=_("This dependency is already there."),
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="assets_dependency_not_itself",
                violation_error_message=_("Nothing depends on itself."),
            ),
            models.CheckConstraint(condition=Q(kind__in=DependencyKind.values), name="assets_dependency_kind"),
        ]
        indexes = [
            models.Index(fields=["organisation", "created_at"], name="assets_dependency_by_age"),
            models.Index(fields=["organisation", "id"], name="assets_dependency_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.source.reference} → {self.target.reference} ({self.get_kind_display()})"

    @property
    def backwards(self) -> str:
        return str(BACKWARDS[DependencyKind(self.kind)])
