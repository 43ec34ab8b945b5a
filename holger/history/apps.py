from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "holger.history"
    label = "history"

    def ready(self) -> None:
        from holger.core.registry import Action, MenuItem, Recurring, registry
        from holger.history import permissions, receivers, selectors, services, verification, walls
        from holger.history.panels import PANEL
        from holger.jobs.signals import tried_again

        assert verification  # it declares a door
        registry.written = selectors.written
        tried_again.connect(receivers.tried_again)
        walls.register()
        registry.recurring += [
            Recurring("history.checkpoint", _("Seal the history"), timedelta(hours=1), services.hourly),
            Recurring("history.retention", _("Let go of old history"), timedelta(days=1), services.nightly),
        ]
        registry.panels.append(PANEL)
        registry.menu.append(MenuItem("settings", _("History"), "history", "history:history", permissions.VIEW, 90))
        registry.actions += [
            Action(_("History"), "history", "history:history", permissions.VIEW, _("trail audit log changes")),
            Action(
                _("Seal of the history"), "shield-check", "history:seal", permissions.VIEW, _("verify proof checkpoint")
            ),
        ]
