from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import Common
from holger.frameworks.models.framework import Framework, Requirement


class Relation(models.TextChoices):
    """How the source relates to the target (NIST IR 8477)."""

    EQUAL = "equal", pgettext_lazy("mapping", "is equal to")
    SUBSET = "subset", pgettext_lazy("mapping", "is a part of")
    SUPERSET = "superset", pgettext_lazy("mapping", "contains")
    INTERSECTS = "intersects", pgettext_lazy("mapping", "is partly the same as")


class Mapping(Common):
    """What a requirement of one framework says about one of another, and who says so."""

    source = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="maps", verbose_name=_("From"))
    target = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="mapped", verbose_name=_("To"))
    relation = models.CharField(_("Relation"), max_length=10, choices=Relation.choices)
    origin = models.CharField(_("Who says so"), max_length=500, blank=True)
    rationale = models.TextField(_("Rationale"), max_length=4000, blank=True)
    own = models.BooleanField(_("Own"), default=False, editable=False)
    source_id: UUID
    target_id: UUID

    class Meta:
        verbose_name = _("Mapping")
        verbose_name_plural = _("Mappings")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target"],
                name="frameworks_mapping_once",
                violation_error_message=_("These two are mapped already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="frameworks_mapping_two",
                violation_error_message=_("A requirement is not mapped to itself."),
            ),
            models.CheckConstraint(
                condition=models.Q(relation__in=Relation.values), name="frameworks_mapping_relation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.code} {self.get_relation_display()} {self.target.code}"


def between(one: Framework, other: Framework) -> models.Q:
    """What is said between two frameworks, from either end."""
    forwards = models.Q(source__framework=one, target__framework=other)
    return forwards | models.Q(source__framework=other, target__framework=one)
