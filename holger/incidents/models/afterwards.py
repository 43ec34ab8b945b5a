from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import TenantModel, Versioned
from holger.incidents.models.incident import LONG
from holger.organisation.models import Person


class Evaluation(TenantModel, Versioned):
    """What was learned of an incident (ISO/IEC 27001:2022, A.5.27): the meeting, the cause behind the cause, the lessons."""

    incident = models.OneToOneField(
        "incidents.Incident", on_delete=models.CASCADE, related_name="evaluation", editable=False
    )
    held_on = models.DateField(_("Meeting held on"), null=True, blank=True)
    present = models.TextField(_("Who took part"), max_length=2000, blank=True)
    went_well = models.TextField(_("What went well"), max_length=LONG, blank=True)
    went_badly = models.TextField(_("What went less well"), max_length=LONG, blank=True)
    whys = models.JSONField(_("Why, five times"), default=list, blank=True)
    """Up to five answers, each to why the one before it was so."""
    root_cause = models.TextField(_("Root cause"), max_length=LONG, blank=True)
    lessons = models.TextField(_("What we learned"), max_length=LONG, blank=True)
    task_id = models.UUIDField(null=True, blank=True, editable=False)
    """The task to hold the meeting."""
    finished_at = models.DateTimeField(_("Finished"), null=True, blank=True, editable=False)
    incident_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("incident", "Evaluation")

    def __str__(self) -> str:
        return str(self.incident)


class Effect(models.TextChoices):
    """Whether what was done has worked (ISO/IEC 27001:2022, 10.2 d)."""

    AWAITED = "awaited", pgettext_lazy("effect", "Not checked yet")
    WORKED = "worked", pgettext_lazy("effect", "Has worked")
    FAILED = "failed", pgettext_lazy("effect", "Has not worked")


class Correction(TenantModel, Versioned):
    """A corrective action after an incident: what is done so that it does not happen again, and whether that worked.

    It is done in a task (``task_id``), and its effect looked at in another (``check_task_id``). ``about``: the risk, control,
    policy or other object that it changes.
    """

    incident = models.ForeignKey(
        "incidents.Incident", on_delete=models.CASCADE, related_name="corrections", editable=False
    )
    title = models.CharField(_("What is done"), max_length=200)
    owner = models.ForeignKey(
        Person,
        verbose_name=pgettext_lazy("correction", "Who does it"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    due = models.DateField(_("Due"))
    about_type = models.CharField(max_length=100, blank=True, editable=False)
    about_id = models.UUIDField(null=True, blank=True, editable=False)
    task_id = models.UUIDField(null=True, blank=True, editable=False)
    done_on = models.DateField(_("Done"), null=True, blank=True, editable=False)
    check_on = models.DateField(_("Effect is checked on"), null=True, blank=True)
    check_task_id = models.UUIDField(null=True, blank=True, editable=False)
    effect = models.CharField(
        _("Effect"), max_length=10, choices=Effect.choices, default=Effect.AWAITED, editable=False
    )
    effect_note = models.TextField(_("How do you know?"), max_length=4000, blank=True, editable=False)
    checked_by = models.CharField(max_length=200, blank=True, editable=False)
    dropped_at = models.DateTimeField(null=True, blank=True, editable=False)
    dropped_why = models.TextField(_("Why is it dropped?"), max_length=4000, blank=True, editable=False)
    dropped_by = models.CharField(max_length=200, blank=True, editable=False)
    incident_id: UUID
    owner_id: UUID | None

    class Meta:
        verbose_name = _("Corrective action")
        verbose_name_plural = _("Corrective actions")
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(effect__in=Effect.values), name="incidents_correction_effect")
        ]
        indexes = [
            models.Index(fields=["incident", "due"], name="incidents_correction_order"),
            models.Index(fields=["about_id"], condition=Q(about_id__isnull=False), name="incidents_correction_about"),
        ]

    def __str__(self) -> str:
        return self.title


class Touch(TenantModel, Versioned):
    """A risk that an incident tells something of, and what was proposed: how likely it is now, and why."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.CASCADE, related_name="+", editable=False)
    subject_type = models.CharField(max_length=100, editable=False)
    subject_id = models.UUIDField(editable=False)
    """A risk, a control or a policy."""
    likelihood = models.PositiveSmallIntegerField(_("Likelihood proposed"), null=True, blank=True)
    reason = models.TextField(_("Reason"), max_length=2000, blank=True)
    incident_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("incident", "What it touches on")
        constraints = [models.UniqueConstraint(fields=["incident", "subject_id"], name="incidents_touch_once")]
        indexes = [models.Index(fields=["subject_id"], name="incidents_touch_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
