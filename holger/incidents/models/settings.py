from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import Common, Versioned
from holger.organisation.models import Person


class CaseSettings(Common, Versioned):
    """How an organisation takes reports in, and by which method it says how severe an incident is."""

    allow_anonymous = models.BooleanField(
        _("People may report without their name"),
        default=True,
        help_text=_("Nobody can then see who told it, not even in the history, and nobody can ask them more."),
    )
    telephone = models.CharField(
        _("Telephone in an emergency"),
        max_length=60,
        blank=True,
        help_text=_("Is shown beside the form and after a report."),
    )
    intake = models.ManyToManyField(
        Person,
        verbose_name=_("Who takes reports in"),
        blank=True,
        related_name="+",
        help_text=_("They are told of each report at once. Nobody chosen: the security officers here."),
    )
    method = models.CharField(pgettext_lazy("severity", "Method"), max_length=40, default="standard")
    """The key of a ready method (``library.severities``) that ``own`` was made of."""
    own = models.JSONField(default=dict, blank=True, editable=False)
    """The organisation's own method, as ``rules.severity`` reads one; empty: the ready one as it is."""

    class Meta:
        verbose_name = _("How incidents are handled")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="incidents_settings_once")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def path(self) -> str:
        return "incidents/settings/cases/"
