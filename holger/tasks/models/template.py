from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Common


class TemplateSet(Common):
    """Activities as the organisation wants to keep them for others: what is done, how and how often, but nobody's name and no date.

    ``activities`` are entries as ``rules.templates`` reads and writes them.
    """

    title = models.CharField(_("Title"), max_length=200)
    activities = models.JSONField(default=list)
    made_by = models.CharField(_("Made by"), max_length=200, editable=False)
    created_at = models.DateTimeField(_("Created"), default=dates.now, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("activities", "Set of templates")
        verbose_name_plural = pgettext_lazy("activities", "Sets of templates")
        ordering = ["title", "created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        return f"wheel/templates/{self.pk}/"
