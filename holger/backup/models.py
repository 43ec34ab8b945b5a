"""What was tried and how it went: backups, and restores of them as a test. The installation's own, nobody's in particular."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates


class Attempt(models.Model):
    """A backup made, or restored as a test. Never deleted when the file is: the last good one must be told of."""

    class Kind(models.TextChoices):
        BACKUP = "backup", pgettext_lazy("backup", "Backup")
        TEST = "test", pgettext_lazy("backup", "Restore test")

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("When"), default=dates.now)
    good = models.BooleanField(default=False)
    file = models.CharField(_("File"), max_length=1000, blank=True)
    size = models.PositiveBigIntegerField(_("Size"), default=0)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "good", "-at"], name="backup_attempt_latest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
