from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "holger.history"
    label = "history"

    def ready(self) -> None:
        from holger.core import walls
        from holger.core.registry import Action, MenuItem, registry
        from holger.history import permissions, verification
        from holger.history.panels import PANEL

        assert verification  # it declares a door
        walls.APPEND_ONLY.add("history_event")
        registry.panels.append(PANEL)
        registry.menu.append(MenuItem("settings", _("History"), "history", "history:history", permissions.VIEW, 90))
        registry.actions.append(
            Action(_("History"), "history", "history:history", permissions.VIEW, _("trail audit log changes"))
        )
