from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import TenantModel, Versioned
from holger.incidents.models.told import Told
from holger.incidents.rules.facts import Sent
from holger.organisation.models import Organisation


class Sending(models.TextChoices):
    NOTICE = Sent.NOTICE.value, pgettext_lazy("incident", "Sent")
    CORRECTION = Sent.CORRECTION.value, pgettext_lazy("incident", "Corrected")
    WITHDRAWAL = Sent.WITHDRAWAL.value, pgettext_lazy("incident", "Taken back")


class SentNotice(Told):
    """What was sent to an authority or to people, as it was: when, by whom, to whom, with which receipt, and the copy itself.

    ``clock`` is the deadline that it answers; "" for a letter that answers none. ``digest`` is the SHA-256 of the copy.
    """

    clock = models.CharField(_("Deadline"), max_length=160, blank=True)
    sheet = models.CharField(_("Form"), max_length=60, blank=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=Sending.choices, default=Sending.NOTICE)
    language = models.CharField(_("Language"), max_length=5, choices=Organisation.Language.choices)
    at = models.DateTimeField(pgettext_lazy("notice", "Sent"))
    recipient = models.CharField(pgettext_lazy("notice", "To"), max_length=300)
    receipt = models.CharField(_("Receipt number"), max_length=200, blank=True)
    late_reason = models.TextField(_("Why is it late?"), max_length=4000, blank=True)
    note = models.TextField(_("Note"), max_length=4000, blank=True)
    content = models.JSONField(_("Copy"), default=dict, blank=True)
    digest = models.CharField("SHA-256", max_length=64, editable=False)

    class Meta:
        verbose_name = _("Notification")
        verbose_name_plural = _("Notifications")
        ordering = ["entered_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=Sending.values), name="incidents_notice_kind")]
        indexes = [models.Index(fields=["incident", "entered_at", "id"], name="incidents_notice_order")]

    def __str__(self) -> str:
        return f"{self.clock or self.sheet} {self.at.isoformat()}"


class LateReason(Told):
    """Why a notice was late, told after it was sent: when its start was corrected, or nobody had said so yet."""

    notice = models.ForeignKey(SentNotice, on_delete=models.PROTECT, related_name="late_reasons", editable=False)
    reason = models.TextField(_("Why is it late?"), max_length=4000)
    notice_id: UUID

    class Meta:
        verbose_name = _("Why is it late?")
        ordering = ["entered_at", "id"]

    def __str__(self) -> str:
        return self.reason


class CaseAnswers(TenantModel, Versioned):
    """What the sheets ask for and nothing else in the case tells, by field: a value, or ``unknown`` where that is the answer."""

    incident = models.OneToOneField(
        "incidents.Incident", on_delete=models.CASCADE, related_name="sheet_answers", editable=False
    )
    answers = models.JSONField(_("Answers"), default=dict, blank=True)

    class Meta:
        verbose_name = _("What the forms ask for")

    def __str__(self) -> str:
        return str(self.incident)


class LetterDraft(TenantModel, Versioned):
    """A letter that somebody has written on, in one language. Until then it is the ready text with the case's own words."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.CASCADE, related_name="letters", editable=False)
    letter = models.CharField(_("Letter"), max_length=60, editable=False)
    language = models.CharField(_("Language"), max_length=5, choices=Organisation.Language.choices, editable=False)
    subject = models.CharField(_("Subject"), max_length=300)
    text = models.TextField(_("Text"), max_length=20_000)
    incident_id: UUID

    class Meta:
        verbose_name = _("Letter")
        constraints = [
            models.UniqueConstraint(fields=["incident", "letter", "language"], name="incidents_letter_once"),
        ]

    def __str__(self) -> str:
        return self.subject
