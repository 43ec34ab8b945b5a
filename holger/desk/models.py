"""What the organisation itself says on the employee's page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.core.models import Bilingual, Common, Versioned


class DeskSettings(Bilingual, Common, Versioned):
    """``ask``: whom one may ask besides, such as a telephone number; ``now``: what to do at once when something has happened."""

    ask_da = models.TextField(_("Whom to ask, in Danish"), max_length=1000, blank=True)
    ask_en = models.TextField(_("Whom to ask, in English"), max_length=1000, blank=True)
    now_da = models.TextField(_("What to do now, in Danish"), max_length=1000, blank=True)
    now_en = models.TextField(_("What to do now, in English"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("The employee's page")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="desk_settings_once")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def ask(self) -> str:
        return self.said("ask")

    @property
    def now(self) -> str:
        return self.said("now")

    @property
    def path(self) -> str:
        return "settings/desk/"
