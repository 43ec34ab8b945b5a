from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Bilingual, TenantModel
from holger.training.models.course import Course

LONGEST = 40_000
"""Letters on a page: one that is longer is no short page."""


class CoursePage(Bilingual, TenantModel):
    """One short page of the next edition, in Markdown. ``video`` is an address that opens outside of holger."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="pages", editable=False)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    title_da = models.CharField(_("Title in Danish"), max_length=200, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=200, blank=True)
    text_da = models.TextField(_("Text in Danish"), max_length=LONGEST, blank=True)
    text_en = models.TextField(_("Text in English"), max_length=LONGEST, blank=True)
    video = models.URLField(
        _("Link to a video"),
        max_length=500,
        blank=True,
        help_text=_("An address that begins with https://. It opens in a window of its own."),
    )
    course_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("course", "Page")
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_da="", title_en=""),
                name="training_page_has_title",
                violation_error_message=_("Give it a title in at least one language."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Kind(models.TextChoices):
    SINGLE = "single", pgettext_lazy("question", "One answer is right")
    MULTIPLE = "multiple", pgettext_lazy("question", "Several answers are right")
    ORDER = "order", pgettext_lazy("question", "To be put in order")


class Question(Bilingual, TenantModel):
    """A question of the next edition. ``options`` are {da, en, right}; those of an order stand in the right one."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="questions", editable=False)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices, default=Kind.SINGLE)
    text_da = models.TextField(_("Question in Danish"), max_length=2000, blank=True)
    text_en = models.TextField(_("Question in English"), max_length=2000, blank=True)
    explanation_da = models.TextField(_("Explanation in Danish"), max_length=2000, blank=True)
    explanation_en = models.TextField(_("Explanation in English"), max_length=2000, blank=True)
    options: models.JSONField[Any] = models.JSONField(_("Answers"), default=list)
    course_id: UUID

    class Meta:
        verbose_name = _("Question")
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="training_question_kind"),
            models.CheckConstraint(
                condition=~Q(text_da="", text_en=""),
                name="training_question_has_text",
                violation_error_message=_("Write the question in at least one language."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.said("text")

    @property
    def explanation(self) -> str:
        return self.said("explanation")


class Edition(TenantModel):
    """What a course said when it was published (``rules.content``). It never changes, so that every result can be explained."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content: models.JSONField[Any] = models.JSONField(default=dict)
    digest = models.CharField("SHA-256", max_length=64)
    published_at = models.DateTimeField(default=dates.now)
    course_id: UUID

    class Meta:
        verbose_name = _("Edition")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="training_edition_number")]

    def __str__(self) -> str:
        return f"{self.course} ({self.number})"
