"""Evidence, the files it held before, and what it is attached to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import Record, TenantModel


class Stored(models.Model):
    """A file in the evidence store, known by its content's SHA-256."""

    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("Size"), default=0, editable=False)
    content_type = models.CharField(_("Type of file"), max_length=100, blank=True, editable=False)
    file_name = models.CharField(_("File name"), max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True


class Evidence(Record, Stored):  # noqa: DJ008  (Record tells how it is called)
    """A file or a link. ``owner`` answers for it; ``added_by`` is who brought it."""

    class Kind(models.TextChoices):
        FILE = "file", _("File")
        LINK = "link", _("Link")

    prefix = "E"

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    url = models.URLField(_("Link"), max_length=1000, blank=True)
    period_from = models.DateField(_("Covers from"), null=True, blank=True)
    period_to = models.DateField(_("Covers until"), null=True, blank=True)
    note = models.TextField(_("Note"), max_length=2000, blank=True)
    added_by = models.CharField(_("Added by"), max_length=200, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("Evidence")
        verbose_name_plural = _("Evidence")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="evidence_reference"),
            models.CheckConstraint(
                condition=Q(kind="file", url="") & ~Q(sha256="") | Q(kind="link", sha256="") & ~Q(url=""),
                name="evidence_file_or_link",
            ),
            models.CheckConstraint(
                condition=Q(period_from=None) | Q(period_to=None) | Q(period_to__gte=models.F("period_from")),
                name="evidence_period",
                violation_error_message=_("The period ends before it begins."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "sha256"], name="evidence_sha256")]

    @property
    def path(self) -> str:
        return f"evidence/{self.reference}/"


class EarlierFile(TenantModel, Stored):
    """What a piece of evidence held until it was replaced. Nothing that once proved something is thrown away."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="earlier")
    added_by = models.CharField(max_length=200, editable=False)
    added_at = models.DateTimeField(editable=False)
    replaced_at = models.DateTimeField(default=dates.now, editable=False)

    class Meta:
        ordering = ["-replaced_at"]

    def __str__(self) -> str:
        return self.file_name


class EvidenceLink(TenantModel):
    """One piece of evidence attached to one object of any kind."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="links")
    subject_type = models.CharField(max_length=100, editable=False)
    subject_id = models.UUIDField(editable=False)
    created_at = models.DateTimeField(default=dates.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "subject_type", "subject_id"], name="evidence_link_once")
        ]
        indexes = [models.Index(fields=["subject_id"], name="evidence_link_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class Reading(TenantModel):
    """All evidence read again: when, how many files, and which are not what they were."""

    read_at = models.DateTimeField(default=dates.now)
    files = models.PositiveIntegerField(default=0)
    wrong = models.JSONField(default=list, blank=True)
    """Of each file that is missing or changed: reference, name, what."""

    class Meta:
        indexes = [models.Index(fields=["organisation", "-read_at"], name="evidence_reading_latest")]

    def __str__(self) -> str:
        return f"{self.read_at:%Y-%m-%d} {self.files}"
