from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "holger.api"
    label = "api"

    def ready(self) -> None:
        from holger.api import duties, permissions, receivers, selectors  # noqa: F401  (receivers listen when they are known)
        from holger.core.registry import Action, MenuItem, registry
        from holger.organisation.permissions import EDIT_PROGRAMS

        assert selectors  # they declare a door
        registry.menu.append(MenuItem("settings", _("API"), "plug-connected", "api:token-list", permissions.TOKENS, 80))
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.actions += [
            Action(_("New API token"), "key", "api:token-create", permissions.TOKENS, _("token api program script")),
            Action(
                _("New service account"),
                "robot",
                "api:account-create",
                EDIT_PROGRAMS,
                _("program robot integration token api"),
            ),
        ]
