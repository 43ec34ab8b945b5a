"""What the organisation says on the page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from holger.desk import selectors, services
from holger.desk.forms import DeskSettingsForm
from holger.desk.models import DeskSettings
from holger.desk.permissions import SETTINGS
from holger.ui.pages import FormPage


class DeskSettingsEdit(FormPage):
    permission, title, menu, form = SETTINGS, _("The employee's page"), "desk:settings", DeskSettingsForm
    template = "desk/settings.html"

    def find(self) -> DeskSettings:
        return selectors.settings_of(self.actor)

    def back(self) -> str:
        return self.url("organisation:settings")

    def next(self, obj: Any) -> str:
        return self.url("desk:settings")

    def save(self, answers: dict[str, Any]) -> DeskSettings:
        return services.desk_settings_set(actor=self.actor, version=self.version, **answers)
