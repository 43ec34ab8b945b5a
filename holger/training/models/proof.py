from uuid import UUID

from django.db import models

from holger.core import dates
from holger.core.models import TenantModel
from holger.evidence.models import Evidence


class ManagementProof(TenantModel):
    """The piece of evidence that says who of the management is trained. ``digest`` is of what it tells, so that the same is
    not put on paper twice."""

    evidence = models.ForeignKey(Evidence, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=dates.now)
    evidence_id: UUID | None

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="training_one_management_proof")]

    def __str__(self) -> str:
        return str(self.evidence)
