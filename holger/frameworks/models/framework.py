from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holger.core.models import Bilingual, Common, Versioned
from holger.core.words import Words, say


class Origin(models.TextChoices):
    LIBRARY = "library", _("Library")
    FILE = "file", _("Imported")
    OWN = "own", _("Own")


class Framework(Bilingual, Common, Versioned):
    """A standard, a law or a set of rules of one's own that the organisation has chosen to live up to.

    ``key`` is its name for programs; a newer ``edition`` of the same key may take its place. ``groups`` are the
    requirements that are taken on together, as ``rules.framework.Group`` writes them.
    """

    prefix = "FW"

    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    number = models.PositiveIntegerField(editable=False, default=0)
    key = models.CharField(_("Key"), max_length=100, editable=False)
    edition = models.PositiveIntegerField(_("Version"), default=1, editable=False)
    origin = models.CharField(_("Origin"), max_length=10, choices=Origin.choices, default=Origin.OWN, editable=False)
    title_da = models.CharField(_("Title in Danish"), max_length=500, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=500, blank=True)
    about_da = models.TextField(_("Description in Danish"), max_length=10_000, blank=True)
    about_en = models.TextField(_("Description in English"), max_length=10_000, blank=True)
    issuer = models.CharField(_("Issuer"), max_length=500, blank=True)
    rights_da = models.TextField(_("Terms of use in Danish"), max_length=10_000, blank=True)
    rights_en = models.TextField(_("Terms of use in English"), max_length=10_000, blank=True)
    link = models.CharField(_("Link"), max_length=500, blank=True)
    groups = models.JSONField(default=list, blank=True, editable=False)
    archived_at = models.DateTimeField(_("Archived"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Framework")
        verbose_name_plural = _("Frameworks")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="frameworks_framework_reference"),
            models.UniqueConstraint(fields=["organisation", "key"], name="frameworks_framework_key"),
            models.CheckConstraint(
                condition=~models.Q(title_da="", title_en=""),
                name="frameworks_framework_has_title",
                violation_error_message=_("Give the framework a title in at least one language."),
            ),
            models.CheckConstraint(condition=models.Q(origin__in=Origin.values), name="frameworks_framework_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def about(self) -> str:
        return self.said("about")

    @property
    def rights(self) -> str:
        return self.said("rights")

    @property
    def path(self) -> str:
        return f"frameworks/{self.reference}/"

    def group_titles(self) -> dict[str, str]:
        """Key → title of its groups, in the reader's language."""
        return {group["key"]: say(group["title"], get_language()) for group in self.groups}


class Requirement(Bilingual, Common, Versioned):
    """A line of a framework: something to live up to, or a heading above such.

    ``guide`` holds what helps to meet it, as ``rules.framework`` writes it: asks, guidance, small, evidence, activity, roles and
    facts. ``section`` is the topmost requirement above it, None for one that is topmost itself.
    One that a newer edition has left out is ``archived_at``, with its answers.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="requirements", editable=False)
    code = models.CharField(_("Id"), max_length=60)
    parent = models.ForeignKey(
        "self", verbose_name=_("Part of"), on_delete=models.CASCADE, null=True, blank=True, related_name="parts"
    )
    section = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="+", editable=False
    )
    place = models.PositiveIntegerField(default=0, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    title_da = models.CharField(_("Title in Danish"), max_length=500, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=500, blank=True)
    assessable = models.BooleanField(_("Can be answered"), default=True)
    groups = models.JSONField(_("Groups"), default=list, blank=True)
    guide = models.JSONField(default=dict, blank=True, editable=False)
    archived_at = models.DateTimeField(_("Archived"), null=True, blank=True, editable=False)
    framework_id: UUID
    parent_id: UUID | None
    section_id: UUID | None

    class Meta:
        verbose_name = _("Requirement")
        verbose_name_plural = _("Requirements")
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                name="frameworks_requirement_code",
                violation_error_message=_("The framework has a requirement with this id already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(title_da="", title_en=""),
                name="frameworks_requirement_has_title",
                violation_error_message=_("Give the requirement a title in at least one language."),
            ),
        ]
        indexes = [
            models.Index(fields=["framework", "place"], name="frameworks_requirement_place"),
            models.Index(fields=["organisation", "code"], name="frameworks_requirement_find"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def reference(self) -> str:
        """What it is called by, within its framework."""
        return self.code

    @property
    def path(self) -> str:
        return f"{self.framework.path}r/{quote(self.code, safe='')}/"

    # Its guide, in the reader's language

    @property
    def asks(self) -> str:
        return self._guide("asks")

    @property
    def guidance(self) -> str:
        """What the framework itself says about how it is meant."""
        return self._guide("guidance")

    @property
    def small(self) -> str:
        """How a small organisation meets it."""
        return self._guide("small")

    @property
    def evidence(self) -> Sequence[str]:
        """What an auditor accepts as proof."""
        return [say(words, get_language()) for words in self.guide.get("evidence", ())]

    @property
    def activity(self) -> tuple[str, str]:
        """What to do again and again, and how often (an ISO 8601 duration); both empty for nothing."""
        found = self.guide.get("activity")
        return (say(found["words"], get_language()), found["every"]) if found else ("", "")

    @property
    def facts(self) -> dict[str, Any]:
        return self.guide.get("facts", {})

    @property
    def roles(self) -> Sequence[str]:
        return self.guide.get("roles", ())

    def _guide(self, name: str) -> str:
        words: Words = self.guide.get(name, {})
        return say(words, get_language())
