from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import TenantModel
from holger.organisation.models import Person


class Part(models.TextChoices):
    """What somebody does in a case, beside whoever leads it."""

    DEPUTY = "deputy", pgettext_lazy("incident", "Deputy leader")
    SCRIBE = "scribe", pgettext_lazy("incident", "Scribe")
    COMMUNICATION = "communication", pgettext_lazy("incident", "Communication")
    DPO = "dpo", pgettext_lazy("incident", "Data protection")
    TECHNICAL = "technical", pgettext_lazy("incident", "Technical")
    LEGAL = "legal", pgettext_lazy("incident", "Legal")
    MANAGEMENT = "management", pgettext_lazy("incident", "Management")
    MEMBER = "member", pgettext_lazy("incident", "Takes part")


class Member(TenantModel):
    """Somebody on the team of a case, and as what. They see the case, also where only a few may know of it."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.CASCADE, related_name="members", editable=False)
    person = models.ForeignKey(
        Person, verbose_name=pgettext_lazy("incident", "Who"), on_delete=models.CASCADE, related_name="+"
    )
    part = models.CharField(pgettext_lazy("incident", "Part"), max_length=15, choices=Part.choices, default=Part.MEMBER)
    telephone = models.CharField(
        _("Telephone"),
        max_length=60,
        blank=True,
        help_text=_("Where they are reached while this lasts. It is offered again the next time."),
    )
    incident_id: UUID
    person_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("incident", "Team")
        constraints = [
            models.UniqueConstraint(fields=["incident", "person", "part"], name="incidents_member_once"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="incidents_member_part"),
        ]
        indexes = [models.Index(fields=["person", "incident"], name="incidents_member_person")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_part_display()})"
