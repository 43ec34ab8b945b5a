"""Telling that something has happened, and what the organisation says on the page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from holger.desk import selectors, services
from holger.desk.forms import DeskSettingsForm, ReportForm
from holger.desk.models import DeskSettings
from holger.desk.permissions import SETTINGS, USE
from holger.desk.views.common import DeskPage
from holger.ui.pages import FormPage


class Report(FormPage):
    """Something has happened, or may have."""

    permission, title, template = USE, _("Report an incident"), "desk/report.html"
    lead = _("Also when you are in doubt. You will not get into trouble for telling.")
    form, button, done = ReportForm, _("Send"), ""

    def back(self) -> str:
        return self.url("desk:desk")

    def save(self, answers: dict[str, Any]) -> Any:
        return services.incident_report(actor=self.actor, **answers)

    def next(self, obj: Any) -> str:
        return self.url("desk:thanks")


class Thanks(DeskPage):
    """It has been told; and what to do now."""

    title, template = _("Thank you for telling"), "desk/thanks.html"

    def context(self) -> dict[str, Any]:
        return {"settings": selectors.settings_of(self.actor), "contacts": selectors.whom_to_ask(self.actor)[:1]}


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
