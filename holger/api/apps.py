from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "holger.api"
    label = "api"

    def ready(self) -> None:
        from holger.api import permissions, selectors
        from holger.core.registry import Action, MenuItem, registry

        assert selectors  # they declare a door
        registry.menu.append(MenuItem("settings", _("API"), "plug-connected", "api:token-list", permissions.TOKENS, 80))
        registry.actions.append(
            Action(_("New API token"), "key", "api:token-create", permissions.TOKENS, _("token api program script"))
        )
