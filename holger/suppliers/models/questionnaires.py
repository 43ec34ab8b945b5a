"""Questionnaires for suppliers, with their versions: one is worked on, those that were published stand for good."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.models import Record, TenantModel
from holger.core.words import say
from holger.suppliers.rules import drafting
from holger.suppliers.rules import questions as rules


class Questionnaire(Record):
    """What suppliers are asked. ``template`` is the key of the ready one that it was made of.

    What the questions say lies in its versions; ``title`` is that of the newest in the organisation's language.
    """

    prefix = "Q"

    template = models.CharField(max_length=60, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("Questionnaire")
        verbose_name_plural = _("Questionnaires")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="suppliers_questionnaire_reference")
        ]
        indexes = [
            models.Index(fields=["organisation", "archived_at", "number", "id"], name="suppliers_questionnaire_number")
        ]

    @property
    def path(self) -> str:
        return f"questionnaires/{self.reference}/"

    @property
    def icon(self) -> str:
        return "list-check"


class VersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("questionnaire", "Draft")
    PUBLISHED = "published", pgettext_lazy("questionnaire", "Published")


class QuestionnaireVersion(TenantModel):
    """``content`` is told as a file would tell it (``rules.drafting``). From its publication on none of it changes."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="versions", editable=False)
    number = models.PositiveSmallIntegerField(_("Version"), editable=False)
    state = models.CharField(_("Status"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    content: models.JSONField[Any] = models.JSONField(default=dict)
    digest = models.CharField("SHA-256", max_length=64, blank=True, default="")
    published_at = models.DateTimeField(_("Published"), null=True, blank=True)
    published_by = models.CharField(_("Published by"), max_length=200, blank=True, default="")
    questionnaire_id: UUID

    class Meta:
        verbose_name = _("Version")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="suppliers_version_number"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(state="draft"), name="suppliers_version_one_draft"
            ),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="suppliers_version_state"),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(digest="") & Q(published_at__isnull=False),
                name="suppliers_version_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @cached_property
    def read(self) -> rules.Questionnaire:
        """The questions, as the rules know them."""
        return drafting.read(self.content)

    @property
    def title(self) -> str:
        return say(self.content.get("title"), get_language())


KEPT = ("questionnaire_id", "number", "content", "digest", "published_at", "published_by")
"""What never changes of a published version."""
