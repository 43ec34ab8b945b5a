from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.assets.models import Asset, InformationType
from holger.core.models import Record
from holger.privacy.models.activity import Activity
from holger.privacy.rules import retention as rules


class Unit(models.TextChoices):
    DAYS = "days", pgettext_lazy("period", "days")
    MONTHS = "months", pgettext_lazy("period", "months")
    YEARS = "years", pgettext_lazy("period", "years")


class Deed(models.TextChoices):
    """What is done when the time is up."""

    DELETE = "delete", pgettext_lazy("retention", "Deleted")
    ANONYMISE = "anonymise", pgettext_lazy("retention", "Made anonymous")
    ARCHIVE = "archive", pgettext_lazy("retention", "Handed to an archive")


class RetentionRule(Record):
    """For how long data is kept and what is done then: of an activity, of an information type, in a system, or of several of
    these at once. ``owner`` answers for it being done. That it is done is checked by an activity of the annual wheel.
    """

    prefix = "RET"

    activity = models.ForeignKey(
        Activity,
        verbose_name=_("Processing activity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="retention_rules",
    )
    information_type = models.ForeignKey(
        InformationType,
        verbose_name=_("Information type"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="retention_rules",
    )
    system = models.ForeignKey(
        Asset,
        verbose_name=_("System"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="retention_rules",
        help_text=_("Only where the rule is for one system. Empty: wherever the data is."),
    )
    count = models.PositiveSmallIntegerField(_("How long"))
    time_unit = models.CharField(_("Counted in"), max_length=10, choices=Unit.choices, default=Unit.YEARS)
    starts_from = models.CharField(
        _("Counted from"),
        max_length=10,
        choices=[(key, _(text)) for key, text in rules.STARTS.items()],
        default="ended",
    )
    starts_note = models.CharField(_("What it counts from"), max_length=300, blank=True)
    basis = models.CharField(
        _("Why just so long"),
        max_length=500,
        help_text=_("A law and its section, a limitation, or what you need it for."),
    )
    deed = models.CharField(_("What is done then"), max_length=10, choices=Deed.choices, default=Deed.DELETE)
    how = models.TextField(
        _("How it is done"), max_length=4000, blank=True, help_text=_("By itself, by a job, by hand; and in backups.")
    )
    activity_id: UUID | None
    information_type_id: UUID | None
    system_id: UUID | None

    class Meta:
        verbose_name = _("Retention rule")
        verbose_name_plural = _("Retention rules")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="privacy_retention_reference"),
            models.CheckConstraint(condition=Q(time_unit__in=Unit.values), name="privacy_retention_unit"),
            models.CheckConstraint(condition=Q(deed__in=Deed.values), name="privacy_retention_deed"),
            models.CheckConstraint(condition=Q(starts_from__in=list(rules.STARTS)), name="privacy_retention_starts"),
            models.CheckConstraint(condition=Q(count__gte=1), name="privacy_retention_count"),
            models.CheckConstraint(
                condition=Q(activity__isnull=False) | Q(information_type__isnull=False) | Q(system__isnull=False),
                name="privacy_retention_about",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "archived_at", "number", "id"], name="privacy_retention_by_number"),
        ]

    @property
    def path(self) -> str:
        return f"privacy/retention/{self.reference}/"

    @property
    def period(self) -> str:
        """Five years, in the reader's words."""
        words = {
            Unit.DAYS: ngettext("%(count)s day", "%(count)s days", self.count),
            Unit.MONTHS: ngettext("%(count)s month", "%(count)s months", self.count),
            Unit.YEARS: ngettext("%(count)s year", "%(count)s years", self.count),
        }
        return words[Unit(self.time_unit)] % {"count": self.count}

    @property
    def counted_from(self) -> str:
        return self.starts_note or gettext(rules.STARTS[self.starts_from])
