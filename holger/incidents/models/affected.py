from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import TenantModel, Versioned


class Condition(models.TextChoices):
    """How it stands with something that was hit."""

    EXAMINED = "examined", pgettext_lazy("affected", "Being examined")
    LIMITED = "limited", pgettext_lazy("affected", "Limited")
    DOWN = "down", pgettext_lazy("affected", "Down")
    LEAKED = "leaked", pgettext_lazy("affected", "Data seen by others")
    WELL = "well", pgettext_lazy("affected", "Works again")
    UNHARMED = "unharmed", pgettext_lazy("affected", "Not hit after all")


class Affected(TenantModel, Versioned):
    """An object of a register that an incident hit, or may have hit: a process, an asset, a supplier, a processing of data."""

    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.CASCADE, related_name="affected", editable=False
    )
    subject_type = models.CharField(max_length=100, editable=False)
    subject_id = models.UUIDField(editable=False)
    condition = models.CharField(
        pgettext_lazy("affected", "How it stands"), max_length=10, choices=Condition.choices, default=Condition.EXAMINED
    )
    people_count = models.PositiveIntegerField(_("People whose data are affected, roughly"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    incident_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("incident", "Affected")
        constraints = [
            models.UniqueConstraint(fields=["incident", "subject_id"], name="incidents_affected_once"),
            models.CheckConstraint(condition=Q(condition__in=Condition.values), name="incidents_affected_condition"),
        ]
        indexes = [models.Index(fields=["subject_id"], name="incidents_affected_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class Relation(TenantModel):
    """Two incidents that have to do with each other. It is kept once, from the older to the younger."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.CASCADE, related_name="+", editable=False)
    other = models.ForeignKey("incidents.Incident", on_delete=models.CASCADE, related_name="+", editable=False)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    incident_id: UUID
    other_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("incident", "Related")
        constraints = [
            models.UniqueConstraint(fields=["incident", "other"], name="incidents_relation_once"),
            models.CheckConstraint(condition=Q(incident__lt=models.F("other")), name="incidents_relation_way"),
        ]
        indexes = [models.Index(fields=["other"], name="incidents_relation_other")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.other_id}"
