from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.controls.models import Control
from holger.core.models import TenantModel
from holger.risks.models.risk import Risk
from holger.risks.rules.effects import Taken
from holger.risks.rules.method import MOST_LEVELS


def _levels(label: Any) -> models.PositiveSmallIntegerField:
    """How many levels it takes away."""
    return models.PositiveSmallIntegerField(label, default=0, validators=[MaxValueValidator(MOST_LEVELS - 1)])


class Effect(TenantModel):
    """What a control does to a risk: the levels it takes away of the likelihood and of the consequence.

    ``counted``: the current levels were set with it in mind. Otherwise it counts for the target. ``points`` is what the
    risk's score loses by this control alone; see ``rules.effects``.
    """

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="effects")
    control = models.ForeignKey(Control, verbose_name=_("Control"), on_delete=models.PROTECT, related_name="effects")
    likelihood = _levels(_("Takes off the likelihood"))
    consequence = _levels(_("Takes off the consequence"))
    note = models.CharField(_("Note"), max_length=1000, blank=True)
    counted = models.BooleanField(_("Counted in the current levels"), default=False)
    points = models.PositiveSmallIntegerField(_("Points"), default=0, editable=False)
    risk_id: UUID
    control_id: UUID

    class Meta:
        verbose_name = _("Effect of a control")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["risk", "control"],
                name="risks_effect_once",
                violation_error_message=_("The control is there already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.control)

    @property
    def taken(self) -> Taken:
        return Taken(self.likelihood, self.consequence)

    @property
    def works(self) -> bool:
        """Is the control in place today?"""
        return self.control.in_place and self.control.archived_at is None

    @property
    def is_planned(self) -> bool:
        """Does it count for the target?"""
        return not self.counted and self.control.archived_at is None

    @property
    def is_outdated(self) -> bool:
        """Has the control come into place, or fallen away, since the current levels were set?"""
        return bool(self.taken) and self.counted != self.works
