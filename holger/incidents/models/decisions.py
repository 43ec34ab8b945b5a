from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import TenantModel, Versioned
from holger.incidents.models.told import Told, questions
from holger.incidents.rules.assessing import QUESTIONS, Answer


class Answered(models.TextChoices):
    YES = Answer.YES.value, _("Yes")
    NO = Answer.NO.value, _("No")
    UNDECIDED = Answer.UNDECIDED.value, pgettext_lazy("answer", "Undecided")


class Decision(Told):
    """One answer to one question about an incident, or (with ``clock``) whether a deadline without hours is relevant at all."""

    question = models.CharField(_("Question"), max_length=60, blank=True, choices=questions)
    clock = models.CharField(_("Deadline"), max_length=160, blank=True)
    answer = models.CharField(_("Answer"), max_length=10, choices=Answered.choices)
    reason = models.TextField(_("Reason"), max_length=4000)
    at = models.DateTimeField(_("When"), default=dates.now)

    class Meta:
        verbose_name = pgettext_lazy("incident", "Decision")
        verbose_name_plural = pgettext_lazy("incident", "Decisions")
        ordering = ["entered_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=Answered.values), name="incidents_decision_answer"),
            models.CheckConstraint(
                condition=Q(question__in=("", *QUESTIONS)) & ~Q(question="", clock=""),
                name="incidents_decision_about",
            ),
        ]
        indexes = [models.Index(fields=["incident", "entered_at", "id"], name="incidents_decision_order")]

    def __str__(self) -> str:
        return f"{self.question or self.clock}: {self.answer}"


class CaseMeasures(TenantModel, Versioned):
    """What was measured of an incident, by the keys of the law's thresholds: numbers and yes or no. What is not there is not known."""

    incident = models.OneToOneField(
        "incidents.Incident", on_delete=models.CASCADE, related_name="measured", editable=False
    )
    facts = models.JSONField(_("Measured"), default=dict, blank=True)
    cause = models.CharField(
        _("Apparent cause"),
        max_length=200,
        blank=True,
        help_text=_("The same words for incidents that seem to come from the same cause: they are counted together."),
    )

    class Meta:
        verbose_name = _("Measured")

    def __str__(self) -> str:
        return str(self.incident)
