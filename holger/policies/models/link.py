from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.core.models import TenantModel
from holger.policies.models.policy import Policy


class PolicyLink(TenantModel):
    """What a policy answers or is about: a requirement, a control, an asset, a risk."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="links")
    subject_type = models.CharField(max_length=100, editable=False)
    subject_id = models.UUIDField(editable=False)
    policy_id: UUID

    class Meta:
        verbose_name = _("Link")
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "subject_type", "subject_id"],
                name="policies_link_once",
                violation_error_message=_("It is linked already."),
            )
        ]
        indexes = [models.Index(fields=["subject_id"], name="policies_link_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
