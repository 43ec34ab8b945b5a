from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from holger.core.errors import RuleBroken
from holger.core.models import Common, Versioned
from holger.risks.rules import method as rules


def sound(definition: dict) -> None:
    if found := rules.problems(definition):
        raise ValidationError([RuleBroken(reason).message for reason in found])


class Method(Common, Versioned):
    """How the organisation scores risks. A method in force is never changed: a change makes the next number."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_FORCE = "in_force", _("In force")
        RETIRED = "retired", _("Retired")

    number = models.PositiveIntegerField(_("Number"), editable=False)
    title = models.CharField(_("Title"), max_length=200)
    definition = models.JSONField(_("Definition"), validators=[sound])
    status = models.CharField(_("Status"), max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False)
    in_force_at = models.DateTimeField(_("In force from"), null=True, blank=True, editable=False)
    retired_at = models.DateTimeField(_("In force until"), null=True, blank=True, editable=False)
    decided_by = models.CharField(_("Decided by"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("Risk method")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="risks_method_number"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(status="in_force"), name="risks_one_method_in_force"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(status="draft"),
                name="risks_one_method_draft",
                violation_error_message=_("There is already a draft of the next method."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_force", "retired"]), name="risks_method_status"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @property
    def reference(self) -> str:
        return str(self.number)

    @property
    def path(self) -> str:
        return f"risks/method/{self.number}/"

    @cached_property
    def rules(self) -> rules.Method:
        return rules.read(self.definition, self.number)
