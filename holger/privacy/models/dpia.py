from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Record, TenantModel
from holger.privacy.models.activity import Activity


class DpiaStatus(models.TextChoices):
    """It goes from one to the next by named transitions only (``rules.assessments.WAYS``)."""

    DRAFT = "draft", pgettext_lazy("impact assessment", "Draft")
    SENT = "sent", pgettext_lazy("impact assessment", "Waits for a decision")
    CONSULTED = "consulted", pgettext_lazy("impact assessment", "The authority is asked")
    APPROVED = "approved", pgettext_lazy("impact assessment", "Approved")
    REJECTED = "rejected", pgettext_lazy("impact assessment", "Not approved")


class ScreeningOutcome(models.TextChoices):
    NEEDED = "needed", pgettext_lazy("screening", "Needed")
    CONSIDER = "consider", pgettext_lazy("screening", "To be considered")
    NOT_NEEDED = "not_needed", pgettext_lazy("screening", "Not needed")
    UNDECIDED = "undecided", pgettext_lazy("screening", "Not decided yet")


class Screening(TenantModel):
    """Does an activity take an impact assessment? The answers to the criteria (``library.assessment``), what they amount to,
    and what was made of that. The last one holds; the earlier ones stay.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="screenings", editable=False)
    answers = models.JSONField(default=dict, editable=False)
    outcome = models.CharField(_("Outcome"), max_length=12, choices=ScreeningOutcome.choices, editable=False)
    """What the answers amount to (``rules.dpia.screened``)."""
    needed = models.BooleanField(_("An assessment is made"), editable=False)
    reason = models.TextField(_("Why"), max_length=4000, blank=True, editable=False)
    by_name = models.CharField(_("By"), max_length=200, editable=False)
    person_key = models.UUIDField(null=True, blank=True, editable=False)
    entered_at = models.DateTimeField(_("Entered"), default=dates.now, editable=False)
    activity_id: UUID

    class Meta:
        verbose_name = _("Screening for an impact assessment")
        ordering = ["entered_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=ScreeningOutcome.values), name="privacy_screening_outcome"),
        ]
        indexes = [models.Index(fields=["activity", "-entered_at", "-id"], name="privacy_screening_order")]

    def __str__(self) -> str:
        return f"{self.entered_at.date()} {self.outcome}"


class Dpia(Record):
    """An assessment of what an activity does to people (GDPR article 35). ``owner`` writes it.

    ``answers`` are by the keys of ``library.assessment().questions``; the opinion of the data protection officer is among
    them and has a verb of its own. What was decided is a ``DpiaVersion`` and stays as it was.
    """

    prefix = "DPIA"

    activity = models.ForeignKey(
        Activity, verbose_name=_("Processing activity"), on_delete=models.PROTECT, related_name="dpias", editable=False
    )
    status = models.CharField(
        _("Status"), max_length=10, choices=DpiaStatus.choices, default=DpiaStatus.DRAFT, editable=False
    )
    answers = models.JSONField(_("Answers"), default=dict, blank=True, editable=False)
    opinion_by = models.CharField(_("Opinion by"), max_length=200, blank=True, editable=False)
    opinion_at = models.DateTimeField(_("Opinion given"), null=True, blank=True, editable=False)
    sent_back = models.TextField(_("Why it was sent back"), max_length=4000, blank=True, editable=False)
    consulted_on = models.DateField(_("The authority was asked on"), null=True, blank=True, editable=False)
    consultation = models.TextField(_("What the authority answered"), max_length=10_000, blank=True, editable=False)
    activity_id: UUID

    class Meta:
        verbose_name = _("Impact assessment")
        verbose_name_plural = _("Impact assessments")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="privacy_dpia_reference"),
            models.CheckConstraint(condition=Q(status__in=DpiaStatus.values), name="privacy_dpia_status"),
        ]
        indexes = [
            models.Index(fields=["organisation", "archived_at", "-number", "id"], name="privacy_dpia_by_number"),
            models.Index(fields=["organisation", "archived_at", "next_review"], name="privacy_dpia_by_review"),
        ]

    @property
    def path(self) -> str:
        return f"privacy/assessments/{self.reference}/"


class DpiaVersion(TenantModel):
    """An assessment as it was decided on. It never changes."""

    dpia = models.ForeignKey(Dpia, on_delete=models.PROTECT, related_name="versions", editable=False)
    number = models.PositiveIntegerField(editable=False)
    answers = models.JSONField(default=dict, editable=False)
    opinion_by = models.CharField(_("Opinion by"), max_length=200, blank=True, editable=False)
    consultation = models.TextField(_("What the authority answered"), max_length=10_000, blank=True, editable=False)
    approved = models.BooleanField(_("Approved"), editable=False)
    reason = models.TextField(_("Why"), max_length=4000, blank=True, editable=False)
    by_name = models.CharField(_("Decided by"), max_length=200, editable=False)
    person_key = models.UUIDField(null=True, blank=True, editable=False)
    entered_at = models.DateTimeField(_("Decided"), default=dates.now, editable=False)
    dpia_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("impact assessment", "Version")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["dpia", "number"], name="privacy_dpia_version_once")]

    def __str__(self) -> str:
        return str(self.number)


FOR_GOOD: tuple[tuple[type[TenantModel], tuple[str, ...]], ...] = (
    (Screening, ("by_name",)),
    (DpiaVersion, ("by_name", "opinion_by")),
)
"""Tables that are only added to, with the names that may be forgotten when a person is erased."""


def walls_of(model: type[TenantModel], names: tuple[str, ...]) -> dict[str, Any]:
    """What the database lets through of a change: that somebody's name becomes a pseudonym."""
    kept = [field.column for field in model._meta.local_concrete_fields if field.name not in names]
    same = [f'NEW."{column}" IS NOT DISTINCT FROM OLD."{column}"' for column in kept]
    pseudonyms = [f"""(NEW."{name}" = OLD."{name}" OR NEW."{name}" LIKE 'Person ____')""" for name in names]
    return {"table": model._meta.db_table, "names": names, "way_in": " AND ".join([*same, *pseudonyms])}
