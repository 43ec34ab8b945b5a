from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import Bilingual, TenantModel, Versioned


class Step(Bilingual, TenantModel, Versioned):
    """A line of a case's checklist, taken from a playbook or written for this case. Both languages stand in it, so that a
    playbook that changes later does not change what was done.

    ``minutes`` is how long after the first sign it is wanted by; none where the clock does not matter. A step that does not
    apply is ``skipped``, with a reason.
    """

    incident = models.ForeignKey("incidents.Incident", on_delete=models.CASCADE, related_name="steps", editable=False)
    playbook = models.CharField(max_length=60, blank=True, editable=False)
    phase = models.CharField(_("Phase"), max_length=40)
    phase_da = models.CharField(max_length=100, blank=True, editable=False)
    phase_en = models.CharField(max_length=100, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    text_da = models.CharField(_("In Danish"), max_length=1000, blank=True)
    text_en = models.CharField(_("In English"), max_length=1000, blank=True)
    why_da = models.CharField(max_length=1000, blank=True, editable=False)
    why_en = models.CharField(max_length=1000, blank=True, editable=False)
    role = models.CharField(max_length=40, blank=True, editable=False)
    minutes = models.PositiveIntegerField(null=True, blank=True, editable=False)
    done_at = models.DateTimeField(_("Done"), null=True, blank=True, editable=False)
    done_by = models.CharField(pgettext_lazy("action", "Done by"), max_length=200, blank=True, editable=False)
    skipped = models.BooleanField(_("Does not apply"), default=False, editable=False)
    note = models.CharField(_("Note"), max_length=1000, blank=True)
    incident_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("incident", "Step")
        verbose_name_plural = _("Checklist")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["incident", "position"], name="incidents_step_order")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.said("text")

    @property
    def why(self) -> str:
        return self.said("why")

    @property
    def phase_title(self) -> str:
        return self.said("phase")
