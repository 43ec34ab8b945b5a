from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExchangeConfig(AppConfig):
    name = "holger.exchange"
    label = "exchange"

    def ready(self) -> None:
        from holger.core.registry import Action, MenuItem, Recurring, registry
        from holger.exchange import exporting, jobs, permissions

        registry.exporter = exporting.export_response
        registry.actions.append(
            Action(_("Import a spreadsheet"), "upload", "exchange:overview", permissions.IMPORT, _("excel csv upload"))
        )
        registry.menu.append(
            MenuItem("settings", pgettext_lazy("page", "Import"), "upload", "exchange:overview", permissions.IMPORT, 60)
        )
        clearing = _("Clearing away reports that nobody needs any more")
        registry.recurring.append(Recurring("exchange.reports", clearing, timedelta(hours=6), jobs.clear_reports))
