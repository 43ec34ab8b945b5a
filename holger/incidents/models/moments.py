from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.incidents.models.told import Told, questions
from holger.incidents.rules.assessing import QUESTIONS
from holger.incidents.rules.clock_entry import Start


class Point(models.TextChoices):
    """What may happen to an incident that clocks start at. The others follow from decisions and notices."""

    FIRST_SIGN = Start.FIRST_SIGN.value, _("First sign")
    AWARE = Start.AWARE.value, pgettext_lazy("incident", "Aware of it")
    FIX_AVAILABLE = Start.FIX_AVAILABLE.value, _("A fix is available")
    HANDLED = Start.HANDLED.value, pgettext_lazy("incident", "Handled")


class Moment(Told):
    """When something happened. ``question``: of what one became aware, where that was at another time than of the incident.

    ``basis`` is how one knows, ``reason`` why it takes the place of what stood before.
    """

    point = models.CharField(_("What happened"), max_length=20, choices=Point.choices)
    question = models.CharField(_("Question"), max_length=60, blank=True, choices=questions)
    at = models.DateTimeField(_("When"))
    basis = models.TextField(_("How do you know?"), max_length=4000, blank=True)
    reason = models.TextField(_("Reason"), max_length=4000, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("incident", "Moment")
        verbose_name_plural = pgettext_lazy("incident", "Moments")
        ordering = ["entered_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(point__in=Point.values), name="incidents_moment_point"),
            models.CheckConstraint(
                condition=Q(question="") | Q(point=Point.AWARE.value, question__in=tuple(QUESTIONS)),
                name="incidents_moment_question",
            ),
        ]
        indexes = [models.Index(fields=["incident", "entered_at", "id"], name="incidents_moment_order")]

    def __str__(self) -> str:
        return f"{self.point} {self.at.isoformat()}"
