from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExchangeConfig(AppConfig):
    name = "holger.exchange"
    label = "exchange"

    def ready(self) -> None:
        from holger.core.registry import Action, MenuItem, registry
        from holger.exchange import exporting, jobs, permissions  # noqa: F401  (declares its job)

        registry.exporter = exporting.export_response
        registry.actions.append(
            Action(_("Import a spreadsheet"), "upload", "exchange:overview", permissions.IMPORT, _("excel csv upload"))
        )
        registry.menu.append(
            MenuItem("settings", pgettext_lazy("page", "Import"), "upload", "exchange:overview", permissions.IMPORT, 60)
        )
